"""All pages of a list, read one after the other and joined to one answer."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from xena_desktop.domain.errors import AnswerTooLarge, NetworkError, RequestInvalid, XenaError
from xena_desktop.domain.history import PagesJoined
from xena_desktop.domain.pages import Page, joined, read_page
from xena_desktop.domain.paging import PAGES_UNASKED, Pages, pages_of
from xena_desktop.domain.transfer import Transfer

if TYPE_CHECKING:
    from xena_desktop.domain.exchange import ApiAnswer, ApiRequest
    from xena_desktop.domain.identity import Account
    from xena_desktop.services.explorer import Explorer
    from xena_desktop.services.gate import Gate

LARGEST: Final = 256 << 20
"""Characters of all pages together; one answer may not be larger either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesRead:
    """How far it is: pages, entities, the entities that there are, and the pages that will make."""

    pages: int
    entities: int
    count: int
    expected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """What was read, as one answer ``{Count, Entities}`` of the size that it has.

    ``failed`` is the answer of 4xx or 5xx, or the error, that ended it before its end; ``count_changed`` says that
    the list changed meanwhile.
    """

    answer: ApiAnswer
    read: PagesRead
    failed: ApiAnswer | XenaError | None = None
    count_changed: bool = False


@dataclass(slots=True, kw_only=True)
class _Joined:
    """The pages so far: the first of them, and the raw text of the entities of each."""

    first: Page
    answer: ApiAnswer
    texts: list[str] = field(default_factory=list)
    entities: int = 0
    size: int = 0
    seconds: float = 0.0
    count_changed: bool = False

    def add(self, page: Page, answer: ApiAnswer) -> None:
        text = ",\n".join(page.entities)
        if self.texts and text and text == self.texts[-1]:
            raise RequestInvalid(part="query", reason="pages_repeat")
        self.texts.append(text)
        self.entities += len(page.entities)
        self.size += len(text)
        self.seconds += answer.seconds
        self.count_changed |= page.count != self.first.count
        if self.size > LARGEST:
            raise AnswerTooLarge(host=urlsplit(answer.url).netloc, limit=LARGEST)

    @property
    def is_whole(self) -> bool:
        """Whether nothing more can come: all are there, or a page was empty."""
        return self.entities >= self.first.count or not self.texts[-1]

    def read(self) -> PagesRead:
        on_a_page = max(1, len(self.first.entities))
        expected = max(len(self.texts), math.ceil(self.first.count / on_a_page))
        return PagesRead(
            pages=len(self.texts), entities=self.entities, count=self.first.count, expected=expected
        )

    def walked(self, failed: ApiAnswer | XenaError | None = None) -> Walked:
        answer = replace(self.answer, body=joined(self.first, self.texts), seconds=self.seconds)
        return Walked(answer=answer, read=self.read(), failed=failed, count_changed=self.count_changed)


async def _on(_read: PagesRead) -> bool:
    return True


class AllPages:
    """Walks a list to its end."""

    def __init__(self, *, explorer: Explorer, gate: Gate) -> None:
        self._explorer = explorer
        self._gate = gate

    async def walk(
        self,
        account: Account,
        request: ApiRequest,
        *,
        on_progress: Callable[[PagesRead], None] = lambda _: None,
        may_go_on: Callable[[PagesRead], Awaitable[bool]] = _on,
        stop: asyncio.Event | None = None,
        transfer: Transfer | None = None,
    ) -> Walked:
        """Ask for every page until all entities are there, an empty page comes, or ``stop`` is set.

        ``may_go_on`` is asked once when there are more than ``PAGES_UNASKED``. What was read is never lost: what
        fails on a later page is told beside it. The history keeps all pages as one call.

        Raises what ``send`` raises for the first page, and RequestInvalid when that is no envelope.
        """
        pages, stop = pages_of(request), stop or asyncio.Event()
        sender = partial(self._sent, account, stop=stop, transfer=transfer)
        keep = partial(self._explorer.keep, account, request, transfer=transfer or Transfer())
        answer = await _first(partial(sender, pages.numbered(0)), keep=keep)
        found = _begun(answer, keep=keep)
        if found is None:
            return Walked(answer=answer, read=_NONE, failed=answer)
        failed: ApiAnswer | XenaError | None = None
        try:
            on_progress(found.read())
            if found.read().expected <= PAGES_UNASKED or await may_go_on(found.read()):
                failed = await _read_rest(found, pages=pages, send=sender, on_progress=on_progress)
        finally:
            walked = found.walked(failed)
            keep(walked.answer, pages=PagesJoined(read=walked.read.pages, expected=walked.read.expected))
        return walked

    async def _sent(
        self, account: Account, request: ApiRequest, *, stop: asyncio.Event, transfer: Transfer | None
    ) -> ApiAnswer | None:
        """The answer of one page, or None when it was stopped; the call under way is cancelled then."""
        if stop.is_set():
            return None
        permit = self._gate.permit(account, request)
        call = asyncio.ensure_future(self._explorer.page(permit, transfer=transfer))
        stopped = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait({call, stopped}, return_when=asyncio.FIRST_COMPLETED)
            return call.result() if call.done() else None
        finally:
            for task in (call, stopped):
                task.cancel()
            await asyncio.gather(call, stopped, return_exceptions=True)


async def _first(
    send: Callable[[], Awaitable[ApiAnswer | None]], *, keep: Callable[[NetworkError], None]
) -> ApiAnswer:
    try:
        answer = await send()
    except NetworkError as error:
        keep(error)
        raise
    if answer is None:
        raise asyncio.CancelledError
    return answer


def _begun(answer: ApiAnswer, *, keep: Callable[[ApiAnswer], None]) -> _Joined | None:
    """The first page; None where the answer is one of 4xx or 5xx. Raises RequestInvalid when it is no page."""
    try:
        if not answer.is_error:
            found = _Joined(first=read_page(answer.body), answer=answer)
            found.add(found.first, answer)
            return found
    except XenaError:
        keep(answer)
        raise
    keep(answer)
    return None


async def _read_rest(
    found: _Joined,
    *,
    pages: Pages,
    send: Callable[[ApiRequest], Awaitable[ApiAnswer | None]],
    on_progress: Callable[[PagesRead], None],
) -> ApiAnswer | XenaError | None:
    """Add the pages after the first to ``found``; what ended that before its end, or None."""
    while not found.is_whole:
        try:
            answer = await send(pages.numbered(len(found.texts)))
            if answer is None:
                return None
            if answer.is_error:
                return answer
            found.add(read_page(answer.body), answer)
        except (NetworkError, RequestInvalid) as error:
            return error
        on_progress(found.read())
    return None


_NONE: Final = PagesRead(pages=0, entities=0, count=0, expected=0)
