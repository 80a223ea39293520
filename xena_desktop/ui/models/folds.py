"""Which pieces of a large text are folded away."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate


class Folds:
    """Ranges of hidden pieces. A row is a piece that is shown; a fold inside another hides nothing more."""

    def __init__(self) -> None:
        self._folds: dict[int, int] = {}
        self._firsts: list[int] = []
        self._rows: list[int] = []
        self._sums: list[int] = [0]

    def __len__(self) -> int:
        return len(self._folds)

    @property
    def hidden(self) -> int:
        """How many pieces are hidden."""
        return self._sums[-1]

    def clear(self) -> None:
        """Show everything."""
        self._folds.clear()
        self._arrange()

    def fold(self, head: int, last: int) -> None:
        """Hide the pieces behind ``head`` up to ``last``."""
        if last > head:
            self._folds[head] = last
            self._arrange()

    def unfold(self, head: int) -> bool:
        """Show what is hidden behind ``head``; returns whether something was."""
        if self._folds.pop(head, None) is None:
            return False
        self._arrange()
        return True

    def is_folded(self, head: int) -> bool:
        """Whether something is hidden behind ``head``."""
        return head in self._folds

    def reveal(self, piece: int) -> None:
        """Unfold whatever hides ``piece``."""
        for head in [head for head, last in self._folds.items() if head < piece <= last]:
            del self._folds[head]
        self._arrange()

    def row_of(self, piece: int) -> int:
        """The row of a piece; of a hidden one that of the fold's head."""
        place = bisect_right(self._firsts, piece) - 1
        if place < 0:
            return piece
        head = self._firsts[place] - 1
        last = self._folds[head]
        return head - self._sums[place] if piece <= last else piece - self._sums[place + 1]

    def piece_at(self, row: int) -> int:
        """The piece that is shown in a row."""
        return row + self._sums[bisect_right(self._rows, row)]

    def _arrange(self) -> None:
        shown_from = 0
        outer: list[tuple[int, int]] = []
        for head, last in sorted(self._folds.items()):
            if head >= shown_from:
                outer.append((head, last))
                shown_from = last + 1
        self._firsts = [head + 1 for head, _last in outer]
        self._sums = list(accumulate((last - head for head, last in outer), initial=0))
        self._rows = [head + 1 - self._sums[number] for number, (head, _last) in enumerate(outer)]
