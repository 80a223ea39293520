"""How long a server that is busy asks to be left alone (RFC 6585 §4, RFC 9110 §10.2.3)."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import requests

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.errors import UnexpectedAnswer

LONGEST_SECONDS: Final = 3600

_BUSY: Final = (429, 503)


def unexpected_answer(response: requests.Response) -> UnexpectedAnswer:
    """The error for an answer that is not the one awaited; it says how long the server wants to be left alone."""
    host, seconds = printable(response.url.split("/")[2]), seconds_to_wait(response)
    waiting = {} if seconds is None else {"seconds": seconds}
    return UnexpectedAnswer(host=host, status=response.status_code, **waiting)


def seconds_to_wait(response: requests.Response) -> int | None:
    """The seconds that a 429 or 503 with Retry-After asks for; None for every other answer.

    A date is taken against the server's own clock where it tells it.
    """
    if response.status_code not in _BUSY:
        return None
    said = response.headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return min(int(said[:9]), LONGEST_SECONDS)
    until, now = _moment(said), _moment(response.headers.get("Date", "")) or datetime.now(UTC)
    return None if until is None else max(0, min(round((until - now).total_seconds()), LONGEST_SECONDS))


def _moment(said: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
