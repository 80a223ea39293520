"""Reading a JSON Schema as a person filling in a form does: which members there are, and what each may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Schema = Mapping[str, Any]

_MOST_STEPS: Final = 20
_DEEPEST_MEMBER: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member of a body that holds a plain value: the names that lead to it, and its schema, resolved."""

    path: tuple[str, ...]
    schema: Schema
    is_required: bool = False

    @property
    def name(self) -> str:
        """``Address.Name``."""
        return ".".join(self.path)


def resolved(schema: Any, *, whole: Schema) -> Schema:
    """What a schema is once references, ``allOf`` and a choice between it and null are followed."""
    for _ in range(_MOST_STEPS):
        if not isinstance(schema, Mapping):
            return {}
        if "$ref" in schema:
            name = str(schema["$ref"]).removeprefix("#/$defs/")
            beside = {key: value for key, value in schema.items() if key != "$ref"}
            target = whole.get("$defs", {}).get(name, {})
            schema = {**target, **beside}
        elif "allOf" in schema:
            schema = _joined(schema, whole=whole)
        elif (chosen := _first_real(schema)) is not None:
            rest = {key: value for key, value in schema.items() if key not in ("anyOf", "oneOf")}
            schema = {**rest, **chosen} if "$ref" not in chosen else {**rest, "$ref": chosen["$ref"]}
        else:
            return schema
    return {}


def types_of(schema: Schema) -> tuple[str, ...]:
    """The types a value may have, null aside; objects are recognised by their members, too."""
    found = schema.get("type", ())
    types = tuple(one for one in ((found,) if isinstance(found, str) else found) if one != "null")
    return types or (("object",) if "properties" in schema else ())


def at(path: Sequence[str | int], *, whole: Schema) -> Schema:
    """The schema of the value that ``path`` leads to in a document of ``whole``; empty where it says nothing."""
    schema = resolved(whole, whole=whole)
    for step in path:
        inner = schema.get("items") if isinstance(step, int) else schema.get("properties", {}).get(step)
        if inner is None and isinstance(step, str):
            inner = schema.get("additionalProperties")
        schema = resolved(inner, whole=whole)
    return schema


def members(whole: Schema) -> Iterator[Member]:
    """The members with plain values, those of objects inside included, in the document's order."""
    yield from _members(resolved(whole, whole=whole), whole=whole, before=(), is_required=True)


def _members(
    schema: Schema, *, whole: Schema, before: tuple[str, ...], is_required: bool
) -> Iterator[Member]:
    needed = frozenset(schema.get("required", ()))
    for name, inner in schema.get("properties", {}).items():
        member, path = resolved(inner, whole=whole), (*before, name)
        types = types_of(member)
        wanted = is_required and name in needed
        if types == ("object",) and len(path) < _DEEPEST_MEMBER and member.get("properties"):
            yield from _members(member, whole=whole, before=path, is_required=wanted)
        elif types and types not in (("object",), ("array",)):
            yield Member(path=path, schema=member, is_required=wanted)


def _joined(schema: Schema, *, whole: Schema) -> Schema:
    """``allOf`` as one schema: members and requirements of all, of anything else the last word."""
    joined: dict[str, Any] = {key: value for key, value in schema.items() if key != "allOf"}
    for one in schema["allOf"]:
        part = one
        for _ in range(_MOST_STEPS):
            if not isinstance(part, Mapping) or "$ref" not in part:
                break
            part = whole.get("$defs", {}).get(str(part["$ref"]).removeprefix("#/$defs/"), {})
        part = part if isinstance(part, Mapping) else {}
        properties = {**joined.get("properties", {}), **part.get("properties", {})}
        required = [*joined.get("required", ()), *part.get("required", ())]
        joined = {**joined, **{key: value for key, value in part.items() if key != "$ref"}}
        joined |= {"properties": properties} if properties else {}
        joined |= {"required": required} if required else {}
    return joined


def _first_real(schema: Schema) -> Schema | None:
    """The first of several possible schemas that is not just null."""
    for key in ("anyOf", "oneOf"):
        for one in schema.get(key, ()):
            if isinstance(one, Mapping) and one.get("type") != "null":
                return one
    return None
