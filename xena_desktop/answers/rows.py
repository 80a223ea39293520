"""The rows of an array: read in slices, put in order, counted."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from xena_desktop.domain.buffers import LettingGo
from xena_desktop.domain.json_index import Branch, Index, children
from xena_desktop.domain.json_indexer import branch_at
from xena_desktop.domain.json_scan import LARGE, STRIDE, Buffer

_MISSING: Final = object()


def branch_of(buffer: Buffer, index: Index, start: int) -> Branch:
    """The array that begins at ``start``."""
    waiting = [index.root] if index.root else []
    while waiting:
        branch = waiting.pop()
        if branch.start == start:
            return branch
        waiting += branch.large.values()
    return branch_at(buffer, start)


def read_rows(buffer: Buffer, branch: Branch) -> Iterator[Any]:
    """Every row as plain values, decimal numbers as ``Decimal``; one that is no JSON as its text."""
    let_go = LettingGo(buffer)
    for first, last in _slices(branch):
        let_go(branch.marks[first // STRIDE])
        found = list(children(buffer, branch, first=first, count=last - first))
        end = found[-1].end if found[-1].end >= 0 else len(buffer)
        try:
            yield from _parsed(b"[" + buffer[found[0].start : end] + b"]")
        except (ValueError, RecursionError):
            for child in found:
                yield _one(buffer[child.start : child.end if child.end >= 0 else len(buffer)])


def rows_at(buffer: Buffer, branch: Branch, numbers: Iterable[int]) -> Iterator[Any]:
    """The same of the rows with these numbers, in this order, read one by one: all may be too much to hold."""
    for number in numbers:
        for child in children(buffer, branch, first=number, count=1):
            yield _one(buffer[child.start : child.end if child.end >= 0 else len(buffer)])


def _slices(branch: Branch) -> Iterator[tuple[int, int]]:
    first = 0
    for row in range(STRIDE, branch.count + STRIDE, STRIDE):
        last = min(row, branch.count)
        far = last == branch.count or branch.marks[last // STRIDE] - branch.marks[first // STRIDE] > LARGE
        if far and last > first:
            yield first, last
            first = last


def _parsed(text: bytes) -> Any:
    return json.loads(text.decode("utf-8", "replace"), parse_float=Decimal, strict=False)


def _one(text: bytes) -> Any:
    try:
        return _parsed(text)
    except (ValueError, RecursionError):
        return text.decode("utf-8", "replace")


def cell(row: Any, path: list[str]) -> Any:
    """What stands in a row under the names of ``path``; ``MISSING`` where nothing does."""
    for name in path:
        if not isinstance(row, dict) or name not in row:
            return MISSING
        row = row[name]
    return row


MISSING: Final = _MISSING


def order(buffer: Buffer, index: Index, *, start: int, names: list[str], is_descending: bool) -> array[int]:
    """The numbers of an array's rows, ordered by what stands under ``names``.

    Numbers come by their value and before texts; rows in which nothing stands come last either way.
    """
    keys: list[tuple[int, Any]] = [
        _key(cell(row, names)) for row in read_rows(buffer, branch_of(buffer, index, start))
    ]
    there = [number for number, key in enumerate(keys) if key[0] < _NOTHING]
    there.sort(key=lambda number: keys[number], reverse=is_descending)
    return array("q", [*there, *(number for number, key in enumerate(keys) if key[0] == _NOTHING)])


_NOTHING: Final = 3


def _key(value: Any) -> tuple[int, Any]:
    match value:
        case bool():
            return 0, int(value)
        case int():
            return 1, value
        case float() | Decimal():
            return (1, value) if value == value else (2, "nan")
        case str():
            return 2, value.casefold()
        case dict() | list() if value:
            return 2, json.dumps(value, default=str)
        case _:
            return _NOTHING, 0
