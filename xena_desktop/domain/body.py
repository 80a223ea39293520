"""The body of a request, as a person means it: bytes, the fields of a form, parts with files, or a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlEncoded:
    """The fields of a form (``application/x-www-form-urlencoded``), in order; a name may come again."""

    fields: Pairs = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a form with parts (RFC 7578): a ``value``, or what the file at the path ``file`` holds.

    An empty ``file`` is one that is still to be chosen; None is no file. ``filename`` is what the server is told
    instead of the file's own name, ``content_type`` what the part is declared as.
    """

    name: str
    value: str = ""
    file: str | None = None
    filename: str = ""
    content_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Multipart:
    """A form with parts (``multipart/form-data``), in order."""

    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileBody:
    """What the file at ``path`` holds, byte for byte."""

    path: str


Body = bytes | UrlEncoded | Multipart | FileBody


def texts_of(body: Body | None) -> tuple[str, ...]:
    """Every text in a body, in order; of files their paths, for what they hold is nobody's to look at."""
    found: list[str] = []

    def noted(text: str) -> str:
        found.append(text)
        return text

    with_texts(body, noted)
    return tuple(found)


def with_texts(body: Body | None, change: Callable[[str], str]) -> Body | None:
    """The body with every text in it changed. Bytes that are no UTF-8 pass through ``change`` as surrogates."""
    match body:
        case bytes():
            return change(body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
        case UrlEncoded():
            return UrlEncoded(fields=tuple((change(name), change(value)) for name, value in body.fields))
        case Multipart():
            return Multipart(parts=tuple(_part_with(part, change) for part in body.parts))
        case FileBody():
            return FileBody(path=change(body.path))
    return None


def files_of(body: Body | None) -> tuple[str, ...]:
    """The paths of the files that go out with a body, in order."""
    match body:
        case Multipart():
            return tuple(part.file for part in body.parts if part.file is not None)
        case FileBody():
            return (body.path,)
    return ()


def _part_with(part: Part, change: Callable[[str], str]) -> Part:
    return replace(
        part,
        name=change(part.name),
        value=change(part.value),
        file=None if part.file is None else change(part.file),
        filename=change(part.filename),
        content_type=change(part.content_type),
    )
