"""What Xena's answer to a save says: not the status alone."""

from __future__ import annotations

import json
from typing import Any, Final

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.exchange import READING_METHODS, ApiAnswer

_MOST: Final = 20


def save_problems(answer: ApiAnswer) -> tuple[str, ...] | None:
    """Why a save did not succeed although the status says so; None when it did, or when it was no save.

    Xena answers 200 with ``{"Success": false, "Errors": […]}``; an error is a text or ``{Path, Message}``.
    """
    if answer.method in READING_METHODS or answer.is_error:
        return None
    value = _object(answer.body)
    return _problems(value) if value.get("Success") is False else None


def field_problems(answer: ApiAnswer) -> tuple[str, ...]:
    """What an answer of 4xx says of single fields."""
    return _problems(_object(answer.body)) if answer.is_error else ()


def is_version_conflict(answer: ApiAnswer) -> bool:
    """Whether a change was refused because somebody else changed the same thing meanwhile."""
    if answer.method not in ("PUT", "PATCH"):
        return False
    errors = _object(answer.body).get("Errors")
    paths = (
        [error.get("Path") for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []
    )
    about_version = any(str(path).casefold() == "version" for path in paths)
    return answer.status in (409, 412) or (about_version and (answer.status == 400 or not answer.is_error))


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _problems(value: dict[str, Any]) -> tuple[str, ...]:
    errors = value.get("Errors")
    messages = value.get("Messages")
    said = [_sentence(error) for error in errors[:_MOST]] if isinstance(errors, list) else []
    known = " ".join(said)
    others = messages[:_MOST] if isinstance(messages, list) else []
    said += [printable(text) for text in others if isinstance(text, str) and text not in known]
    return tuple(filter(None, said))


def _sentence(error: object) -> str:
    if not isinstance(error, dict):
        return printable(str(error))
    path, message = str(error.get("Path") or ""), str(error.get("Message") or "")
    return printable(f"{path}: {message}" if path and message else path or message)
