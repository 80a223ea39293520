"""From what a document says of an operation to a form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from xena_desktop.catalogue.body_forms import BodyBuilder
from xena_desktop.catalogue.description import Description
from xena_desktop.catalogue.facts import Facts
from xena_desktop.catalogue.schemas import SchemaReader
from xena_desktop.catalogue.starter import Starter
from xena_desktop.domain.addresses import printable
from xena_desktop.domain.form import INT32, INT64, BodyForm, Field, Kind, OperationForm, Place
from xena_desktop.domain.operation import Operation
from xena_desktop.domain.schema import Schema, resolved, types_of

_PLACEHOLDER: Final = re.compile(r"\{([^{}/]+)\}")
_PLACES: Final = {place.value: place for place in Place} | {"formData": Place.FORM}
_SEPARATORS: Final = {"multi": "", "csv": ",", "ssv": " ", "tsv": "\t", "pipes": "|"}
_STYLES: Final = {"form": ",", "simple": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
_KINDS: Final = {"integer": Kind.INTEGER, "number": Kind.NUMBER, "boolean": Kind.BOOLEAN, "file": Kind.FILE}
_FORMATS: Final = {
    "date": Kind.DATE, "date-time": Kind.DATE_TIME, "binary": Kind.FILE, "int32": Kind.INTEGER, "int64": Kind.INTEGER,
}  # fmt: skip


def form_of(
    operation: Operation, *, description: Description | None, starter: Starter | None, facts: Facts
) -> OperationForm:
    """The form of an operation; of one that only the starter catalogue knows, by its path and its examples."""
    builder = _Builder(operation, facts=facts, starter=starter)
    return builder.of_document(description) if description else builder.of_starter()


class _Builder:
    def __init__(self, operation: Operation, *, facts: Facts, starter: Starter | None) -> None:
        self._operation, self._facts, self._starter = operation, facts, starter
        self._examples = dict(starter.query) if starter else {}

    def of_starter(self) -> OperationForm:
        body = None
        if self._starter and self._starter.body:
            body = BodyForm(sample=self._starter.body, is_required=True)
        names = [(name, Place.QUERY) for name in self._examples]
        fields = [*self._path_fields(()), *(self._field({"name": n}, place, {}) for n, place in names)]
        return OperationForm(operation=self._operation, fields=tuple(fields), body=body)

    def of_document(self, description: Description) -> OperationForm:
        part = description.part(self._operation.key)
        parameters = [one for one in map(description.resolved, part.get("parameters", ())) if _is_named(one)]
        fields = [
            self._of_parameter(one, description)
            for one in parameters
            if one["in"] not in ("body", "formData")
        ]
        builder = BodyBuilder(description, field=self._field, facts=self._facts, starter=self._starter)
        if description.dialect == "swagger":
            given = tuple(
                self._of_parameter(one, description) for one in parameters if one["in"] == "formData"
            )
            body = builder.of_swagger(part, parameters, given)
        else:
            body = builder.of_openapi(part)
        return OperationForm(
            operation=self._operation, fields=(*self._path_fields(fields), *_not_in_path(fields)), body=body
        )

    def _path_fields(self, fields: list[Field] | tuple[()]) -> Iterator[Field]:
        """A field for each placeholder in the path, in its order, whatever the document lists."""
        known = {one.name: one for one in fields if one.place is Place.PATH}
        for name in dict.fromkeys(_PLACEHOLDER.findall(self._operation.path)):
            yield known.get(name) or self._field({"name": name, "required": True}, Place.PATH, {})

    def _of_parameter(self, parameter: Mapping[str, Any], description: Description) -> Field:
        schema, whole = _parameter_schema(parameter, description)
        return self._field(parameter, _PLACES[parameter["in"]], schema, whole=whole)

    def _field(
        self, parameter: Mapping[str, Any], place: Place, schema: Schema, *, whole: Schema | None = None
    ) -> Field:
        name, fact = parameter["name"], self._facts.parameter(parameter["name"])
        item = (
            resolved(schema.get("items", {}), whole=whole or schema)
            if "array" in types_of(schema)
            else schema
        )
        kind = self._kind(name, item) or (fact.kind if fact and fact.kind else Kind.TEXT)
        least, most = _range(item, kind)
        own = parameter.get("description") or schema.get("description") or ""
        example = parameter.get("example", schema.get("example"))
        return Field(
            name=name,
            place=place,
            kind=kind,
            is_required=parameter.get("required") is True or place is Place.PATH,
            description=printable(" ".join(str(own).split()), limit=2000)
            or (fact.description if fact else ""),
            default=_text(schema.get("default")),
            example=_text(example) or self._examples.get(name, "") or (fact.example if fact else ""),
            choices=tuple(_text(one) for one in item.get("enum", ()) if one is not None),
            least=least,
            most=most,
            separator=_separator(parameter, place) if item is not schema else None,
            picker=self._facts.picker(name, path=self._operation.path if place is Place.PATH else ""),
        )

    def _kind(self, name: str, schema: Schema) -> Kind | None:
        types = types_of(schema)
        kind = _FORMATS.get(str(schema.get("format"))) if types in (("string",), ("integer",)) else None
        kind = kind or next((_KINDS[one] for one in types if one in _KINDS), None)
        if kind is Kind.INTEGER and self._facts.is_day_number(name):
            return Kind.DAY
        return kind or (Kind.TEXT if types else None)


def _parameter_schema(parameter: Mapping[str, Any], description: Description) -> tuple[Schema, Schema]:
    """The schema of a parameter: its own members (Swagger 2.0), ``schema``, or that of its one content (3.x)."""
    written: Any = parameter.get("schema")
    if written is None and isinstance(parameter.get("content"), dict):
        written = next(
            (one.get("schema") for one in parameter["content"].values() if isinstance(one, dict)), None
        )
    whole = SchemaReader(description).whole(parameter if written is None else written)
    if parameter.get("type") == "file":
        return {"type": "string", "format": "binary"}, whole
    return resolved(whole, whole=whole), whole


def _is_named(parameter: Any) -> bool:
    return isinstance(parameter, dict) and isinstance(parameter.get("name"), str) and (
        parameter.get("in") in _PLACES or parameter.get("in") == "body"
    )  # fmt: skip


def _not_in_path(fields: list[Field]) -> list[Field]:
    return [one for one in fields if one.place is not Place.PATH]


def _separator(parameter: Mapping[str, Any], place: Place) -> str:
    """What stands between several values: ``collectionFormat`` in Swagger 2.0, ``style`` and ``explode`` in 3.x."""
    if "collectionFormat" in parameter or "type" in parameter:
        return _SEPARATORS.get(str(parameter.get("collectionFormat", "csv")), ",")
    style = parameter.get("style", "form" if place in (Place.QUERY, Place.COOKIE) else "simple")
    is_exploded = parameter.get("explode", style == "form")
    return "" if is_exploded and style == "form" else _STYLES.get(str(style), ",")


def _range(schema: Schema, kind: Kind) -> tuple[int | None, int | None]:
    if kind not in (Kind.INTEGER, Kind.DAY):
        return None, None
    low, high = schema.get("minimum"), schema.get("maximum")
    widest = INT32 if schema.get("format") == "int32" else INT64
    return (
        int(low) if isinstance(low, int | float) else widest[0],
        int(high) if isinstance(high, int | float) else widest[1],
    )


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
