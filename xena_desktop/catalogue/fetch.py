"""Asking a server for its API document, and only for one that is newer than ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from xena_desktop.catalogue.parsing import MOST_BYTES
from xena_desktop.domain.addresses import require_secure
from xena_desktop.domain.errors import UnexpectedAnswer
from xena_desktop.network.receiving import Limits
from xena_desktop.network.transport import Transport, hardened_session

FETCH_LIMITS: Final = Limits(connect_seconds=10, read_seconds=60, body_bytes=MOST_BYTES)
_NOT_MODIFIED: Final = 304
_ACCEPT: Final = "application/json, application/yaml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A document's bytes and its ETag, empty where the server gives none."""

    data: bytes
    etag: str


def fetch(url: str, *, etag: str, transport: Transport) -> Fetched | None:
    """The document at ``url``, without any token; None where the one with this ``etag`` is still right.

    Raises InsecureAddress and NetworkError, AnswerTooLarge and UnexpectedAnswer among them.
    """
    headers = {"Accept": _ACCEPT, **({"If-None-Match": etag} if etag else {})}
    with hardened_session(transport) as session:
        response = session.get(require_secure(url), headers=headers)
    if response.status_code == _NOT_MODIFIED and etag:
        return None
    if response.status_code != 200:
        raise UnexpectedAnswer(host=urlsplit(url).netloc, status=response.status_code)
    return Fetched(data=response.content, etag=response.headers.get("ETag", ""))
