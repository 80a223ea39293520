"""What is done with an answer, each on a file, as the helper process does it."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from array import array
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.documents import two_pages
from xena_desktop.answers.jobs import JOBS
from xena_desktop.domain.errors import FileUnreadable, FilterInvalid, PagesUnreadable, PatternInvalid

LEDGER = """{"Count": 3, "Entities": [
  {"Id": 90071992547409931, "Tekst": "Blåbærgrød, 1 kg", "Beløb": 12480.50, "DateDays": 20787,
   "Adr": {"By": "Ærø"}},
  {"Id": 90071992547409932, "Tekst": "=1+1", "Beløb": -0.10, "DateDays": 17167, "Adr": {"By": "Kbh"}},
  {"Id": 90071992547409933, "Tekst": null, "Beløb": 1234567890123456789012345678901234567890.12,
   "Adr": {"By": "-x"}}]}"""
COLUMNS = [
    ["Id", ["Id"], ""],
    ["Tekst", ["Tekst"], ""],
    ["Beløb", ["Beløb"], ""],
    ["DateDays", ["DateDays"], "day"],
    ["Adr.By", ["Adr", "By"], ""],
]
NAMES = ["Column", "Filled", "Null", "Missing", "Different", "Repeated", "Least", "Greatest", "Sum"]
START = LEDGER.encode().index(b"[")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "answer"
    path.write_text(LEDGER, encoding="utf-8")
    return path


def run(job: str, path: Path, **arguments: Any) -> Any:
    return JOBS[job]({}, path=str(path), **arguments)


def written(job: str, path: Path, **arguments: Any) -> str:
    target = path.with_suffix(".out")
    run(job, path, target=str(target), **arguments)
    return target.read_text("utf-8")


# --- layout ----------------------------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda v: st.lists(v) | st.dictionaries(st.text(max_size=3), v),
    )
)
def test_json_is_laid_out_as_python_would(tmp_path: Path, value: Any) -> None:
    path = tmp_path / "value"
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    assert written("lay_out", path) == json.dumps(value, ensure_ascii=False, indent=2)


def test_a_large_text_is_laid_out_in_slices_and_to_the_same_end(tmp_path: Path) -> None:
    rows = [{"Id": n, "Lines": [{"No": m, "Text": "x" * (n % 7)} for m in range(n % 5)]} for n in range(9000)]
    value = {
        "Count": 9000,
        "Entities": rows,
        "Map": {f"k{n}": [n] for n in range(9000)},
        "Last": "æ" * 70_000,
    }
    path = tmp_path / "value"
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    assert written("lay_out", path) == json.dumps(value, ensure_ascii=False, indent=2)


@pytest.mark.parametrize(
    ("text", "laid_out", "fault"),
    [
        ('{"a":1.10,"a":123456789012345678901234567890,"b":1E400}',
         '{\n  "a": 1.10,\n  "a": 123456789012345678901234567890,\n  "b": 1E400\n}', -1),
        ('{"a":NaN,"b":"\\ud800","c":[]}', '{\n  "a": NaN,\n  "b": "\\ud800",\n  "c": []\n}', -1),
        ('[1,{"a":tru}]', '[\n  1,\n  {\n    "a": tru\n  }\n]', 8),
        ('[1,{"a":[2', '[\n  1,\n  {\n    "a": [\n      2', 10),
    ],
)  # fmt: skip
def test_no_digit_changes_and_faults_are_found(tmp_path: Path, text: str, laid_out: str, fault: int) -> None:
    path = tmp_path / "value"
    path.write_text(text, encoding="utf-8")
    target = tmp_path / "out"
    assert run("lay_out", path, target=str(target)) == fault
    assert target.read_text("utf-8") == laid_out


def test_ten_thousand_levels_are_laid_out(tmp_path: Path) -> None:
    path = tmp_path / "value"
    path.write_bytes(b"[" * 10_000 + b"]" * 10_000)
    assert len(written("lay_out", path).split()) == 10_000 * 2 - 1


def test_long_levels_and_long_texts_are_laid_out(tmp_path: Path) -> None:
    path = tmp_path / "value"
    deep = (b'["' + b"x" * 100 + b'",') * 10_000 + b"1" + b"]" * 10_000
    path.write_bytes(deep)
    assert re.sub(r"\s", "", written("lay_out", path)) == deep.decode()
    value = {"a": 1, "long": "blåbær\n" * 400_000, "b": [2]}
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    assert written("lay_out", path) == json.dumps(value, ensure_ascii=False, indent=2)


# --- filter ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("Entities[].Beløb | [0]", None),
        ('Entities[]."Beløb"', "[12480.50,-0.10,1234567890123456789012345678901234567890.12]"),
        ("Entities[?Id == `90071992547409932`].Tekst", '["=1+1"]'),
        ('Entities[?"Beløb" > `0`].Id', "[90071992547409931,90071992547409933]"),
        ("max_by(Entities, &Id).Id", "90071992547409933"),
        ("length(Entities)", "3"),
        ("Nothing", "null"),
    ],
)
def test_a_filter_keeps_every_digit(ledger: Path, expression: str, found: str | None) -> None:
    if found is None:
        with pytest.raises(FilterInvalid):
            written("filter", ledger, expression=expression)
    else:
        assert written("filter", ledger, expression=expression) == found


def test_what_the_fast_writer_does_not_take_is_written_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "value"
    text = '{"a":123456789012345678901234567890,"b":"\\ud800","c":[NaN,1.50,{"d":null,"e":true}],"f":[]}'
    path.write_text(text, encoding="utf-8")
    assert written("filter", path, expression="@") == text.replace(" ", "")


@pytest.mark.parametrize(("text", "reason"), [('{"a": 1', "json"), ("[" * 200_000 + "]" * 200_000, "depth")])
def test_what_cannot_be_read_as_a_whole_is_not_filtered(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "value"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FilterInvalid) as raised:
        written("filter", path, expression="a")
    assert raised.value.details == {"reason": reason}


# --- rows ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "descending", "order"),
    [("Beløb", False, [1, 0, 2]), ("Beløb", True, [2, 0, 1]), ("Tekst", False, [1, 0, 2]),
     ("Tekst", True, [0, 1, 2]), ("Adr.By", False, [2, 1, 0]), ("Nix", False, [0, 1, 2])],
)  # fmt: skip
def test_rows_are_put_in_order(ledger: Path, column: str, *, descending: bool, order: list[int]) -> None:
    found = run("order", ledger, start=START, names=column.split("."), descending=descending)
    assert list(array("q", found)) == order


@pytest.mark.parametrize(
    ("values", "numbers"),
    [
        ("9007199254740993,0.1,0.2,-1,-2", [5, 0, 0, 5, 0, "-2", "9007199254740993", "9007199254740990.3"]),
        ("123456789012345678901234567890.05,0.95", [2, 0, 0, 2, 0, "0.95", "123456789012345678901234567890.05",
                                                    "123456789012345678901234567891.00"]),
        ("1.0,1,1.00,null", [3, 1, 0, 1, 2, "1.0", "1.0", "3.00"]),
        ('1,"1",true', [3, 0, 0, 3, 0, None, None, None]),
        ("null", [0, 1, 0, 0, 0, None, None, None]),
        ("1E+2,0.5", [2, 0, 0, 2, 0, "0.5", "100", "100.5"]),
    ],
)  # fmt: skip
def test_one_column_is_counted_exactly(tmp_path: Path, values: str, numbers: list[Any]) -> None:
    path = tmp_path / "column"
    rows = ",".join(f'{{"A":{{"B":{value}}}}}' for value in values.split(","))
    path.write_text(f"[{rows},{{}}]", encoding="utf-8")
    found = run("column_numbers", path, start=0, names=["A", "B"])
    assert found == [*numbers[:2], numbers[2] + 1, *numbers[3:]]


def test_plain_numbers_are_exact(ledger: Path) -> None:
    target = ledger.with_suffix(".numbers")
    assert run("numbers", ledger, start=START, target=str(target), names=NAMES) == [3, 0]
    facts = {
        row["Column"]: row for row in json.loads(target.read_text("utf-8"), parse_float=str, parse_int=str)
    }
    assert facts["Beløb"]["Sum"] == "1234567890123456789012345678901234580370.52"
    assert facts["Id"]["Greatest"] == "90071992547409933"
    assert (facts["Tekst"]["Null"], facts["DateDays"]["Missing"], facts["Tekst"]["Sum"]) == ("1", "1", None)


def test_equal_rows_and_repeated_values_are_counted(tmp_path: Path) -> None:
    path, target = tmp_path / "value", tmp_path / "out"
    path.write_text('[{"a":1,"b":{}},{"a":1,"b":{}},{"a":2,"b":[3]},4,x]', encoding="utf-8")
    assert run("numbers", path, start=0, target=str(target), names=NAMES) == [5, 1]
    assert json.loads(target.read_text("utf-8"))[0]["Repeated"] == 1


# --- exports ---------------------------------------------------------------------------------------------


def exported(path: Path, kind: str, **arguments: Any) -> Path:
    target = path.with_suffix(f".{kind}")
    given = {"columns": COLUMNS, "danish": True, "rows": None, "start": START} | arguments
    run("export", path, target=str(target), kind=kind, **given)
    return target


def test_csv_is_what_a_danish_spreadsheet_reads(ledger: Path) -> None:
    text = exported(ledger, "csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(text.decode("utf-8-sig").splitlines(), delimiter=";")) == [
        ["Id", "Tekst", "Beløb", "DateDays", "Adr.By"],
        ["90071992547409931", "Blåbærgrød, 1 kg", "12480,50", "30-11-2026", "Ærø"],
        ["90071992547409932", "'=1+1", "-0,10", "01-01-2017", "Kbh"],
        ["90071992547409933", "", "1234567890123456789012345678901234567890,12", "", "'-x"],
    ]


def test_csv_in_other_languages_has_points_and_commas(ledger: Path) -> None:
    lines = (
        exported(ledger, "csv", danish=False, rows=array("q", [1]).tobytes())
        .read_text("utf-8-sig")
        .splitlines()
    )
    assert lines[1:] == ["90071992547409932,'=1+1,-0.10,2017-01-01,Kbh"]


def test_rows_are_written_in_the_order_that_is_shown(tmp_path: Path) -> None:
    path, count = tmp_path / "value", 3000
    path.write_text(json.dumps([{"Id": number, "T": "x" * 50} for number in range(count)]) + "!")
    order = [*range(count - 1, 0, -7), 0, 0]
    written_to = exported(
        path, "csv", columns=[["Id", ["Id"], "text"]], rows=array("q", order).tobytes(), start=0
    )
    assert written_to.read_text("utf-8-sig").splitlines()[1:] == [str(number) for number in order]


def cells(path: Path) -> list[tuple[str, str]]:
    """Kind and content of every cell of the first sheet, formulas included."""
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(path) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - just written
    assert sheet.find(".//m:f", space) is None
    return [
        (cell.get("t", "n"), "".join(cell.itertext()))
        for cell in sheet.iterfind(".//m:sheetData/m:row/m:c", space)
    ]


def test_a_workbook_has_numbers_dates_and_texts_and_no_formula(ledger: Path) -> None:
    assert cells(exported(ledger, "xlsx"))[5:] == [
        ("inlineStr", "90071992547409931"), ("inlineStr", "Blåbærgrød, 1 kg"), ("n", "12480.50"), ("n", "46356"),
        ("inlineStr", "Ærø"),
        ("inlineStr", "90071992547409932"), ("inlineStr", "=1+1"), ("n", "-0.10"), ("n", "42736"),
        ("inlineStr", "Kbh"),
        ("inlineStr", "90071992547409933"), ("inlineStr", "1234567890123456789012345678901234567890.12"),
        ("inlineStr", "-x"),
    ]  # fmt: skip


def test_an_export_that_cannot_be_written_says_so(ledger: Path) -> None:
    for kind in ("csv", "xlsx"):
        with pytest.raises(FileUnreadable):
            run("export", ledger, start=START, target=str(ledger / "no" / "file"), kind=kind, columns=COLUMNS,
                danish=False, rows=None)  # fmt: skip


# --- comparing -------------------------------------------------------------------------------------------


def test_differences_are_found_by_id_whatever_the_order(tmp_path: Path) -> None:
    left, right, target = tmp_path / "left", tmp_path / "right", tmp_path / "out"
    left.write_text('{"Count": 3, "E": [{"Id": 1, "S": 1.10}, {"Id": 2, "S": 5}, {"Id": 3}], "a/b": [1, 2]}')
    right.write_text(
        '{"E": [{"Id": 3}, {"Id": 1, "S": 1.1}, {"Id": 4}, {"Id": 2, "S": "5"}], "a/b": [1], "x": null}'
    )
    counts = JOBS["compare"]({}, left=str(left), right=str(right), target=str(target), words={})
    assert counts == [2, 2, 1]
    assert json.loads(target.read_text("utf-8")) == [
        {"Path": "/Count", "Id": None, "Change": "removed", "Left": 3},
        {"Path": "/E/1/S", "Id": 2, "Change": "changed", "Left": 5, "Right": "5"},
        {"Path": "/E/2", "Id": 4, "Change": "added", "Right": '{"Id":4}'},
        {"Path": "/a~1b/1", "Id": None, "Change": "removed", "Left": 2},
        {"Path": "/x", "Id": None, "Change": "added", "Right": None},
    ]


def test_ids_that_are_there_twice_match_nothing(tmp_path: Path) -> None:
    left, right, target = tmp_path / "left", tmp_path / "right", tmp_path / "out"
    left.write_text('[{"Id": 1, "S": 1}, {"Id": 1, "S": 2}]')
    right.write_text('[{"Id": 1, "S": 9}, {"Id": 1, "S": 2}]')
    counts = JOBS["compare"]({}, left=str(left), right=str(right), target=str(target), words={})
    assert counts == [0, 0, 1]
    assert json.loads(target.read_text("utf-8"))[0]["Path"] == "/0/S"


# --- other kinds -----------------------------------------------------------------------------------------


def test_another_encoding_becomes_utf8(tmp_path: Path) -> None:
    path = tmp_path / "value"
    path.write_bytes("Ærø".encode("utf-16-le"))
    assert written("decode", path, encoding="utf-16-le") == "Ærø"


def test_pages_are_drawn(tmp_path: Path) -> None:
    path = tmp_path / "value"
    path.write_bytes(two_pages())
    assert run("pdf_sizes", path) == [[595.0, 842.0]] * 2
    width, height, line, pixels = run("pdf_page", path, number=1, width=200)
    assert abs(width - 200) <= 1
    assert abs(height - 283) <= 1
    assert len(pixels) == line * height
    assert set(pixels) > {0, 255}


def test_what_is_no_pdf_after_all_says_so(tmp_path: Path) -> None:
    path = tmp_path / "value"
    path.write_bytes(b"%PDF-1.7 and nothing")
    with pytest.raises(PagesUnreadable):
        run("pdf_sizes", path)


def test_a_pattern_is_checked(ledger: Path) -> None:
    with pytest.raises(PatternInvalid):
        run("find", ledger, text="[", is_pattern=True)
