"""The form of an operation: what each parameter may be, and what is wrong with what was typed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from xena_desktop.domain.operation import Operation

INT32: Final = (-(2**31), 2**31 - 1)
INT64: Final = (-(2**63), 2**63 - 1)

_FIRST_DAY: Final = date(1970, 1, 1)
_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_MOMENT: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:?\d\d)?", re.ASCII
)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DANISH_DAY: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_VARIABLE: Final = re.compile(r"\{\{[^{}]+\}\}")


class Place(StrEnum):
    """Where a parameter is sent."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    FORM = "form"


class Kind(StrEnum):
    """What a value is. A DAY is shown as a date and sent as days since 1970-01-01, as Xena counts."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATE_TIME = "date-time"
    DAY = "day"
    FILE = "file"


class Fault(StrEnum):
    """What is wrong with a value."""

    MISSING = "missing"
    NOT_INTEGER = "not_integer"
    OUT_OF_RANGE = "out_of_range"
    NOT_NUMBER = "not_number"
    NOT_BOOLEAN = "not_boolean"
    NOT_DATE = "not_date"
    NOT_DATE_TIME = "not_date_time"
    NOT_A_CHOICE = "not_a_choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One parameter. Its value is text as it is sent; an empty one is not sent.

    ``separator`` is None for a single value, and what stands between several otherwise; an empty separator sends
    each under the name again. ``picker`` is the key of a list of ids to choose from, ``content_type`` what a part of
    a form is declared as.
    """

    name: str
    place: Place
    kind: Kind = Kind.TEXT
    is_required: bool = False
    description: str = ""
    default: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    separator: str | None = None
    picker: str = ""
    content_type: str = ""

    @property
    def key(self) -> str:
        """What tells it from the others of its operation: a path and a query may use the same name."""
        return f"{self.place}.{self.name}"

    @property
    def is_list(self) -> bool:
        """Whether several values may be given."""
        return self.separator is not None

    def pairs(self, text: str) -> tuple[tuple[str, str], ...]:
        """The names and values to send for what was typed."""
        if not text:
            return ()
        if not self.separator:
            return tuple((self.name, one) for one in (values_of(text) if self.is_list else [text]))
        return ((self.name, self.separator.join(values_of(text))),)

    def text_of(self, values: Sequence[str]) -> str:
        """What would have to be typed for ``pairs`` to give these values."""
        if not self.is_list:
            return values[-1] if values else ""
        parted = (
            values if not self.separator else [one for value in values for one in value.split(self.separator)]
        )
        return text_of_values(parted)

    def fault(self, text: str) -> Fault | None:
        """What is wrong with the text, or None. One with a variable in it is checked when it is filled in."""
        if not text:
            return Fault.MISSING if self.is_required else None
        if _VARIABLE.search(text):
            return None
        values = values_of(text) if self.is_list else [text]
        return next((found for one in values if (found := self._value_fault(one))), None)

    def _value_fault(self, text: str) -> Fault | None:
        if self.choices and text not in self.choices:
            return Fault.NOT_A_CHOICE
        match self.kind:
            case Kind.INTEGER | Kind.DAY:
                return self._integer_fault(text)
            case Kind.NUMBER:
                return None if _NUMBER.fullmatch(text) else Fault.NOT_NUMBER
            case Kind.BOOLEAN:
                return None if text in ("true", "false") else Fault.NOT_BOOLEAN
            case Kind.DATE:
                return None if iso_date(text) == text else Fault.NOT_DATE
            case Kind.DATE_TIME:
                return None if _MOMENT.fullmatch(text) else Fault.NOT_DATE_TIME
        return None

    def _integer_fault(self, text: str) -> Fault | None:
        if not _INTEGER.fullmatch(text):
            return Fault.NOT_DATE if self.kind is Kind.DAY else Fault.NOT_INTEGER
        value = int(text) if len(text) < 25 else INT64[1] + 1
        is_low = self.least is not None and value < self.least
        is_high = self.most is not None and value > self.most
        return Fault.OUT_OF_RANGE if is_low or is_high else None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyForm:
    """The body of an operation. ``schema`` is JSON Schema 2020-12 with everything it refers to inside.

    ``members`` are the plain values that can be written into it, named by the way to them (``Address.Name``);
    ``fields`` are for the content types that send a form, ``parts`` for those that send one with parts; ``sample`` is
    JSON text to begin with.
    """

    content_types: tuple[str, ...] = ("application/json",)
    is_required: bool = False
    sample: str = ""
    schema: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    members: tuple[Field, ...] = ()
    fields: tuple[Field, ...] = ()
    parts: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationForm:
    """Everything that can be filled in for an operation."""

    operation: Operation
    fields: tuple[Field, ...] = ()
    body: BodyForm | None = None

    def placed(self, place: Place) -> tuple[Field, ...]:
        """The parameters of one place, in the document's order."""
        return tuple(one for one in self.fields if one.place is place)


@dataclass(frozen=True, slots=True)
class BodyFault:
    """What is wrong in a body: where, which rule of JSON Schema is broken, and what it wants."""

    path: tuple[str | int, ...]
    rule: str
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen: its id and what people call it."""

    value: str
    label: str


def iso_date(text: str) -> str:
    """``2026-11-25`` for a date as people write it (``25.11.2026``, ``25/11-2026``), or an empty text."""
    text = text.strip()
    danish = _DANISH_DAY.fullmatch(text)
    try:
        if danish:
            return date(int(danish[3]), int(danish[2]), int(danish[1])).isoformat()
        return date.fromisoformat(text).isoformat() if _DAY.fullmatch(text) else ""
    except ValueError:
        return ""


def day_number(text: str) -> str:
    """The days since 1970-01-01 of a date as people write it; any other text stays as it is."""
    found = iso_date(text)
    return str((date.fromisoformat(found) - _FIRST_DAY).days) if found else text


def date_of_day(text: str) -> str:
    """The date that a day number means, ``2017-01-01`` for ``17167``; any other text stays as it is."""
    try:
        return (_FIRST_DAY + timedelta(days=int(text))).isoformat() if _INTEGER.fullmatch(text) else text
    except (OverflowError, ValueError):
        return text


def values_of(text: str) -> list[str]:
    """``1, 2, "a, b"`` as the values it lists."""
    rows = list(csv.reader(io.StringIO(text.replace("\n", " ")), skipinitialspace=True))
    return [value.strip() for row in rows for value in row if value.strip()]


def text_of_values(values: Sequence[str]) -> str:
    """Values as they are typed into one line."""
    quoted = ('"' + one.replace('"', '""') + '"' if re.search(r'[",\n]', one) else one for one in values)
    return ", ".join(quoted)
