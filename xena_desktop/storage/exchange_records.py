"""Between exchanges and the bytes that are sealed for the history."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

from xena_desktop.domain.body import Body, FileBody, Multipart, Part, UrlEncoded
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.history import Exchange, HistoryEntry, PagesJoined
from xena_desktop.domain.transfer import Attachment

_HEAD: Final = (
    "account_id", "account", "connection_id", "connection", "method", "path", "url", "status", "reason", "seconds",
    "request_size", "answer_size",
)  # fmt: skip


def head_bytes(entry: HistoryEntry) -> bytes:
    """What is needed to list an entry."""
    pages = (entry.pages.read, entry.pages.expected) if entry.pages.read else ()
    return _json([*(getattr(entry, name) for name in _HEAD), *pages])


def read_entry(head: bytes, *, number: int, microseconds: int) -> HistoryEntry:
    """The entry again."""
    values = json.loads(head)
    members = dict(zip(_HEAD, values, strict=False))
    read, expected = values[len(_HEAD) :] or (0, 0)
    at = datetime.fromtimestamp(microseconds / 1_000_000, UTC)
    return HistoryEntry(id=number, at=at, pages=PagesJoined(read=read, expected=expected), **members)


def content_bytes(exchange: Exchange) -> bytes:
    """Headers and bodies: one line of JSON, then the bodies as they are."""
    request = exchange.request
    facts = {
        "query": request.query,
        "headers": request.headers,
        "answer": exchange.answer_headers,
        "body": _body_facts(request.body),
        "attachments": [[one.path, one.size] for one in exchange.attachments],
    }
    sent = request.body if isinstance(request.body, bytes) else b""
    return _json(facts) + b"\n" + sent + exchange.answer_body


def read_exchange(entry: HistoryEntry, content: bytes) -> Exchange:
    """The exchange again."""
    line, _, bodies = content.partition(b"\n")
    facts = json.loads(line)
    length = facts["body"] if isinstance(facts["body"], int) else 0
    request = ApiRequest(
        method=entry.method,
        path=entry.path,
        query=_pairs(facts["query"]),
        headers=_pairs(facts["headers"]),
        body=bodies[:length] if isinstance(facts["body"], int) else _body(facts["body"]),
    )
    return Exchange(
        entry=entry,
        request=request,
        answer_headers=_pairs(facts["answer"]),
        answer_body=bodies[length:],
        attachments=tuple(Attachment(path=path, size=size) for path, size in facts.get("attachments", ())),
    )


def _body_facts(body: Body | None) -> Any:
    """The length of bytes, which come after; anything else whole."""
    match body:
        case bytes():
            return len(body)
        case UrlEncoded():
            return {"fields": body.fields}
        case Multipart():
            return {"parts": [asdict(part) for part in body.parts]}
        case FileBody():
            return {"file": body.path}
    return None


def _body(facts: Any) -> Body | None:
    if facts is None:
        return None
    if "fields" in facts:
        return UrlEncoded(fields=_pairs(facts["fields"]))
    if "file" in facts:
        return FileBody(path=facts["file"])
    return Multipart(parts=tuple(Part(**part) for part in facts["parts"]))


def _pairs(rows: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in rows)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
