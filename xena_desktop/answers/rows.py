"""The rows of an array: read in slices, put in order, counted."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from typing import Any, Final

from xena_desktop.answers.filtering import WrittenFloat
from xena_desktop.domain.buffers import LettingGo
from xena_desktop.domain.json_index import Branch, Index, branch_at, children
from xena_desktop.domain.json_scan import LARGE, STRIDE, Buffer

_MOST_DISTINCT: Final = 1_000_000
"""Different values of one column that are told apart; beyond, duplicates are not counted."""
_SUM_DIGITS: Final = 1000
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


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many rows there are, how many equal an earlier one, and what is in each column, as rows of a table."""

    rows: int
    equal: int
    columns: list[dict[str, Any]]


def numbers(buffer: Buffer, index: Index, *, start: int, names: list[str]) -> Numbers:
    """Plain numbers about the array at ``start``.

    ``names`` are those of the table's columns: column, filled, null, missing, different, repeated, least, greatest
    and sum.
    """
    columns: dict[str, _Column] = {}
    seen: set[int] = set()
    rows = equal = 0
    with localcontext(Context(prec=_SUM_DIGITS)):
        for row in read_rows(buffer, branch_of(buffer, index, start)):
            rows += 1
            mark = hash(repr(row))
            equal += mark in seen
            seen.add(mark)
            for name, value in _members(row):
                columns.setdefault(name, _Column()).add(value)
    facts = [dict(zip(names, [name, *column.facts(rows)], strict=True)) for name, column in columns.items()]
    return Numbers(rows, equal, facts)


def _members(row: Any) -> Iterable[tuple[str, Any]]:
    """The members of a row, those of an object in it as ``Address.Name``."""
    if not isinstance(row, dict):
        yield "", row
        return
    for name, value in row.items():
        if isinstance(value, dict) and value:
            yield from ((f"{name}.{inner}", deeper) for inner, deeper in value.items())
        else:
            yield name, value


class _Column:
    """What was seen in one column."""

    def __init__(self) -> None:
        self.used = self.nulls = 0
        self.different: set[int] = set()
        self.least: Any = None
        self.greatest: Any = None
        self.sum: Any = 0
        self.is_numeric = True

    def add(self, value: Any) -> None:
        """Count one value."""
        self.used += 1
        if value is None:
            self.nulls += 1
            return
        if len(self.different) < _MOST_DISTINCT:
            self.different.add(hash(value) if isinstance(value, str | int | Decimal) else hash(repr(value)))
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.is_numeric = False
        elif self.is_numeric:
            self.least = value if self.least is None else min(self.least, value)
            self.greatest = value if self.greatest is None else max(self.greatest, value)
            self.sum += value

    def facts(self, rows: int) -> list[Any]:
        """Filled, null, missing, different, repeated; and of a column of numbers alone least, greatest and sum."""
        filled, different = self.used - self.nulls, len(self.different)
        counts = [filled, self.nulls, rows - self.used, different, filled - different]
        numeric = self.is_numeric and self.least is not None
        values = (self.least, self.greatest, self.sum)
        return [*counts, *(WrittenFloat(_digits(value)) if numeric else None for value in values)]


def _digits(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)
