"""The index agrees with a parser on what is JSON, and goes through anything that is not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xena_desktop.domain import json_index, json_indexer
from xena_desktop.domain.json_index import Branch, children, row_at
from xena_desktop.domain.json_indexer import DEEP, DEEPEST, Indexer, branch_at, whole_index
from xena_desktop.domain.json_path import JsonText, jmespath, pointer, rows_of, rows_to, steps_of
from xena_desktop.domain.json_read import exact, name_of, showable, text_of
from xena_desktop.domain.json_scan import LARGE, Buffer, end_of_value, is_opening

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=40) | st.dictionaries(st.text(max_size=5), inner, max_size=20),
    max_leaves=60,
)


def read(buffer: bytes, branch: Branch) -> Any:
    """A value read through the index alone."""
    found: list[Any] = []
    names: list[str] = []
    for row, child in enumerate(children(buffer, branch, first=0, count=branch.count)):
        if is_opening(buffer, child.start):
            value = read(buffer, branch.large.get(row) or branch_at(buffer, child.start))
        else:
            value = json.loads(buffer[child.start : child.end])
        found.append(value)
        names.append(name_of(buffer, child) if branch.is_object else "")
    return dict(zip(names, found, strict=True)) if branch.is_object else found


@settings(deadline=None)
@given(VALUES, st.sampled_from([None, 1, "\t"]), st.sampled_from([40, LARGE]), st.sampled_from([2, DEEP]))
def test_the_index_reads_what_a_parser_reads(value: Any, indent: Any, large: int, deep: int) -> None:
    buffer = json.dumps([value], ensure_ascii=False, indent=indent).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_index, "LARGE", large)
        patch.setattr(json_indexer, "LARGE", large)
        patch.setattr(json_indexer, "DEEP", deep)
        index = whole_index(buffer)
        assert index.fault == -1
        assert index.root is not None
        assert index.root.end == len(buffer)
        assert read(buffer, index.root) == [value]


@settings(deadline=None)
@given(VALUES, st.lists(st.integers(1, 30), min_size=1, max_size=20))
def test_a_text_may_come_in_pieces_of_any_size(value: Any, sizes: list[int]) -> None:
    whole = json.dumps({"a": value, "b": [value] * 3}).encode()
    indexer, there = Indexer(), 0
    for size in sizes * (len(whole) // sum(sizes) + 1):
        there = min(there + size, len(whole))
        while indexer.advance(whole[:there], is_final=there == len(whole), count=5):
            pass
    assert indexer.index.fault == -1
    assert indexer.index.root is not None
    assert read(whole, indexer.index.root) == {"a": value, "b": [value] * 3}


@given(st.binary(max_size=200) | st.text('[]{}",:1a\\ \n', max_size=80).map(str.encode))
def test_no_bytes_break_it(buffer: bytes) -> None:
    index = whole_index(buffer)
    assert index.is_done
    if index.root is not None:
        list(children(buffer, index.root, first=0, count=1000))
    try:
        json.loads(buffer)
    except ValueError:
        return
    assert index.fault == -1


@pytest.mark.parametrize(
    ("text", "fault", "count"),
    [
        ('[1, 2, {"a": "tru', 17, 3),
        ('{"Count": 2, "Entities": [{"Id": 1}, {"Id"', 42, 2),
        ("[1 2]", 3, 1),
        ("[1, 2] x", 7, 2),
        ('{"a": 1, b: 2}', 9, 1),
        ("", 0, -1),
        ("[" * 2000, 2000, 1),
    ],
)
def test_what_came_is_there_and_the_fault_is_known(text: str, fault: int, count: int) -> None:
    index = whole_index(text.encode())
    assert index.fault == fault
    assert (index.root.count if index.root else -1) == count


def test_what_stands_inside_a_cut_off_value_is_there() -> None:
    buffer = b'{"Entities": [{"Id": 1}, {"Id": 2, "Name": "S'
    index = whole_index(buffer)
    assert index.root is not None
    rows = index.root.large[0]
    assert rows.count == 2
    assert [text_of(buffer, c.start, c.end) for c in children(buffer, rows.large[1], first=0, count=9)] == [
        "2",
        "S",
    ]


def test_ten_thousand_levels_are_one_value() -> None:
    buffer = b"[" * 10_000 + b"]" * 10_000
    index = whole_index(buffer)
    assert index.root is not None
    assert (index.root.count, index.root.end, index.fault) == (1, 20_000, -1)


def test_ten_thousand_levels_that_are_long_can_all_be_opened() -> None:
    padding = b'"' + b"x" * 100 + b'",'
    buffer = (b"[" + padding) * 10_000 + b"]" * 10_000
    buffer = buffer.replace(b",]", b"]", 1)
    index = whole_index(buffer)
    assert index.fault == -1
    branch, depth = index.root, 1
    while branch is not None and 1 in branch.large:
        branch, depth = branch.large[1], depth + 1
    assert depth > 9_000


def test_levels_beyond_all_measure_are_a_fault_where_they_begin() -> None:
    level = b'["' + b"x" * 100 + b'",'
    index = whole_index(level * (DEEPEST + 100))
    assert index.fault == DEEPEST * len(level)


def test_what_is_long_in_coming_is_not_looked_through_for_every_piece_of_it() -> None:
    looked: list[int] = []

    def counted(buffer: Buffer, start: int, *, end: int) -> int:
        looked.append(end - start)
        return end_of_value(buffer, start, end=end)

    text = b'["' + b"x" * 1_000_000 + b'"]'
    indexer = Indexer()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_indexer, "end_of_value", counted)
        for there in range(1000, len(text), 1000):
            indexer.advance(text[:there], is_final=False, count=len(text))
        while indexer.advance(text, is_final=True, count=len(text)):
            pass
    assert sum(looked) < 12 * len(text)
    assert (indexer.index.fault, indexer.index.end) == (-1, len(text))


def test_the_end_of_a_long_text_is_known_and_not_looked_for_again() -> None:
    buffer = b'{"a":1,"b":"' + b"x" * 200_000 + b'","c":2}'
    index = whole_index(buffer)
    assert index.root is not None
    assert index.root.long == {1: len(buffer) - 7}
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(json_index, "end_of_value")
        found = list(children(buffer, index.root, first=0, count=3))
    assert [buffer[child.start : child.end][:3] for child in found] == [b"1", b'"xx', b"2"]


def test_a_million_members_have_their_rows() -> None:
    buffer = b"{" + b",".join(b'"k%d":%d' % (number, number) for number in range(1_000_000)) + b"}"
    index = whole_index(buffer)
    assert index.root is not None
    assert index.root.count == 1_000_000
    child = next(children(buffer, index.root, first=765_432, count=1))
    assert name_of(buffer, child) == "k765432"
    assert row_at(buffer, index.root, child.start) == 765_432
    assert len(index.root.marks) < 70_000


def test_a_place_is_known_by_its_rows_and_its_paths() -> None:
    rows = ",".join(f'{{"Id":{n},"A b":{{"C":"x{n}"}}}}' for n in range(5000))
    text = f'{{"Count":5000,"Entities":[{rows}]}}'.encode()
    json_text = JsonText(text, whole_index(text))
    place = rows_to(json_text, text.index(b'"x4321"'))
    assert place == [1, 4321, 1, 0]
    assert rows_of(json_text, steps_of("/Entities/4321/A b/C")) == place
    assert rows_of(json_text, ["Entities", "no"]) == [1]
    assert rows_to(json_text, len(text) + 5) == []
    assert jmespath(["Entities", 4321, "A b", "C"]) == 'Entities[4321]."A b".C'
    assert (jmespath([]), pointer([]), pointer(["a/b", 0, "m~n"])) == ("@", "", "/a~1b/0/m~0n")


def test_a_byte_order_mark_is_no_fault() -> None:
    assert whole_index(b"\xef\xbb\xbf[1]").fault == -1


def test_numbers_keep_their_digits_and_double_names_stay() -> None:
    value = exact('{"Id": 90071992547409931, "Id": 1.10, "x": 1E400, "n": NaN}')
    assert value == (("Id", "90071992547409931"), ("Id", "1.10"), ("x", "1E400"), ("n", "NaN"))


def test_texts_are_shown_by_their_beginning_and_halves_as_escapes() -> None:
    buffer = b'"' + b"\\u00e6" * 1000 + b'"'
    shown = text_of(buffer, 0, len(buffer), longest=10)
    assert shown.startswith("æ")
    assert shown.endswith("…")
    assert text_of(buffer, 0, len(buffer)) == "æ" * 1000
    assert text_of(b'"a\xff"', 0, 4) == "a\ufffd"
    assert showable("a\ud800b") == "a\\ud800b"
    assert showable("Ærø 🙂") == "Ærø 🙂"
