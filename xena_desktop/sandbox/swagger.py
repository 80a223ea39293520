"""The API's own Swagger 2.0 document, made from the table of operations."""

import re
from typing import Any
from urllib.parse import urlsplit

from xena_desktop.sandbox.choices import Choices
from xena_desktop.sandbox.definitions import Definitions
from xena_desktop.sandbox.operations import Operation, Right

_QUERY_TYPES: dict[str, dict[str, str]] = {
    "showDeactivated": {"type": "boolean"},
    "page": {"type": "integer", "format": "int32"},
    "pageSize": {"type": "integer", "format": "int32"},
    "forceNoPaging": {"type": "boolean"},
    "fiscalDateFrom": {"type": "integer", "format": "int32"},
    "fiscalDateTo": {"type": "integer", "format": "int32"},
    "PartnerId": {"type": "integer", "format": "int64"},
    "OrderId": {"type": "integer", "format": "int64"},
    "OrderTaskId": {"type": "integer", "format": "int64"},
    "FiscalPeriodId": {"type": "integer", "format": "int64"},
}
_JSON = ["application/json"]


def swagger_document(
    operations: tuple[Operation, ...], *, authority: str, definitions: Definitions, choices: Choices
) -> dict[str, Any]:
    """The document, in the manner of Xena's: `schemes` http, no `basePath`, names with brackets."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation)
    return {
        "swagger": "2.0",
        "info": {"version": "v1", "title": "Xena.Sandbox.Api"},
        "host": urlsplit(authority).netloc,
        "schemes": ["http"],
        "paths": dict(sorted(paths.items())),
        "definitions": _definitions(operations, definitions=definitions, choices=choices),
    }


def _described(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "tags": [operation.tag],
        "operationId": f"{operation.tag.rpartition(' ')[2]}_{operation.method.capitalize()}",
        "consumes": ["multipart/form-data"] if operation.form else _JSON if operation.body else [],
        "produces": ["application/octet-stream"] if operation.answer == "file" else _JSON,
        "parameters": [*_path_parameters(operation.path), *map(_query_parameter, operation.query)],
        "responses": _responses(operation),
    }
    if operation.body:
        schema = {"$ref": f"#/definitions/{operation.body}"}
        described["parameters"].append({"name": "data", "in": "body", "required": True, "schema": schema})
    described["parameters"] += [
        {"name": part.name, "in": "formData", "required": part.required, "type": part.type}
        for part in operation.form
    ]
    return described


def _path_parameters(path: str) -> list[dict[str, Any]]:
    number = {"type": "integer", "format": "int64"}
    return [{"name": name, "in": "path", "required": True, **number} for name in re.findall(r"{(\w+)}", path)]


def _query_parameter(name: str) -> dict[str, Any]:
    kind = _QUERY_TYPES.get(name.rpartition(".")[2], {"type": "string"})
    return {"name": name, "in": "query", "required": False, **kind}


def _responses(operation: Operation) -> dict[str, Any]:
    answers: dict[str, Any] = {"200": {"description": "OK", "schema": _answer_schema(operation.answer)}}
    refusal = {"$ref": "#/definitions/SaveResult"}
    if operation.right is not Right.NOBODY:
        answers["401"] = {"description": "Unauthorized"}
    if operation.right not in (Right.NOBODY, Right.SIGNED_IN):
        answers["403"] = {"description": "Forbidden"}
    if "{id}" in operation.path or operation.answer == "file":
        answers["404"] = {"description": "NotFound"}
    if operation.body or operation.form or operation.query or operation.method == "DELETE":
        answers["400"] = {"description": "BadRequest", "schema": refusal}
    if operation.method == "PUT":
        answers["409"] = {"description": "Conflict", "schema": refusal}
    return dict(sorted(answers.items()))


def _answer_schema(answer: str) -> dict[str, Any]:
    if answer == "file":
        return {"type": "file"}
    if answer.endswith("[]"):
        return {"type": "array", "items": {"$ref": f"#/definitions/{answer.removesuffix('[]')}"}}
    return {"$ref": f"#/definitions/{answer}"}


def _definitions(
    operations: tuple[Operation, ...], *, definitions: Definitions, choices: Choices
) -> dict[str, Any]:
    answers = {operation.answer for operation in operations} - {"file"}
    named = {_inner(answer) for answer in answers} | {"SaveResult"}
    named |= {operation.body for operation in operations if operation.body}
    schemas = definitions.swagger(named, choices=choices.all_values())
    for answer in answers:
        if answer.startswith("PagedResultSet["):
            items = {"type": "array", "items": {"$ref": f"#/definitions/{_inner(answer)}"}}
            count = {"type": "integer", "format": "int32"}
            schemas[answer] = {"type": "object", "properties": {"Count": count, "Entities": items}}
    return dict(sorted(schemas.items()))


def _inner(answer: str) -> str:
    return answer.removesuffix("[]").removeprefix("PagedResultSet[").removesuffix("]")
