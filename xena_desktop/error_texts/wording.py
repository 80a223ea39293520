"""What the text of an error is made of, and how its details are put into words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from xena_desktop.domain.errors import XenaError
from xena_desktop.translation import trn

Details: TypeAlias = dict[str, object]
"""The details of an error by their names in its docstring; one that it does not carry is a dash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorText:
    """An error in the person's language; ``action`` is the key of what may be offered, or None.

    Actions: ``sign_in``, ``retry``, ``edit_connection``, ``allow_write`` and ``raise_limit``.
    """

    title: str
    advice: str
    action: str | None = None


Texts: TypeAlias = Mapping[type[XenaError], Callable[[Details], ErrorText]]
"""How the text of each class of error is made of its details."""


def say(title: str, advice: str, action: str | None = None) -> ErrorText:
    """The text of these parts."""
    return ErrorText(title=title, advice=advice, action=action)


def time_in_words(seconds: object) -> str:
    """A number of seconds, for sentences about waiting."""
    if not isinstance(seconds, int):
        return str(seconds)
    if seconds >= 120 and seconds % 60 == 0:
        return trn("{count} minute", "{count} minutes", count=seconds // 60)
    return trn("{count} second", "{count} seconds", count=seconds)


def size_in_words(limit: object) -> str:
    """A number of bytes that may not be passed."""
    return f"{limit / (1 << 20):.0f} MiB" if isinstance(limit, int) and limit >= 1 << 20 else f"{limit} B"
