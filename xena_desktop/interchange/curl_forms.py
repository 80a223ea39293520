"""Forms and files as options of curl."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from xena_desktop.domain.body import Body, FileBody, Multipart, Part, UrlEncoded
from xena_desktop.domain.interchange import Outgoing
from xena_desktop.domain.written_body import MULTIPART, URL_ENCODED, name_of_file, said_type, type_of_file
from xena_desktop.interchange.literals import shell

_MOST_ARGUMENT: Final = 100_000
"""Bytes. Linux takes no argument of more than 131,072."""


def curl_form(body: Body) -> list[str] | None:
    """The options that make curl send ``body``; None where it has none for it, and the bytes must do."""
    match body:
        case UrlEncoded() if _fits(body):
            return [f"--data-urlencode {shell(f'{_quoted(name)}={value}')}" for name, value in body.fields]
        case Multipart() if body.parts and all(map(_can_be_said, body.parts)):
            return ["-H 'Expect:'", *map(_part, body.parts)]
        case FileBody():
            return ["-H 'Expect:'", f"--data-binary {shell(f'@{body.path}')}"]
    return None


def is_own_type(call: Outgoing) -> bool:
    """Whether curl declares the body by itself just so; with parts, it must choose the boundary."""
    said = said_type(call.headers)
    match call.body:
        case UrlEncoded():
            return said == URL_ENCODED
        case Multipart():
            return said.startswith(f"{MULTIPART}; boundary=")
    return False


def _fits(body: UrlEncoded) -> bool:
    return bool(body.fields) and all(
        name and len(value.encode("utf-8", "surrogateescape")) < _MOST_ARGUMENT for name, value in body.fields
    )


def _can_be_said(part: Part) -> bool:
    """Whether curl has words for it: it takes a name up to the first equals sign, and long texts from files alone."""
    return "=" not in part.name and bool(part.name) and len(part.value.encode()) < _MOST_ARGUMENT


def _part(part: Part) -> str:
    if part.file is not None:
        said = f"{part.name}=@{_in_quotes(part.file)};type={part.content_type or type_of_file(name_of_file(part))}"
        return f"-F {shell(said + (f';filename={_in_quotes(part.filename)}' if part.filename else ''))}"
    if part.content_type:
        return f"-F {shell(f'{part.name}={_in_quotes(part.value)};type={part.content_type}')}"
    return f"--form-string {shell(f'{part.name}={part.value}')}"


def _in_quotes(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="surrogateescape")
