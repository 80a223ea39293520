"""What is not taken along from other programs: secrets, cookies, and what only means something to a browser."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from xena_desktop.domain.body import Pairs, Part
from xena_desktop.domain.interchange import LeftOut, Note

_BROWSERS: Final = frozenset({
    "user-agent", "accept-encoding", "origin", "referer", "connection", "host", "content-length", "dnt", "priority",
    "te", "upgrade-insecure-requests", "pragma", "cache-control", "if-none-match", "if-modified-since", "expect",
    "transfer-encoding", "proxy-connection", "keep-alive",
})  # fmt: skip
_COOKIES: Final = frozenset({"cookie", "set-cookie", "cookie2"})
_SECRET: Final = re.compile(
    r"authorization|(^|[-_])(api|app|access|auth|session)?[-_]?(token|secret|password|key|apikey)$"
    r"|^x-.*(token|apikey|api-key|secret)|^(xena)?apikey$",
    re.IGNORECASE,
)
_SECRET_QUERY: Final = re.compile(
    r"^(access_token|id_token|refresh_token|token|client_secret|code|password|api[-_]?key|xenaapikey|sig)$",
    re.IGNORECASE,
)


def stripped_headers(headers: Iterable[tuple[str, str]]) -> tuple[Pairs, tuple[Note, ...]]:
    """The headers worth keeping, and what was left out of them. Values are made fit for a header."""
    kept: list[tuple[str, str]] = []
    left: dict[LeftOut, list[str]] = {}
    for name, value in headers:
        kind = _kind(name.strip())
        if kind is None:
            kept.append((name.strip(), value.strip()))
        else:
            left.setdefault(kind, []).append(name.strip())
    notes = tuple(Note(kind=kind, names=tuple(dict.fromkeys(names))) for kind, names in left.items())
    return tuple(kept), notes


def stripped_query(query: Iterable[tuple[str, str]]) -> tuple[Pairs, tuple[Note, ...]]:
    """The query without tokens and keys."""
    pairs = tuple(query)
    secret = tuple(dict.fromkeys(name for name, _ in pairs if _SECRET_QUERY.match(name)))
    notes = (Note(kind=LeftOut.TOKEN, names=secret),) if secret else ()
    return tuple(pair for pair in pairs if pair[0] not in secret), notes


def stripped_parts(parts: Iterable[Part]) -> tuple[tuple[Part, ...], tuple[Note, ...]]:
    """The parts of a form without those that are tokens and keys."""
    found = tuple(parts)
    kept, notes = stripped_query((part.name, "") for part in found)
    names = {name for name, _ in kept}
    return tuple(part for part in found if part.name in names), notes


def merged_notes(notes: Iterable[Note]) -> tuple[Note, ...]:
    """One note for each kind."""
    names: dict[LeftOut, dict[str, None]] = {}
    for note in notes:
        names.setdefault(note.kind, {}).update(dict.fromkeys(note.names))
    return tuple(Note(kind=kind, names=tuple(found)) for kind, found in names.items())


def _kind(name: str) -> LeftOut | None:
    lowered = name.lower()
    if lowered in _COOKIES:
        return LeftOut.COOKIES
    if _SECRET.search(lowered):
        return LeftOut.TOKEN
    if lowered in _BROWSERS or lowered.startswith(("sec-", ":")):
        return LeftOut.BROWSER_HEADERS
    return None
