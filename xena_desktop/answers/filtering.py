"""JMESPath over an answer, with numbers that keep their digits."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final, Self

import jmespath
import msgspec
from jmespath.exceptions import JMESPathError

from xena_desktop.domain.errors import FilterInvalid
from xena_desktop.domain.json_scan import Buffer

Write = Callable[[bytes], object]


class WrittenFloat(float):
    """A number that counts like a float and is written as it was received."""

    __slots__ = ("text",)

    def __new__(cls, text: str) -> Self:
        """The number that ``text`` writes; ``text`` is kept."""
        self = super().__new__(cls, text)
        self.text = text
        return self

    text: str

    def __reduce__(self) -> tuple[type[WrittenFloat], tuple[str]]:
        return WrittenFloat, (self.text,)


WrittenFloat.__name__ = "float"  # JMESPath's functions know kinds of values by the names of their types


def read_exact(buffer: Buffer) -> Any:
    """All of a JSON text as plain values. Raises FilterInvalid where it is not JSON to its end."""
    try:
        text = buffer[:].decode("utf-8-sig", "replace")
        return json.loads(text, parse_float=WrittenFloat, parse_constant=WrittenFloat, strict=False)
    except RecursionError as error:
        raise FilterInvalid(reason="depth") from error
    except ValueError as error:
        raise FilterInvalid(reason="json") from error


def filtered(value: Any, expression: str) -> Any:
    """What the JMESPath ``expression`` finds; raises FilterInvalid with the library's words."""
    try:
        return jmespath.search(expression, value)
    except (JMESPathError, ValueError, TypeError, RecursionError) as error:
        raise FilterInvalid(
            reason=str(error).splitlines()[0] if str(error) else type(error).__name__
        ) from error


def write_exact(value: Any, *, write: Write) -> None:
    """Write plain values as JSON, every number as it was received."""
    try:
        write(_ENCODER.encode(value))
    except (msgspec.ValidationError, ValueError, OverflowError, TypeError, RecursionError):
        for part in _written(value):
            write(part)


def _raw(value: object) -> Any:
    if isinstance(value, WrittenFloat):
        return msgspec.Raw(value.text.encode())
    raise TypeError(f"JSON has no {type(value).__name__}")


_ENCODER: Final = msgspec.json.Encoder(enc_hook=_raw)


def _written(value: Any) -> list[bytes]:
    """Integers beyond 64 bits and halves of surrogates, which the fast writer does not take."""
    parts: list[bytes] = []
    waiting: list[Any] = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, bytes):
            parts.append(item)
        elif isinstance(item, dict):
            members = [[_text(str(name)) + b":", member] for name, member in item.items()]
            waiting += reversed([b"{", *_with_commas(members), b"}"])
        elif isinstance(item, list | tuple):
            waiting += reversed([b"[", *_with_commas([[each] for each in item]), b"]"])
        elif isinstance(item, WrittenFloat):
            parts.append(item.text.encode())
        else:
            parts.append(_text(item))
    return parts


def _text(value: object) -> bytes:
    return json.dumps(value).encode()


def _with_commas(groups: list[list[Any]]) -> list[Any]:
    return [part for number, group in enumerate(groups) for part in ([b","] if number else []) + group]
