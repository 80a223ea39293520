from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xena_desktop.ui.models.json_syntax import Piece, formatted, problem, spans

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


def pieces(line: str) -> list[tuple[str, Piece]]:
    return [(line[span.start : span.start + span.length], span.piece) for span in spans(line)]


def test_a_line_falls_into_its_pieces() -> None:
    assert pieces('  "Saldo" : -1.50e3, "x": "a \\"b\\": c", [true, null, 7]') == [
        ('"Saldo"', Piece.KEY),
        ("-1.50e3", Piece.NUMBER),
        ('"x"', Piece.KEY),
        ('"a \\"b\\": c"', Piece.STRING),
        ("true", Piece.LITERAL),
        ("null", Piece.LITERAL),
        ("7", Piece.NUMBER),
    ]


def test_a_string_that_does_not_end_is_coloured_to_the_end_of_the_line() -> None:
    assert pieces('{"a": "not ended') == [('"a"', Piece.KEY), ('"not ended', Piece.STRING)]


def test_words_that_json_does_not_know_stay_plain_and_variables_do_not() -> None:
    assert pieces("nothing {amount} 'x'") == []
    assert pieces("nothing {{amount}} 'x'") == [("{{amount}}", Piece.LITERAL)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("  \n ", ""),
        ('{"a": [1, 2.50, "x"]}', ""),
        ('{"a" 1}', "Line 1, column 6: a colon is missing here"),
        ('{\n  "a": 1\n  "b": 2\n}', "Line 3, column 3: a comma is missing here"),
        ('{"a": }', "Line 1, column 7: a value is missing here"),
        ("{a: 1}", "Line 1, column 2: a name in double quotes belongs here"),
        ("1 2", "Line 1, column 3: there is something after the end"),
        ('"abc', "Line 1, column 1: a text begins here and does not end"),
        ('"a\nb"', "Line 1, column 3: a text holds a line break or another control character"),
        ('"\\x"', "Line 1, column 2: a backslash is followed by something JSON does not know"),
        ("NaN", "NaN and Infinity are not numbers in JSON"),
        ("9" * 5000, ""),
        ("[" * 100_000, "It is nested too deeply to be checked"),
    ],
)
def test_a_problem_is_told_with_its_place(text: str, expected: str) -> None:
    assert problem(text) == expected


def test_laying_out_keeps_digits_and_order() -> None:
    text = '{"b":1.10,"a":[],"c":{},"b":12345678901234567890.0,"d":[1,{"e":"x, [y]: z"}]}'
    assert formatted(text) == (
        '{\n  "b": 1.10,\n  "a": [],\n  "c": {},\n  "b": 12345678901234567890.0,\n'
        '  "d": [\n    1,\n    {\n      "e": "x, [y]: z"\n    }\n  ]\n}'
    )


@pytest.mark.parametrize("text", ["", "{", "not json", "[1,]"])
def test_what_is_not_json_stays_as_it_is(text: str) -> None:
    assert formatted(text) == text


@given(VALUES)
def test_laying_out_changes_white_space_alone(value: object) -> None:
    text = json.dumps(value, ensure_ascii=False)
    laid_out = formatted(text)
    assert json.loads(laid_out, parse_float=Decimal) == json.loads(text, parse_float=Decimal)
    assert laid_out == formatted(laid_out)
    assert laid_out == json.dumps(value, ensure_ascii=False, indent=2)
