"""An index of a JSON text of any size: the places of its children, as far as they were found.

Only objects and arrays that are long (half of ``LARGE`` at least, or less among the first children) or deep have a
``Branch``; the children of others are found when they are asked for. So the index of a hundred megabytes is some
hundred kilobytes, and there before a parser's result.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from xena_desktop.domain.json_scan import (
    LARGE,
    STRIDE,
    Buffer,
    Child,
    after_space,
    end_of_value,
    name_before,
    one,
)


@dataclass(slots=True, eq=False)
class Branch:
    """An object or an array, and where its children stand.

    ``marks`` holds the place of every ``STRIDE``-th child; ``large`` the children that are branches, by their row;
    ``long`` where other children end that are longer than ``LARGE``: texts, of which one may be all there is.
    ``end`` is -1 while it was not found.
    """

    start: int
    is_object: bool
    number: int = 0
    end: int = -1
    count: int = 0
    marks: array[int] = field(default_factory=lambda: array("q"))
    large: dict[int, Branch] = field(default_factory=dict, repr=False)
    long: dict[int, int] = field(default_factory=dict, repr=False)

    @property
    def is_whole(self) -> bool:
        """Whether all children were found."""
        return self.end >= 0


@dataclass(slots=True, kw_only=True)
class Index:
    """What is known of a text. ``root`` is None for a single value, which stands from ``start`` to ``end``.

    ``fault`` is where the text stops being JSON, as far as its structure goes, or -1. What came before it is shown.
    ``is_too_deep`` says that it is JSON, but more inside each other than can be opened.
    """

    start: int = 0
    end: int = -1
    root: Branch | None = None
    fault: int = -1
    is_too_deep: bool = False
    read: int = 0
    is_done: bool = False


def children(buffer: Buffer, branch: Branch, *, first: int, count: int) -> Iterator[Child]:
    """Up to ``count`` children from row ``first`` on, of those that were found."""
    row = first - first % STRIDE
    last = min(first + count, branch.count)
    if first >= last:
        return
    position = branch.marks[row // STRIDE]
    while row < last:
        child, position = _child_at(buffer, branch, row=row, position=position)
        if row >= first:
            yield child
        row += 1


def row_at(buffer: Buffer, branch: Branch, position: int) -> int:
    """The row of the child in which ``position`` stands, or before whose comma it stands; -1 outside."""
    mark = bisect_right(branch.marks, position) - 1
    if mark < 0 or (branch.is_whole and position >= branch.end):
        return -1
    first = mark * STRIDE
    found = list(children(buffer, branch, first=first, count=STRIDE))
    inside = (row for row, child in enumerate(found) if child.end < 0 or position < child.end)
    return first + next(inside, len(found) - 1)


def _child_at(buffer: Buffer, branch: Branch, *, row: int, position: int) -> tuple[Child, int]:
    below, end = branch.large.get(row), branch.long.get(row)
    if below is None and end is None:  # looking for the end of what is known to be long would take its while
        found = one(buffer, position, is_object=branch.is_object, end=min(position + LARGE, len(buffer)))
        if found is not None:
            return found[0], found[1]
    start = after_space(buffer, position)
    name_end, value = start, start
    if branch.is_object and (named := name_before(buffer, start)) is not None:
        start, name_end, value = named
    if below is not None:
        end = below.end
    elif end is None:
        end = end_of_value(buffer, value, end=len(buffer))
    return Child(start, name_end, value, end), after_space(buffer, end) + 1
