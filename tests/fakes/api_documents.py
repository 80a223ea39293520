"""API documents with the traps of a real one, of any size."""

from __future__ import annotations

import random
from typing import Any

_DOMAINS = ("Article", "Bank", "Finance", "Order", "Partner", "Project", "(Core)")
_WORDS = (
    "Account",
    "Address",
    "Balance",
    "Contact",
    "Draft",
    "Entry",
    "Group",
    "Line",
    "Post",
    "Setup",
    "Task",
)
_JSON_AND_MORE = ["application/json", "text/json", "application/xml", "application/x-www-form-urlencoded"]


def swagger(*, entities: int = 12, seed: int = 1) -> dict[str, Any]:
    """A Swagger 2.0 document with six operations for each entity.

    Its traps: http alone, no basePath, no security, an operationId for list and single one alike, brackets in
    names, no 200 for some, an object in the query, ``/Api/Api/``, a schema within itself, numbers of 64 bits,
    day numbers, a DELETE with a body, leaked .NET types, ids typed as text.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    paths: dict[str, Any] = {}
    definitions: dict[str, Any] = {"WaitHandle": _WAIT_HANDLE, "SafeWaitHandle": _SAFE_WAIT_HANDLE}
    for number in range(entities):
        name = f"{chance.choice(_WORDS)}{chance.choice(_WORDS)}{number}"
        tag = f"{chance.choice(_DOMAINS)} - {name}Api"
        definitions[f"{name}Dto"] = _entity(name)
        definitions[f"PagedResultSet[{name}Dto]"] = _page(name)
        paths |= _paths(name, tag=tag, doubled=number % 5 == 0)
    return {
        "swagger": "2.0",
        "info": {"version": "v1", "title": "Generated.Api"},
        "host": "api.example",
        "schemes": ["http"],
        "paths": paths,
        "definitions": definitions,
    }


def openapi(version: str = "3.1.0") -> dict[str, Any]:
    """An OpenAPI 3 document with what Swagger does not have: servers, request bodies, cookies, styles, files."""
    text = {"type": "string"}
    by: dict[str, Any] = {"type": ["string", "null"]} if version >= "3.1" else {**text, "nullable": True}
    note = {"text": {**text, "minLength": 1}, "by": by}
    thing: dict[str, Any] = {
        "kind": {**text, "enum": ["big", "small"]},
        "weight": {"type": "number", "minimum": 0},
        "made": {**text, "format": "date"},
        "notes": {"type": "array", "items": {"$ref": "#/components/schemas/Note"}},
        "whole": {"allOf": [{"$ref": "#/components/schemas/Thing"}, {"readOnly": True}]},
    }
    kinds = {"type": "array", "items": thing["kind"]}
    body = {"schema": {"$ref": "#/components/schemas/Thing"}}
    picture = {"type": "object", "properties": {"file": {**text, "format": "binary"}, "title": text}}
    return {
        "openapi": version,
        "info": {"title": "Things", "version": "2"},
        "servers": [{"url": "https://{where}.example/v2", "variables": {"where": {"default": "api"}}}],
        "paths": {
            "/things": {
                "parameters": [_parameter("X-Trace", "header", text)],
                "get": {
                    "summary": "List things",
                    "tags": ["Things"],
                    "parameters": [
                        {"$ref": "#/components/parameters/Since"},
                        {**_parameter("kind", "query", kinds), "explode": False},
                        _parameter("session", "cookie", text),
                    ],
                    "responses": {"200": {"description": "OK"}},
                },
                "post": {
                    "summary": "Make a thing",
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": body, "application/xml": body},
                    },
                    "responses": {"default": {"description": "?"}},
                },
            },
            "/things/{id}/picture": {
                "put": {
                    "parameters": [
                        {**_parameter("id", "path", {**text, "format": "uuid"}), "required": True}
                    ],
                    "requestBody": {"content": {"multipart/form-data": {"schema": picture}}},
                    "responses": {},
                },
            },
        },
        "components": {
            "schemas": {
                "Thing": {"type": "object", "required": ["kind", "weight"], "properties": thing},
                "Note": {"type": "object", "required": ["text"], "properties": note},
            },
            "parameters": {"Since": _parameter("since", "query", {**text, "format": "date-time"})},
        },
    }


def _parameter(name: str, place: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": place, "schema": schema}


def _paths(name: str, *, tag: str, doubled: bool) -> dict[str, Any]:
    base = ("/Api/Api" if doubled else "/Api") + "/Fiscal/{fiscalId}/" + name
    page = {"$ref": f"#/definitions/PagedResultSet[{name}Dto]"}
    one = {"$ref": f"#/definitions/{name}Dto"}
    read = f"{name}Api_Get"
    return {
        base: {
            "get": _operation(tag, read, [_FISCAL, *_LIST_OPTIONS, _DAYS, _IDS, _LEAKED], answer=page),
            "post": _operation(tag, f"{name}Api_Post", [_FISCAL, _body(one)], answer=None),
        },
        base + "/{id}": {
            "get": _operation(tag, read, [_FISCAL, _id("integer")], answer=one),
            "put": _operation(tag, f"{name}Api_Put", [_FISCAL, _id("string"), _body(one)], answer=one),
            "delete": _operation(tag, f"{name}Api_Delete", [_FISCAL, _id("integer")], answer=None),
        },
        base + "/{id}/Unsubscribe": {
            "delete": _operation(tag, f"{name}Api_Unsubscribe", [_FISCAL, _id("integer"), _body(one)], answer=None)
        },
    }  # fmt: skip


def _operation(
    tag: str, operation_id: str, parameters: list[dict[str, Any]], *, answer: dict[str, Any] | None
) -> dict[str, Any]:
    has_body = any(one["in"] == "body" for one in parameters)
    refusals = {"400": {"description": "BadRequest"}, "404": {"description": "NotFound"}}
    return {
        "tags": [tag],
        "operationId": operation_id,
        "consumes": _JSON_AND_MORE if has_body else [],
        "produces": _JSON_AND_MORE[:3],
        "parameters": parameters,
        "responses": {"200": {"description": "OK", "schema": answer}} if answer else refusals,
    }


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": "data", "in": "body", "required": True, "schema": schema}


def _id(kind: str) -> dict[str, Any]:
    format_ = {"format": "int64"} if kind == "integer" else {}
    return {"name": "id", "in": "path", "required": True, "type": kind, **format_}


def _entity(name: str) -> dict[str, Any]:
    read_only = {"readOnly": True}
    return {
        "type": "object",
        "properties": {
            "Id": {"type": "integer", "format": "int64"},
            "Version": {"type": "integer", "format": "int32", **read_only},
            "CreatedAt": {"type": "string", "format": "date-time", **read_only},
            "DueDateDays": {"type": "integer", "format": "int32"},
            "DueDateDaysFriendly": {"type": "string", **read_only},
            "Description": {"type": "string"},
            "IsActive": {"type": "boolean"},
            "Amount": {"type": "number", "format": "double"},
            "ContextType": {"type": "string", "enum": ["ContextType_Customer", "ContextType_Supplier"]},
            "PartnerId": {"type": "integer", "format": "int64"},
            "Tags": {"type": "array", "items": {"type": "string"}},
            "Parent": {"$ref": f"#/definitions/{name}Dto"},
            "Waiting": {"$ref": "#/definitions/WaitHandle"},
        },
    }


def _page(name: str) -> dict[str, Any]:
    items = {"type": "array", "items": {"$ref": f"#/definitions/{name}Dto"}}
    return {
        "type": "object",
        "properties": {"Count": {"type": "integer", "format": "int32"}, "Entities": items},
    }


_FISCAL = {"name": "fiscalId", "in": "path", "required": True, "type": "string"}
_LIST_OPTIONS = [
    {"name": "listOptions.showDeactivated", "in": "query", "required": False, "type": "boolean"},
    {"name": "listOptions.page", "in": "query", "required": False, "type": "integer", "format": "int32"},
    {"name": "listOptions.pageSize", "in": "query", "required": False, "type": "integer", "format": "int32"},
    {"name": "listOptions.forceNoPaging", "in": "query", "required": False, "type": "boolean"},
]
_DAYS = {
    "name": "filter.fromDays", "in": "query", "required": False, "type": "integer", "format": "int32",
}  # fmt: skip
_IDS = {
    "name": "ids", "in": "query", "required": False, "type": "array", "collectionFormat": "multi",
    "items": {"type": "integer", "format": "int64"},
}  # fmt: skip
_LEAKED = {"name": "cancellationToken.waitHandle", "in": "query", "required": False, "type": "object"}
_WAIT_HANDLE = {
    "type": "object",
    "properties": {"SafeWaitHandle": {"$ref": "#/definitions/SafeWaitHandle"}, "Handle": {"type": "object"}},
}
_SAFE_WAIT_HANDLE = {"type": "object", "properties": {"IsClosed": {"type": "boolean", "readOnly": True}}}
