"""What a request would do, and what it needs before it may leave: the rules of the gate.

A server takes ``/Api/%55ser/5`` and ``/api//User/x/../5/`` for the same thing, so rules look at the words of the
path as the server would read them.
"""

from __future__ import annotations

import enum
import itertools
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from xena_desktop.domain.body import Multipart, UrlEncoded
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.exchange import READING_METHODS, ApiRequest

WRITES_SECONDS: Final = 15 * 60
"""How long writing is allowed without being asked again."""

_OVERRIDES: Final = frozenset({"x-http-method-override", "x-http-method", "x-method-override"})
"""Headers that make some servers take a request for one of another method."""
_OVERRIDING_FIELDS: Final = frozenset({"_method", *_OVERRIDES})
"""Fields of a form, or of the query, that do the same."""

_ID: Final = re.compile(r"\d.*|\{.*\}|[0-9a-fA-F]{8}-[0-9a-fA-F-]+")

NEVER_OFFERED: Final = (
    ("DELETE", ("user", "*"), "user"),
    ("DELETE", ("fiscal", "*", "fiscalsetup"), "company"),
    ("POST", ("fiscal", "*", "fiscalsetup", "transfer", "*"), "ownership"),
    ("POST", ("fiscal", "*", "fiscalsetup", "transfertoemail"), "ownership"),
)
"""Method, words of the path below the API, and why: a person's user, a company with its books, and the right to it
are not given away from a form. There is no way back from these, and Xena's own pages ask what must be asked."""


class Deed(enum.StrEnum):
    """What a request does to the thing that its path names."""

    READ = "read"
    CREATE = "create"
    CHANGE = "change"
    DELETE = "delete"
    RUN = "run"


class Need(enum.StrEnum):
    """What must be there before a request leaves."""

    NOTHING = "nothing"
    CONSENT = "consent"
    TYPED = "typed"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a request would do. ``company`` is the fiscal setup's id in the path, ``thing`` the kind that is named."""

    deed: Deed
    method: str
    company: str
    thing: str
    thing_id: str
    never: str
    at_token_endpoint: bool

    def need(self, *, read_only: bool, writes_allowed: bool) -> Need:
        """What the person must give. A deletion is confirmed by typing on every connection."""
        if self.at_token_endpoint:
            return Need.WARNING
        if self.deed is Deed.DELETE:
            return Need.TYPED
        if self.deed is Deed.READ or not read_only or writes_allowed:
            return Need.NOTHING
        return Need.CONSENT


def judged(connection: Connection, request: ApiRequest, *, fiscal_id: str | None) -> Judgement:
    """What ``request`` would do on ``connection``; ``fiscal_id`` stands in for ``{fiscalId}``."""
    methods = _methods(request)
    filled = request.filled(_fiscal(request, fiscal_id))
    words = path_words(connection, filled.path)
    thing, thing_id = _named(words)
    return Judgement(
        deed=_deed(methods[0], words),
        method=methods[0],
        company=_company(words),
        thing=thing,
        thing_id=thing_id,
        never=next(filter(None, (_never(method, words) for method in methods)), ""),
        at_token_endpoint=_is_token_endpoint(words),
    )


def _methods(request: ApiRequest) -> tuple[str, ...]:
    """The methods that the server may act on, the worst first."""
    fields = (*request.query, *_form_fields(request))
    named = [value for name, value in request.headers if name.strip().lower() in _OVERRIDES]
    named += [value for name, value in fields if name.strip().lower() in _OVERRIDING_FIELDS]
    methods = [request.method.upper(), *filter(None, (value.strip().upper() for value in named))]
    return tuple(sorted(methods, key=lambda method: (method != "DELETE", method in READING_METHODS)))


def _form_fields(request: ApiRequest) -> tuple[tuple[str, str], ...]:
    match request.body:
        case UrlEncoded():
            return request.body.fields
        case Multipart():
            return tuple((part.name, part.value) for part in request.body.parts)
    return ()


def path_words(connection: Connection, path: str) -> tuple[str, ...]:
    """The words of a path below the API, as the server reads them: decoded, without dots and empty ones."""
    plain = re.sub(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*", "", path.strip())
    is_absolute = plain.startswith("/") or plain != path.strip()
    words = _walked(re.split(r"[?#]", _decoded(plain.partition("?")[0]))[0])
    base = tuple(word.casefold() for word in _walked(urlsplit(connection.api_base_url).path))
    if is_absolute and tuple(word.casefold() for word in words[: len(base)]) == base:
        words = words[len(base) :]
    while words and words[0].casefold() == "api":
        words = words[1:]
    return words


def _walked(path: str) -> tuple[str, ...]:
    words: list[str] = []
    for part in path.replace("\\", "/").split("/"):
        word = part.partition(";")[0].strip()
        if word == "..":
            del words[-1:]
        elif word not in ("", "."):
            words.append(word)
    return tuple(words)


def _decoded(path: str) -> str:
    """Percent-decoded as often as anything on the way might do it."""
    for _ in range(4):
        path = unquote(path)
    return path


def _fiscal(request: ApiRequest, fiscal_id: str | None) -> dict[str, str]:
    names = [name for name in request.placeholders if name.casefold() == "fiscalid"]
    return dict.fromkeys(names, fiscal_id) if fiscal_id else {}


def _company(words: tuple[str, ...]) -> str:
    for word, following in itertools.pairwise(words):
        if word.casefold() == "fiscal":
            return "" if following.startswith("{") else following
    return ""


def _named(words: tuple[str, ...]) -> tuple[str, str]:
    """The last kind that the path names, and the id after it."""
    if not words:
        return "", ""
    if len(words) > 1 and _is_id(words[-1]):
        return words[-2], words[-1]
    return words[-1], ""


def _is_id(word: str) -> bool:
    return _ID.fullmatch(word) is not None


def _deed(method: str, words: tuple[str, ...]) -> Deed:
    if method in READING_METHODS:
        return Deed.READ
    if method == "DELETE":
        return Deed.DELETE
    if method in ("PUT", "PATCH") and words and _is_id(words[-1]):
        return Deed.CHANGE
    below_company = words[2:] if words[:1] and words[0].casefold() == "fiscal" else words
    return Deed.CREATE if method == "POST" and len(below_company) == 1 else Deed.RUN


def _never(method: str, words: tuple[str, ...]) -> str:
    said = tuple(word.casefold() for word in words)
    for banned, pattern, reason in NEVER_OFFERED:
        if method == banned and len(said) == len(pattern) and all(map(_fits, pattern, said)):
            return reason
    return ""


def _fits(wanted: str, word: str) -> bool:
    return wanted in ("*", word)


def _is_token_endpoint(words: tuple[str, ...]) -> bool:
    """Whether the path is one of those where an identity server hands out tokens."""
    said = [word.casefold() for word in words]
    return said[-1:] == ["token"] or (len(said) == 2 and said[0] == "connect")
