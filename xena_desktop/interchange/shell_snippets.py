"""A request as a command for the shell: curl and HTTPie."""

from __future__ import annotations

import re
from typing import Final

from xena_desktop.domain.errors import SnippetImpossible
from xena_desktop.domain.interchange import TOKEN_VARIABLE, Language, Outgoing
from xena_desktop.interchange.literals import shell

_MOST_ARGUMENT: Final = 100_000
"""Bytes. Linux takes no argument of more than 131,072; a longer body goes through a pipe."""
_BODY_EXPECTED: Final = frozenset({"POST", "PUT", "PATCH"})
_HTTPIE_SPECIAL: Final = re.compile(r"\\[:=@;]")


def curl(call: Outgoing) -> str:
    """The command for curl. ``--globoff``: brackets in an address mean themselves."""
    if call.method == "HEAD" and call.body:
        raise SnippetImpossible(language=Language.CURL, reason="body")
    body = call.body
    if body is None and call.method in _BODY_EXPECTED:
        body = b""  # else no Content-Length goes out, and some servers refuse that
    piped = body is not None and len(body) > _MOST_ARGUMENT
    lines = ["curl --globoff " + _curl_method(call) + shell(call.url)]
    lines.append(f'-H "Authorization: Bearer ${TOKEN_VARIABLE}"')
    lines += [f"-H {shell(f'{name}: {value}')}" for name, value in call.headers]
    if body is not None and "content-type" not in {name.lower() for name, _ in call.headers}:
        lines.append("-H 'Content-Type:'")
    if piped:
        lines += ["-H 'Expect:'", "--data-binary @-"]
    elif body is not None:
        lines.append(f"--data-raw {shell(body)}")
    return _piped(body if piped else None, lines)


def _curl_method(call: Outgoing) -> str:
    if call.method == "HEAD":
        return "--head "
    return "" if call.method == "GET" and call.body is None else f"-X {call.method} "


def httpie(call: Outgoing) -> str:
    """The command for HTTPie; what is no text, or long, goes through a pipe."""
    body = call.body
    piped = body is not None and (len(body) > _MOST_ARGUMENT or not _is_text(body))
    options = "--ignore-netrc " + ("" if piped else "--ignore-stdin ")
    lines = [f"http {options}{call.method} {shell(call.url)}"]
    lines.append(f'"Authorization:Bearer ${TOKEN_VARIABLE}"')
    lines += [_httpie_header(name, value) for name, value in call.headers]
    if body is not None and not piped:
        lines.append(f"--raw={shell(body)}")
    return _piped(body if piped else None, lines)


def _httpie_header(name: str, value: str) -> str:
    """``Name:value``. After the colon ``=`` and ``@`` mean something else; a few values must come from a file."""
    if _HTTPIE_SPECIAL.search(value):
        return f"{shell(f'{name}:@')}<(printf %s {shell(value)})"
    escaped = "\\" + value if value[0] in "=@" else value
    return shell(f"{name}:{escaped}")


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _piped(body: bytes | None, lines: list[str]) -> str:
    command = " \\\n  ".join(lines)
    return command if body is None else f"printf %s {shell(body)} |\n  {command}"
