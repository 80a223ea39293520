"""Whether an API document allows a request: by the document itself, with none of the program's own reading of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import unquote

from jsonschema import Draft4Validator, FormatChecker

_RANGES = {"int32": 2**31, "int64": 2**63}


class NotAllowed(AssertionError):
    """The request is none that the document describes."""


def check_request(
    document: Mapping[str, Any],
    *,
    method: str,
    path: str,
    query: tuple[tuple[str, str], ...],
    headers: tuple[tuple[str, str], ...],
    body: bytes | None,
) -> None:
    """Raise NotAllowed unless the Swagger 2.0 document has this operation and allows all that is sent."""
    template, operation = _operation(document, method=method, path=path)
    listed = [*document["paths"][template].get("parameters", ()), *operation.get("parameters", ())]
    parameters = {(one["in"], one["name"]): one for one in listed}
    for name, value in _path_values(template, path).items():
        _check_value(parameters.get(("path", name), {"type": "string"}), value)
    sent = [name for name, _ in query]
    for name, value in query:
        if ("query", name) not in parameters:
            raise NotAllowed(f"no query parameter {name}")
        _check_value(parameters["query", name], value)
    for (place, name), one in parameters.items():
        if place == "query" and one.get("required") and name not in sent:
            raise NotAllowed(f"{name} is missing")
        if place == "body":
            _check_body(document, one, operation=operation, headers=dict(headers), body=body)


def _operation(document: Mapping[str, Any], *, method: str, path: str) -> tuple[str, Mapping[str, Any]]:
    fitting = [
        t for t in document["paths"] if method.lower() in document["paths"][t] and _pattern(t).fullmatch(path)
    ]
    if not fitting:
        raise NotAllowed(f"{method} {path} is not in the document")
    template = min(fitting, key=lambda one: one.count("{"))
    operation: Mapping[str, Any] = document["paths"][template][method.lower()]
    return template, operation


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^{}]+\})", template)
    return re.compile("".join("([^/]+)" if part.startswith("{") else re.escape(part) for part in parts))


def _path_values(template: str, path: str) -> dict[str, str]:
    found = _pattern(template).fullmatch(path)
    assert found is not None
    return dict(zip(re.findall(r"\{([^{}]+)\}", template), map(unquote, found.groups()), strict=True))


def _check_value(parameter: Mapping[str, Any], value: str) -> None:
    if parameter.get("type") == "array":
        _check_value(parameter["items"], value)
        return
    kind, limit = parameter.get("type"), _RANGES.get(str(parameter.get("format")))
    fits = {
        "integer": lambda: -(limit or 2**63) <= int(value) < (limit or 2**63),
        "number": lambda: float(value) == float(value),
        "boolean": lambda: value in ("true", "false"),
        "string": lambda: value in parameter.get("enum", [value]),
    }
    try:
        is_right = fits[str(kind)]()
    except (ValueError, KeyError):
        is_right = False
    if not is_right:
        raise NotAllowed(f"{value!r} is no {kind} for {parameter.get('name')}")


def _check_body(
    document: Mapping[str, Any],
    parameter: Mapping[str, Any],
    *,
    operation: Mapping[str, Any],
    headers: Mapping[str, str],
    body: bytes | None,
) -> None:
    if body is None:
        if parameter.get("required"):
            raise NotAllowed("a body is needed")
        return
    content_type = headers["Content-Type"].partition(";")[0]
    if content_type not in operation.get("consumes", [content_type]):
        raise NotAllowed(f"{content_type} is not taken")
    validator = Draft4Validator({**document, **parameter["schema"]}, format_checker=FormatChecker())
    for error in validator.iter_errors(json.loads(body)):
        raise NotAllowed(f"{list(error.absolute_path)}: {error.message}")
