from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xena_desktop.domain.form import (
    INT32,
    INT64,
    Fault,
    Field,
    Kind,
    Place,
    date_of_day,
    day_number,
    iso_date,
    text_of_values,
    values_of,
)


def field(kind: Kind = Kind.TEXT, **members: object) -> Field:
    return Field(name="x", place=Place.QUERY, kind=kind, **members)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "text", "fault"),
    [
        (field(), "", None),
        (field(is_required=True), "", Fault.MISSING),
        (field(Kind.INTEGER, least=INT64[0], most=INT64[1]), "9223372036854775807", None),
        (field(Kind.INTEGER, least=INT64[0], most=INT64[1]), "9223372036854775808", Fault.OUT_OF_RANGE),
        (field(Kind.INTEGER, least=INT64[0], most=INT64[1]), "9" * 5000, Fault.OUT_OF_RANGE),
        (field(Kind.INTEGER, least=INT32[0], most=INT32[1]), "-2147483649", Fault.OUT_OF_RANGE),
        (field(Kind.INTEGER), "1.5", Fault.NOT_INTEGER),
        (field(Kind.INTEGER), "١", Fault.NOT_INTEGER),
        (field(Kind.INTEGER), "{{id}}", None),
        (field(Kind.NUMBER), "1.5e3", None),
        (field(Kind.NUMBER), "1,5", Fault.NOT_NUMBER),
        (field(Kind.BOOLEAN), "true", None),
        (field(Kind.BOOLEAN), "yes", Fault.NOT_BOOLEAN),
        (field(Kind.DATE), "2026-02-28", None),
        (field(Kind.DATE), "2026-02-30", Fault.NOT_DATE),
        (field(Kind.DAY), "20454", None),
        (field(Kind.DAY), "tomorrow", Fault.NOT_DATE),
        (field(Kind.DATE_TIME), "2026-01-31T12:00:00Z", None),
        (field(Kind.DATE_TIME), "2026-01-31", Fault.NOT_DATE_TIME),
        (field(Kind.DATE_TIME), "2026-01-31T10:0\u0661", Fault.NOT_DATE_TIME),
        (field(choices=("a", "b")), "c", Fault.NOT_A_CHOICE),
        (field(Kind.INTEGER, separator=""), "1, 2, x", Fault.NOT_INTEGER),
    ],
)
def test_what_is_wrong_with_a_value(one: Field, text: str, fault: Fault | None) -> None:
    assert one.fault(text) == fault


def test_values_go_out_as_the_document_wants_them() -> None:
    assert field().pairs("") == ()
    assert field().pairs("a, b") == (("x", "a, b"),)
    assert field(separator="").pairs('1, 2, "a, b"') == (("x", "1"), ("x", "2"), ("x", "a, b"))
    assert field(separator="|").pairs("1, 2") == (("x", "1|2"),)


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1), min_size=1))
def test_several_values_come_back_as_they_were(values: list[str]) -> None:
    assert values_of(text_of_values(values)) == values
    several = field(separator="")
    assert [value for _, value in several.pairs(several.text_of(values))] == values


@given(st.dates())
def test_days_are_counted_from_1970(day: date) -> None:
    number = day_number(day.isoformat())
    assert date(1970, 1, 1) + timedelta(days=int(number)) == day
    assert date_of_day(number) == day.isoformat()


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("2017-01-01", "17167"),
        ("1.1.2017", "17167"),
        ("01/01-2017", "17167"),
        ("17167", "17167"),
        ("{{d}}", "{{d}}"),
    ],
)
def test_dates_as_people_write_them(typed: str, understood: str) -> None:
    assert day_number(typed) == understood


@pytest.mark.parametrize("text", ["31.02.2026", "2026-13-01", "", "soon", "20260131xx"])
def test_what_is_no_date(text: str) -> None:
    assert iso_date(text) == ""


@pytest.mark.parametrize("text", ["99999999999999999999", "-999999999999", "x"])
def test_days_beyond_the_calendar_stay_as_they_are(text: str) -> None:
    assert date_of_day(text) == text
