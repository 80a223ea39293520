"""XML of any size, laid out with two spaces a level; where white space may count, nothing changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xena_desktop.domain.json_scan import Buffer

_DEEPEST: Final = 100
"""Levels that are indented: ten thousand would make a text of nothing but spaces."""
_INSIDE: Final = rb"""(?:[^<>"'/]++|/(?!>)|"[^"]*+"|'[^']*+')*+"""
_TOKEN: Final = re.compile(
    rb"(<([^\s<>/!?]++)" + _INSIDE + rb">[^<]*+</\2\s*+>)"  # 1: an element of nothing but text
    rb"|(<[^\s<>/!?]" + _INSIDE + rb"/>)"  # 3: an element of nothing
    rb"|(<[^\s<>/!?]" + _INSIDE + rb">)"  # 4: a beginning
    rb"|(</[^<>]*+>)"  # 5: an end
    rb"|(<!\[CDATA\[.*?\]\]>)"  # 6: text as it is
    rb"|([^<]++)"  # 7: text
    rb"|(<!--.*?-->|<\?.*?\?>|<![A-Z](?:[^<>\[\"']++|\"[^\"]*\"|'[^']*'|\[.*?\]\s*(?=>))*+>)",  # 8: the rest
    re.DOTALL,
)
_BEGIN, _END, _CDATA, _TEXT = 4, 5, 6, 7
_ELEMENTS: Final = (1, 3, _BEGIN)
_NO_ELEMENTS, _TEXTUAL = 1, 2


def laid_out(buffer: Buffer, *, until: int) -> Iterator[bytes]:
    """``buffer`` in pieces, laid out up to ``until`` and from there on as it is."""
    at, depth, begun, kept_from = 0, 0, 1, -1
    kept = _kept_as_they_are(buffer, until=until)
    for found in _tokens(buffer, until=until):
        at, kind = found.end(), found.lastindex
        depth -= kind == _END
        if kept_from >= 0:
            yield found[0]
            kept_from = -1 if kind == _END and depth == kept_from else kept_from
        elif kind != _TEXT or not found[0].isspace():
            yield (b"\n" + b"  " * min(depth, _DEEPEST) if found.start() else b"") + found[0]
            kept_from = depth if kind == _BEGIN and kept[begun] else -1
        begun += kind == _BEGIN
        depth += kind == _BEGIN
    if at < len(buffer):
        yield b"\n" if at else b""
        yield from (buffer[start : start + (1 << 20)] for start in range(at, len(buffer), 1 << 20))


def _tokens(buffer: Buffer, *, until: int) -> Iterator[re.Match[bytes]]:
    """What follows each other without a gap."""
    at = 0
    for found in _TOKEN.finditer(buffer, 0, until):
        if found.start() != at:
            return
        at = found.end()
        yield found


def _kept_as_they_are(buffer: Buffer, *, until: int) -> bytearray:
    """Whether each element that is more than text is kept as it is, in the order of their beginnings.

    Not 0 means it is: there is text beside other elements, or there are no others. The first is the document itself.
    """
    kept, open_ones = bytearray([_NO_ELEMENTS]), [0]
    for found in _tokens(buffer, until=until):
        kind, holder = found.lastindex, open_ones[-1]
        if kind == _END and holder:
            open_ones.pop()
        elif kind in _ELEMENTS and kept[holder] == _NO_ELEMENTS:
            kept[holder] = 0
        elif kind == _CDATA or (kind == _TEXT and not found[0].isspace()):
            kept[holder] = _TEXTUAL
        if kind == _BEGIN:
            open_ones.append(len(kept))
            kept.append(_TEXTUAL if b"xml:space" in found[0] else _NO_ELEMENTS)
    return kept
