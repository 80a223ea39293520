"""CSV as the JSON array that the views, the sorting and the exports work on."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from xena_desktop.domain.errors import FileUnreadable

_HEAD: Final = 1 << 16
_MARKS: Final = ";,\t|"
_WHOLE: Final = r"-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:%s\d{3})+)"


class _Decimals(Enum):
    """How the numbers of a column are written: digits in groups of three or not, with or without decimals."""

    POINT = re.compile(_WHOLE % "," + r"(?:\.\d+)?")
    COMMA = re.compile(_WHOLE % r"\." + r"(?:,\d+)?")

    def as_json(self, cell: str) -> bytes:
        """The number as JSON writes it, with every digit."""
        point, group = (".", ",") if self is _Decimals.POINT else (",", ".")
        return cell.replace(group, "").replace(point, ".").encode()


class _Column:
    """What the cells of a column can be, seen so far."""

    def __init__(self) -> None:
        self._possible = set(_Decimals)
        self._is_filled, self._has_marks = False, False

    def see(self, cell: str) -> None:
        """One more cell; an empty one says nothing."""
        if cell and self._possible:
            self._is_filled = True
            self._has_marks = self._has_marks or "." in cell or "," in cell
            self._possible = {each for each in self._possible if each.value.fullmatch(cell)}

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
        decimals = [column.decimals() for column in columns]
        encode = msgspec.json.Encoder().encode
        with target.open("wb") as file:
            file.write(b"[")
            for number, cells in enumerate(islice(_lines(path), 1, None)):
                values = [_value(cell, how) for cell, how in zip(cells, decimals, strict=False)]
                file.write((b",\n" if number else b"\n") + encode(dict(zip(names, values, strict=False))))
            file.write(b"\n]")
    except csv.Error as error:
        raise FileUnreadable(path=str(path), reason=str(error)) from error


def _lines(path: Path) -> Iterator[list[str]]:
    """The cells of each line, the first with the names."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as source:
        mark = _delimiter(source.read(_HEAD))
        source.seek(0)
        yield from csv.reader((line.replace("\0", "\ufffd") for line in source), delimiter=mark)


def _seen(lines: Iterable[list[str]]) -> list[_Column]:
    """The columns of these lines, as many as the longest has."""
    columns: list[_Column] = []
    for cells in lines:
        columns += (_Column() for _ in range(len(cells) - len(columns)))
        for column, cell in zip(columns, cells, strict=False):
            column.see(cell)
    return columns


def _value(cell: str, decimals: _Decimals | None) -> str | msgspec.Raw | None:
    if decimals is None:
        return cell
    return msgspec.Raw(decimals.as_json(cell)) if cell else None


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
