"""Documents of every dialect and with every trap, and what is told of them."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
import yaml

from tests.fakes.api_documents import openapi, swagger
from xena_desktop.catalogue import parsing, yaml_text
from xena_desktop.catalogue.description import Description
from xena_desktop.catalogue.document import read
from xena_desktop.domain.errors import DescriptionInvalid, DescriptionTooLarge
from xena_desktop.domain.operation import LeftOut, Source

SOURCE = Source(place="https://api.example/docs", etag='"1"', read_at="2026-11-25T08:00:00+00:00")


def described(document: Any, *, before: Description | None = None) -> Description:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return Description(read(data, source=SOURCE, before=before))


def keys(description: Description) -> list[str]:
    return [one.key for one in description.operations]


def test_every_operation_of_a_document_with_traps_is_there() -> None:
    document = swagger(entities=12)
    found = described(document)
    assert len(found.operations) == 12 * 6
    assert len({one.name for one in found.operations}) == len(found.operations)
    assert {one.path for one in found.operations} == set(document["paths"])
    assert found.source.title == "Generated.Api"
    assert found.source.etag == '"1"'


def test_an_object_in_the_query_is_left_out_and_said() -> None:
    found = described(swagger(entities=1))
    assert [one.reason for one in found.left_out] == ["object_in_query"]
    names = [one["name"] for one in found.part(keys(found)[0])["parameters"]]
    assert "cancellationToken.waitHandle" not in names
    assert "listOptions.page" in names


def test_names_with_brackets_are_found_however_they_are_written() -> None:
    document = swagger(entities=1)
    name = next(name for name in document["definitions"] if "[" in name)
    found = described(document)
    assert found.component(f"#/definitions/{name}") == document["definitions"][name]
    encoded = name.replace("[", "%5B").replace("]", "%5D")
    assert found.component(f"#/definitions/{encoded}/properties/Count") == {
        "type": "integer",
        "format": "int32",
    }
    assert found.component("#/definitions/Nothing") is None


def test_a_definition_that_is_its_own_has_no_end_and_does_no_harm() -> None:
    document = swagger(entities=1)
    document["definitions"]["A"] = {"$ref": "#/definitions/B"}
    document["definitions"]["B"] = {"$ref": "#/definitions/A"}
    assert described(document).resolved({"$ref": "#/definitions/A"}) is None


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_openapi_3(version: str) -> None:
    found = described(openapi(version))
    assert keys(found) == ["GET /v2/things", "POST /v2/things", "PUT /v2/things/{id}/picture"]
    assert found.operations[0].title == "List things"
    assert found.operations[0].tag == "Things"
    names = [one.get("name") for one in found.part("GET /v2/things")["parameters"]]
    assert names == ["X-Trace", None, "kind", "session"]
    assert found.left_out == ()


def test_yaml_says_the_same_as_json() -> None:
    document = swagger(entities=2)
    document["info"]["version"] = "2026-01-01"
    assert (
        described(yaml.safe_dump(document, sort_keys=False).encode()).operations
        == described(document).operations
    )
    assert described(yaml.safe_dump(document, sort_keys=False).encode()).source.version == "2026-01-01"


def test_yaml_dates_and_yes_stay_texts() -> None:
    assert yaml_text.load_yaml("a: 2020-01-01\nb: yes\nc: 1.5\nd: ~\ne: true\n200: x\nf: 0123\ng: 1\u0661\n") == {
        "a": "2020-01-01", "b": "yes", "c": 1.5, "d": None, "e": True, "200": "x", "f": "0123", "g": "1\u0661",
    }  # fmt: skip


BROKEN: list[tuple[str, Any, LeftOut]] = [
    ("a path that is a list", {"/a": []}, LeftOut("/a", "not_an_object")),
    ("an operation that is a text", {"/a": {"get": "x"}}, LeftOut("GET /a", "not_an_object")),
    ("parameters that are an object", {"/a": {"get": {"parameters": {}}}}, LeftOut("GET /a", "not_an_object")),
    ("a parameter that is a number", {"/a": {"get": {"parameters": [3]}}}, LeftOut("GET /a", "not_an_object")),
    ("no name", {"/a": {"get": {"parameters": [{"in": "query"}]}}}, LeftOut("GET /a", "no_parameter_name")),
    (
        "no known place",
        {"/a": {"get": {"parameters": [{"name": "x", "in": "moon"}]}}},
        LeftOut("GET /a: x", "unknown_place"),
    ),
    (
        "a reference to nothing",
        {"/a": {"get": {"responses": {"200": {"schema": {"$ref": "#/definitions/No"}}}}}},
        LeftOut("#/definitions/No", "unknown_reference"),
    ),
    (
        "a reference to another file",
        {"/a": {"get": {"responses": {"200": {"schema": {"$ref": "other.json#/X"}}}}}},
        LeftOut("other.json#/X", "other_file"),
    ),
    ("the same path twice", {"/a": {"get": {}}, "a": {"get": {}}}, LeftOut("GET /a", "twice")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("paths", "expected"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_what_is_broken_is_listed_and_all_else_is_there(paths: dict[str, Any], expected: LeftOut) -> None:
    found = described({"swagger": "2.0", "paths": {**paths, "/whole": {"get": {}}}})
    assert found.left_out == (expected,)
    assert "GET /whole" in keys(found)


def test_components_that_are_none_are_listed() -> None:
    found = described({"swagger": "2.0", "paths": {}, "definitions": {"A": 3}})
    assert found.left_out == (LeftOut("#/definitions/A", "not_an_object"),)


def test_extensions_are_passed_over_and_a_base_path_is_put_before() -> None:
    paths = {"x-note": {}, "/a/": {"get": {}, "x-more": {}, "summary": "all"}}
    found = described({"swagger": "2.0", "basePath": "/api/", "paths": paths})
    assert keys(found) == ["GET /api/a/"]
    assert found.left_out == ()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xfe", "not_text"),
        (b"{", "not_json_or_yaml"),
        (b"a: [b", "not_json_or_yaml"),
        (b"a: !!python/object:os.system x", "not_json_or_yaml"),
        (b"[1]", "no_paths"),
        (b"", "no_paths"),
        (b'{"swagger": "2.0", "paths": []}', "no_paths"),
        (b'{"paths": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "too_deep"),
        (b"paths: " + b"[" * 300 + b"]" * 300, "too_deep"),
        (b"a: &a [*a, *a]", "too_many_aliases"),
    ],
)
def test_what_is_no_document_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(DescriptionInvalid) as caught:
        described(data)
    assert caught.value.details["reason"] == reason
    assert caught.value.details["place"] == SOURCE.place


def test_a_yaml_bomb_is_counted_and_not_exploded() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(DescriptionInvalid) as caught:
        described("\n".join(lines).encode())
    assert caught.value.details["reason"] == "too_many_aliases"


def test_a_document_beyond_all_measure_is_refused_by_its_size() -> None:
    with pytest.raises(DescriptionTooLarge):
        described(b" " * (parsing.MOST_BYTES + 1))


def test_differences_from_the_version_before() -> None:
    before = described(swagger(entities=3))
    document = swagger(entities=3)
    paths = list(document["paths"])
    gone = document["paths"].pop(paths[0])
    document["paths"]["/Api/New"] = copy.deepcopy(gone)
    document["paths"][paths[1]]["get"]["deprecated"] = True
    name = next(name for name in document["definitions"] if name.endswith("2Dto"))
    document["definitions"][name]["properties"]["Colour"] = {"type": "string"}
    changes = described(document, before=before).changes
    assert changes.added == ("GET /Api/New", "POST /Api/New")
    assert changes.removed == (f"GET {paths[0]}", f"POST {paths[0]}")
    last = paths[-1].removesuffix("/{id}/Unsubscribe")
    assert f"GET {paths[1]}" in changes.changed
    assert f"PUT {last}/{{id}}" in changes.changed
    assert f"DELETE {last}/{{id}}" not in changes.changed
    assert not any(paths[4] in key for key in changes.changed)


def test_differences_stay_told_until_there_are_others() -> None:
    first = described(swagger(entities=1))
    second = described(swagger(entities=2), before=first)
    third = described(swagger(entities=2), before=second)
    assert second.changes
    assert third.changes == second.changes


def test_texts_of_a_server_are_fit_to_be_shown() -> None:
    operation = {"summary": "a\u202eb\x07", "description": "one\n  two", "tags": [3]}
    found = described({"swagger": "2.0", "paths": {"/x/y": {"get": operation}}}).operations[0]
    assert (found.title, found.purpose, found.tag) == ("a�b�", "one two", "x")
