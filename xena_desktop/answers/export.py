"""Rows as CSV and XLSX, every digit as it was received, and no cell that a spreadsheet would calculate."""

from __future__ import annotations

import csv
import json
from array import array
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from xena_desktop.answers.rows import MISSING, branch_of, cell, read_rows, rows_at
from xena_desktop.domain.json_index import Index
from xena_desktop.domain.json_read import showable
from xena_desktop.domain.json_scan import Buffer

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""With the wide forms, which spreadsheets of the Far East read alike (OWASP, CSV injection)."""
_SHEET_ROWS: Final = 1_048_575
_EXACT_DIGITS: Final = 15
"""What a spreadsheet keeps of a number."""
_AMOUNT_DECIMALS: Final = 2
_SHEET_COLUMNS: Final = 16_384
_LONGEST_CELL: Final = 32_767
_FIRST_DAY: Final = date(1970, 1, 1)
_DAYS: Final = range(-25_000, 100_000)
Column = tuple[str, list[str], str]
"""Title, names, and ``day`` for day numbers or ``money`` for amounts."""


def export(
    buffer: Buffer, index: Index, *, start: int, target: Path, kind: str, columns: list[Any], is_danish: bool,
    rows: array[int] | None,
) -> tuple[int, int, int]:  # fmt: skip
    """Write the rows of the array at ``start`` (those in ``rows``, in that order) to ``target``.

    Returns how many, how many numbers in them a spreadsheet will round when it opens the file, and how many cells
    have more in them than the file has room for: only a workbook has limits.

    ``kind`` is ``csv`` or ``xlsx``. Danish spreadsheets part cells by semicolons and decimals by commas.
    """
    chosen = [(str(title), [str(name) for name in path], str(form)) for title, path, form in columns]
    branch = branch_of(buffer, index, start)
    found = read_rows(buffer, branch) if rows is None else rows_at(buffer, branch, rows)
    lines = ([_value(row, column) for column in chosen] for row in found)
    target.open("wb").close()  # the library would leave its own files behind where it cannot write
    if kind == "xlsx":
        count, cut = _write_workbook(target, columns=chosen, lines=lines)
        return count, 0, cut
    return *_write_csv(target, columns=chosen, lines=lines, is_danish=is_danish), 0


def _value(row: Any, column: Column) -> Any:
    """A cell: None, a bool, a number, a date, or a text."""
    found = cell(row, column[1])
    if found is MISSING or found is None:
        return None
    if column[2] == "day" and isinstance(found, int) and found in _DAYS:
        return _FIRST_DAY + timedelta(days=found)
    if isinstance(found, dict | list):
        return json.dumps(found, ensure_ascii=False, default=str)
    return showable(found) if isinstance(found, str) else found


def _write_csv(
    target: Path, *, columns: list[Column], lines: Iterator[list[Any]], is_danish: bool
) -> tuple[int, int]:
    count = rounded = 0
    # the byte order mark tells spreadsheets that the letters are UTF-8
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";" if is_danish else ",")
        writer.writerow([harmless(title) for title, _path, _form in columns])
        for line in lines:
            writer.writerow([_csv_text(value, is_danish=is_danish) for value in line])
            count += 1
            rounded += sum(isinstance(value, int | Decimal) and not _fits(value) for value in line)
    return count, rounded


def _csv_text(value: Any, *, is_danish: bool) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal() | float():
            text = format(value, "f") if isinstance(value, Decimal) and value.is_finite() else str(value)
            return text.replace(".", ",") if is_danish else text
        case int():
            return str(value)
        case date():
            return value.strftime("%d-%m-%Y") if is_danish else value.isoformat()
        case _:
            return harmless(str(value))


def harmless(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _write_workbook(target: Path, *, columns: list[Column], lines: Iterator[list[Any]]) -> tuple[int, int]:
    from xlsxwriter import Workbook  # type: ignore[import-untyped] # it has annotations, but no marker
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped] # the same

    book = Workbook(
        str(target),
        {
            "constant_memory": True,
            "tmpdir": str(target.parent),  # where it is private, and swept when the work is stopped
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    bold = book.add_format({"bold": True})
    looks = {
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "money": book.add_format({"num_format": "#,##0.00"}),
    }
    count = cut = 0
    sheet: Any = None
    fitting = columns[:_SHEET_COLUMNS]
    for line in lines:
        if sheet is None or count % _SHEET_ROWS == 0:
            sheet = _sheet(book, columns=fitting, bold=bold)
        cut += sum(len(value) > _LONGEST_CELL for value in line[:_SHEET_COLUMNS] if isinstance(value, str))
        cut += sum(value is not None for value in line[_SHEET_COLUMNS:])
        for number, (value, column) in enumerate(zip(line, fitting, strict=False)):
            look = None if _has_more_decimals(value) else looks.get(column[2])
            _write_cell(sheet, count % _SHEET_ROWS + 1, number, value, look=look)
        count += 1
    if sheet is None:
        _sheet(book, columns=fitting, bold=bold)
    try:
        book.close()
    except FileCreateError as error:  # the library hides in it what the system said
        raise error.args[0] from error
    return count, cut


def _sheet(book: Any, *, columns: list[Column], bold: Any) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for number, (title, _path, form) in enumerate(columns):
        sheet.set_column(number, number, 12 if form == "day" else max(10, min(40, len(title) + 4)))
        sheet.write_string(0, number, title, bold)
    return sheet


def _write_cell(sheet: Any, row: int, column: int, value: Any, *, look: Any) -> None:
    match value:
        case None:
            return
        case bool():
            # LibreOffice makes a formula, =TRUE(), of a cell that is true
            sheet.write_string(row, column, "true" if value else "false")
        case int() | Decimal() if _fits(value):
            sheet.write_number(row, column, value, look)
        case date():
            sheet.write_datetime(row, column, value, look)
        case _:
            sheet.write_string(row, column, str(value)[:_LONGEST_CELL])


def _has_more_decimals(value: Any) -> bool:
    """Whether the look of an amount, with two decimals, would hide some of this one's."""
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return isinstance(exponent, int) and exponent < -_AMOUNT_DECIMALS


def _fits(value: int | Decimal) -> bool:
    """Whether a spreadsheet keeps every digit; a number that does not fit is written as text."""
    decimal = Decimal(value)
    return decimal.is_finite() and len(decimal.normalize().as_tuple().digits) <= _EXACT_DIGITS
