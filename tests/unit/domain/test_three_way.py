import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xena_desktop.domain.three_way import differences, merged, version_of

BASE = '{"Id": 7, "Version": 3, "Note": "a", "Price": 1.10, "Address": {"City": "Ry", "Zip": "8680"}, "Tags": [1]}'


def changed(text: str, **members: object) -> str:
    return json.dumps({**json.loads(text), **members}, ensure_ascii=False)


MINE = changed(BASE, Note="min", Address={"City": "Ry", "Zip": "8660"}, Price=1.1)
THEIRS = changed(BASE, Version=4, Note="deres", Address={"City": "Aarhus", "Zip": "8680"}, Tags=[1, 2])


def test_each_side_keeps_what_only_it_changed() -> None:
    found = differences(base=BASE, mine=MINE, theirs=THEIRS)
    assert [(d.path, d.takes_mine, d.is_conflict) for d in found] == [
        ("Note", True, True),
        ("Address.City", False, False),
        ("Address.Zip", True, False),
        ("Tags", False, False),
    ]
    assert (found[0].was, found[0].mine, found[0].theirs) == ('"a"', '"min"', '"deres"')
    result = json.loads(merged(mine=MINE, theirs=THEIRS, takes_mine={d.path: d.takes_mine for d in found}))
    assert result == {
        "Id": 7, "Version": 4, "Note": "min", "Price": 1.1, "Tags": [1, 2],
        "Address": {"City": "Aarhus", "Zip": "8660"},
    }  # fmt: skip
    other = json.loads(merged(mine=MINE, theirs=THEIRS, takes_mine={"Note": False}))
    assert (other["Note"], other["Address"]["City"]) == ("deres", "Ry")


def test_without_what_it_began_from_all_of_mine_is_a_conflict() -> None:
    found = differences(base=None, mine=MINE, theirs=THEIRS)
    assert {d.path for d in found} == {"Note", "Address.City", "Address.Zip", "Tags"}
    assert all(d.takes_mine and d.is_conflict and not d.was for d in found)
    assert json.loads(merged(mine=MINE, theirs=THEIRS, takes_mine={})) == {**json.loads(MINE), "Version": 4}


def test_digits_stay() -> None:
    mine = '{"Id": 12345678901234567890, "Amount": 1.10, "Rate": 1E400, "Version": 1}'
    theirs = '{"Id": 12345678901234567890, "Amount": 1.1, "Rate": 2E400, "Version": 12345678901234567891}'
    assert [d.path for d in differences(base=None, mine=mine, theirs=theirs)] == ["Rate"]
    text = merged(mine=mine, theirs=theirs, takes_mine={"Rate": True})
    for digits in ("12345678901234567890,", "1.10,", "1E400", "12345678901234567891"):
        assert digits in text


def test_what_only_one_side_has() -> None:
    mine, theirs = '{"New": true, "Flag": true}', '{"Version": 2, "Flag": 1, "More": 5}'
    assert [d.path for d in differences(base="{}", mine=mine, theirs=theirs)] == ["Flag"]
    assert json.loads(merged(mine=mine, theirs=theirs, takes_mine={})) == {
        "New": True,
        "Flag": True,
        "Version": 2,
    }
    assert json.loads(merged(mine="{}", theirs="{}", takes_mine={})) == {}
    nested = differences(base='{"A": 1}', mine='{"A": {"x": 1}}', theirs='{"A": {"x": 2}}')
    assert [(d.path, d.is_conflict) for d in nested] == [("A.x", True)]


@pytest.mark.parametrize("text", ["", "[]", "5", "{", '{"a": }', "{" * 100_000])
def test_what_is_no_object(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever it is, the caller says the same
        differences(base=None, mine=text, theirs="{}")
    assert version_of(text) == ""


OBJECTS = st.dictionaries(
    st.text(max_size=4).filter(lambda name: name != "Version"),
    st.recursive(
        st.integers() | st.text(max_size=3) | st.none(),
        lambda inner: st.dictionaries(st.text(max_size=3), inner),
        max_leaves=4,
    ),
    max_size=4,
)


@given(OBJECTS, OBJECTS)
def test_unchanged_is_theirs_and_alone_is_mine(one: dict[str, object], other: dict[str, object]) -> None:
    both = {**one, **other}
    base, mine, theirs = (json.dumps({**value, "Version": 1}) for value in (both, both, {**both, **one}))
    found = differences(base=base, mine=mine, theirs=theirs)
    assert not any(d.takes_mine for d in found)
    result = json.loads(merged(mine=mine, theirs=theirs, takes_mine={d.path: d.takes_mine for d in found}))
    untouched = {name for name in both if name not in one}
    assert all(result[name] == both[name] for name in untouched)
    found = differences(base=theirs, mine=mine, theirs=theirs)
    assert all(d.takes_mine and not d.is_conflict for d in found)
    assert json.loads(merged(mine=mine, theirs=theirs, takes_mine={})) == json.loads(mine)
