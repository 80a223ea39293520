"""Checks the body of a call against its definition, and finds what it would change."""

from typing import Any

from xena_desktop.sandbox.call import Call
from xena_desktop.sandbox.definitions import Field
from xena_desktop.sandbox.refusals import FieldError, not_saved
from xena_desktop.sandbox.store import Row


def checked_body(call: Call, *, definition: str, known: Row | None = None) -> Row:
    """The fields of the body that may be written; unknown and read-only ones are left out.

    A required field may be missing when the `known` row has it. Answers 400 with every error at once.
    """
    if not isinstance(call.body, dict):
        raise not_saved(400, errors=[FieldError("", call.text("body"))])
    checked, errors = _checked(call, call.body, definition=definition, known=known or {}, path="")
    if errors:
        raise not_saved(400, errors=errors)
    return checked


def check_version(call: Call, *, row: Row) -> None:
    """Answers 400 when the body has no version and 409 when it is not that of the row."""
    version = call.body.get("Version") if isinstance(call.body, dict) else None
    if not isinstance(version, int) or isinstance(version, bool):
        raise not_saved(400, errors=[FieldError("Version", call.text("version_missing"))])
    if version != row["Version"]:
        raise not_saved(409, errors=[FieldError("Version", call.text("version"))], assigned_id=row["Id"])


def _checked(
    call: Call, body: dict[str, Any], *, definition: str, known: Row, path: str
) -> tuple[Row, list[FieldError]]:
    checked: Row = {}
    errors: list[FieldError] = []
    for field in call.definitions[definition].fields:
        if field.read_only:
            continue
        where = f"{path}{field.name}"
        if field.name not in body:
            if field.required and known.get(field.name) is None:
                errors.append(FieldError(where, call.text("required")))
            continue
        value, found = _value(call, field, body[field.name], known=known.get(field.name), path=where)
        checked[field.name] = value
        errors += found
    return checked, errors


def _value(call: Call, field: Field, value: Any, *, known: Any, path: str) -> tuple[Any, list[FieldError]]:
    if value is None or value == "":
        return value, [FieldError(path, call.text("required"))] if field.required else []
    if field.many:
        return _list(call, field, value, path=path)
    if field.type in call.definitions:
        if not isinstance(value, dict):
            return value, [FieldError(path, call.text("type", type=field.type))]
        kept = known or {}
        inner, errors = _checked(call, value, definition=field.type, known=kept, path=f"{path}.")
        return kept | inner, errors
    error = _simple_error(call, field, value)
    return value, [FieldError(path, error)] if error else []


def _list(call: Call, field: Field, value: Any, *, path: str) -> tuple[Any, list[FieldError]]:
    if isinstance(value, list) and all(field.accepts(item) and item is not None for item in value):
        return value, []
    return value, [FieldError(path, call.text("type", type=f"{field.type}[]"))]


def _simple_error(call: Call, field: Field, value: Any) -> str | None:
    if choices := call.choices.values(field.type):
        return None if value in choices else call.text("choice", choices=", ".join(choices))
    if not field.accepts(value):
        return call.text("type", type=field.type)
    # what is no simple type, choice or shape is a kind of entity, written by its id
    if field.type in call.fiscal.rows and call.fiscal.find(field.type, _id(value)) is None:
        return call.text("reference", kind=field.type, id=value)
    return None


def _id(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
