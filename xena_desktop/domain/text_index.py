"""A text of any size by lines, found in slices of its bytes."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from typing import Final

from xena_desktop.domain.buffers import let_go
from xena_desktop.domain.json_scan import Buffer

LONGEST: Final = 4096
"""Bytes. A longer line is shown in pieces below each other, so that no line costs more than this."""
STRIDE: Final = 64
"""The place of every so many-th piece is kept; the others are found from there."""
_KEPT: Final = 32
"""Groups of pieces that are kept as they were found, for they are in view."""

_PIECE: Final = rb"(?:[^\n]{0,4095}\n|[^\n]{4096}[\x80-\xbf]{0,3}\n?)"
_MANY: Final = re.compile(rb"(?:" + _PIECE + rb"){64}")
_ONE: Final = re.compile(_PIECE)


class TextIndex:
    """The pieces of a text, as far as they were found: its lines, and the parts of very long ones.

    The text is UTF-8; what is not is shown with replacement characters. There is always at least one piece.
    """

    def __init__(self, buffer: Buffer) -> None:
        self.buffer = buffer
        self._marks, self._numbers = array("q", [0]), array("q", [1])
        self._found, self._read, self._number = 0, 0, 1
        self._is_read = False
        self._kept: dict[int, list[tuple[int, int, int]]] = {}

    def __len__(self) -> int:
        """How many pieces were found so far; what follows the last line break is one, too."""
        return self._found + 1

    @property
    def is_read(self) -> bool:
        """Whether all of the text was looked at."""
        return self._is_read

    @property
    def line_count(self) -> int:
        """How many lines were found so far."""
        return self._number

    def grow(self, buffer: Buffer) -> None:
        """More of the text has come: ``buffer`` begins with what was there."""
        self.buffer, self._is_read = buffer, False
        self._kept.clear()

    def advance(self, count: int) -> bool:
        """Find the lines of about ``count`` more bytes; returns whether there is more to read."""
        until = self._read + count
        while not self._is_read and self._read < until:
            self._step()
        let_go(self.buffer)
        return not self._is_read

    def _step(self) -> None:
        if self._found % STRIDE == 0 and (found := _MANY.match(self.buffer, self._read)) is not None:
            self._add(found.end(), pieces=STRIDE)
        elif (found := _ONE.match(self.buffer, self._read)) is not None:
            self._add(found.end(), pieces=1)
        else:
            self._is_read = True

    def _add(self, end: int, *, pieces: int) -> None:
        self._number += self.buffer[self._read : end].count(b"\n")
        self._read = end
        self._found += pieces
        if self._found % STRIDE == 0:
            self._marks.append(end)
            self._numbers.append(self._number)

    def bounds(self, piece: int) -> tuple[int, int]:
        """Where a piece begins and ends in the bytes, without its line break."""
        start, end, _number = self._piece(piece)
        return start, end

    def text(self, piece: int) -> str:
        """What a piece says."""
        start, end, _number = self._piece(piece)
        return self.buffer[start:end].decode("utf-8", "replace")

    def number(self, piece: int) -> int:
        """The number of the line that begins with this piece; 0 where a long line goes on."""
        return self._piece(piece)[2]

    def _piece(self, piece: int) -> tuple[int, int, int]:
        group = self._group(piece // STRIDE)
        return group[min(piece % STRIDE, len(group) - 1)]

    def _group(self, mark: int) -> list[tuple[int, int, int]]:
        """Begin, end and number of the pieces behind a mark: neighbours are asked for together, and many times."""
        known = self._kept.get(mark)
        if known is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            known = self._kept[mark] = self._read_group(self._marks[mark], self._numbers[mark])
        return known

    def _read_group(self, position: int, number: int) -> list[tuple[int, int, int]]:
        group: list[tuple[int, int, int]] = []
        begins = not position or self.buffer[position - 1 : position] == b"\n"
        number += not begins
        while len(group) < STRIDE:
            found = _ONE.match(self.buffer, position)
            end = after = found.end() if found else len(self.buffer)
            ends = self.buffer[max(position, end - 2) : end] if found else b""
            if ends.endswith(b"\n"):
                end -= 2 if ends == b"\r\n" else 1
            group.append((position, end, number if begins else 0))
            if not found:
                break
            number += begins
            begins, position = ends.endswith(b"\n"), after
        return group

    def place(self, position: int) -> tuple[int, int]:
        """The piece and the column in which a byte stands."""
        mark = bisect_right(self._marks, position) - 1
        piece, start = mark * STRIDE, self._marks[mark]
        while piece < self._found and (found := _ONE.match(self.buffer, start)) and found.end() <= position:
            piece, start = piece + 1, found.end()
        return piece, len(self.buffer[start:position].decode("utf-8", "replace"))

    def position(self, piece: int, column: int) -> int:
        """Where in the bytes a column of a piece stands."""
        start, end = self.bounds(piece)
        text = self.buffer[start:end].decode("utf-8", "replace")
        if "\ufffd" in text:  # a replaced byte is longer in UTF-8 than it was
            return self._position_of_replaced(start, end, column)
        return start + len(text[:column].encode())

    def _position_of_replaced(self, start: int, end: int, column: int) -> int:
        return next(
            (
                place
                for place in range(start, end)
                if len(self.buffer[start:place].decode("utf-8", "replace")) >= column
            ),
            end,
        )
