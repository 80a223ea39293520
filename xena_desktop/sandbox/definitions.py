"""The API's data shapes, read from `definitions.json`: for validation, answers and the Swagger document."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xena_desktop.sandbox.resource_files import read_json

_SWAGGER_TYPES: dict[str, dict[str, str]] = {
    "int": {"type": "integer", "format": "int32"},
    "long": {"type": "integer", "format": "int64"},
    "decimal": {"type": "number", "format": "double"},
    "string": {"type": "string"},
    "bool": {"type": "boolean"},
    "datetime": {"type": "string", "format": "date-time"},
}
_EMPTY: dict[str, object] = {"int": 0, "long": 0, "decimal": Decimal("0.00"), "bool": False}
_LARGEST = {"int": 2**31 - 1, "long": 2**63 - 1}


@dataclass(frozen=True)
class Field:
    """One field. `type` is a simple type, a choice, a kind of entity (whose id it holds) or a definition.

    Written `type`, `[]` for a list, `?` for nullable, `*` for read-only, `!` for required.
    """

    name: str
    type: str
    many: bool
    nullable: bool
    read_only: bool
    required: bool

    @property
    def empty(self) -> object:
        """What stands in an answer when there is no value."""
        if self.many:
            return []
        return None if self.nullable else _EMPTY.get(self.type)

    def accepts(self, value: object) -> bool:
        """Whether a value of a simple type has the right type and size; others are checked elsewhere."""
        if value is None:
            return not self.required
        match self.type:
            case "bool":
                return isinstance(value, bool)
            case "int" | "long":
                if isinstance(value, bool) or not isinstance(value, int):
                    return False
                return abs(value) <= _LARGEST[self.type]
            case "decimal":
                return isinstance(value, int | Decimal) and not isinstance(value, bool)
            case "string" | "datetime":
                return isinstance(value, str)
        return True


@dataclass(frozen=True)
class Definition:
    """A named shape with its fields in order."""

    name: str
    fields: tuple[Field, ...]


class Definitions:
    """Every definition by its name."""

    def __init__(self) -> None:
        written: dict[str, dict[str, str]] = read_json("sandbox/definitions.json")
        self._definitions = {
            name: Definition(name, tuple(_field(key, written=text) for key, text in fields.items()))
            for name, fields in written.items()
        }

    def __getitem__(self, name: str) -> Definition:
        """The definition of that name; raises KeyError."""
        return self._definitions[name]

    def __contains__(self, name: str) -> bool:
        return name in self._definitions

    def swagger(self, names: set[str], *, choices: dict[str, tuple[str, ...]]) -> dict[str, Any]:
        """The definitions of those names and of all that they hold, as Swagger 2.0 schemas."""
        found: dict[str, Any] = {}
        waiting = sorted(names)
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            definition = self._definitions[name]
            found[name] = self._schema(definition, choices=choices)
            waiting += [field.type for field in definition.fields if field.type in self._definitions]
        return dict(sorted(found.items()))

    def _schema(self, definition: Definition, *, choices: dict[str, tuple[str, ...]]) -> dict[str, Any]:
        properties = {field.name: self._property(field, choices=choices) for field in definition.fields}
        required = [field.name for field in definition.fields if field.required]
        schema: dict[str, Any] = {"type": "object", "properties": properties}
        return schema | ({"required": required} if required else {})

    def _property(self, field: Field, *, choices: dict[str, tuple[str, ...]]) -> dict[str, Any]:
        schema: dict[str, Any]
        if field.type in self._definitions:
            schema = {"$ref": f"#/definitions/{field.type}"}
        elif field.type in choices:
            schema = {"type": "string", "enum": list(choices[field.type])}
        else:
            # a kind of entity is written by its id
            schema = dict(_SWAGGER_TYPES.get(field.type, _SWAGGER_TYPES["long"]))
        if field.many:
            schema = {"type": "array", "items": schema}
        # siblings of $ref are ignored by readers of Swagger 2.0
        return schema | ({"readOnly": True} if field.read_only and "$ref" not in schema else {})


def _field(name: str, *, written: str) -> Field:
    type_name = written.rstrip("?*!").removesuffix("[]")
    return Field(
        name=name,
        type=type_name,
        many="[]" in written,
        nullable="?" in written,
        read_only="*" in written,
        required="!" in written,
    )
