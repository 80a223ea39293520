"""What lies at the edges of the pure rules: cut texts, circles, words that are no JSON."""

from __future__ import annotations

import pytest

from tests.unit.domain.test_exchange import CONNECTION
from xena_desktop.domain import schema
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest
from xena_desktop.domain.interchange import Imported, LeftOut, Note, fitted
from xena_desktop.domain.json_indexer import branch_at, whole_index
from xena_desktop.domain.json_read import exact, text_of
from xena_desktop.domain.searching import SLICE, Wanted, find_all
from xena_desktop.domain.sniffing import ContentKind, sniffed
from xena_desktop.domain.table_columns import cell_of
from xena_desktop.domain.verdict import is_version_conflict

MANY = 70_000


def test_a_long_array_inside_another_is_indexed_whole() -> None:
    inner = b"[" + b"1," * MANY + b"1]"
    index = whole_index(b'{"a":' + inner + b',"b":2}')
    assert index.fault < 0
    assert index.root is not None
    assert (index.root.is_whole, index.root.count) == (True, 2)


def test_the_branch_of_a_long_array_is_read_to_its_end() -> None:
    found = branch_at(b"[" + b"1," * MANY + b"1]", 0)
    assert (found.is_whole, found.count) == (True, MANY + 1)


def test_a_number_has_no_branch() -> None:
    with pytest.raises(ValueError, match="no object and no array"):
        branch_at(b"42", 0)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (b"1" * 40, "1111"),
        (b'"\\q' + b"x" * 40 + b'"', "\\qx…"),
        (b'"' + "ø".encode() * 40 + b'"', "øøø…"),
    ],
    ids=["number", "bad-escape", "letters"],
)
def test_the_beginning_of_a_long_value(text: bytes, shown: str) -> None:
    assert text_of(text, 0, len(text), longest=3) == shown


def test_a_circle_of_references_says_nothing() -> None:
    whole = {"$defs": {"A": {"$ref": "#/$defs/A"}}}
    assert schema.types_of(schema.resolved({"allOf": [{"$ref": "#/$defs/A"}]}, whole=whole)) == ()


@pytest.mark.parametrize(
    ("several", "types"),
    [
        ([{"type": "null"}, {"type": "string"}], ("string",)),
        (["nonsense", {"type": "null"}], ()),
    ],
)
def test_of_several_schemas_the_first_real_one_counts(several: list[object], types: tuple[str, ...]) -> None:
    assert schema.types_of(schema.resolved({"anyOf": several}, whole={})) == types


def test_a_pattern_is_found_on_both_sides_of_a_cut_between_lines() -> None:
    line = b"x" * 999 + b"\n"
    text = line * (SLICE // len(line)) + b"needle\n" + line * 3 + b"needle"
    assert list(find_all(text, Wanted(text="need+le", is_pattern=True)).starts) == [
        text.find(b"needle"),
        text.rfind(b"needle"),
    ]


def test_a_cut_in_one_long_line_goes_around_a_letter() -> None:
    text = b"x" * (SLICE - 1) + "ø".encode() + b"needle"
    (start,) = find_all(text, Wanted(text="needle$", is_pattern=True)).starts
    assert text[start:] == b"needle"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('{"Count": 1}'.encode("utf-16-le"), "utf-16-le"),
        ('{"Count": 1}'.encode("utf-16-be"), "utf-16-be"),
        (b"\x00a\x00b" + b"cd\x00\x00" * 8, ""),
    ],
)
def test_wide_texts_without_a_mark(head: bytes, encoding: str) -> None:
    found = sniffed(head, content_type="")
    assert found.encoding == encoding
    assert found.kind is (ContentKind.JSON if encoding else ContentKind.BINARY)


def test_a_row_that_is_no_object_has_no_cells() -> None:
    assert cell_of(exact('"text"'), ("Name",)) is None
    assert cell_of(exact('{"A": {"B": 1}}'), ("A", "B")) == "1"


@pytest.mark.parametrize(("body", "status", "is_conflict"), [(b"<html>", 409, True), (b"[]", 400, False)])
def test_a_conflict_is_told_by_its_status_where_the_body_tells_nothing(
    body: bytes, status: int, is_conflict: bool
) -> None:
    answer = ApiAnswer(method="PUT", url="", status=status, reason="", headers=(), body=body, seconds=0.1)
    assert is_version_conflict(answer) is is_conflict


@pytest.mark.parametrize(
    ("path", "fits"),
    [
        ("odd://host/Api/User", True),
        ("odd://host/elsewhere", False),
    ],
)
def test_an_address_of_no_known_scheme_is_taken_for_its_path_alone(path: str, fits: bool) -> None:
    found = fitted(Imported(request=ApiRequest(path=path)), CONNECTION)
    assert found.request.path == ("/Api/User" if fits else path)
    assert found.notes == ((Note(kind=LeftOut.OTHER_SERVER, names=("host",)),) if fits else ())
