from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xena_desktop.domain import searching
from xena_desktop.domain.errors import PatternInvalid
from xena_desktop.domain.searching import Wanted, find_all
from xena_desktop.domain.text_index import LONGEST, TextIndex


def read(buffer: bytes, *, count: int = 7) -> TextIndex:
    lines = TextIndex(buffer)
    while lines.advance(count):
        pass
    return lines


@given(st.text(alphabet="a\n\rø🙂", max_size=400), st.integers(1, 50))
def test_lines_are_those_of_the_text_however_it_is_read(text: str, count: int) -> None:
    lines = read(text.encode(), count=count)
    expected = text.split("\n")
    assert lines.is_read
    assert lines.line_count == len(expected)
    assert [lines.text(n) for n in range(len(lines))] == [
        line if n == len(expected) - 1 else line.removesuffix("\r") for n, line in enumerate(expected)
    ]
    assert [lines.number(n) for n in range(len(lines))] == list(range(1, len(expected) + 1))


@given(st.text(alphabet="a\n\rø", max_size=900), st.integers(1, 200))
def test_what_was_asked_for_while_it_was_read_is_right_afterwards(text: str, count: int) -> None:
    lines = TextIndex(text.encode())
    more = True
    while more:
        more = lines.advance(count)
        for piece in range(max(0, len(lines) - 3), len(lines)):
            lines.text(piece)
    whole = read(text.encode(), count=10_000)
    pieces = range(len(whole))
    assert [(lines.text(n), lines.number(n)) for n in pieces] == [
        (whole.text(n), whole.number(n)) for n in pieces
    ]


def test_long_lines_among_short_ones_have_their_numbers() -> None:
    line, expected = "x" * (LONGEST * 3 + 5), [1, 0, 0, 0, 2]
    lines = read(((line + "\nshort\n") * 100).encode(), count=50_000)
    numbers = [lines.number(n) for n in range(len(lines) - 1)]
    assert numbers == [number + at * 2 if number else 0 for at in range(100) for number in expected]


@given(st.text(alphabet="ab\nø", max_size=300), st.data())
def test_places_and_positions_are_each_others_way_back(text: str, data: st.DataObject) -> None:
    lines = read(text.encode())
    character = data.draw(st.integers(0, len(text)))
    position = len(text[:character].encode())
    piece, column = lines.place(position)
    assert lines.position(piece, column) == position
    assert piece == text[:character].count("\n")


def test_a_long_line_is_shown_in_pieces_and_has_one_number() -> None:
    line = "ø" * LONGEST
    lines = read((line + "\nnext").encode(), count=10_000)
    assert "".join(lines.text(n) for n in range(len(lines) - 1)) == line
    assert [lines.number(n) for n in range(len(lines))] == [1, 0, 2]
    assert lines.place(LONGEST * 2 + 3) == (2, 2)


def test_bytes_that_are_no_text_are_replaced_and_can_be_pointed_at() -> None:
    lines = read(b"a\xffb\n")
    assert lines.text(0) == "a\ufffdb"
    assert lines.position(0, 2) == 2


def places(text: str, wanted: Wanted) -> list[str]:
    buffer = text.encode()
    found = find_all(buffer, wanted)
    return [
        buffer[start : start + length].decode()
        for start, length in zip(found.starts, found.lengths, strict=True)
    ]


@example("AAAÆÆÆÆ", "ææ")
@given(st.text(alphabet="abABæÆ\n", max_size=60), st.text(alphabet="abæ", min_size=1, max_size=3))
def test_words_are_found_in_either_case_across_slices(text: str, wanted: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "SLICE", 5)
        found = places(text, Wanted(text=wanted))
    assert found == [match[0] for match in re.finditer(re.escape(wanted), text, re.IGNORECASE)]


@given(
    st.text(alphabet="abABæÆøØ\u0131\u212a\n", max_size=80),
    st.text(alphabet="abæø\u0131\u212a", min_size=1, max_size=5),
    st.sampled_from([3, 7, 1000]),
)
def test_words_with_other_letters_are_found_as_a_pattern_finds_them(
    text: str, wanted: str, size: int
) -> None:
    buffer = text.encode()
    either = searching._either_case(wanted)
    expected = [found.span() for found in re.finditer(either, buffer)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "SLICE", size)
        found = list(searching._spelled_places(buffer, [wanted]))
    assert [(start, start + length) for start, length in found] == expected


def test_words_are_found_where_json_writes_them_with_escapes() -> None:
    assert places('{"Navn": "S\\u00f8ren", "x": "Søren"}', Wanted(text="søren")) == ["S\\u00f8ren", "Søren"]
    assert places('"a \\"b\\""', Wanted(text='"b"')) == ['\\"b\\"']


def test_patterns_are_found_in_every_line() -> None:
    text = "Faktura 17\nfaktura 4\nOrdre 5"
    assert places(text, Wanted(text=r"^faktura \d+$", is_pattern=True)) == ["Faktura 17", "faktura 4"]
    assert places(text, Wanted(text="x*", is_pattern=True)) == []
    assert places("ærø", Wanted(text="r.", is_pattern=True)) == ["rø"]


def test_what_is_no_pattern_is_refused_and_nothing_is_found_nowhere() -> None:
    with pytest.raises(PatternInvalid):
        find_all(b"x", Wanted(text="(", is_pattern=True))
    assert places("x", Wanted(text="")) == []


def test_more_places_than_can_be_kept_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST", 3)
    found = find_all(b"aaaaa", Wanted(text="a"))
    assert (len(found.starts), found.is_cut) == (3, True)
