"""Where an answer points, and what may be sent there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from xena_desktop.domain.addresses import origin, printable, require_secure
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import InsecureAddress
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest

_STATUSES: Final = frozenset({301, 302, 303, 307, 308})
_KEEP_METHOD: Final = frozenset({307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirection:
    """``url`` is where to; ``request`` what to send there as the account, or None where it is another server.

    ``is_safe`` is false for an address to which nothing may be sent at all.
    """

    url: str
    request: ApiRequest | None = None
    is_safe: bool = True


def redirection(connection: Connection, request: ApiRequest, answer: ApiAnswer) -> Redirection | None:
    """Where ``answer`` to ``request`` points (RFC 9110 §15.4); None when nowhere."""
    location = answer.header("Location").strip()
    if answer.status not in _STATUSES or not location:
        return None
    try:
        url = require_secure(urljoin(answer.url, location).partition("#")[0])
        at_home = origin(url) == origin(connection.api_base_url)
    except (InsecureAddress, ValueError):
        return Redirection(url=printable(location), is_safe=False)
    return Redirection(url=url, request=_following(request, answer.status, url) if at_home else None)


def _following(request: ApiRequest, status: int, url: str) -> ApiRequest:
    """The same once more for 307 and 308, otherwise a reading request without body (RFC 9110 §15.4.4)."""
    if status in _KEEP_METHOD or not request.writes:
        return ApiRequest(method=request.method, path=url, headers=request.headers, body=request.body)
    kept = tuple(pair for pair in request.headers if not pair[0].lower().startswith("content-"))
    return ApiRequest(path=url, headers=kept)
