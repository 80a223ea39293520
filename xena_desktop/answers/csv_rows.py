"""CSV as the JSON array that the views, the sorting and the exports work on."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Final

from xena_desktop.domain.errors import FileUnreadable

_HEAD: Final = 1 << 16
_MARKS: Final = ";,\t|"


def rows_of_csv(path: Path, target: Path) -> None:
    """Write the rows of a CSV file in UTF-8 as JSON objects, named by its first line; raises FileUnreadable."""
    csv.field_size_limit(1 << 30)
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as source:
            head = source.read(_HEAD)
            source.seek(0)
            reader = csv.reader((line.replace("\0", "\ufffd") for line in source), delimiter=_delimiter(head))
            names = _distinct(next(reader, []))
            with target.open("w", encoding="utf-8") as file:
                file.write("[")
                for number, cells in enumerate(reader):
                    row = dict(zip(names, cells, strict=False))
                    file.write((",\n" if number else "\n") + json.dumps(row, ensure_ascii=False))
                file.write("\n]")
    except csv.Error as error:
        raise FileUnreadable(path=str(path), reason=str(error)) from error


def _delimiter(head: str) -> str:
    """The mark that stands most often in the first line."""
    first = head.partition("\n")[0]
    return max(_MARKS, key=first.count)


def _distinct(names: list[str]) -> list[str]:
    """Names of columns: those without one are numbered, double ones too."""
    found: list[str] = []
    for number, name in enumerate(names, 1):
        found.append(name if name and name not in found else f"{name or '#'}{number}")
    return found
