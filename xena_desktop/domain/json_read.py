"""Values of a JSON text, read exactly: numbers keep every digit as they were written.

The bytes may hold anything: what is no UTF-8 is read with replacement characters, and half a surrogate stays half.
"""

from __future__ import annotations

import json
import re
from typing import Final

from xena_desktop.domain.json_index import Branch, Index, children
from xena_desktop.domain.json_scan import Buffer, Child, Kind, kind_at

_MANY: Final = 4
"""Bytes at most of one character in UTF-8."""
_ALONE: Final = re.compile("[\ud800-\udfff]")


class WrittenNumber(str):
    """A number with every digit as it was received."""

    __slots__ = ()


_EXACT: Final = json.JSONDecoder(
    parse_int=WrittenNumber,
    parse_float=WrittenNumber,
    parse_constant=WrittenNumber,
    object_pairs_hook=tuple,
    strict=False,
)
_LENIENT: Final = json.JSONDecoder(strict=False)


def exact(text: str) -> object:
    """``text`` parsed: numbers as ``WrittenNumber``, objects as pairs, so that order and double names stay.

    Raises ValueError for what is not JSON, and RecursionError for what is nested too deeply.
    """
    return _EXACT.decode(text)


def written(buffer: Buffer, start: int, end: int) -> str:
    """What stands there, as text."""
    return buffer[start : len(buffer) if end < 0 else end].decode("utf-8", "replace")


def name_of(buffer: Buffer, child: Child) -> str:
    """A member's name."""
    return text_of(buffer, child.name_start, child.name_end)


def text_of(buffer: Buffer, start: int, end: int, *, longest: int = -1) -> str:
    """A value that holds no others, as text: a string without its quotes, anything else as it was written.

    Of a longer string ``longest`` characters and one more are given, so that one sees that there is more.
    """
    end = len(buffer) if end < 0 else end
    if longest >= 0 and end - start > longest * _MANY + 2:
        return _beginning(buffer, start, longest=longest)
    text = written(buffer, start, end)
    if not text.startswith('"'):
        return text
    try:
        return str(_LENIENT.decode(text))
    except ValueError:
        return text.removeprefix('"')


def _beginning(buffer: Buffer, start: int, *, longest: int) -> str:
    text = written(buffer, start, start + longest * _MANY + 2)
    if not text.startswith('"'):
        return text[: longest + 1]
    # an escape that the cut goes through would not be read
    body = text[1 : longest + 1]
    body = re.sub(r"(?:\\u[0-9a-fA-F]{0,3}|\\)$", "", body) if not body.endswith("\\\\") else body
    try:
        return str(_LENIENT.decode(f'"{body}"')) + "…"
    except ValueError:
        return body + "…"


def showable(text: str) -> str:
    """``text`` without halves of surrogates, which no screen, file or clipboard can take: as JSON escapes them."""
    return _ALONE.sub(lambda half: f"\\u{ord(half[0]):04x}", text) if _ALONE.search(text) else text


def envelope(buffer: Buffer, index: Index) -> tuple[int | None, Branch | Child | None]:
    """What ``{"Count": 38, "Entities": […]}`` says, and its array as far as it was found."""
    root = index.root
    if root is None or not root.is_object:
        return None, None
    count: int | None = None
    held: Branch | Child | None = None
    for row, child in enumerate(children(buffer, root, first=0, count=20)):
        name = name_of(buffer, child)
        kind = kind_at(buffer, child.start)
        if name == "Count" and kind is Kind.NUMBER:
            text = written(buffer, child.start, child.end)
            count = int(text) if text.isdecimal() else None
        elif name == "Entities" and kind is Kind.ARRAY:
            held = root.large.get(row) or child
    return count, held
