"""A large text by lines: where they begin, found in slices, and where words stand in it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

SLICE: Final = 1_000_000
"""Characters that are read at a time: some milliseconds."""


class TextLines:
    """A text and the beginnings of its lines, as far as they were found.

    The text is held once; a line is cut out of it when it is asked for.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = array("q", [0])
        self._read = 0
        self.longest = 0

    def __len__(self) -> int:
        """How many lines were found so far; the last of them may still grow."""
        return len(self._starts)

    @property
    def is_read(self) -> bool:
        """Whether all lines were found."""
        return self._read >= len(self.text)

    def read_slice(self) -> bool:
        """Find the lines of the next slice; returns whether there is more to read."""
        begin = self._read
        if begin >= len(self.text):
            return False
        # A slice ends behind a line break, so that none is cut; a line longer than a slice is taken whole.
        end = self.text.find("\n", min(begin + SLICE, len(self.text)))
        end = len(self.text) if end < 0 else end + 1
        breaks = self.text.count("\n", begin, end)
        if breaks:
            lengths = [len(part) + 1 for part in self.text[begin:end].split("\n")]
            self._starts.extend(accumulate(lengths[1:breaks], initial=begin + lengths[0]))
            self.longest = max(self.longest, *lengths)
        else:
            self.longest = max(self.longest, end - begin)
        self._read = end
        return not self.is_read

    def start(self, line: int) -> int:
        """Where a line begins."""
        return self._starts[line]

    def end(self, line: int) -> int:
        """Where a line ends, before its line break."""
        if line + 1 >= len(self._starts):
            return len(self.text)
        end = self._starts[line + 1] - 1
        return end - 1 if end > self._starts[line] and self.text[end - 1] == "\r" else end

    def line_at(self, position: int) -> int:
        """The number of the line that ``position`` stands in."""
        return bisect_right(self._starts, position) - 1

    def cut(self, line: int, *, column: int, count: int) -> str:
        """Up to ``count`` characters of a line from ``column`` on."""
        start = self._starts[line] + column
        return self.text[start : min(start + count, self.end(line))] if start < self.end(line) else ""


def occurrences(text: str, wanted: str) -> Iterator[int]:
    """Where ``wanted`` stands in a short ``text``, in either case."""
    if wanted:
        yield from (found.start() for found in re.finditer(re.escape(wanted), text, re.IGNORECASE))


def search(text: str, wanted: str, *, start: int, backward: bool = False) -> Iterator[int | None]:
    """Look for ``wanted`` from ``start`` on and round the end, in either case.

    Yields ``None`` after each slice, so that the caller can do something else, and at last the position found,
    or -1. Backward, it finds what begins before ``start``.
    """
    if not wanted:
        yield -1
        return
    # Backward, places may overlap: of AAAA the last AA counts. A lookahead finds them all.
    pattern = re.compile(f"(?={re.escape(wanted)})" if backward else re.escape(wanted), re.IGNORECASE)
    for begin, end in _ranges(len(text), start=start, backward=backward):
        found = _found(pattern, text, begin=begin, end=min(end + len(wanted) - 1, len(text)), last=backward)
        if found >= 0:
            yield found
            return
        yield None
    yield -1


def _ranges(length: int, *, start: int, backward: bool) -> Iterator[tuple[int, int]]:
    """Slices of the positions at which a match may begin, in the order of looking."""
    forward = [(start, length), (0, start)]
    for low, high in reversed(forward) if backward else forward:
        cuts = list(range(low, high, SLICE)) or []
        for cut in reversed(cuts) if backward else cuts:
            yield cut, min(cut + SLICE, high)


def _found(pattern: re.Pattern[str], text: str, *, begin: int, end: int, last: bool) -> int:
    if not last:
        match = pattern.search(text, begin, end)
        return match.start() if match else -1
    position = -1
    for match in pattern.finditer(text, begin, end):
        position = match.start()
    return position
