from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xena_desktop.domain.errors import RequestInvalid
from xena_desktop.domain.pages import is_json, joined, read_page


def joined_bodies(*bodies: bytes) -> bytes:
    pages = [read_page(body) for body in bodies]
    return joined(pages[0], [",\n".join(page.entities) for page in pages])


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def test_digits_stay_as_the_server_wrote_them() -> None:
    first = b'{"Count": 3, "Entities": [{"Amount": 1.10, "Id": 12345678901234567890}, {"Rate": 1E400}]}'
    second = b'\xef\xbb\xbf{ "Entities" : [ {"Amount": -0.00} ] , "Count" : 3 }'
    whole = joined_bodies(first, second).decode()
    for number in ('"Amount": 1.10', "12345678901234567890", "1E400", "-0.00"):
        assert number in whole
    assert [sorted(entity) for entity in json.loads(whole)["Entities"]] == [
        ["Amount", "Id"],
        ["Rate"],
        ["Amount"],
    ]
    assert json.loads(whole)["Count"] == 3


def test_other_members_are_those_of_the_first_page() -> None:
    page = '{"Count": 0, "Sum": 2.50, "Entities": [], "Note": "æ"}'.encode()
    assert read_page(page).entities == ()
    whole = joined_bodies(page, b'{"Count": 0, "Sum": 9, "Entities": []}').decode()
    assert '"Sum": 2.50' in whole
    assert json.loads(whole) == {"Count": 0, "Sum": 2.5, "Note": "æ", "Entities": []}


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b"null", b'"x"', b"<html>", b'{"Count": 1}', b'{"Entities": []}', b"\xff",
     b'{"Count": "many", "Entities": []}', b'{"Count": 1.5, "Entities": []}', b'{"Count": 1, "Entities": {}}',
     b'{"Count": 1, "Entities": [1,]}', b'{"Count": 1, "Entities": [] } x', b'{"Count": 1 "Entities": []}',
     b'{"Count": 1, "Entities": [NaN]}', b'{"Count": 1, "Entities": [1', b"{1: 2}", b"{" * 100_000,
     b'{"Count": 1, "Entities": ' + b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_envelope_is_refused(body: bytes) -> None:
    with pytest.raises(RequestInvalid) as refused:
        read_page(body)
    assert refused.value.details["reason"] == "no_envelope"


@given(st.lists(st.lists(VALUES, max_size=4), min_size=1, max_size=3), st.sampled_from([None, 2]))
def test_all_entities_of_all_pages_come_through_in_order(
    pages: list[list[object]], indent: int | None
) -> None:
    bodies = [json.dumps({"Count": 7, "Entities": page}, default=str, indent=indent) for page in pages]
    whole = json.loads(joined_bodies(*(body.encode() for body in bodies)), parse_float=Decimal)
    wanted = [entity for body in bodies for entity in json.loads(body, parse_float=Decimal)["Entities"]]
    assert whole == {"Count": 7, "Entities": wanted}


@given(VALUES)
def test_what_json_writes_is_json(value: object) -> None:
    assert is_json(json.dumps(value, default=str))


@pytest.mark.parametrize("text", ["", " ", "{", "NaN", "[1]]", "1 2", "'a'", "[" * 100_000, "{'a': 1}"])
def test_what_is_no_json_is_told_apart(text: str) -> None:
    assert not is_json(text)


def test_a_number_of_any_length_is_json() -> None:
    assert is_json("9" * 10_000)
