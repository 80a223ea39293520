"""A body that comes as text, read as the form that it is written as."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote_to_bytes

from xena_desktop.domain.body import Multipart, Part, UrlEncoded
from xena_desktop.domain.written_body import MULTIPART, URL_ENCODED, boundary_in

_FIELD: Final = r"(?:[\w*.~!'()$,/:;@?\[\]{}+-]|%[0-9A-Fa-f]{2})"
_FORM: Final = re.compile(rf"{_FIELD}+={_FIELD}*(?:&{_FIELD}+={_FIELD}*)*", re.ASCII)
_PARAMETER: Final = re.compile(r'\b(name|filename)="([^"]*)"')
_ESCAPED: Final = re.compile("%22|%0D|%0A")


def is_form(content_type: str) -> bool:
    """Whether a Content-Type is that of a plain form."""
    return content_type.partition(";")[0].strip().lower() == URL_ENCODED


def form_of(text: str) -> UrlEncoded | None:
    """The fields of a text that is sent as a form; None where it is none, or holds bytes that are no text."""
    if not _FORM.fullmatch(text):
        return None
    try:
        pairs = [one.partition("=") for one in text.split("&")]
        return UrlEncoded(fields=tuple((_decoded(name), _decoded(value)) for name, _, value in pairs))
    except UnicodeDecodeError:
        return None


def parts_of(text: str, content_type: str) -> Multipart | None:
    """The parts of a text that is sent as ``content_type``; None where it is not a whole form of them.

    A part with a file name is a file still to be chosen: what came with it is not taken for its content.
    """
    boundary = boundary_in(content_type)
    if not boundary or content_type.partition(";")[0].strip().lower() != MULTIPART:
        return None
    begin, *pieces = ("\r\n" + text).split(f"\r\n--{boundary}")
    if begin or len(pieces) < 2 or pieces[-1].strip() != "--":
        return None
    parts = [_part(piece) for piece in pieces[:-1]]
    return Multipart(parts=tuple(part for part in parts if part)) if all(parts) else None


def _part(piece: str) -> Part | None:
    head, blank, value = piece.partition("\r\n\r\n")
    lines = dict(_header(line) for line in head.split("\r\n") if line)
    parameters = dict(_PARAMETER.findall(lines.pop("content-disposition", "")))
    content_type = lines.pop("content-type", "")
    if not blank or lines or "name" not in parameters:
        return None
    name = _unescaped(parameters["name"])
    if "filename" not in parameters:
        return Part(name=name, value=value, content_type=content_type)
    return Part(name=name, file="", filename=_unescaped(parameters["filename"]), content_type=content_type)


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()


def _decoded(text: str) -> str:
    return unquote_to_bytes(text.replace("+", " ")).decode()


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[0][1:], 16)), text)
