from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xena_desktop.ui.models import text_lines
from xena_desktop.ui.models.text_caret import Move, moved, position_of, word_at
from xena_desktop.ui.models.text_lines import TextLines, occurrences, search


def read(text: str) -> TextLines:
    lines = TextLines(text)
    while lines.read_slice():
        pass
    return lines


def found(text: str, wanted: str, *, start: int = 0, backward: bool = False) -> int | None:
    *_waits, last = search(text, wanted, start=start, backward=backward)
    return last


@given(st.text(alphabet="a\n\rø", max_size=60), st.integers(1, 9))
def test_lines_are_those_of_the_text_however_it_is_sliced(text: str, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_lines, "SLICE", size)
        lines = read(text)
    expected = text.split("\n")
    assert len(lines) == len(expected)
    for number, line in enumerate(expected):
        last = number == len(expected) - 1
        shown = line if last else line.removesuffix("\r")
        assert lines.cut(number, column=0, count=100) == shown
        assert lines.line_at(lines.start(number)) == number
    assert lines.longest >= max(map(len, expected))
    assert lines.is_read


def test_a_slice_reads_no_more_than_its_share() -> None:
    text = "0123456789\n" * (text_lines.SLICE // 5)
    lines = TextLines(text)
    assert lines.read_slice()
    assert len(lines) <= text_lines.SLICE // 11 + 2
    assert not lines.is_read


def test_a_line_is_cut_where_it_is_looked_at() -> None:
    lines = read("abcdef\r\ngh")
    assert lines.cut(0, column=2, count=2) == "cd"
    assert lines.cut(0, column=4, count=9) == "ef"
    assert lines.cut(0, column=40, count=9) == ""
    assert lines.end(0) == 6


@given(st.text(alphabet="abAB\n", max_size=40), st.text(alphabet="ab", min_size=1, max_size=3), st.data())
def test_search_finds_the_next_place_round_the_end(text: str, wanted: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    places = [place for place in range(len(text)) if text[place : place + len(wanted)].lower() == wanted]
    after, before = [p for p in places if p >= start], [p for p in places if p < start]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_lines, "SLICE", 3)
        assert found(text, wanted, start=start) == [*after, *before, -1][0]
        backward = found(text, wanted, start=start, backward=True)
    assert backward == [-1, *after, *before][-1]


def test_search_gives_way_between_slices() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_lines, "SLICE", 10)
        assert list(search("x" * 35, "y", start=0)) == [None, None, None, None, -1]


def test_no_words_are_found_nowhere() -> None:
    assert found("abc", "") == -1
    assert list(occurrences("abc", "")) == []
    assert list(occurrences("Ab aB", "ab")) == [0, 3]


@pytest.mark.parametrize(
    ("move", "start", "end"),
    [
        (Move.LEFT, 0, 0),
        (Move.LEFT, 5, 3),
        (Move.LEFT, 2, 1),
        (Move.RIGHT, 3, 5),
        (Move.RIGHT, 10, 10),
        (Move.UP, 7, 2),
        (Move.UP, 1, 0),
        (Move.DOWN, 3, 8),
        (Move.DOWN, 9, 10),
        (Move.PAGE_DOWN, 0, 9),
        (Move.PAGE_UP, 10, 1),
        (Move.LINE_START, 7, 5),
        (Move.LINE_END, 0, 3),
        (Move.TEXT_START, 7, 0),
        (Move.TEXT_END, 0, 10),
    ],
)
def test_the_caret_moves(move: Move, start: int, end: int) -> None:
    lines = read("abc\r\nøre\nd")  # lines begin at 0, 5 and 9
    column = start - lines.start(lines.line_at(start))
    expected = {
        (Move.UP, 1): column,
        (Move.DOWN, 9): 9 + column,
    }.get((move, start), end)
    assert moved(lines, start, move=move, page=5) == expected


def test_a_column_beyond_the_line_is_its_end() -> None:
    lines = read("abc\nde")
    assert position_of(lines, line=0, column=99) == 3
    assert position_of(lines, line=9, column=-4) == 4


def test_a_word_is_found_around_a_place() -> None:
    assert word_at("til Ærø nu", 5) == (4, 7)
    assert word_at("a, b", 1) == (1, 2)
    assert word_at("", 0) == (0, 0)
