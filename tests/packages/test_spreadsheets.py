"""What is saved as CSV and as an Excel workbook, opened by LibreOffice: letters, decimals, dates, and no formula.

LibreOffice is 300 MB and so no part of the everyday tests' set-up; this installs what of it is needed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.packages.conftest import said
from xena_desktop.answers.jobs import JOBS

ROWS = [
    {
        "Id": 90071992547409931,
        "Tekst": 'Blåbærgrød, 1 kg; "Ærø"',
        "Beløb": "12480.50",
        "DateDays": 20787,
        "Ok": True,
    },
    {"Id": 2, "Tekst": "=1+1", "Beløb": "-0.10", "DateDays": 17167, "Ok": False},
    {"Id": 3, "Tekst": "+45 12", "Beløb": "1234567.255", "DateDays": -1},
    {"Id": 4, "Tekst": "@SUM(A1)"},
    {"Id": 5, "Tekst": "-x\nto"},
    {"Id": 6, "Tekst": "\t=cmd|' /C calc'!A0"},
    {"Id": 7, "Tekst": "\n=1+1"},
    {"Id": 8, "Tekst": "\uff1d1+1"},
    {"Id": 9, "Tekst": '=HYPERLINK("http://x")'},
]
COLUMNS = [
    ["Id", ["Id"], "number"],
    ["Tekst", ["Tekst"], "text"],
    ["Beløb", ["Beløb"], "money"],
    ["DateDays", ["DateDays"], "day"],
    ["Ok", ["Ok"], "text"],
]
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
IMPORTS = {
    "csv-da": "CSV:59,34,76,1,,1030,false,true",
    "csv-en": "CSV:44,34,76,1,,1033,false,true",
    "xlsx-da": "",
}
"""How the dialog for CSV is filled in: separator, UTF-8, the language of numbers and dates."""


@pytest.fixture(scope="session")
def office() -> str:
    if shutil.which("soffice") is None:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        said("apt-get", "update", "-qq", environment=environment)
        said(
            "apt-get",
            "install",
            "-qq",
            "-y",
            "--no-install-recommends",
            "libreoffice-calc",
            environment=environment,
        )
    return "soffice"


@pytest.fixture(params=IMPORTS)
def opened(request: pytest.FixtureRequest, office: str, tmp_path: Path) -> list[list[ElementTree.Element]]:
    """The cells of the file, row by row, as LibreOffice holds them."""
    kind, _, language = str(request.param).partition("-")
    source, target = tmp_path / "answer.json", tmp_path / f"answer.{kind}"
    text = json.dumps(ROWS, ensure_ascii=False)
    for row in ROWS:
        text = text.replace(f'"{row.get("Beløb")}"', str(row.get("Beløb")))
    source.write_text(text, encoding="utf-8")
    JOBS["export"]({}, path=str(source), start=0, target=str(target), kind=kind, columns=COLUMNS,
                   danish=language == "da", rows=None)  # fmt: skip
    chosen = [f"--infilter={IMPORTS[request.param]}"] if IMPORTS[request.param] else []
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [office, "--headless", profile, *chosen, "--convert-to", "fods:OpenDocument Spreadsheet Flat XML",
         "--outdir", str(tmp_path), str(target)], check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    table = ElementTree.parse(tmp_path / "answer.fods").getroot().find(f".//{TABLE}table")  # noqa: S314 - LibreOffice's
    assert table is not None
    return [row.findall(f"{TABLE}table-cell") for row in table.findall(f"{TABLE}table-row")]


def shown(cell: ElementTree.Element) -> str:
    return "\n".join("".join(part.itertext()) for part in cell)


def values(cells: list[list[ElementTree.Element]], column: int, name: str) -> list[Any]:
    return [row[column].get(OFFICE + name) for row in cells[1:4]]


def test_letters_decimals_and_dates_are_right(opened: list[list[ElementTree.Element]]) -> None:
    assert [shown(cell) for cell in opened[0][:5]] == ["Id", "Tekst", "Beløb", "DateDays", "Ok"]
    assert shown(opened[1][1]) == 'Blåbærgrød, 1 kg; "Ærø"'
    assert [float(value) for value in values(opened, 2, "value")] == [12480.5, -0.1, 1234567.255]
    assert values(opened, 3, "date-value") == ["2026-11-30", "2017-01-01", "1969-12-31"]


def test_no_cell_is_a_formula(opened: list[list[ElementTree.Element]]) -> None:
    assert len(opened) >= len(ROWS) + 1
    assert [
        cell.get(TABLE + "formula") for row in opened for cell in row if cell.get(TABLE + "formula")
    ] == []
