"""What the program remembers of the person's ways; no secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

THEMES: Final = ("system", "light", "dark")
LANGUAGES: Final = ("system", "en", "da")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The person's choices, each with its default; ``window`` is Qt's geometry as base64."""

    theme: str = "system"
    language: str = "system"
    last_account_id: str | None = None
    window: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A request being written, as it stands in one tab of the window."""

    method: str = "GET"
    path: str = ""
    query: tuple[tuple[bool, str, str], ...] = ()
    headers: tuple[tuple[bool, str, str], ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """All tabs and which of them is in front; -1 is the profile."""

    drafts: tuple[Draft, ...] = ()
    current: int = -1
