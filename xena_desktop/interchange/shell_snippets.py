"""A request as a command for the shell: curl and HTTPie."""

from __future__ import annotations

import re
from typing import Final

from xena_desktop.domain.errors import SnippetImpossible
from xena_desktop.domain.exchange import METHODS
from xena_desktop.domain.interchange import TOKEN_VARIABLE, Language, Outgoing
from xena_desktop.domain.written_body import Piece
from xena_desktop.interchange.curl_forms import curl_form, is_own_type
from xena_desktop.interchange.literals import shell

_MOST_ARGUMENT: Final = 100_000
"""Bytes. Linux takes no argument of more than 131,072; a longer body goes through a pipe."""
_BODY_EXPECTED: Final = frozenset({"POST", "PUT", "PATCH"})
_HTTPIE_METHOD: Final = re.compile(r"[A-Za-z]+")
_HTTPIE_SPECIAL: Final = re.compile(r"\\[:=@;]")


def curl(call: Outgoing) -> str:
    """The command for curl. ``--globoff``: brackets in an address mean themselves."""
    if call.method == "HEAD" and call.content != b"" and call.pieces:
        raise SnippetImpossible(language=Language.CURL, reason="body")
    said = curl_form(call.body) if call.body is not None else None
    headers = [pair for pair in call.headers if pair[0].lower() != "content-type" or not is_own_type(call)]
    lines = ["curl --globoff " + _curl_method(call) + shell(call.url)]
    lines.append(f'-H "Authorization: Bearer ${TOKEN_VARIABLE}"')
    lines += [f"-H {shell(f'{name}: {value}')}" for name, value in (headers if said else call.headers)]
    if said is not None:
        return _piped((), [*lines, *said])
    return _curl_content(call, lines)


def _curl_content(call: Outgoing, lines: list[str]) -> str:
    """The command with a body that has no words of its own in curl."""
    pieces = call.pieces
    if not pieces and call.method in _BODY_EXPECTED:
        pieces = (b"",)  # else no Content-Length goes out, and some servers refuse that
    if pieces and "content-type" not in {name.lower() for name, _ in call.headers}:
        lines.append("-H 'Content-Type:'")
    whole = pieces[0] if len(pieces) == 1 else None
    if isinstance(whole, bytes) and len(whole) <= _MOST_ARGUMENT:
        return _piped((), [*lines, f"--data-raw {shell(whole)}"])
    if pieces:
        lines += ["-H 'Expect:'", "--data-binary @-"]
    return _piped(pieces, lines)


def _curl_method(call: Outgoing) -> str:
    if call.method == "HEAD":
        return "--head "
    return "" if call.method == "GET" and not call.pieces else f"-X {_method(call)} "


def _method(call: Outgoing) -> str:
    return call.method if call.method in METHODS else shell(call.method)


def httpie(call: Outgoing) -> str:
    """The command for HTTPie; what is no text, or long, or in files, goes through a pipe."""
    if not _HTTPIE_METHOD.fullmatch(call.method):
        raise SnippetImpossible(language=Language.HTTPIE, reason="method")
    content = call.content
    plain = content is not None and len(content) <= _MOST_ARGUMENT and _is_text(content)
    piped = call.pieces and not plain
    options = "--ignore-netrc " + ("" if piped else "--ignore-stdin ")
    lines = [f"http {options}{call.method} {shell(call.url)}"]
    lines.append(f'"Authorization:Bearer ${TOKEN_VARIABLE}"')
    lines += [_httpie_header(name, value) for name, value in call.headers]
    if content is not None and plain:
        lines.append(f"--raw={shell(content)}")
    return _piped(call.pieces if piped else (), lines)


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


def _piped(pieces: tuple[Piece, ...], lines: list[str]) -> str:
    """The command, with these pieces on its standard input."""
    command = " \\\n  ".join(lines)
    if not pieces:
        return command
    said = [_printed(piece) for piece in pieces]
    source = said[0] if len(said) == 1 else "{\n  " + ";\n  ".join(said) + ";\n}"
    return f"{source} |\n  {command}"


def _printed(piece: Piece) -> str:
    return f"printf %s {shell(piece)}" if isinstance(piece, bytes) else f"cat -- {shell(piece.path)}"
