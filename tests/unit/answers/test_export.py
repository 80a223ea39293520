"""Rows as files for spreadsheets: nothing that calculates, nothing hidden, and what will be rounded is counted."""

from __future__ import annotations

import csv
import gc
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xena_desktop.answers.jobs import JOBS
from xena_desktop.domain.errors import DiskFull

SPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def exported(folder: Path, body: str, *, kind: str, form: str = "text") -> tuple[Path, list[int]]:
    source, target = folder / "answer.json", folder / f"answer.{kind}"
    source.write_text(body, encoding="utf-8")
    counts = JOBS["export"]({}, path=str(source), start=0, target=str(target), kind=kind,
                            columns=[["A", ["A"], form]], danish=True, rows=None)  # fmt: skip
    return target, counts


def sheet(path: Path) -> ElementTree.Element:
    with zipfile.ZipFile(path) as book:
        return ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - just written


def cells(path: Path) -> list[tuple[str, str, str]]:
    """Kind, look and content of the cells below the head."""
    found = sheet(path).findall(".//m:sheetData/m:row/m:c", SPACE)[1:]
    return [(cell.get("t", "n"), cell.get("s", "0"), "".join(cell.itertext())) for cell in found]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.sampled_from("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"), st.text(max_size=6))
def test_no_text_is_a_formula(tmp_path: Path, begin: str, rest: str) -> None:
    body = json.dumps([{"A": begin + rest}])
    path, _counts = exported(tmp_path, body, kind="csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        (line,) = list(csv.reader(file, delimiter=";"))[1:]
    assert line[0].startswith("'")
    book, _counts = exported(tmp_path, body, kind="xlsx")
    assert sheet(book).find(".//m:f", SPACE) is None


def test_what_is_true_is_a_text_and_no_formula(tmp_path: Path) -> None:
    path, _counts = exported(tmp_path, '[{"A": true}, {"A": false}]', kind="xlsx")
    assert [(kind, text) for kind, _look, text in cells(path)] == [
        ("inlineStr", "true"),
        ("inlineStr", "false"),
    ]


def test_amounts_show_two_decimals_or_all_that_they_have(tmp_path: Path) -> None:
    path, _counts = exported(tmp_path, '[{"A": 12480.5}, {"A": 0.125}, {"A": 3}]', kind="xlsx", form="money")
    looks = {text: look for _kind, look, text in cells(path)}
    assert looks["12480.5"] == looks["3"] != looks["0.125"]


@pytest.mark.parametrize(
    ("body", "kind", "counts"),
    [
        ('[{"A": 90071992547409931}, {"A": 1}, {"A": 0.1234567890123456}]', "csv", [3, 2, 0]),
        ('[{"A": 90071992547409931}, {"A": 1}]', "xlsx", [2, 0, 0]),
        ('[{"A": 123456789012345}, {"A": true}, {"A": "90071992547409931"}]', "csv", [3, 0, 0]),
    ],
)
def test_what_a_spreadsheet_rounds_is_counted(
    tmp_path: Path, body: str, kind: str, counts: list[Any]
) -> None:
    assert exported(tmp_path, body, kind=kind)[1] == counts


def test_what_a_workbook_has_no_room_for_is_counted(tmp_path: Path) -> None:
    body = json.dumps([{"A": "x" * 32_768, "B": 1}, {"A": "x" * 32_767, "B": None}])
    path, counts = exported(tmp_path, body, kind="xlsx")
    assert counts == [2, 0, 1]
    assert [len(text) for _kind, _look, text in cells(path)] == [32_767, 32_767]
    assert exported(tmp_path, body, kind="csv")[1] == [2, 0, 0]
    columns = [[f"C{number}", ["B"], "text"] for number in range(16_386)]
    counts = JOBS["export"]({}, path=str(tmp_path / "answer.json"), start=0, target=str(tmp_path / "wide.xlsx"),
                            kind="xlsx", columns=columns, danish=True, rows=None)  # fmt: skip
    assert counts == [2, 0, 2]


def test_rows_lie_nowhere_but_where_they_are_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopping the work kills the process, which sweeps nothing: nothing may lie in a folder that is not swept."""
    common, own = tmp_path / "common", tmp_path / "own"
    common.mkdir()
    own.mkdir()
    monkeypatch.setenv("TMPDIR", str(common))
    monkeypatch.setattr(tempfile, "tempdir", None)
    used: list[str] = []
    real = tempfile.mkstemp

    def noted(*arguments: Any, **keywords: Any) -> tuple[int, str]:
        found = real(*arguments, **keywords)
        used.append(str(Path(found[1]).parent))
        return found

    monkeypatch.setattr(tempfile, "mkstemp", noted)
    exported(own, '[{"A": 1}]', kind="xlsx")
    assert set(used) == {str(own)}


# the library leaves an archive behind that cannot be closed either
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_disk_without_room_is_told_as_one(tmp_path: Path, kind: str) -> None:
    source = tmp_path / "answer.json"
    source.write_text('[{"A": 1}]')
    with pytest.raises(DiskFull):
        JOBS["export"]({}, path=str(source), start=0, target="/dev/full", kind=kind, columns=[["A", ["A"], "text"]],
                       danish=True, rows=None)  # fmt: skip
    gc.collect()
