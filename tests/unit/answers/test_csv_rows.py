"""CSV as rows: nothing is lost, numbers keep their digits, and nothing is taken for a number that may be none."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xena_desktop.answers.csv_rows import rows_of_csv


def rows(tmp_path: Path, body: bytes, **options: Any) -> Any:
    source, target = tmp_path / "rows.csv", tmp_path / "rows.json"
    source.write_bytes(body)
    rows_of_csv(source, target)
    return json.loads(target.read_text("utf-8"), **options)


def test_csv_becomes_rows(tmp_path: Path) -> None:
    body = '\ufeffId;Navn;Navn;\n1;"Ærø; Brød";x;y\n2;"a\nb"\n'.encode()
    assert rows(tmp_path, body) == [
        {"Id": 1, "Navn": "Ærø; Brød", "Navn3": "x", "#4": "y"},
        {"Id": 2, "Navn": "a\nb"},
    ]


@pytest.mark.parametrize(
    ("cells", "json_text"),
    [
        (["1.234,50", "-12", "0,125"], "[1234.50, -12, 0.125]"),
        (["1,234.50", "12", ""], "[1234.50, 12, null]"),
        (
            ["90071992547409931", "123456789012345678901234567890,10"],
            "[90071992547409931, 123456789012345678901234567890.10]",
        ),
        (["1.234", "5.678"], '["1.234", "5.678"]'),  # thousands or decimals: nobody can tell
        (["1.234", "5,5"], "[1234, 5.5]"),
        (["0800", "8000"], '["0800", "8000"]'),
        (["1,5", "1.5"], '["1,5", "1.5"]'),
        (["12", "ingen"], '["12", "ingen"]'),
        (["1e5", "+4"], '["1e5", "+4"]'),
        (["", ""], '["", ""]'),
    ],
)
def test_columns_of_numbers_in_csv_are_numbers(tmp_path: Path, cells: list[str], json_text: str) -> None:
    body = ("Navn;Tal\n" + "".join(f"x;{cell}\n" for cell in cells)).encode()
    found = rows(tmp_path, body, parse_float=str)
    assert [row["Tal"] for row in found] == json.loads(json_text, parse_float=str)


def test_cells_behind_the_last_name_are_kept(tmp_path: Path) -> None:
    body = b"A,B\n1,2,three,4\n5\n"
    assert rows(tmp_path, body) == [{"A": 1, "B": 2, "#3": "three", "#4": 4}, {"A": 5}]


def test_no_rows_are_an_empty_array(tmp_path: Path) -> None:
    assert rows(tmp_path, b"A;B\n") == rows(tmp_path, b"") == []


_PATTERNS = {
    ".": re.compile(r"-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?", re.ASCII),
    ",": re.compile(r"-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:\.\d{3})+)(?:,\d+)?", re.ASCII),
}


def told(cells: list[str]) -> list[object]:
    """The values of a column, told one cell after the other."""
    filled = [cell for cell in cells if cell]
    marks = [mark for mark, pattern in _PATTERNS.items() if all(map(pattern.fullmatch, filled))]
    is_clear = len(marks) == 1 or not any(mark in cell for cell in filled for mark in ".,")
    if not filled or not marks or not is_clear:
        return list(cells)
    other = {".": ",", ",": "."}[marks[0]]
    return [cell.replace(other, "").replace(marks[0], ".") if cell else None for cell in cells]


_NUMBERS = st.from_regex(
    r"-?(0|[1-9][0-9]{0,3}|[1-9][0-9]{0,2}[.,][0-9]{3})([.,][0-9]{1,3})?", fullmatch=True
)
_CELLS = st.one_of(
    _NUMBERS,
    _NUMBERS,
    st.sampled_from(["", "0", "12", "1\n2", "007", "ingen", "1,", ".5", "-", "\n", "\u0661"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cells=st.lists(_CELLS, min_size=1, max_size=6), times=st.sampled_from([1, 100]))
def test_columns_that_are_looked_at_together_are_told_as_cell_by_cell(
    tmp_path: Path, cells: list[str], times: int
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([("Navn", "Tal"), *(("x", cell) for cell in cells * times)])
    found = rows(tmp_path, text.getvalue().encode(), parse_int=str, parse_float=str)
    assert [row["Tal"] for row in found] == told(cells * times)
