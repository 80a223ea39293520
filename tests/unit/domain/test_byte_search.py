"""Texts and bytes in hexadecimal digits, found in bytes of any kind."""

from __future__ import annotations

import pytest

from xena_desktop.domain.byte_search import bytes_written, find_in_bytes, shown_pattern
from xena_desktop.domain.errors import PatternInvalid
from xena_desktop.domain.searching import Wanted


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1f 8b", b"\x1f\x8b"),
        ("1F8B08", b"\x1f\x8b\x08"),
        ("0x1f8b", b"\x1f\x8b"),
        (" ff ", b"\xff"),
        ("1f8", None),
        ("xyz", None),
        ("1f-8b", None),
        ("", None),
    ],
)
def test_digits_write_bytes(text: str, written: bytes | None) -> None:
    assert bytes_written(text) == written


@pytest.mark.parametrize(
    ("data", "wanted", "places"),
    [
        (b"\x1f\x8b..\x1f\x8b", Wanted(text="1f 8b"), [(0, 2), (4, 2)]),
        (b"1F 8b and \x1f\x8b", Wanted(text="1f 8b"), [(0, 5), (10, 2)]),
        (b"Faktura faktura", Wanted(text="FAKTURA"), [(0, 7), (8, 7)]),
        ("Ærø".encode(), Wanted(text="Ærø"), [(0, 5)]),
        (b"\xaa\x61\x41", Wanted(text="41"), [(2, 1)]),
        (b"a\x00\x00\x00b", Wanted(text=r"\x00+", is_pattern=True), [(1, 3)]),
        (b"a\nb", Wanted(text="a.b", is_pattern=True), [(0, 3)]),
        (b"abc", Wanted(text="x*", is_pattern=True), []),
    ],
)
def test_places_are_those_of_text_and_bytes(
    data: bytes, wanted: Wanted, places: list[tuple[int, int]]
) -> None:
    found = find_in_bytes(data, wanted)
    assert list(zip(found.starts, found.lengths, strict=True)) == places
    assert not found.is_cut


@pytest.mark.parametrize("text", ["[", "(?P<a", r"\N{BULLET}"])
def test_what_is_no_pattern_over_bytes_says_so(text: str) -> None:
    with pytest.raises(PatternInvalid):
        find_in_bytes(b"x", Wanted(text=text, is_pattern=True))


def test_more_than_can_be_kept_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xena_desktop.domain.byte_search.MOST", 3)
    found = find_in_bytes(b"aaaa", Wanted(text="a"))
    assert (len(found.starts), found.is_cut) == (3, True)


def test_marks_are_of_numbers_and_letters() -> None:
    pattern = shown_pattern(Wanted(text="1f8b"))
    assert pattern is not None
    assert [found[0] for found in pattern.finditer("00000000  1F 8B 08  1f8b")] == ["1F 8B", "1f8b"]
    assert shown_pattern(Wanted(text="x", is_pattern=True)) is None
