"""Parsed JSON of any make: kinds, children, and writing it back with every digit.

An object is a mapping, or its (name, value) pairs in order: ``json.loads(text, object_pairs_hook=tuple)``
keeps order, double names and empty objects. A list of such pairs is taken for an object, too; an empty list
is an array. Numbers are ``int``, ``float``, ``Decimal``, or, as they were written, instances of a *subclass*
of ``str``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import islice


class Kind(StrEnum):
    """The six kinds of JSON values (RFC 8259 §3), booleans as one."""

    OBJECT = "object"
    ARRAY = "array"
    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NULL = "null"


def kind_of(value: object) -> Kind:
    """What ``value`` is. Raises ``TypeError`` for what JSON does not have."""
    match value:
        case None:
            return Kind.NULL
        case bool():
            return Kind.BOOLEAN
        case str():
            return Kind.STRING if type(value) is str else Kind.NUMBER
        case int() | float() | Decimal():
            return Kind.NUMBER
        case Mapping():
            return Kind.OBJECT
        case tuple():
            return Kind.OBJECT
        case [(str(), _), *_]:
            return Kind.OBJECT
        case list():
            return Kind.ARRAY
        case _:
            raise TypeError(f"JSON has no {type(value).__name__}")


def size_of(value: object) -> int:
    """How many members or items ``value`` holds; 0 for what holds none."""
    return len(value) if isinstance(value, Mapping | list | tuple) else 0


def children_of(value: object, *, start: int, count: int) -> list[tuple[str | int, object]]:
    """Up to ``count`` members or items from number ``start`` on, each with its name or index."""
    if isinstance(value, Mapping):
        return [(str(name), member) for name, member in islice(value.items(), start, start + count)]
    if not isinstance(value, Sequence) or isinstance(value, str):
        return []
    part = value[start : start + count]
    if kind_of(value) is Kind.OBJECT:
        return [(str(pair[0]), pair[1]) for pair in part]
    return list(enumerate(part, start))


def scalar_text(value: object) -> str:
    """A value that holds no others, as JSON writes it; a string without its quotes."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return str(value)
        case _:
            return _number_text(value)


def json_text(value: object, *, indent: int = 2) -> str:
    """``value`` as JSON, laid out, numbers exact. ``indent`` 0 puts everything on one line."""
    return "".join(_written(value, step=" " * indent, level=0))


def _written(value: object, *, step: str, level: int) -> Iterator[str]:
    kind = kind_of(value)
    if kind is Kind.STRING:
        yield json.dumps(value, ensure_ascii=False)
    elif kind in (Kind.OBJECT, Kind.ARRAY):
        yield from _container(value, is_object=kind is Kind.OBJECT, step=step, level=level)
    else:
        yield scalar_text(value)


def _container(value: object, *, is_object: bool, step: str, level: int) -> Iterator[str]:
    start, end = ("{", "}") if is_object else ("[", "]")
    children: Iterable[tuple[str | int, object]] = children_of(value, start=0, count=size_of(value))
    line = "\n" + step * (level + 1) if step else ""
    between = "," + (line or " ")
    yield start
    first = True
    for name, child in children:
        yield line if first else between
        if is_object:
            yield json.dumps(name, ensure_ascii=False) + ": "
        yield from _written(child, step=step, level=level + 1)
        first = False
    yield end if first else ("\n" + step * level if step else "") + end


def _number_text(value: object) -> str:
    """An ``int`` of any size; Python refuses to print those over 4300 digits unless a ``Decimal`` does it."""
    return str(Decimal(value)) if isinstance(value, int) and value.bit_length() > 14_000 else str(value)
