"""What an answer's body is, and how it is read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from xena_desktop.domain.exchange import ApiAnswer
from xena_desktop.ui.models.json_values import Kind, json_text, kind_of

LARGEST_TREE: Final = 8_000_000
"""Bytes. Parsing more would hold up the window even from another thread, so it is shown as text."""
LARGEST_LAID_OUT: Final = 1_000_000
"""Bytes. A larger body is shown as text as it was received."""
_PICTURES: Final = ("image/png", "image/jpeg", "image/gif", "image/bmp", "image/webp", "image/svg+xml")


class ContentKind(StrEnum):
    """How a body is shown."""

    EMPTY = "empty"
    JSON = "json"
    TEXT = "text"
    PICTURE = "picture"
    BINARY = "binary"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerContent:
    """A body as it is shown. ``count`` is what an envelope says there is, ``shown`` what it holds of it."""

    kind: ContentKind
    text: str = ""
    value: object = None
    count: int | None = None
    shown: int | None = None


class WrittenNumber(str):
    """A number with every digit as it was received."""

    __slots__ = ()


def read_content(answer: ApiAnswer) -> AnswerContent:
    """The content of ``answer``. May take a second for a large one: to be called in a thread."""
    if not answer.body:
        return AnswerContent(kind=ContentKind.EMPTY)
    media_type = answer.header("Content-Type").partition(";")[0].strip().lower()
    if media_type in _PICTURES:
        return AnswerContent(kind=ContentKind.PICTURE)
    text = _text(answer.body, content_type=answer.header("Content-Type"))
    if text is None or (media_type.startswith(("application/pdf", "application/octet", "application/zip"))):
        return AnswerContent(kind=ContentKind.BINARY)
    if "json" in media_type or text.lstrip()[:1] in ("{", "["):
        return _json(text)
    return AnswerContent(kind=ContentKind.TEXT, text=text)


def _json(text: str) -> AnswerContent:
    if len(text) > LARGEST_TREE:
        return AnswerContent(kind=ContentKind.TEXT, text=text)
    try:
        value = json.loads(
            text,
            parse_int=WrittenNumber,
            parse_float=WrittenNumber,
            parse_constant=WrittenNumber,
            object_pairs_hook=tuple,
        )
        shown = json_text(value) if len(text) <= LARGEST_LAID_OUT else text
    except (ValueError, RecursionError):
        return AnswerContent(kind=ContentKind.TEXT, text=text)
    count, held = _envelope(value)
    return AnswerContent(kind=ContentKind.JSON, text=shown, value=value, count=count, shown=held)


def _envelope(value: object) -> tuple[int | None, int | None]:
    """What ``{"Count": 38, "Entities": […]}`` says."""
    if kind_of(value) is not Kind.OBJECT or not isinstance(value, tuple):
        return None, None
    members = dict(value)
    count, entities = members.get("Count"), members.get("Entities")
    if not isinstance(count, WrittenNumber) or not isinstance(entities, list):
        return None, None
    return (int(count), len(entities)) if count.isdigit() and len(count) < 16 else (None, None)


def _text(body: bytes, *, content_type: str) -> str | None:
    """The body as text, or None when it is not text."""
    charset = "utf-8"
    for part in content_type.split(";")[1:]:
        name, _, value = part.strip().partition("=")
        if name.lower() == "charset" and value:
            charset = value.strip("\"' ")
    if b"\x00" in body[:1000] and charset.lower().startswith("utf-8"):
        return None
    try:
        return body.decode(charset).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError):
        return None
