"""The index of an answer, grown by a helper process and held by the program."""

from __future__ import annotations

from typing import Any, Final

from xena_desktop.domain.json_index import Branch
from xena_desktop.domain.json_indexer import Indexer
from xena_desktop.domain.json_scan import Buffer

FIRST: Final = 1 << 14
"""Bytes that are read before anything is drawn: the rows of a screen and some more."""
SMALL: Final = 1 << 20
"""Bytes. A whole text up to this is read here: that takes some milliseconds, and a helper takes more to start."""
_ROUND: Final = 1 << 18
"""Bytes. So much of a small text is read between two looks at what else the window has to do."""
_STEP: Final = 1 << 11
_DEEP: Final = 100
"""Branches. A small text has some dozens at most, unless it is deep."""


class GrowingIndex:
    """An index that begins with what the program reads itself; a helper's findings then take its place."""

    def __init__(self, buffer: Buffer, *, is_final: bool) -> None:
        begun = self._begun = Indexer()
        self.index = begun.index
        self._branches: list[Branch] = begun.branches
        self.is_small = is_final and len(buffer) <= SMALL
        if self.is_small:
            self._read(buffer, count=FIRST)
        else:  # one text may be all of it, and is not looked through here
            begun.advance(buffer[: 2 * FIRST], is_final=False, count=FIRST)

    def read_on(self, buffer: Buffer) -> bool:
        """Read some more of a small text; whether there is more that is not for a helper to read."""
        return self._read(buffer, count=_ROUND)

    def _read(self, buffer: Buffer, *, count: int) -> bool:
        until, more = self.index.read + count, True
        while more and self.index.read < until and not self.is_deep:
            more = self._begun.advance(buffer, is_final=True, count=_STEP)
        return more and not self.is_deep

    @property
    def is_deep(self) -> bool:
        """Whether so much is inside each other that work on it takes long, however short it is."""
        return len(self._branches) >= _DEEP

    def apply(self, found: list[Any]) -> bool:
        """Take over what the job ``index`` found; returns whether there is more to read of what is there."""
        more, start, end, fault, is_too_deep, read, is_done, changes = found
        self.index.start, self.index.end, self.index.read = start, end, read
        self.index.fault, self.index.is_too_deep, self.index.is_done = fault, is_too_deep, is_done
        for number, begin, is_object, *_rest in changes:
            while len(self._branches) <= number:
                self._branches.append(Branch(begin, is_object, number=number))
        for number, begin, is_object, close, count, known, marks, large, long in changes:
            branch = self._branches[number]
            branch.start, branch.is_object, branch.end = begin, is_object, close
            if count >= branch.count or close >= 0:
                del branch.marks[known:]
                branch.marks.frombytes(marks)
                branch.count = count
            branch.large = {row: self._branches[below] for row, below in large.items()}
            branch.long = long
        if self.index.root is None and self._branches:
            self.index.root = self._branches[0]
        return bool(more)
