"""Reading JSON documents from the identity server strictly."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Any, Final, NoReturn

import requests

JSON_WANTED: Final = MappingProxyType({"Accept": "application/json"})


class NotAnObject(ValueError):
    """The text is not one JSON object with distinct names."""


def strict_object(text: bytes | str) -> dict[str, Any]:
    """The JSON object in ``text`` (UTF-8).

    Raises NotAnObject for anything else: arrays, repeated names (a parser would silently keep one of them),
    NaN and Infinity, a byte order mark, other encodings, text after the object.
    """
    try:
        decoded = text.decode("utf-8") if isinstance(text, bytes) else text
        value = json.loads(decoded, object_pairs_hook=_distinct, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise NotAnObject("not JSON") from error
    if not isinstance(value, dict):
        raise NotAnObject("not an object")
    return value


def is_json(response: requests.Response) -> bool:
    """Whether the answer says that it is JSON (``application/json``, any charset parameter)."""
    media_type = str(response.headers.get("Content-Type", "")).partition(";")[0]
    return media_type.strip().lower() == "application/json"


def object_in(response: requests.Response, *, fault: Callable[[str], Exception]) -> dict[str, Any]:
    """The JSON object that was answered; raises ``fault(reason)`` when there is none."""
    if response.status_code != 200:
        raise fault(f"status {response.status_code}")
    try:
        return strict_object(response.content)
    except NotAnObject as error:
        raise fault(str(error)) from error


def date_of(response: requests.Response) -> datetime | None:
    """The moment that the server's clock showed (RFC 9110 §6.6.1), in UTC."""
    try:
        date = parsedate_to_datetime(str(response.headers.get("Date")))
    except ValueError:
        return None
    return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise NotAnObject("a name twice")
    return value


def _refuse(constant: str) -> NoReturn:
    raise NotAnObject(constant)
