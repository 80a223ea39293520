"""Changing one member of a JSON text, and what may be written next in one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xena_desktop.domain.variables import KnownVariable, Level
from xena_desktop.ui.models.json_completion import proposals
from xena_desktop.ui.models.json_places import spot_at, spots, value_at, with_value
from xena_desktop.ui.models.json_syntax import formatted, problem
from xena_desktop.ui.models.variable_completion import variable_proposals

BODY = '{\n  "Id": 12345678901234567890,\n  "Price": 1.10,\n  "Address": {"Name": "Å"},\n  "Tags": ["x"]\n}'


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (["Price"], "2.50", BODY.replace("1.10", "2.50")),
        (["Address", "Name"], '"Ø"', BODY.replace('"Å"', '"Ø"')),
        (["Price"], None, BODY.replace(',\n  "Price": 1.10', "")),
        (["Id"], None, BODY.replace('"Id": 12345678901234567890,\n  ', "")),
        (["Tags"], None, BODY.replace(',\n  "Tags": ["x"]', "")),
        (["Address", "Name"], None, BODY.replace('{"Name": "Å"}', "{}")),
        (["New"], "1", BODY.replace('["x"]\n}', '["x"],\n  "New": 1\n}')),
        (["No"], None, BODY),
    ],
)
def test_one_member_changes_and_all_else_stays(path: list[str], value: str | None, expected: str) -> None:
    assert with_value(BODY, path, value) == expected


def test_objects_on_the_way_are_made() -> None:
    assert with_value("", ["Address", "Name"], '"Å"') == '{\n  "Address": {\n    "Name": "Å"\n  }\n}'


@pytest.mark.parametrize("text", ["{", "[1]", "3", '{"a": 1,}'])
def test_what_is_no_object_stays_as_it_is(text: str) -> None:
    assert with_value(text, ["a"], "1") == text


def test_places_of_values_are_told() -> None:
    spot = spot_at(BODY, ("Tags", 0))
    assert spot is not None
    assert BODY[spot.start : spot.end] == '"x"'
    assert spots("{ ") is None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    body=st.dictionaries(st.text(), VALUES, max_size=4),
    name=st.text(),
    value=VALUES,
    indent=st.sampled_from([None, 2]),
)
def test_any_member_of_any_body(body: dict[str, Any], name: str, value: Any, indent: int | None) -> None:
    text = json.dumps(body, indent=indent)
    assert json.loads(with_value(text, [name], json.dumps(value))) == {**body, name: value}
    assert json.loads(with_value(text, [name], None)) == {
        key: one for key, one in body.items() if key != name
    }


SCHEMA = {
    "type": "object",
    "properties": {
        "Id": {"type": "integer", "readOnly": True},
        "Kind": {"type": ["string", "null"], "enum": ["big", "small", None]},
        "IsActive": {"type": "boolean"},
        "Lines": {"type": "array", "items": {"$ref": "#/$defs/Line"}},
    },
    "$defs": {
        "Line": {"type": "object", "properties": {"Text": {"type": "string"}, "Kind": {"type": "string"}}}
    },
}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"|', ["Kind", "IsActive", "Lines"]),
        ('{"ki|"', ["Kind"]),
        ('{"Kind": "big", "|', ["IsActive", "Lines"]),
        ('{"Kind": |', ["big", "small", "null"]),
        ('{"Kind": "sm|"}', ["small"]),
        ('{"IsActive": t|', ["true"]),
        ('{"Lines": [{"Text": "x"}, {"|', ["Text", "Kind"]),
        ('{"Lines": [{"Text": "x", "|', ["Kind"]),
        ('{"Nothing": {"|', []),
        ("[|", []),
    ],
)
def test_what_may_stand_there(text: str, shown: list[str]) -> None:
    place = text.index("|")
    found = proposals(text.replace("|", ""), place, whole=SCHEMA)
    assert [one.shown for one in found] == shown


def test_what_is_taken_replaces_what_was_typed() -> None:
    [one] = proposals('{"ki"}', 4, whole=SCHEMA)
    assert (one.start, one.end, one.text) == (1, 5, '"Kind": ')


def test_a_variable_stands_where_a_value_would() -> None:
    text = '{"a":{{ b }},"c":[{{d}},"{{e}}"]}'
    whole = spots(text)
    assert problem(text) == ""
    assert whole is not None
    assert value_at(text, ["a"], whole=whole) == "{{ b }}"
    assert with_value(text, ["a"], "1") == '{"a":1,"c":[{{d}},"{{e}}"]}'
    assert formatted(text) == '{\n  "a": {{ b }},\n  "c": [\n    {{d}},\n    "{{e}}"\n  ]\n}'
    assert problem('{"a": {{b}') != ""


KNOWN = [KnownVariable("partner", "7", Level.ACCOUNT), KnownVariable("part", "8\n9", Level.REQUEST)]


@pytest.mark.parametrize(
    ("text", "is_json", "written"),
    [
        ("a/{{pa|/b", False, "a/{{partner}}/b"),
        ("a/{{|", False, "a/{{partner}}"),
        ("a/{{p|art }}/b", False, "a/{{partner}}/b"),
        ("{{part}}{{|ner}}", False, "{{part}}{{partner}}"),
        ('{"a": {{p|}', True, '{"a": {{partner}}}'),
        ('{"a": {"b": {{p|}}', True, '{"a": {"b": {{partner}}}}'),
        ('{"a": "x{{p|}}"}', True, '{"a": "x{{partner}}"}'),
        ('{"a": "\\"{{p|}}"}', True, '{"a": "\\"{{partner}}"}'),
    ],
)
def test_a_variable_that_was_begun_is_completed(text: str, is_json: bool, written: str) -> None:
    position = text.index("|")
    text = text.replace("|", "")
    first = variable_proposals(text, position, known=KNOWN, is_json=is_json)[0]
    assert text[: first.start] + first.text + text[first.end :] == written


def test_variables_are_offered_where_one_was_begun_or_somebody_asks() -> None:
    assert variable_proposals("a/{p", 4, known=KNOWN) == []
    assert variable_proposals("a/{{x", 5, known=KNOWN, is_asked=True) == []
    assert [one.text for one in variable_proposals("a/b", 2, known=KNOWN, is_asked=True)] == [
        "{{partner}}", "{{part}}",
    ]  # fmt: skip
    assert variable_proposals("{{", 2, known=KNOWN)[1].about == "8 9   this request"
