"""The rows of an array in a JSON text, read when they come into view and kept for a while."""

from __future__ import annotations

from typing import Any, Final

from xena_desktop.domain.json_index import Branch, children
from xena_desktop.domain.json_path import JsonText
from xena_desktop.domain.json_read import exact, text_of, written
from xena_desktop.domain.json_scan import STRIDE, Child
from xena_desktop.domain.table_columns import cell_of, has_cell

_KEPT: Final = 1000
_LONG_KEPT: Final = 128
"""More than fit on a screen."""
_KEPT_BYTES: Final = 1 << 21
_LONGEST_ROW: Final = 1 << 20
_SHORT: Final = 1 << 14
"""Bytes. A row up to this is read in no time."""
LONGEST_CELL: Final = 300
"""Characters that are shown of a cell."""


class RowReader:
    """Reads rows by their number in the array; the text may still grow.

    ``names`` are those of the members that cells are shown of, once they are known: others of long rows are not kept.
    """

    def __init__(self, text: JsonText, branch: Branch) -> None:
        self.branch = branch
        self.names: frozenset[str] | None = None
        self._text = text
        self._rows: dict[int, object] = {}
        self._members: dict[int, dict[Any, object]] = {}
        self._places: dict[int, list[Child]] = {}
        self._long: tuple[int, object] = (-1, None)
        self._kept_bytes = 0

    def is_whole(self, number: int) -> bool:
        """Whether all of a row is there."""
        child = self._child(number)
        return child is not None and child.end >= 0

    def is_at_hand(self, number: int) -> bool:
        """Whether a row was read already, or takes no time to read."""
        if number in self._members or number in self._rows:
            return True
        child = self._child(number)
        return child is None or child.end - child.start <= _SHORT

    def row(self, number: int) -> object:
        """A row, read by ``json_read.exact``; as text where it is no JSON or too long to be read at once."""
        if number in self._rows:
            return self._rows[number]
        if number == self._long[0]:
            return self._long[1]
        child = self._child(number)
        if child is None:
            return None
        found, size = self._read(child), child.end - child.start
        if isinstance(found, tuple) and size > _SHORT:
            self._long = number, found
        elif child.end >= 0:
            self._make_room(size)
            self._rows[number] = found
        return found

    def cell(self, number: int, path: tuple[str, ...]) -> object:
        """What stands in a row under the names of ``path``."""
        return cell_of(self._members_of(number).get(path[0]), path[1:]) if path else self.row(number)

    def has_cell(self, number: int, path: tuple[str, ...]) -> bool:
        """Whether anything stands there, be it null."""
        if not path:
            return True
        members = self._members_of(number)
        return path[0] in members and has_cell(members[path[0]], path[1:])

    def _members_of(self, number: int) -> dict[Any, object]:
        members = self._members.get(number)
        if members is None:
            row = self.row(number)
            members = dict(row) if isinstance(row, tuple) else {}
            if number not in self._rows:
                if not self.is_whole(number):
                    return members
                if self.names is not None:
                    members = {name: members[name] for name in self.names if name in members}
                self._make_room(_SHORT)
            self._members[number] = members
        return members

    def _make_room(self, size: int) -> None:
        """Let go of what was kept when there is too much of it, but never of a part of what is on the screen."""
        count = len(self._rows) + len(self._members)
        self._kept_bytes += size
        if count >= 2 * _KEPT or (count >= 2 * _LONG_KEPT and self._kept_bytes > _KEPT_BYTES):
            self._rows.clear()
            self._members.clear()
            self._kept_bytes = size

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
