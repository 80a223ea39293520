"""Where values begin and end in a JSON text of any size, without reading what they say.

Works on bytes in UTF-8 or on a mapped file. Nothing here is recursive and nothing grows with the text: a value nested
more than three deep is skipped bracket by bracket, everything else in one step of the regular expression engine.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from mmap import mmap

Buffer: TypeAlias = "bytes | mmap"

LARGE: Final = 1 << 16
"""Bytes. What is longer is never read at once; an object or array gets an index of its own."""
STRIDE: Final = 16
"""The place of every so many-th child is kept; the others are found from there."""

_SPACE: Final = rb"[ \t\r\n]*+"
_STRING: Final = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_PLAIN: Final = rb'[^\s,\[\]{}":]++'


def _nested(inner: bytes) -> bytes:
    """What stands between a pair of brackets, with ``inner`` as the brackets that may stand inside."""
    return rb'[\[{](?:[^"\[\]{}]++|' + _STRING + rb"|" + inner + rb")*+[\]}]"


_FLAT: Final = rb'[\[{][^"\[\]{}]*+(?:' + _STRING + rb'[^"\[\]{}]*+)*+[\]}]'
_VALUE: Final = rb"(?:" + _STRING + rb"|" + _PLAIN + rb"|" + _nested(_nested(_FLAT)) + rb")"
_KEY: Final = _SPACE + _STRING + _SPACE + rb":"
_FLAGS: Final = re.DOTALL

_MANY: Final = {
    False: re.compile(rb"(?:" + _SPACE + _VALUE + _SPACE + rb",){16}", _FLAGS),
    True: re.compile(rb"(?:" + _KEY + _SPACE + _VALUE + _SPACE + rb",){16}", _FLAGS),
}
_ONE: Final = {
    False: re.compile(_SPACE + rb"(?P<key>)(?P<value>" + _VALUE + rb")" + _SPACE + rb"(?P<after>[,\]}])", _FLAGS),
    True: re.compile(
        _SPACE + rb"(?P<key>" + _STRING + rb")" + _SPACE + rb":" + _SPACE + rb"(?P<value>" + _VALUE + rb")" + _SPACE
        + rb"(?P<after>[,\]}])",
        _FLAGS,
    ),
}  # fmt: skip
_NAME: Final = re.compile(_SPACE + rb"(" + _STRING + rb")" + _SPACE + rb":" + _SPACE, _FLAGS)
_GAP: Final = re.compile(_SPACE)
_TEXT: Final = re.compile(_STRING, _FLAGS)
_WORD: Final = re.compile(_PLAIN)
_BRACKET: Final = re.compile(rb'[^"\[\]{}]*+(?:' + _STRING + rb'[^"\[\]{}]*+)*+([\[\]{}])', _FLAGS)
_OPENING: Final = b"[{"
_CLOSING: Final = b"]}"


class Kind(StrEnum):
    """The six kinds of JSON values (RFC 8259 §3), booleans as one."""

    OBJECT = "object"
    ARRAY = "array"
    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NULL = "null"


_KINDS: Final = {
    b"{": Kind.OBJECT, b"[": Kind.ARRAY, b'"': Kind.STRING, b"t": Kind.BOOLEAN, b"f": Kind.BOOLEAN, b"n": Kind.NULL,
}  # fmt: skip


class Child(NamedTuple):
    """A member or an item. ``name_start`` and ``name_end`` are equal in an array; ``end`` is -1 while not known."""

    name_start: int
    name_end: int
    start: int
    end: int


def kind_at(buffer: Buffer, start: int) -> Kind:
    """The kind of the value that begins there; what is not JSON (``NaN``) counts as a number."""
    return _KINDS.get(buffer[start : start + 1], Kind.NUMBER)


def after_space(buffer: Buffer, position: int) -> int:
    """Where the next thing that is not white space stands."""
    found = _GAP.match(buffer, position)
    return found.end() if found else position


def is_opening(buffer: Buffer, position: int) -> bool:
    """Whether an object or an array begins there."""
    return position < len(buffer) and buffer[position : position + 1] in (b"[", b"{")


def many(buffer: Buffer, position: int, *, is_object: bool, end: int) -> int:
    """Where the next ``STRIDE`` children end, behind their last comma; -1 where it is not so simple."""
    found = _MANY[is_object].match(buffer, position, end)
    return found.end() if found else -1


def one(buffer: Buffer, position: int, *, is_object: bool, end: int) -> tuple[Child, int, bool] | None:
    """The child there, where reading goes on, and whether it was the last; None where it is not so simple."""
    found = _ONE[is_object].match(buffer, position, end)
    if found is None:
        return None
    child = Child(found.start("key"), found.end("key"), found.start("value"), found.end("value"))
    return child, found.end(), found["after"] != b","


def name_before(buffer: Buffer, position: int) -> tuple[int, int, int] | None:
    """Begin and end of a member's name, and where its value begins."""
    found = _NAME.match(buffer, position)
    return (found.start(1), found.end(1), found.end()) if found else None


def end_of_value(buffer: Buffer, start: int, *, end: int) -> int:
    """Where the value that begins at ``start`` ends, or -1 when that is not before ``end``."""
    if is_opening(buffer, start):
        return _end_of_brackets(buffer, start, end=end)
    found = (_TEXT if buffer[start : start + 1] == b'"' else _WORD).match(buffer, start, end)
    return found.end() if found else -1


def _end_of_brackets(buffer: Buffer, start: int, *, end: int) -> int:
    return scan_brackets(buffer, start, end=end, deepest=end).end


class Scanned(NamedTuple):
    """``end`` of an object or array; or -1, ``position`` up to which was looked, and the brackets open there."""

    end: int
    position: int
    opened: list[int]


def scan_brackets(buffer: Buffer, start: int, *, end: int, deepest: int) -> Scanned:
    """Look for the end of what begins at ``start``, before ``end`` and until ``deepest`` brackets are open."""
    opened, position = list[int](), start
    while len(opened) < deepest:
        found = _BRACKET.match(buffer, position, end)
        if found is None:
            return Scanned(-1, end, opened)
        position = found.end()
        if found[1] in _OPENING:
            opened.append(position - 1)
        elif len(opened) > 1:
            opened.pop()
        else:
            return Scanned(position, position, [])
    return Scanned(-1, position, opened)
