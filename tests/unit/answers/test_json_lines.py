"""One JSON value a line as an array: nothing is lost, no digit changes, the first fault has its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xena_desktop.answers.jobs import JOBS
from xena_desktop.answers.json_lines import array_of_lines
from xena_desktop.domain.errors import FileUnreadable


def array(tmp_path: Path, body: bytes) -> tuple[int, str]:
    source, target = tmp_path / "lines", tmp_path / "array"
    source.write_bytes(body)
    return array_of_lines(source, target), target.read_text("utf-8")


@pytest.mark.parametrize(
    ("body", "values", "fault"),
    [
        (b'{"a":1.10}\n[2]\n', ['{"a":1.10}', "[2]"], -1),
        (b'\xef\xbb\xbf{"a":1}\r\n\r\n {"a":2}', ['{"a":1}', '{"a":2}'], -1),
        (b'\x1e{"a":1}\n\x1e{"a":2}\n', ['{"a":1}', '{"a":2}'], -1),
        (
            b"123456789012345678901234567890\nNaN\n1E400",
            ["123456789012345678901234567890", "NaN", "1E400"],
            -1,
        ),
        (b'"\\ud800"\ntrue', ['"\\ud800"', "true"], -1),
        (b'{"a":1}\nTimeout "x"\n{"a":', ['{"a":1}', '"Timeout \\"x\\""', '"{\\"a\\":"'], 8),
        (b"{}\n  oops", ["{}", '"oops"'], 5),
        (b"", [], -1),
    ],
)
def test_values_stay_as_they_are_written(tmp_path: Path, body: bytes, values: list[str], fault: int) -> None:
    found = array(tmp_path, body)
    assert found == (fault, "[" + ",".join(f"\n{value}" for value in values) + "\n]")


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(_VALUES, max_size=5))
def test_every_value_is_in_the_array(tmp_path: Path, values: list[object]) -> None:
    body = "".join(json.dumps(value) + "\n" for value in values).encode()
    fault, text = array(tmp_path, body)
    assert (fault, json.loads(text)) == (-1, values)


def test_each_value_is_laid_out(tmp_path: Path) -> None:
    source, target = tmp_path / "lines", tmp_path / "text"
    source.write_bytes(b'{"a":1.0}\noops\n')
    JOBS["lay_out_json_lines"]({}, path=str(source), target=str(target))
    assert target.read_text("utf-8") == '{\n  "a": 1.0\n}\noops\n'


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        JOBS["json_lines_rows"]({}, path=str(tmp_path / "none"), target=str(tmp_path / "array"))
