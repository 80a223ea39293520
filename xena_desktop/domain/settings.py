"""What the program remembers of the person's ways; no secret."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from xena_desktop.domain.body_draft import BodyDraft
from xena_desktop.domain.errors import SettingInvalid

THEMES: Final = ("system", "light", "dark")
LANGUAGES: Final = ("system", "en", "da")
PROXIES: Final = ("system", "none", "manual")
SECONDS_TO_CONNECT: Final = range(1, 121)
SECONDS_TO_ANSWER: Final = range(1, 601)
_HOST: Final = re.compile(r"[A-Za-z0-9_.:-]{1,253}")


NETWORK_SETTINGS: Final = frozenset(
    {"proxy", "proxy_host", "proxy_port", "proxy_user", "connect_seconds", "answer_seconds"}
)
"""The members of Settings that say how the network is crossed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The person's choices, each with its default; ``window`` is Qt's geometry as base64.

    ``largest_answer`` is the bytes of an answer's body that are received, unpacked, before it is refused;
    ``answer_views`` the view last chosen for an operation; ``answer_filters`` the JMESPath used before, newest first.
    ``proxy`` is one of PROXIES; host, port and user belong to a manual one, whose password lies in the keychain.
    ``connect_seconds`` and ``answer_seconds`` are the longest that servers are waited for.
    ``saved_folder`` is where saved requests lie; empty is the program's own folder.
    ``history_days`` and ``history_megabytes`` are what the history keeps; 0 is without a limit.
    """

    theme: str = "system"
    language: str = "system"
    last_account_id: str | None = None
    window: str = ""
    proxy: str = "system"
    proxy_host: str = ""
    proxy_port: int = 8080
    proxy_user: str = ""
    connect_seconds: int = 10
    answer_seconds: int = 100
    saved_folder: str = ""
    history_days: int = 180
    history_megabytes: int = 500
    largest_answer: int = 256 << 20
    answer_views: tuple[tuple[str, int], ...] = ()
    answer_filters: tuple[str, ...] = ()


def checked_network(settings: Settings) -> Settings:
    """``settings``, the texts of the proxy trimmed; raises SettingInvalid for the first member that is wrong.

    A host is a name or an address and nothing else; a colon cannot stand in the user name (RFC 7617 §2).
    """
    trimmed = replace(
        settings, proxy_host=settings.proxy_host.strip(), proxy_user=settings.proxy_user.strip()
    )
    manual = trimmed.proxy == "manual"
    for member, right in (
        ("proxy", trimmed.proxy in PROXIES),
        ("proxy_host", not manual or _HOST.fullmatch(trimmed.proxy_host)),
        ("proxy_port", 0 < trimmed.proxy_port < 65_536),
        ("proxy_user", ":" not in trimmed.proxy_user and trimmed.proxy_user.isprintable()),
        ("connect_seconds", trimmed.connect_seconds in SECONDS_TO_CONNECT),
        ("answer_seconds", trimmed.answer_seconds in SECONDS_TO_ANSWER),
    ):
        if not right:
            raise SettingInvalid(member=member)
    return trimmed


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A request being written, as it stands in one tab of the window.

    ``account_id`` is the account that it is sent as, whichever is at hand; empty means the one at hand.
    ``saved_as`` is the name of the saved request that it is, ``saved_digest`` tells what its file held then.
    ``values`` are what was filled in for the placeholders of the path, by name.
    """

    method: str = "GET"
    path: str = ""
    values: tuple[tuple[str, str], ...] = ()
    query: tuple[tuple[bool, str, str], ...] = ()
    headers: tuple[tuple[bool, str, str], ...] = ()
    body: BodyDraft = field(default_factory=BodyDraft)
    account_id: str = ""
    variables: tuple[tuple[str, str], ...] = ()
    notes: str = ""
    saved_as: str = ""
    saved_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """All tabs and which of them is in front; -1 is the profile."""

    drafts: tuple[Draft, ...] = ()
    current: int = -1
