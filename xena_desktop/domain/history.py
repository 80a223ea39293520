"""Calls that were made, as the history keeps and finds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.transfer import Attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesJoined:
    """How many pages of a list an answer was joined from, of how many that there were; 0 when it was no walk."""

    read: int = 0
    expected: int = 0


ONE_ANSWER: Final = PagesJoined()


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One call in a line. ``status`` is 0 where no answer came, and ``reason`` then names the error's code.

    ``path`` is as it was written, ``url`` as it was sent; the sizes are those of the whole bodies.
    """

    id: int = 0
    at: datetime
    account_id: str
    account: str
    connection_id: str
    connection: str
    method: str
    path: str
    url: str
    status: int
    reason: str
    seconds: float
    request_size: int
    answer_size: int
    pages: PagesJoined = ONE_ANSWER


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One call whole. Secrets are masked, and bodies may be shorter than the entry's sizes say.

    Of files that went out their names and sizes are known, ``attachments``, and nothing of what they held.
    """

    entry: HistoryEntry
    request: ApiRequest
    answer_headers: tuple[tuple[str, str], ...] = ()
    answer_body: bytes = b""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HistorySearch:
    """What is looked for: every word of ``text`` (beginnings suffice), and whatever else is given.

    ``status`` is a first digit (``4`` for all 4xx) or a whole status; ``since`` and ``until`` are days in the
    person's own time zone, both included.
    """

    text: str = ""
    account_id: str = ""
    method: str = ""
    status: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is looked for in particular."""
        return self == HistorySearch()


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long and how much the history keeps; 0 means without a limit."""

    days: int = 180
    megabytes: int = 500
