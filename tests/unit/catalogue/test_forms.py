"""Every operation opens as a form, and what the form builds is what the document allows."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.api_documents import openapi, swagger
from tests.fakes.document_checker import NotAllowed, check_request
from tests.unit.catalogue.test_document import described
from xena_desktop.catalogue.checking import BodyChecker
from xena_desktop.catalogue.facts import Facts
from xena_desktop.catalogue.forms import form_of
from xena_desktop.catalogue.starter import starters
from xena_desktop.domain.body import FileBody, Multipart, Part, UrlEncoded
from xena_desktop.domain.body_draft import BodyDraft, BodyKind, PartRow
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.form import BodyFault, BodyForm, Field, Kind, OperationForm, Place
from xena_desktop.domain.offered_body import kinds_of, missing_parts, offered_body
from xena_desktop.domain.operation import Operation

FACTS = Facts(language="en")
GIVEN_DOCUMENT = "XENA_API_DOCUMENT"
"""The environment variable that names a document of real size to be tried as well."""


def documents() -> list[Any]:
    found = [pytest.param(swagger(entities=217, seed=7), id="as large as the real one")]
    if given_file := os.environ.get(GIVEN_DOCUMENT):
        found.append(pytest.param(json.loads(Path(given_file).read_bytes()), id="given"))
    return found


def forms(document: Any) -> list[OperationForm]:
    description = described(document)
    return [
        form_of(one, description=description, starter=None, facts=FACTS) for one in description.operations
    ]


def form(document: Any, key: str) -> OperationForm:
    return next(one for one in forms(document) if one.operation.key == key)


def value_for(field: Field, chance: random.Random) -> str:
    """Something a person could type that the control calls right."""
    if field.choices:
        return chance.choice(field.choices)
    match field.kind:
        case Kind.INTEGER | Kind.DAY:
            low = -(2**63) if field.least is None else field.least
            high = 2**63 - 1 if field.most is None else field.most
            values = [
                str(chance.choice([low, high, chance.randint(low, high)]))
                for _ in range(1 + 2 * field.is_list)
            ]
            return ", ".join(values)
        case Kind.NUMBER:
            return str(chance.uniform(-1e6, 1e6))
        case Kind.BOOLEAN:
            return chance.choice(["true", "false"])
    return chance.choice(["æble", "a/b", "100 %", "?x=1&y"])


def built(form: OperationForm, chance: random.Random, *, filled: float) -> ApiRequest:
    """The request for the required fields and a share of the others, and the sample as its body."""
    request = ApiRequest(method=form.operation.method, path=form.operation.path)
    query: list[tuple[str, str]] = []
    for one in form.fields:
        if one.is_required or chance.random() < filled:
            text = value_for(one, chance)
            assert one.fault(text) is None
            if one.place is Place.PATH:
                request = request.filled({one.name: text})
            elif one.place is Place.QUERY:
                query += one.pairs(text)
    body: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    if form.body is not None:
        body, headers = form.body.sample.encode(), (("Content-Type", form.body.content_types[0]),)
    return ApiRequest(
        method=request.method, path=request.path, query=tuple(query), headers=headers, body=body
    )


@pytest.mark.parametrize("document", documents())
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), filled=st.sampled_from([0.0, 0.5, 1.0]))
def test_every_operation_builds_what_the_document_allows(document: Any, seed: int, filled: float) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    for one in forms(document):
        request = built(one, chance, filled=filled)
        assert not request.placeholders
        assert not isinstance(request.body, UrlEncoded | Multipart | FileBody)
        check_request(
            document,
            method=request.method,
            path=request.path,
            query=request.query,
            headers=request.headers,
            body=request.body,
        )


@pytest.mark.parametrize("document", documents())
def test_every_sample_is_right_by_our_own_check_as_well(document: Any) -> None:
    for one in forms(document):
        if one.body is not None:
            assert BodyChecker(one.body.schema).faults(one.body.sample) == ()


def test_the_checker_refuses_what_the_document_does_not_allow() -> None:
    document = swagger(entities=1)
    path = next(iter(document["paths"])).replace("{fiscalId}", "1")
    whole: dict[str, Any] = {
        "method": "POST",
        "path": path,
        "query": (),
        "headers": (("Content-Type", "application/json"),),
    }
    check_request(document, **whole, body=b'{"Amount": 1}')
    for wrong in (b'{"Amount": "x"}', None):
        with pytest.raises(NotAllowed):
            check_request(document, **whole, body=wrong)
    with pytest.raises(NotAllowed):
        check_request(
            document, **{**whole, "method": "GET", "query": (("listOptions.page", "x"),)}, body=None
        )


def test_the_traps_of_the_document_become_controls_that_fit() -> None:
    document = swagger(entities=1)
    base = next(iter(document["paths"]))
    listed = {one.name: one for one in form(document, f"GET {base}").fields}
    assert next(iter(listed)) == "fiscalId"
    assert listed["listOptions.showDeactivated"].kind is Kind.BOOLEAN
    assert listed["listOptions.pageSize"].example == "10"
    assert listed["filter.fromDays"].kind is Kind.DAY
    assert (listed["ids"].separator, listed["ids"].most) == ("", 2**63 - 1)
    assert listed["fiscalId"].is_required
    assert all(one.description for name, one in listed.items() if name.startswith("listOptions"))


def test_read_only_members_stay_out_but_for_the_version() -> None:
    document = swagger(entities=1)
    put = form(document, f"PUT {next(iter(document['paths']))}/{{id}}")
    assert put.body is not None
    sample = json.loads(put.body.sample)
    assert "Version" in sample
    assert not {"CreatedAt", "DueDateDaysFriendly", "PartnerId", "DueDateDays"} & set(sample)
    members = {one.name: one for one in put.body.members}
    assert members["DueDateDays"].kind is Kind.DAY
    assert members["PartnerId"].picker == "partner"
    assert members["ContextType"].choices == ("ContextType_Customer", "ContextType_Supplier")
    assert members["Parent.Parent.Amount"].kind is Kind.NUMBER
    assert "CreatedAt" not in members
    assert put.body.content_types[0] == "application/json"
    assert "application/x-www-form-urlencoded" in put.body.content_types
    assert {one.name for one in put.body.fields} >= {"Amount", "Tags"}


def test_a_delete_with_a_body_has_one() -> None:
    document = swagger(entities=1)
    key = f"DELETE {next(iter(document['paths']))}/{{id}}/Unsubscribe"
    assert form(document, key).body is not None


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_openapi_3_forms(version: str) -> None:
    document = openapi(version)
    read = {one.name: one for one in form(document, "GET /v2/things").fields}
    assert (read["X-Trace"].place, read["session"].place) == (Place.HEADER, Place.COOKIE)
    assert read["since"].kind is Kind.DATE_TIME
    assert (read["kind"].separator, read["kind"].choices) == (",", ("big", "small"))
    make = form(document, "POST /v2/things").body
    assert make is not None
    assert make.is_required
    assert make.content_types == ("application/json", "application/xml")
    assert json.loads(make.sample) == {"kind": "big", "weight": 0, "made": "2026-01-31", "notes": []}
    picture = form(document, "PUT /v2/things/{id}/picture").body
    assert picture is not None
    assert [(one.name, one.kind) for one in picture.parts] == [("file", Kind.FILE), ("title", Kind.TEXT)]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_body_is_checked_as_the_version_means_it(version: str) -> None:
    body = form(openapi(version), "POST /v2/things").body
    assert body is not None
    check = BodyChecker(body.schema).faults
    assert check('{"kind": "big", "weight": 1, "notes": [{"text": "x", "by": null}]}') == ()
    assert check('{"kind": "huge", "weight": 1}') == (BodyFault(("kind",), "enum", "big, small"),)
    assert check('{"kind": "big"}') == (BodyFault((), "required", "weight"),)
    assert check('{"kind": "big", "weight": -1}') == (BodyFault(("weight",), "minimum", "0"),)
    assert check('{"kind": "big", "weight": 1, "notes": [{"text": ""}]}')[0].path == ("notes", 0, "text")
    assert check('{"kind": "big", "weight": 1, "colour": 1}') == (BodyFault(("colour",), "unknown"),)
    assert check('{"kind": "{{kind}}", "weight": 1}') == ()
    assert check("{") == ()


def test_swagger_bodies_may_leave_values_empty_but_not_be_of_another_kind() -> None:
    document = swagger(entities=1)
    body = form(document, f"POST {next(iter(document['paths']))}").body
    assert body is not None
    check = BodyChecker(body.schema).faults
    assert check('{"PartnerId": null, "Parent": null, "ContextType": null}') == ()
    assert check('{"PartnerId": 9223372036854775808}')[0].rule == "maximum"
    assert check('{"Parent": {"Amount": "x"}}') == (BodyFault(("Parent", "Amount"), "type", "number"),)


WRONG: list[Any] = [
    {"type": "integer", "minimum": "low", "maximum": True, "enum": []},
    {"type": "object", "required": "name", "properties": {"a": 3, "b": None}},
    {"type": "object", "properties": []},
    {"type": ["string", 3], "pattern": "(", "maxLength": -1},
    {"allOf": "all", "anyOf": [3, {}]},
    {"allOf": [{"$ref": "#/definitions/Self"}]},
    {"type": "array", "items": [], "minItems": 10**9},
    {"type": "number", "exclusiveMinimum": True, "minimum": 3, "multipleOf": 0},
    {"$ref": "#/definitions/Nothing"},
    True,
]


@pytest.mark.parametrize("schema", WRONG)
def test_a_schema_that_is_wrong_still_makes_a_form(schema: Any) -> None:
    body = {"name": "data", "in": "body", "schema": schema}
    document = {
        "swagger": "2.0",
        "paths": {"/a": {"post": {"parameters": [body]}}},
        "definitions": {"Self": {"allOf": [{"$ref": "#/definitions/Self"}]}},
    }
    made = form(document, "POST /a").body
    assert made is not None
    BodyChecker(made.schema).faults(made.sample or "{}")


def test_form_data_makes_a_form_and_a_file_needs_parts() -> None:
    parameters = [
        {"name": "title", "in": "formData", "type": "string", "required": True},
        {"name": "file", "in": "formData", "type": "file"},
    ]
    document = {"swagger": "2.0", "paths": {"/a": {"post": {"parameters": parameters}}}}
    made = form(document, "POST /a").body
    assert made is not None
    assert made.content_types == ("multipart/form-data",)
    assert [(one.name, one.kind, one.is_required) for one in made.parts] == [
        ("title", Kind.TEXT, True),
        ("file", Kind.FILE, False),
    ]
    assert offered_body(made, BodyKind.MULTIPART).parts == (
        PartRow(part=Part(name="title")), PartRow(used=False, part=Part(name="file", file=""))
    )  # fmt: skip


def with_content(content: dict[str, Any]) -> BodyForm:
    """The body of an operation that takes these content types."""
    document = {
        "openapi": "3.1.0",
        "paths": {"/a": {"post": {"requestBody": {"required": True, "content": content}}}},
        "components": {"schemas": {"Meta": {"type": "object", "properties": {"id": {"type": "integer"}}}}},
    }
    made = form(document, "POST /a").body
    assert made is not None
    return made


META = {"$ref": "#/components/schemas/Meta"}
PARTS = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary"},
        "scan": {"contentMediaType": "image/png"},
        "encoded": {"type": "string", "contentMediaType": "image/png", "contentEncoding": "base64"},
        "many": {"type": "array", "items": {"type": "string", "format": "binary"}},
        "meta": META,
        "day": {"type": "string", "format": "date", "default": "2026-01-31"},
        "note": {"type": "string"},
    },
}
ENCODING = {
    "file": {"contentType": "application/pdf"},
    "many": {"contentType": "image/png, image/jpeg"},
    "note": {"contentType": "text/*"},
    "day": "nonsense",
}


def test_each_content_type_has_a_schema_of_its_own() -> None:
    made = with_content(
        {
            "multipart/form-data": {"schema": PARTS, "encoding": ENCODING},
            "application/json": {"schema": META},
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "properties": {"a": {"type": "boolean"}}}
            },
        }
    )
    assert made.content_types[0] == "application/json"
    assert json.loads(made.sample) == {"id": 0} or "id" not in made.sample
    assert [one.name for one in made.members] == ["id"]
    assert [(one.name, one.kind) for one in made.fields] == [("a", Kind.BOOLEAN)]
    assert [(one.name, one.kind, one.content_type) for one in made.parts] == [
        ("file", Kind.FILE, "application/pdf"),
        ("scan", Kind.FILE, "image/png"),
        ("encoded", Kind.TEXT, ""),
        ("many", Kind.FILE, ""),
        ("meta", Kind.TEXT, "application/json"),
        ("day", Kind.DATE, ""),
        ("note", Kind.TEXT, ""),
    ]
    assert kinds_of(made) == (BodyKind.JSON, BodyKind.MULTIPART, BodyKind.FORM)


def test_a_body_begins_with_what_the_operation_offers() -> None:
    parts = with_content({"multipart/form-data": {"schema": PARTS, "encoding": ENCODING}})
    assert (parts.schema, parts.members, parts.sample) == ({}, (), "")
    offered = offered_body(parts, kinds_of(parts)[0])
    assert offered.kind is BodyKind.MULTIPART
    assert offered.parts[0] == PartRow(part=Part(name="file", file="", content_type="application/pdf"))
    assert offered.parts[4] == PartRow(used=False, part=Part(name="meta", content_type="application/json"))
    assert offered.parts[5] == PartRow(used=False, part=Part(name="day", value="2026-01-31"))
    assert missing_parts(parts, offered.parts[2:]) == tuple(
        PartRow(used=False, part=row.part) for row in offered.parts[:2]
    )


@pytest.mark.parametrize(
    ("content_type", "draft"),
    [
        ("text/json", BodyDraft(kind=BodyKind.JSON, content_types=((BodyKind.JSON, "text/json"),))),
        ("application/soap+xml",
         BodyDraft(kind=BodyKind.XML, content_types=((BodyKind.XML, "application/soap+xml"),))),
        ("text/csv", BodyDraft(kind=BodyKind.TEXT, content_types=((BodyKind.TEXT, "text/csv"),))),
        ("application/pdf", BodyDraft(kind=BodyKind.FILE, content_types=((BodyKind.FILE, "application/pdf"),))),
        ("image/*", BodyDraft(kind=BodyKind.FILE)),
        ("application/x-www-form-urlencoded", BodyDraft(kind=BodyKind.FORM)),
    ],
)  # fmt: skip
def test_the_kind_follows_the_content_type(content_type: str, draft: BodyDraft) -> None:
    made = with_content({content_type: {}})
    assert offered_body(made, kinds_of(made)[0]) == draft


def test_the_fields_of_a_plain_form_are_rows() -> None:
    properties = {
        "a": {"type": "array", "items": {"type": "string"}, "default": ["x", "y"]},
        "b": {"default": 5},
    }
    schema = {"type": "object", "required": ["b"], "properties": properties}
    made = with_content({"application/x-www-form-urlencoded": {"schema": schema}})
    offered = offered_body(made, BodyKind.FORM)
    assert offered.fields == ((False, "a", ""), (True, "b", "5"))


def test_the_starter_s_operations_are_forms_without_a_document() -> None:
    found = [
        form_of(one.operation, description=None, starter=one, facts=FACTS)
        for one in starters(language="da").values()
    ]
    by_key = {one.operation.key: one for one in found}
    search = by_key["GET /Api/Fiscal/{fiscalId}/Partner/Search"]
    assert [one.name for one in search.fields][:2] == ["fiscalId", "queryString"]
    assert by_key["GET /Api/Fiscal/{fiscalId}/Partner/{id}"].fields[1].picker == "partner"
    create = by_key["POST /Api/Fiscal/{fiscalId}/Partner"].body
    assert create is not None
    assert "xena_partnertype_company" in create.sample


def test_our_own_sample_gives_way_where_the_document_has_other_members() -> None:
    key = ("POST", "/api/fiscal/{}/partner")
    ours = starters(language="en")[key]
    path = ours.operation.path
    for members, is_ours in (
        ({"PartnerType": {"type": "string"}, "Address": {"type": "object"}}, True),
        ({"Name": {"type": "string"}}, False),
    ):
        body = {"name": "data", "in": "body", "schema": {"type": "object", "properties": members}}
        description = described({"swagger": "2.0", "paths": {path: {"post": {"parameters": [body]}}}})
        made = form_of(
            Operation("POST", path, "partner.post"), description=description, starter=ours, facts=FACTS
        ).body
        assert made is not None
        assert (made.sample == ours.body) is is_ours
