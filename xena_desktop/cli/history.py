"""``history``: calls made before, from here and from the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from xena_desktop.cli.exit_codes import ExitCode
from xena_desktop.cli.presentation import local_text, size_text, table, utc_text
from xena_desktop.domain.exchange import sent_pieces
from xena_desktop.domain.history import HistoryEntry, HistorySearch
from xena_desktop.error_texts import explain
from xena_desktop.translation import tr, trn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xena_desktop.cli.invocation import Invocation
    from xena_desktop.domain.history import Exchange
    from xena_desktop.services.house import Services


def run(invocation: Invocation) -> ExitCode:
    """List calls, show one, or forget some, as the options say."""
    options = invocation.options
    if options.show is not None:
        return _show(invocation)
    if options.forget is not None or options.forget_all:
        return _forget(invocation)
    found = invocation.with_services(partial(_found, invocation))
    if not found:
        invocation.output.progress(tr("No call was found."))
    document = {"entries": [_document(entry) for entry in found]}
    invocation.output.result(_lines(found) if found else "", document=document)
    return ExitCode.DONE


async def _found(invocation: Invocation, services: Services) -> list[HistoryEntry]:
    options = invocation.options
    search = HistorySearch(
        text=" ".join(options.search),
        account_id=services.accounts.named(options.account).id if options.account else "",
        method=options.method or "",
        status=options.status or "",
        since=options.since,
        until=options.until,
    )
    found = await services.history.page(search, count=options.count)
    state = services.history.state
    if state.set_aside is not None:
        invocation.output.message(tr("The history was damaged. It was kept as {path}.", path=state.set_aside))
    if state.keychain is not None:
        invocation.output.message(explain(state.keychain).title)
    return found


def _show(invocation: Invocation) -> ExitCode:
    async def read(services: Services) -> Exchange:
        return await services.history.read(invocation.options.show)

    exchange = invocation.with_services(read)
    if len(exchange.answer_body) < exchange.entry.answer_size:
        invocation.output.message(tr("The answer was too long to be kept whole."))
    if not invocation.output.as_json:
        invocation.output.body(_as_http(exchange))
        return ExitCode.DONE
    request = exchange.request
    document = {
        **_document(exchange.entry),
        "request": {
            "query": _pairs(request.query),
            "headers": _pairs(request.headers),
            "body": None if request.body is None else _written(exchange).decode("utf-8", "replace"),
            "files": [{"path": one.path, "size": one.size} for one in exchange.attachments],
        },
        "answer": {
            "headers": _pairs(exchange.answer_headers),
            "body": exchange.answer_body.decode("utf-8", "replace"),
        },
    }
    invocation.output.document(document)
    return ExitCode.DONE


def _forget(invocation: Invocation) -> ExitCode:
    async def forget(services: Services) -> None:
        if invocation.options.forget_all:
            await services.history.clear()
        else:
            await services.history.remove(invocation.options.forget)

    invocation.with_services(forget)
    text = tr("The history is empty.") if invocation.options.forget_all else tr("The call is forgotten.")
    invocation.output.progress(text)
    return ExitCode.DONE


def _as_http(exchange: Exchange) -> bytes:
    """Request and answer as HTTP/1.1 writes them."""
    entry, request = exchange.entry, exchange.request
    lines = [f"{entry.method} {entry.url} HTTP/1.1", *(f"{name}: {value}" for name, value in request.headers)]
    status = f"HTTP/1.1 {entry.status} {entry.reason}".rstrip() if entry.status else f"({entry.reason})"
    answer = [status, *(f"{name}: {value}" for name, value in exchange.answer_headers)]
    parts = (
        "\r\n".join(lines).encode(),
        _written(exchange),
        "\r\n".join(answer).encode(),
        exchange.answer_body,
    )
    return b"\r\n\r\n".join(parts) + b"\n"


def _written(exchange: Exchange) -> bytes:
    """The body as it went out; in place of what a file held stand its path and its size."""
    sizes = {one.path: one.size for one in exchange.attachments}
    pieces = sent_pieces(exchange.request)
    return b"".join(piece if isinstance(piece, bytes) else _named(piece.path, sizes) for piece in pieces)


def _named(path: str, sizes: Mapping[str, int]) -> bytes:
    size = f" ({size_text(sizes[path])})" if path in sizes else ""
    return f"<{path}{size}>".encode("utf-8", "replace")


def _lines(found: list[HistoryEntry]) -> str:
    heading = (tr("Number"), tr("When"), tr("Account"), tr("Status"), tr("Time"), tr("Size"), tr("Call"))
    rows = [
        (
            str(entry.id),
            local_text(entry.at),
            entry.account,
            str(entry.status or entry.reason),
            f"{entry.seconds * 1000:.0f} ms",
            size_text(entry.answer_size),
            f"{entry.method} {entry.url}",
        )
        for entry in found
    ]
    return table([heading, *rows]) + "\n\n" + trn("{count} call", "{count} calls", count=len(found))


def _document(entry: HistoryEntry) -> dict[str, Any]:
    return {
        "number": entry.id,
        "at": utc_text(entry.at),
        "account": entry.account,
        "connection": entry.connection,
        "method": entry.method,
        "path": entry.path,
        "url": entry.url,
        "status": entry.status or None,
        "reason": entry.reason,
        "seconds": round(entry.seconds, 3),
        "request_size": entry.request_size,
        "answer_size": entry.answer_size,
        "pages": entry.pages.read or None,
        "pages_expected": entry.pages.expected or None,
    }


def _pairs(pairs: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]
