"""A body to begin with, made from its schema."""

from __future__ import annotations

import json
from typing import Any, Final

from xena_desktop.catalogue.facts import Facts
from xena_desktop.domain.schema import Schema, resolved, types_of

_DEEPEST: Final = 3
_TEXTS: Final = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "email": "name@example.com",
    "uri": "https://example.com",
}


def sample(whole: Schema, *, facts: Facts) -> str:
    """JSON text that the schema allows, with the members one may write; empty where the schema says nothing.

    Left out are members that are read only, but for ``Version``, which Xena wants back, and ids and days that
    need not be there.
    """
    schema = resolved(whole, whole=whole)
    if not schema:
        return ""
    value = _Sampler(whole, facts=facts).value(schema, depth=0)
    return json.dumps(value, indent=2, ensure_ascii=False)


class _Sampler:
    def __init__(self, whole: Schema, *, facts: Facts) -> None:
        self._whole, self._facts = whole, facts

    def value(self, schema: Schema, *, depth: int) -> Any:
        for name in ("const", "default", "example"):
            if name in schema and _fits(schema[name], schema):
                return schema[name]
        if schema.get("examples") and isinstance(schema["examples"], list):
            return schema["examples"][0]
        if "enum" in schema:
            return next((one for one in schema["enum"] if one is not None), None)
        types = types_of(schema)
        return self._of_type(types[0] if types else "", schema, depth=depth)

    def _of_type(self, kind: str, schema: Schema, *, depth: int) -> Any:
        match kind:
            case "object":
                return self._object(schema, depth=depth)
            case "array":
                return self._array(schema, depth=depth)
            case "string":
                text = _TEXTS.get(str(schema.get("format")), "")
                return text.ljust(schema.get("minLength", 0), "x")
            case "integer" | "number":
                return _number(schema)
            case "boolean":
                return False
        return None

    def _object(self, schema: Schema, *, depth: int) -> dict[str, Any]:
        required = frozenset(schema.get("required", ()))
        found: dict[str, Any] = {}
        for name, inner in schema.get("properties", {}).items():
            member = resolved(inner, whole=self._whole)
            is_hidden = member.get("readOnly") is True or inner.get("readOnly") is True
            if is_hidden and not self._facts.is_written(name):
                continue
            is_deep = depth >= _DEEPEST - 1 and bool({"object", "array"} & set(types_of(member)))
            is_optional = not is_deep and types_of(member) and not self._is_better_unsaid(name, member)
            if (name in required and depth < 2 * _DEEPEST) or is_optional:
                found[name] = self.value(member, depth=depth + 1)
        return found

    def _is_better_unsaid(self, name: str, member: Schema) -> bool:
        """An id or a day of nought would be a wrong one; leaving it out says nothing."""
        is_reference = name.lower().endswith("id") or self._facts.is_day_number(name)
        return (
            is_reference
            and types_of(member) == ("integer",)
            and not {"default", "example", "enum"} & set(member)
        )

    def _array(self, schema: Schema, *, depth: int) -> list[Any]:
        item = resolved(schema.get("items", {}), whole=self._whole)
        return [self.value(item, depth=depth + 1)] * min(schema.get("minItems", 0), 100)


def _number(schema: Schema) -> int | float:
    """The number nearest to nothing that is allowed."""
    low = schema.get("minimum", schema.get("exclusiveMinimum", 0))
    high = schema.get("maximum", schema.get("exclusiveMaximum", 0))
    value = max(0, low) or min(0, high)
    if value == schema.get("exclusiveMinimum"):
        value += schema.get("multipleOf", 1)
    if value == schema.get("exclusiveMaximum"):
        value -= schema.get("multipleOf", 1)
    return value  # type: ignore[no-any-return] # a number, as the schema was read


def _fits(value: Any, schema: Schema) -> bool:
    """Whether an example is of the kind it is an example of; in real documents some are not."""
    kinds: dict[str, type | tuple[type, ...]] = {
        "string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict, "array": list,
    }  # fmt: skip
    types = types_of(schema)
    if isinstance(value, bool):
        return not types or "boolean" in types
    return not types or any(isinstance(value, kinds[one]) for one in types)
