"""CSV as the JSON array that the views, the sorting and the exports work on."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, Final

import msgspec

from xena_desktop.domain.errors import FileUnreadable

_HEAD: Final = 1 << 16
_MARKS: Final = ";,\t|"
_ROWS_AT_ONCE: Final = 250
_Lines = list[list[str]]


def _numbers(*, point: str, group: str) -> re.Pattern[str]:
    """A number a line, or nothing: digits in groups of three or not, with or without decimals."""
    whole = rf"[1-9]\d{{0,2}}(?:{re.escape(group)}\d{{3}})+|[1-9]\d*|0"
    number = rf"(?>(?:-?(?:{whole})(?:{re.escape(point)}\d+)?)?)"
    return re.compile(rf"{number}(?:\n{number})*", re.ASCII)


class _Decimals(Enum):
    """How the numbers of a column are written: their pattern, the mark before decimals, the mark between groups."""

    POINT = (_numbers(point=".", group=","), ".", ",")
    COMMA = (_numbers(point=",", group="."), ",", ".")

    def fit(self, cells: str) -> bool:
        """Whether all of the cells, one a line, are written so."""
        return self.value[0].fullmatch(cells) is not None

    def as_json(self, cells: str) -> str:
        """The numbers as JSON writes them, with every digit."""
        _pattern, point, group = self.value
        return cells.replace(group, "").replace(point, ".")


class _Column:
    """What the cells of a column can be, seen so far."""

    def __init__(self) -> None:
        self._possible = set(_Decimals)
        self._is_filled, self._has_marks = False, False

    def see(self, cells: Sequence[str]) -> None:
        """Some more cells; an empty one says nothing."""
        if not self._possible or not any(cells):
            return
        self._is_filled, text = True, "\n".join(cells)
        self._has_marks = self._has_marks or "." in text or "," in text
        has_lines = text.count("\n") >= len(cells)  # a number has none inside
        self._possible = set() if has_lines else {each for each in self._possible if each.fit(text)}

    def decimals(self) -> _Decimals | None:
        """How its numbers are written; None for a column of texts.

        A column is not guessed at: leading zeros make it one of texts, and so does a mark that could mean either,
        as in 1.234, when no other number in it tells which.
        """
        if not self._is_filled or not self._possible or (len(self._possible) > 1 and self._has_marks):
            return None
        return next(iter(self._possible))


def rows_of_csv(path: Path, target: Path) -> None:
    """Write the rows of a CSV file in UTF-8 as JSON objects, named by its first line; raises FileUnreadable.

    Columns of nothing but numbers become numbers, with a point or with a comma before their decimals. An empty cell
    is null in them, and an empty text in others.
    """
    csv.field_size_limit(1 << 30)
    try:
        lines = _lines(path)
        head, columns = next(lines, []), _seen(lines)
        names = _distinct(head, count=len(columns))
        numbers = {at: how for at, column in enumerate(columns) if (how := column.decimals()) is not None}
        with target.open("wb") as file:
            file.write(b"[")
            for number, some in enumerate(_some_at_once(islice(_lines(path), 1, None))):
                file.write((b",\n" if number else b"\n") + _as_json(some, names=names, numbers=numbers))
            file.write(b"\n]")
    except csv.Error as error:
        raise FileUnreadable(path=str(path), reason=str(error)) from error


def _lines(path: Path) -> Iterator[list[str]]:
    """The cells of each line, the first with the names."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as source:
        mark = _delimiter(source.read(_HEAD))
        source.seek(0)
        yield from csv.reader((line.replace("\0", "\ufffd") for line in source), delimiter=mark)


def _some_at_once(lines: Iterator[list[str]]) -> Iterator[_Lines]:
    """Many short steps of Python are what takes the time; the cells of a column are looked at together."""
    while some := list(islice(lines, _ROWS_AT_ONCE)):
        yield some


def _seen(lines: Iterator[list[str]]) -> list[_Column]:
    """The columns of these lines, as many as the longest has."""
    columns: list[_Column] = []
    for some in _some_at_once(lines):
        below = list(zip_longest(*some, fillvalue=""))
        columns += (_Column() for _ in range(len(below) - len(columns)))
        for column, cells in zip(columns, below, strict=False):
            column.see(cells)
    return columns


def _as_json(lines: _Lines, *, names: list[str], numbers: dict[int, _Decimals]) -> bytes:
    """Objects with commas between them; ``numbers`` are the columns that hold nothing else."""
    rows: list[dict[str, Any]] = [dict(zip(names, cells, strict=False)) for cells in lines]
    for at, how in numbers.items():
        name = names[at]
        filled = [row for row in rows if name in row]
        written = how.as_json("\n".join(row[name] for row in filled)).split("\n")
        for row, number in zip(filled, written, strict=True):
            row[name] = msgspec.Raw(number) if number else None
    return msgspec.json.encode(rows)[1:-1]


def _delimiter(head: str) -> str:
    """The mark that stands most often in the first line."""
    first = head.partition("\n")[0]
    return max(_MARKS, key=first.count)


def _distinct(names: list[str], *, count: int) -> list[str]:
    """Names of columns: those without one are numbered, double ones too, and those behind the last name."""
    found: list[str] = []
    for number, name in enumerate([*names, *([""] * (count - len(names)))], 1):
        found.append(name if name and name not in found else f"{name or '#'}{number}")
    return found
