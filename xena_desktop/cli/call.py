"""``call``: one API call from the terminal."""

from __future__ import annotations

import base64
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from xena_desktop.cli.bodies import body_of
from xena_desktop.cli.curl_file import curl_request, curl_text
from xena_desktop.cli.exit_codes import ExitCode
from xena_desktop.cli.named_call import is_operation_name, named_request
from xena_desktop.cli.presentation import size_text
from xena_desktop.cli.usage import CommandLineInvalid
from xena_desktop.domain.errors import FileUnreadable
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest
from xena_desktop.domain.file_errors import file_error
from xena_desktop.domain.paging import names_page
from xena_desktop.domain.verdict import field_problems, save_problems
from xena_desktop.translation import tr

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from xena_desktop.cli.invocation import Invocation
    from xena_desktop.cli.output import Output
    from xena_desktop.domain.body import Body
    from xena_desktop.services.house import Services


def run(invocation: Invocation) -> ExitCode:
    """Send the call and hand out its answer; one of 4xx or 5xx, or that saved nothing, is exit code 1."""
    options = invocation.options
    _check_file(options.output)
    curl = curl_text(options, stdin=invocation.stdin.buffer)
    if curl is not None:
        return tell_and_present(invocation.with_services(partial(_as_curl, invocation, curl)), invocation)
    request = build_request(options, body=body_of(options, stdin=invocation.stdin.buffer))
    answer = invocation.with_services(partial(_answered, invocation, request))
    return tell_and_present(answer, invocation)


def tell_and_present(answer: ApiAnswer, invocation: Invocation) -> ExitCode:
    """Say status, time and size, and hand out the answer."""
    options = invocation.options
    status = f"{answer.status} {answer.reason}".strip()
    invocation.output.progress(f"{status} · {answer.seconds * 1000:.0f} ms · {size_text(len(answer.body))}")
    present(answer, output=invocation.output, file=options.output, include=options.include)
    problems = save_problems(answer)
    if problems is not None:
        invocation.output.message(
            "\n".join([tr("Nothing was saved, although the status is a good one."), *problems])
        )
    for said in field_problems(answer):
        invocation.output.message(said)
    return ExitCode.ANSWERED_WITH_ERROR if answer.is_error or problems is not None else ExitCode.DONE


def build_request(options: argparse.Namespace, *, body: Body | None) -> ApiRequest:
    """The request that the options describe. Raises CommandLineInvalid where they contradict each other."""
    method = (options.method or ("GET" if body is None else "POST")).upper()
    headers = list(options.header)
    is_text = isinstance(body, bytes) or (body is not None and options.data is not None)
    if is_text and not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", "application/json"))
    if options.all_pages and method != "GET":
        raise CommandLineInvalid(tr("--all-pages goes with GET alone."))
    if options.all_pages and names_page(ApiRequest(query=tuple(options.query))):
        raise CommandLineInvalid(tr("--all-pages counts the pages itself; leave out -q Page."))
    return ApiRequest(
        method=method, path=options.path, query=tuple(options.query), headers=tuple(headers), body=body
    )


def present(answer: ApiAnswer, *, output: Output, file: Path | None, include: bool) -> None:
    """Hand out an answer: its body to the file or to standard output, or as a JSON document."""
    if file is not None:
        _write(file, answer.body)
    if output.as_json:
        _present_document(answer, output=output, file=file)
        return
    if include:
        output.body(head_of(answer))
    if file is None:
        output.body(answer.body)
    else:
        output.progress(tr("The body is in {path}", path=file))


def head_of(answer: ApiAnswer) -> bytes:
    """The status line and the headers, as HTTP/1.1 writes them, and the empty line after them."""
    lines = [f"HTTP/1.1 {answer.status} {answer.reason}".rstrip()]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def body_members(answer: ApiAnswer) -> tuple[str, str]:
    """How the body stands in a JSON document (``json``, ``text`` or ``base64``), and its raw JSON text there.

    JSON keeps its own text, so that no digit of a number changes.
    """
    import json

    from xena_desktop.domain.pages import is_json

    try:
        text = answer.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "base64", json.dumps(base64.b64encode(answer.body).decode("ascii"))
    if "json" in answer.header("Content-Type").lower() and is_json(text):
        return "json", text.strip()
    return "text", json.dumps(text, ensure_ascii=False)


def _present_document(answer: ApiAnswer, *, output: Output, file: Path | None) -> None:
    document = {
        "method": answer.method,
        "url": answer.url,
        "status": answer.status,
        "reason": answer.reason,
        "headers": [{"name": name, "value": value} for name, value in answer.headers],
        "seconds": round(answer.seconds, 3),
        "size": len(answer.body),
    }
    if file is not None:
        output.document({**document, "file": str(file)})
        return
    encoding, raw = body_members(answer)
    output.document({**document, "encoding": encoding}, body=raw)


async def _answered(invocation: Invocation, request: ApiRequest, services: Services) -> ApiAnswer:
    options = invocation.options
    if options.parameter or is_operation_name(options.path):
        account = services.accounts.named(options.account)
        catalogue = await services.catalogues.of(services.accounts.connection_of(account))
        request = named_request(request, options, catalogue=catalogue)
    return await answered_with(services, request, own=dict(options.var), invocation=invocation)


async def _as_curl(invocation: Invocation, text: str, services: Services) -> ApiAnswer:
    request = curl_request(text, services, invocation=invocation)
    return await answered_with(services, request, own=dict(invocation.options.var), invocation=invocation)


async def answered_with(
    services: Services, request: ApiRequest, *, own: Mapping[str, str], invocation: Invocation
) -> ApiAnswer:
    """The answer to ``request``, its variables filled, as the account that the options name.

    Raises CommandLineInvalid for all pages of what is no list.
    """
    options = invocation.options
    account = services.accounts.named(options.account)
    request = services.variables.fill(account, request, own)
    if options.all_pages:
        if request.method != "GET":
            raise CommandLineInvalid(tr("--all-pages goes with GET alone."))
        from xena_desktop.cli.all_pages import walk

        return await walk(services, account, request, output=invocation.output)
    permit = services.gate.permit_in_terminal(account, request, allow_write=options.allow_write)
    return await services.explorer.send(permit)


def _check_file(file: Path | None) -> None:
    """Find out before the call, which may write at the server, that the answer could not be kept."""
    if file is not None and (file.is_dir() or not file.absolute().parent.is_dir()):
        reason = tr("it is a folder") if file.is_dir() else tr("its folder is not there")
        raise FileUnreadable(path=str(file), reason=reason)


def _write(file: Path, body: bytes) -> None:
    try:
        file.write_bytes(body)
    except OSError as error:
        raise file_error(file, error) from error
