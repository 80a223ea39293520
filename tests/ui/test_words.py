from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication

from xena_desktop.ui import words
from xena_desktop.ui.application import Language

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def danish(qapp: QApplication) -> Iterator[None]:
    language = Language(qapp)
    language.use("da")
    yield
    language.use("en")


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> None:
    Language(qapp).use("en")


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(seconds=-1), "expired"),
        (timedelta(0), "expired"),
        (timedelta(seconds=59), "59 s"),
        (timedelta(seconds=60), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=3, minutes=5), "3 h 5 min"),
    ],
)
def test_time_left(left: timedelta, text: str) -> None:
    assert words.time_left(left) == text


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (1, "in 1 second"),
        (59, "in 59 seconds"),
        (60, "in 1 minute"),
        (2520, "in 42 minutes"),
        (7200, "in 2 hours"),
    ],
)
def test_time_left_in_full(left: int, text: str) -> None:
    assert words.time_left_in_full(timedelta(seconds=left)) == text


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (999, "999 B"), (14_200, "14.2 kB"), (3_100_000, "3.1 MB")]
)
def test_size(count: int, text: str) -> None:
    assert words.size(count) == text


@pytest.mark.parametrize(("seconds", "text"), [(0.0001, "1 ms"), (0.312, "312 ms"), (2.44, "2.4 s")])
def test_elapsed(seconds: float, text: str) -> None:
    assert words.elapsed(seconds) == text


def test_numbers_and_times_are_written_as_in_danish(danish: None) -> None:
    assert words.size(14_200) == "14,2 kB"
    assert words.number(1301) == "1.301"
    assert words.time_left_in_full(timedelta(minutes=42)) == "om 42 minutter"
    assert words.culture("da-DK") == "dansk (da-DK)"
    assert words.clock(NOON) == NOON.astimezone().strftime("%H.%M")


def test_a_culture_nobody_knows_is_its_code() -> None:
    assert words.culture("x-klingon") == "x-klingon"


def test_claims_are_shown_in_words() -> None:
    shown = {
        "email_verified": (True, "yes"),
        "auth_time": (NOON.timestamp(), f"today {words.clock(NOON)}"),
        "name": ("Søren\u202e", "Søren�"),
        "amr": (["pwd", "otp"], "pwd, otp"),
        "address": ({"street": "Åvej"}, '{"street": "Åvej"}'),
        "exp": ("soon", "soon"),
    }
    for name, (value, text) in shown.items():
        assert words.claim_value(name, value, now=NOON) == text


def test_another_day_has_its_date() -> None:
    assert "2026" in words.day_and_clock(NOON - timedelta(days=3), now=NOON)


def test_claims_with_a_meaning_come_first() -> None:
    assert words.claims_in_order({"zzz": 1, "aaa": 2, "email": 3, "sub": 4}) == ["sub", "email", "aaa", "zzz"]
