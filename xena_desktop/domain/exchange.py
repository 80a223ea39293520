"""Requests to the API and their answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

from xena_desktop.domain.addresses import origin, printable, require_secure
from xena_desktop.domain.body import Body, Multipart
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import (
    AddressOutsideConnection,
    PlaceholdersUnfilled,
    RequestInvalid,
)
from xena_desktop.domain.written_body import MULTIPART, Piece, boundary_in, declared_type, pieces, said_type

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
METHOD_PATTERN: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
"""Whatever may be a method (RFC 9110 §9.1, a token of §5.6.2)."""
READING_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Safe methods (RFC 9110 §9.2.1); all others write."""

_PLACEHOLDER: Final = re.compile(r"(?<!\{)\{([^{}/]+)\}(?!\})")
_TOKEN: Final = re.compile(METHOD_PATTERN)
_NEVER_SENT: Final = frozenset({"CONNECT", "TRACE"})
"""One opens a tunnel and sends no request (RFC 9110 §9.3.6), the other must not carry a token (§9.3.8)."""
_RESERVED_HEADERS: Final = frozenset(
    {"authorization", "host", "content-length", "transfer-encoding", "connection"}
)
_PATH_CHARACTERS: Final = "/%:@!$&'()*+,;=-._~"
_QUERY_CHARACTERS: Final = "/%:@!$&()*+,;=-._~?[]"
"""Without the apostrophe, which some clients encode in a query and others do not."""
_UNRESERVED: Final = re.compile(r"%([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRequest:
    """A call as the person wrote it.

    ``path`` is relative to the connection's API (``User/FiscalSetup``), absolute on its host
    (``/Api/User/FiscalSetup``) or a whole URL; it may hold placeholders such as ``{fiscalId}``.
    """

    method: str = "GET"
    path: str = ""
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: Body | None = None

    @property
    def writes(self) -> bool:
        """Whether the method may change something at the server."""
        return self.method.upper() not in READING_METHODS

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The placeholders still standing in the path, in order."""
        return tuple(_PLACEHOLDER.findall(self.path))

    def filled(self, values: Mapping[str, str]) -> ApiRequest:
        """The request with each placeholder that has a value replaced by it, percent-encoded."""

        def value(match: re.Match[str]) -> str:
            found = values.get(match[1])
            return match[0] if found is None else quote(found, safe="")

        return replace(self, path=_PLACEHOLDER.sub(value, self.path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Seconds of each part of an exchange: the name, the connection, TLS, waiting for the head, the body."""

    resolving: float = 0.0
    connecting: float = 0.0
    securing: float = 0.0
    waiting: float = 0.0
    transferring: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiAnswer:
    """An answer of any status. ``seconds`` runs from sending to the last byte; ``body`` is decoded (gzip).

    A large body that was received into a file is there, of ``file_size`` bytes, and ``body`` is empty.
    """

    method: str
    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float
    file: str | None = None
    file_size: int = 0
    timing: Timing | None = None

    @property
    def size(self) -> int:
        """The bytes of the body."""
        return self.file_size if self.file else len(self.body)

    def header(self, name: str) -> str:
        """The value of a header, its first when there are several, or an empty text."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def is_error(self) -> bool:
        """Whether the status is 4xx or 5xx."""
        return self.status >= 400


def target_url(connection: Connection, request: ApiRequest) -> str:
    """The whole URL of ``request`` on ``connection``.

    Raises PlaceholdersUnfilled, RequestInvalid, AddressOutsideConnection (another origin than the API's) and
    InsecureAddress. So a bearer token never leaves the API's own origin (RFC 6750 §5.3).
    """
    if request.placeholders:
        raise PlaceholdersUnfilled(names=", ".join(request.placeholders))
    url = _canonical(_with_query(_absolute(connection, request.path.strip()), request.query))
    require_secure(url)
    if origin(url) != origin(connection.api_base_url):
        raise AddressOutsideConnection(url=printable(url), allowed=connection.api_base_url)
    return url


def checked(request: ApiRequest) -> ApiRequest:
    """The request as HTTP may carry it; raises RequestInvalid for a method or header that HTTP does not know."""
    if not is_method(request.method):
        raise RequestInvalid(part="method", reason=printable(request.method))
    headers = tuple((name, value.strip()) for name, value in request.headers)
    for name, value in headers:
        _check_header(name, value)
    return replace(request, method=request.method.upper(), headers=headers)


def is_method(text: str) -> bool:
    """Whether a request can be sent with this method, known or not."""
    return _TOKEN.fullmatch(text) is not None and text.upper() not in _NEVER_SENT


def sent_headers(request: ApiRequest) -> tuple[tuple[str, str], ...]:
    """The headers that go out, apart from the access token's and those that the transport counts for itself.

    One without a value is left out; of two with the same name the later one counts.
    """
    merged: dict[str, tuple[str, str]] = {}
    for name, value in request.headers:
        if value:
            merged[name.lower()] = (name, value)
    merged.setdefault("accept", ("Accept", "application/json, */*;q=0.8"))
    if request.body is not None:
        name, written = merged.get("content-type", ("Content-Type", ""))
        merged["content-type"] = (name, declared_type(request.body, written=written))
    return tuple(merged.values())


def with_boundary(request: ApiRequest, boundary: str) -> ApiRequest:
    """The request with this boundary between its parts (RFC 2046 §5.1.1), unless it has its own, or no parts.

    To be sent, it must be one that nobody can foretell: a file that held it could go on with parts of its own.
    """
    if not isinstance(request.body, Multipart):
        return request
    written = said_type(request.headers) or MULTIPART
    if boundary_in(written) or not written.lower().startswith("multipart/"):
        return request
    return replace(request, headers=(*request.headers, ("Content-Type", f"{written}; boundary={boundary}")))


def sent_pieces(request: ApiRequest) -> tuple[Piece, ...]:
    """The body as it goes out, piece by piece; nothing where there is none."""
    if request.body is None:
        return ()
    return pieces(request.body, content_type=said_type(sent_headers(request)))


def _check_header(name: str, value: str) -> None:
    if not _TOKEN.fullmatch(name) or name.lower() in _RESERVED_HEADERS:
        raise RequestInvalid(part="headers", reason=printable(name))
    if not all(character == "\t" or " " <= character <= "~" for character in value):
        raise RequestInvalid(part="headers", reason=printable(f"{name}: {value}"))


def _absolute(connection: Connection, path: str) -> str:
    if not path:
        raise RequestInvalid(part="path", reason="")
    base = urlsplit(connection.api_base_url)
    plain, separator, query = path.partition("?")
    if any(_UNRESERVED.sub(_decoded, segment) in (".", "..") for segment in plain.split("/")):
        raise RequestInvalid(part="path", reason=printable(path))
    scheme, mark, rest = plain.partition("://")
    host, slash, plain = rest.partition("/") if mark else ("", "", plain)
    plain = slash + plain
    encoded = quote(plain, safe=_PATH_CHARACTERS) + separator + quote(query, safe=_QUERY_CHARACTERS)
    if encoded.startswith("//") or "#" in path or "\\" in path:
        raise RequestInvalid(part="path", reason=printable(path))
    if mark:
        return f"{scheme}://{host}{encoded}"
    if encoded.startswith("/"):
        return f"{base.scheme}://{base.netloc}{encoded}"
    return f"{connection.api_base_url}/{encoded}"


def _with_query(url: str, query: tuple[tuple[str, str], ...]) -> str:
    if not query:
        return url
    return url + ("&" if "?" in url else "?") + urlencode(query, quote_via=quote)


def _canonical(url: str) -> str:
    """The URL as every client sends it: nothing encoded that need not be, in capitals (RFC 3986 §6.2.2)."""
    return re.sub(r"%(?![0-9A-F]{2})", "%25", _UNRESERVED.sub(_decoded, url))


def _decoded(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    is_plain = character.isascii() and (character.isalnum() or character in "-._~")
    return character if is_plain else match[0].upper()
