"""Reading JSON documents from the identity server strictly."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NoReturn

import requests


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


def get_object(session: requests.Session, url: str, *, fault: Callable[[str], Exception]) -> dict[str, Any]:
    """GET the JSON object at ``url``; raises ``fault(reason)`` when there is none, NetworkError otherwise."""
    response = session.get(url, headers={"Accept": "application/json"})
    if response.status_code != 200:
        raise fault(f"status {response.status_code}")
    try:
        return strict_object(response.content)
    except NotAnObject as error:
        raise fault(str(error)) from error


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise NotAnObject("a name twice")
    return value


def _refuse(constant: str) -> NoReturn:
    raise NotAnObject(constant)
