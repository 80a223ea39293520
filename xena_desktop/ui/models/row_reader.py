"""The rows of an array in a JSON text, read when they come into view and kept for a while."""

from __future__ import annotations

from typing import Any, Final

from xena_desktop.domain.json_index import Branch, children
from xena_desktop.domain.json_path import JsonText
from xena_desktop.domain.json_read import exact, text_of, written
from xena_desktop.domain.json_scan import STRIDE, Child
from xena_desktop.domain.table_columns import cell_of

_KEPT: Final = 1000
_LONGEST_ROW: Final = 1 << 20
LONGEST_CELL: Final = 300
"""Characters that are shown of a cell."""


class RowReader:
    """Reads rows by their number in the array; the text may still grow."""

    def __init__(self, text: JsonText, branch: Branch) -> None:
        self.branch = branch
        self._text = text
        self._rows: dict[int, object] = {}
        self._members: dict[int, dict[Any, object]] = {}
        self._places: dict[int, list[Child]] = {}

    def row(self, number: int) -> object:
        """A row, read by ``json_read.exact``; as text where it is no JSON or too long to be read at once."""
        if number in self._rows:
            return self._rows[number]
        child = self._child(number)
        if child is None:
            return None
        found = self._read(child)
        if child.end >= 0:
            _keep(self._rows, number, found)
        return found

    def cell(self, number: int, path: tuple[str, ...]) -> object:
        """What stands in a row under the names of ``path``."""
        if not path:
            return self.row(number)
        members = self._members.get(number)
        if members is None:
            row = self.row(number)
            members = dict(row) if isinstance(row, tuple) else {}
            if number in self._rows:
                _keep(self._members, number, members)
        return cell_of(members.get(path[0]), path[1:])

    def written(self, number: int) -> str:
        """A row as it was received."""
        child = self._child(number)
        return written(self._text.buffer, child.start, child.end) if child is not None else ""

    def _read(self, child: Child) -> object:
        buffer = self._text.buffer
        if 0 <= child.end - child.start <= _LONGEST_ROW:
            try:
                return exact(written(buffer, child.start, child.end))
            except (ValueError, RecursionError):
                pass
        return text_of(buffer, child.start, child.end, longest=LONGEST_CELL)

    def _child(self, number: int) -> Child | None:
        """Where a row stands. Its neighbours' places are found with it, and they come into view with it, too."""
        group = number // STRIDE
        places = self._places.get(group)
        if places is None or len(places) <= number % STRIDE:
            places = list(children(self._text.buffer, self.branch, first=group * STRIDE, count=STRIDE))
            if len(places) == STRIDE and places[-1].end >= 0:
                _keep(self._places, group, places)
        return places[number % STRIDE] if number % STRIDE < len(places) else None


def _keep(kept: dict[int, Any], number: int, found: object) -> None:
    if len(kept) >= _KEPT:
        kept.clear()
    kept[number] = found
