"""Checking a body against its schema while it is written."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import Any, Final

from xena_desktop.domain.form import BodyFault, iso_date
from xena_desktop.domain.schema import Schema
from xena_desktop.domain.variables import without_bare_variables

MOST_FAULTS: Final = 20
_MOMENT: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d)?", re.ASCII
)
_UUID: Final = re.compile(r"\{?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?")
_VARIABLE: Final = re.compile(r"\{\{[^{}]+\}\}")


class BodyChecker:
    """A schema made ready to be held against texts. Making one loads jsonschema: do it away from the window."""

    def __init__(self, schema: Schema) -> None:
        from jsonschema import Draft202012Validator, FormatChecker

        formats = FormatChecker(formats=())
        formats.checks("date")(lambda value: not isinstance(value, str) or iso_date(value) == value)
        formats.checks("date-time")(lambda value: _matches(_MOMENT, value))
        formats.checks("uuid")(lambda value: _matches(_UUID, value))
        self._validator = Draft202012Validator(dict(schema), format_checker=formats)

    def faults(self, text: str) -> tuple[BodyFault, ...]:
        """What the schema does not allow in the JSON text, in its order; none for a text that is no JSON.

        A value that is, or holds, a variable is checked when that is filled in.
        """
        try:
            value = json.loads(without_bare_variables(text, json.dumps))
            found = [self._fault(error) for error in islice(self._validator.iter_errors(value), MOST_FAULTS)]
        except (ValueError, RecursionError):
            return ()
        return tuple(fault for fault in found if fault is not None)

    def _fault(self, error: Any) -> BodyFault | None:
        path = tuple(error.absolute_path)
        rule, wanted, value = str(error.validator), error.validator_value, error.instance
        if isinstance(value, str) and _VARIABLE.search(value):
            return None  # it is checked when the variable is filled in
        if rule in ("anyOf", "oneOf"):
            inner = [one for one in error.context if one.validator != "type" or one.validator_value != "null"]
            return self._fault(min(inner, key=_nearness)) if inner else BodyFault(path, rule)
        if rule == "required":
            missing = next((name for name in wanted if name not in value), "")
            return BodyFault(path, rule, missing)
        if rule == "additionalProperties" and isinstance(value, dict):
            known = error.schema.get("properties", {})
            unknown = next((name for name in value if name not in known), "")
            return BodyFault((*path, unknown), "unknown", "")
        return BodyFault(path, rule, _in_text(wanted))


def _nearness(error: Any) -> int:
    """Of several things that could have been meant, the deepest fault tells most."""
    return -len(error.absolute_path)


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return not isinstance(value, str) or pattern.fullmatch(value) is not None


def _in_text(wanted: Any) -> str:
    if isinstance(wanted, list):
        return ", ".join(str(one) for one in wanted if one is not None and one != "null")
    return str(wanted) if isinstance(wanted, str | int | float) else ""
