"""The body of an operation: its content types, its members, the fields and parts of its forms."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Protocol

from xena_desktop.catalogue.description import Description
from xena_desktop.catalogue.samples import sample
from xena_desktop.catalogue.schemas import SchemaReader
from xena_desktop.domain.form import BodyForm, Field, Kind, Place
from xena_desktop.domain.schema import Schema, members, resolved, types_of
from xena_desktop.domain.written_body import MULTIPART, URL_ENCODED

if TYPE_CHECKING:
    from xena_desktop.catalogue.facts import Facts
    from xena_desktop.catalogue.starter import Starter

FORM_TYPES: Final = (URL_ENCODED, MULTIPART)


class _MakesField(Protocol):
    def __call__(
        self, parameter: Mapping[str, Any], place: Place, schema: Schema, *, whole: Schema | None = None
    ) -> Field: ...


class BodyBuilder:
    """Reads bodies; ``field`` makes a field of whatever is described as a parameter is."""

    def __init__(
        self, description: Description, *, field: _MakesField, facts: Facts, starter: Starter | None
    ) -> None:
        self._description, self._field, self._facts, self._starter = description, field, facts, starter

    def of_swagger(
        self, part: Mapping[str, Any], parameters: list[dict[str, Any]], form_fields: tuple[Field, ...]
    ) -> BodyForm | None:
        """The body of Swagger 2.0: one parameter, or the fields of a form."""
        types = _texts(part.get("consumes")) or self._description.content_types
        if form_fields:
            needs_parts = any(one.kind is Kind.FILE for one in form_fields)
            wanted = [one for one in types if one in FORM_TYPES] or [FORM_TYPES[needs_parts]]
            return BodyForm(
                content_types=tuple(wanted), is_required=True, fields=form_fields, parts=form_fields
            )
        for one in parameters:
            if one["in"] == "body":
                return self._body(one, types=types or ("application/json",))
        return None

    def of_openapi(self, part: Mapping[str, Any]) -> BodyForm | None:
        """The body of OpenAPI 3: each content type with a schema of its own."""
        body = self._description.resolved(part.get("requestBody"))
        content = body.get("content") if isinstance(body, dict) else None
        if not isinstance(content, dict) or not content:
            return None
        media = {str(name): one if isinstance(one, dict) else {} for name, one in content.items()}
        main = next((one for name, one in media.items() if "json" in name), None)
        if main is None:
            main = next((one for name, one in media.items() if name not in FORM_TYPES), {})
        described = {
            "schema": main.get("schema"),
            "required": body.get("required"),
            "example": main.get("example"),
        }
        made = self._body(described, types=tuple(media))
        encoded, parts = (self._of_media(media.get(name)) for name in FORM_TYPES)
        return replace(made, fields=encoded, parts=parts)

    def _of_media(self, media: Mapping[str, Any] | None) -> tuple[Field, ...]:
        """The fields of one content type of a form, each with the type that it is to be declared as."""
        if media is None:
            return ()
        whole = SchemaReader(self._description).whole(media.get("schema"))
        encoding = media.get("encoding")
        encoding = encoding if isinstance(encoding, dict) else {}
        return tuple(
            replace(one, content_type=_one_type(encoding.get(one.name)) or one.content_type)
            for one in self._form_fields(whole)
        )

    def _body(self, described: Mapping[str, Any], *, types: tuple[str, ...]) -> BodyForm:
        schema = SchemaReader(self._description).whole(described.get("schema"))
        example = described.get("example")
        text = self._starter.body if self._starter and _knows(schema, self._starter.body) else ""
        if not text and example is not None:
            text = example if isinstance(example, str) else json.dumps(example, indent=2, ensure_ascii=False)
        form_fields = self._form_fields(schema)
        return BodyForm(
            content_types=tuple(sorted(types, key=lambda one: one != "application/json")),
            is_required=described.get("required") is True,
            sample=text or sample(schema, facts=self._facts),
            schema=schema,
            members=tuple(self._members(schema)),
            fields=form_fields if FORM_TYPES[0] in types else (),
            parts=form_fields if FORM_TYPES[1] in types else (),
        )

    def _members(self, whole: Schema) -> Iterator[Field]:
        for member in members(whole):
            if member.schema.get("readOnly") is not True or self._facts.is_written(member.name):
                parameter = {"name": member.name, "required": member.is_required}
                yield self._field(parameter, Place.FORM, member.schema, whole=whole)

    def _form_fields(self, whole: Schema) -> tuple[Field, ...]:
        top = resolved(whole, whole=whole)
        needed = frozenset(top.get("required", ()))
        fields = []
        for name, inner in top.get("properties", {}).items():
            schema = resolved(inner, whole=whole)
            if schema.get("readOnly") is not True or self._facts.is_written(name):
                parameter = {"name": name, "required": name in needed}
                made = self._field(parameter, Place.FORM, schema, whole=whole)
                fields.append(_as_part(made, schema, whole=whole))
        return tuple(fields)


def _as_part(field: Field, schema: Schema, *, whole: Schema) -> Field:
    """What a member is as a part: binary ones are files, objects are JSON (OpenAPI 3.1, encoding object)."""
    item = resolved(schema.get("items", {}), whole=whole) if "array" in types_of(schema) else schema
    if "contentMediaType" in item and "contentEncoding" not in item and not item.get("enum"):
        return replace(
            field, kind=Kind.FILE, content_type=_one_type({"contentType": item["contentMediaType"]})
        )
    is_object = "object" in types_of(item)
    return replace(field, content_type="application/json") if is_object else field


def _one_type(encoding: Any) -> str:
    """The content type that an encoding names; none where it leaves a choice, which the file's own name makes."""
    said = encoding.get("contentType") if isinstance(encoding, dict) else None
    is_one = isinstance(said, str) and "," not in said and "*" not in said
    return str(said).strip() if is_one and said != "application/octet-stream" else ""


def _knows(whole: Schema, text: str) -> bool:
    """Whether the members of our own sample are the schema's as well."""
    top = resolved(whole, whole=whole)
    return bool(text) and set(json.loads(text)) <= set(top.get("properties", json.loads(text)))


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
