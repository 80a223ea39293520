"""Plain numbers about the rows of an array, every sum exact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from typing import Any, Final

from xena_desktop.answers.filtering import WrittenFloat
from xena_desktop.answers.rows import MISSING, branch_of, cell, read_rows
from xena_desktop.domain.json_index import Index
from xena_desktop.domain.json_scan import Buffer

_MOST_DISTINCT: Final = 1_000_000
"""Different values of one column that are told apart; beyond, duplicates are not counted."""
_SUM_DIGITS: Final = 1000


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


def column_numbers(buffer: Buffer, index: Index, *, start: int, names: list[str]) -> list[Any]:
    """The same of the one column under ``names``: filled, null, missing, different, repeated, least, greatest, sum.

    The last three are written numbers, or None for a column that holds anything else.
    """
    column, rows = _Column(), 0
    with localcontext(Context(prec=_SUM_DIGITS)):
        for row in read_rows(buffer, branch_of(buffer, index, start)):
            rows += 1
            if (value := cell(row, names)) is not MISSING:
                column.add(value)
    return [fact.text if isinstance(fact, WrittenFloat) else fact for fact in column.facts(rows)]


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
        self.different: set[Any] = set()
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
            self.different.add(_told_apart(value))
        if not _is_number(value):
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


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _told_apart(value: Any) -> Any:
    """Numbers by their value: -1 and -2 have one hash in Python. Of all others the hash, which takes less room."""
    return value if _is_number(value) else hash(value if isinstance(value, str) else repr(value))
