"""Schemas of Swagger 2.0 and OpenAPI 3.x as one thing: JSON Schema 2020-12 with all it refers to inside."""

from __future__ import annotations

from typing import Any, Final

from xena_desktop.catalogue.description import Description, plain_reference
from xena_desktop.domain.form import INT32, INT64

_KEPT: Final = frozenset(
    {
        *("title", "description", "default", "example", "examples", "enum", "const", "format", "readOnly"),
        *("contentMediaType", "contentEncoding"),
        *("multipleOf", "maximum", "minimum", "maxLength", "minLength", "pattern", "required"),
        *("maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties"),
    }
)
_RANGES: Final = {"int32": INT32, "int64": INT64}
_TYPES: Final = frozenset({"string", "integer", "number", "boolean", "object", "array", "null"})
_DEEPEST: Final = 60


class SchemaReader:
    """Collects the schemas that one form needs. Swagger 2.0 cannot say that a member may be null, so it may."""

    def __init__(self, description: Description) -> None:
        self._description = description
        self._is_swagger = description.dialect == "swagger"
        self._names: dict[str, str] = {}
        self._found: dict[str, Any] = {}

    def whole(self, schema: Any) -> dict[str, Any]:
        """The schema and, under ``$defs``, every schema that it leads to."""
        top = self._plain(schema)
        return {**top, "$defs": dict(self._found)} if self._found else top

    def _plain(self, schema: Any, *, depth: int = 0) -> dict[str, Any]:
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return {}
        if isinstance(schema.get("$ref"), str):
            reference = {"$ref": f"#/$defs/{self._named(plain_reference(schema['$ref']))}"}
            return {**reference, "readOnly": True} if schema.get("readOnly") is True else reference
        plain: dict[str, Any] = {
            name: value for name, value in schema.items() if name in _KEPT and _is_sound(name, value)
        }
        self._add_type(plain, schema)
        for name in ("allOf", "anyOf", "oneOf"):
            if isinstance(schema.get(name), list):
                plain[name] = [self._plain(one, depth=depth + 1) for one in schema[name]]
        if isinstance(schema.get("items"), dict):
            plain["items"] = self._plain(schema["items"], depth=depth + 1)
        self._add_members(plain, schema, depth=depth)
        self._add_limits(plain, schema)
        return plain

    def _named(self, reference: str) -> str:
        if reference not in self._names:
            name = self._names[reference] = f"s{len(self._names)}"
            self._found[name] = {}  # a schema may lead to itself
            self._found[name] = self._plain(self._description.component(reference))
        return self._names[reference]

    def _add_type(self, plain: dict[str, Any], schema: dict[str, Any]) -> None:
        found = schema.get("type")
        types = [one for one in (found if isinstance(found, list) else [found]) if one in _TYPES]
        if types and schema.get("nullable") is True and "null" not in types:
            types.append("null")
            if isinstance(plain.get("enum"), list):
                plain["enum"] = [*plain["enum"], None]
        if types:
            plain["type"] = types[0] if len(types) == 1 else types

    def _add_members(self, plain: dict[str, Any], schema: dict[str, Any], *, depth: int) -> None:
        more = schema.get("additionalProperties")
        if isinstance(more, dict):
            plain["additionalProperties"] = self._plain(more, depth=depth + 1)
        members = schema.get("properties")
        if not isinstance(members, dict):
            return
        required = frozenset(plain.get("required", ()))
        plain["properties"] = {
            name: self._member(one, may_be_null=self._is_swagger and name not in required, depth=depth)
            for name, one in members.items()
        }
        if more is None and not any(name in schema for name in ("allOf", "anyOf", "oneOf")):
            plain["additionalProperties"] = False

    def _member(self, schema: Any, *, may_be_null: bool, depth: int) -> dict[str, Any]:
        plain = self._plain(schema, depth=depth + 1)
        if not may_be_null:
            return plain
        if "$ref" in plain:
            return {"anyOf": [plain, {"type": "null"}]}
        if isinstance(plain.get("type"), str):
            plain["type"] = [plain["type"], "null"]
            if isinstance(plain.get("enum"), list):
                plain["enum"] = [*plain["enum"], None]
        return plain

    def _add_limits(self, plain: dict[str, Any], schema: dict[str, Any]) -> None:
        """Numbers of 32 and 64 bits, and limits that the older drafts write otherwise."""
        if "integer" in _type_list(plain) and (limits := _RANGES.get(str(schema.get("format")))):
            plain.setdefault("minimum", limits[0])
            plain.setdefault("maximum", limits[1])
        for exclusive, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            if schema.get(exclusive) is True and limit in plain:
                plain[exclusive] = plain.pop(limit)
            elif isinstance(schema.get(exclusive), int | float) and not isinstance(schema[exclusive], bool):
                plain[exclusive] = schema[exclusive]


def _type_list(plain: dict[str, Any]) -> list[str]:
    found = plain.get("type", [])
    return found if isinstance(found, list) else [found]


def _is_sound(name: str, value: Any) -> bool:
    """Whether a keyword holds what JSON Schema wants there; one that does not is as good as none."""
    if name == "required":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if name == "enum":
        return isinstance(value, list) and bool(value)
    if name in ("maximum", "minimum", "multipleOf"):
        return (
            isinstance(value, int | float) and not isinstance(value, bool) and (name[1] != "u" or value > 0)
        )
    if name.startswith(("max", "min")):
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if name.startswith("content"):
        return isinstance(value, str)
    if name == "pattern":
        return isinstance(value, str) and _is_pattern(value)
    return True


def _is_pattern(text: str) -> bool:
    import re

    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError):
        return False
    return len(text) < 500
