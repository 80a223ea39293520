"""How a body is written to the wire: its Content-Type, and its pieces, of which files are read while it is sent."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from xena_desktop.domain.body import Body, FileBody, Multipart, Pairs, Part, UrlEncoded

JSON: Final = "application/json"
URL_ENCODED: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"
BYTES: Final = "application/octet-stream"

_BY_ENDING: Final = MappingProxyType({
    "json": JSON, "xml": "application/xml", "csv": "text/csv", "txt": "text/plain", "html": "text/html",
    "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "webp": "image/webp", "svg": "image/svg+xml", "tif": "image/tiff", "tiff": "image/tiff", "zip": "application/zip",
    "gz": "application/gzip", "eml": "message/rfc822", "xls": "application/vnd.ms-excel", "doc": "application/msword",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ods": "application/vnd.oasis.opendocument.spreadsheet", "odt": "application/vnd.oasis.opendocument.text",
})  # fmt: skip
"""Not the system's own table: the same file is declared the same everywhere."""

_BOUNDARY: Final = re.compile(r"""(?:^|;)\s*boundary=(?:"([^"]+)"|([^\s;"]+))""", re.IGNORECASE)
_ESCAPED: Final = re.compile(r'["\r\n]')


@dataclass(frozen=True, slots=True)
class FilePiece:
    """A piece that is what the file at ``path`` holds; an empty path is a file still to be chosen for ``name``."""

    path: str
    name: str = ""


Piece = bytes | FilePiece


def said_type(headers: Pairs) -> str:
    """What the first Content-Type among the headers says, or an empty text."""
    return next((value for name, value in headers if name.lower() == "content-type"), "")


def declared_type(body: Body, *, written: str = "") -> str:
    """The Content-Type of a body; ``written`` is the person's own, which wins and is only given its boundary."""
    match body:
        case UrlEncoded():
            return written or URL_ENCODED
        case Multipart():
            return _with_boundary(written or MULTIPART, body)
        case FileBody():
            return written or type_of_file(body.path)
    return written or JSON


def pieces(body: Body, *, content_type: str) -> tuple[Piece, ...]:
    """What goes out, in order. ``content_type`` is what ``declared_type`` gave: it names the boundary."""
    match body:
        case bytes():
            return (body,) if body else ()
        case UrlEncoded():
            return (encoded(body).encode(),) if body.fields else ()
        case FileBody():
            return (FilePiece(body.path),)
    return _joined(_part_pieces(body, boundary=boundary_in(content_type) or _boundary(body)))


def encoded(body: UrlEncoded) -> str:
    """The fields as text, everything encoded that need not stand as it is (RFC 3986 §2.3); a blank as ``%20``."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in body.fields)


def type_of_file(path: str) -> str:
    """What a file is declared as, told by the ending of its name."""
    return _BY_ENDING.get(PurePath(path).suffix.lower().removeprefix("."), BYTES)


def name_of_file(part: Part) -> str:
    """What the server is told a part's file is called."""
    return part.filename or PurePath((part.file or "").replace("\\", "/")).name


def part_head(part: Part) -> str:
    """The headers of a part. A file has a name and a type; quotes and line ends are written as browsers do."""
    head = f'Content-Disposition: form-data; name="{_in_quotes(part.name)}"'
    content_type = part.content_type
    if part.file is not None:
        head += f'; filename="{_in_quotes(name_of_file(part))}"'
        content_type = content_type or type_of_file(name_of_file(part))
    return head + (f"\r\nContent-Type: {_one_line(content_type)}" if content_type else "")


def boundary_in(content_type: str) -> str:
    """The boundary that a Content-Type names, or an empty text."""
    found = _BOUNDARY.search(content_type)
    return (found[1] or found[2]) if found else ""


def _with_boundary(content_type: str, body: Multipart) -> str:
    if boundary_in(content_type) or not content_type.lower().startswith("multipart/"):
        return content_type
    return f"{content_type}; boundary={_boundary(body)}"


def _boundary(body: Multipart) -> str:
    """The same parts give the same one, for what is shown or copied; what is sent has its own (``with_boundary``)."""
    texts = (part_head(part) + "\0" + part.value for part in body.parts)
    return "xena-" + hashlib.sha256("\0".join(texts).encode("utf-8", "surrogateescape")).hexdigest()[:24]


def _part_pieces(body: Multipart, *, boundary: str) -> list[Piece]:
    found: list[Piece] = []
    for part in body.parts:
        found.append(_bytes(f"--{boundary}\r\n{part_head(part)}\r\n\r\n"))
        found.append(_bytes(part.value) if part.file is None else FilePiece(part.file, part.name))
        found.append(b"\r\n")
    return [*found, _bytes(f"--{boundary}--\r\n")]


def _joined(found: list[Piece]) -> tuple[Piece, ...]:
    """Texts that follow each other as one piece."""
    joined: list[Piece] = []
    for piece in found:
        last = joined[-1] if joined else None
        if isinstance(piece, bytes) and isinstance(last, bytes):
            joined[-1] = last + piece
        else:
            joined.append(piece)
    return tuple(joined)


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="surrogateescape")


def _in_quotes(text: str) -> str:
    return _ESCAPED.sub(lambda found: quote(found[0]), text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
