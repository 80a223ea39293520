"""What is done without being asked while the program runs, so that nothing waits for the next call."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.identity import Account, AccountState
from xena_desktop.services.accounts import Accounts
from xena_desktop.services.session import Session

TICK_SECONDS: Final = 1.0
UNSAVED_EVERY: Final = timedelta(seconds=10)
SIGN_OUTS_EVERY: Final = timedelta(minutes=5)
LONGEST_WAIT: Final = timedelta(seconds=60)
RENEW_AT: Final = 0.8
"""Of the access token's life, for the account in front of the person; the others are renewed when they are used."""


class Upkeep:
    """Tries again what did not succeed: saving, renewing, revoking. Errors show as states of the accounts.

    ``jitter`` (0 to 1) keeps many copies of the program from asking a server at the same moment.
    """

    def __init__(
        self,
        session: Session,
        *,
        accounts: Accounts,
        now: Callable[[], datetime],
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._session = session
        self._accounts = accounts
        self._now = now
        self._jitter = jitter
        self._due: dict[str, datetime] = {}
        self._waits: dict[str, tuple[datetime, timedelta]] = {}
        self._running: asyncio.Task[None] | None = None
        self.at_hand: Callable[[], Account | None] = lambda: None
        """The account in front of the person, if any."""

    def start(self) -> None:
        """Go on until ``close``."""
        self._running = asyncio.ensure_future(self._run())

    async def close(self) -> None:
        """Stop, wherever it is."""
        running, self._running = self._running, None
        if running is not None:
            running.cancel()
            await asyncio.wait([running])

    async def tick(self) -> None:
        """Do what is due at this moment."""
        if self._is_due("sign_outs", SIGN_OUTS_EVERY):
            with contextlib.suppress(XenaError):
                await self._session.finish_signing_out()
        if self._is_due("unsaved", UNSAVED_EVERY):
            await self._session.save_unsaved()
        at_hand = self.at_hand()
        if at_hand is not None and _is_ageing(at_hand, now=self._now()):
            await self._renew(at_hand, by_age=True)
        await asyncio.gather(*(self._renew(account) for account in self._offline()))

    async def _run(self) -> None:
        while True:
            await self.tick()
            await asyncio.sleep(TICK_SECONDS)

    def _is_due(self, what: str, every: timedelta) -> bool:
        now = self._now()
        last = self._due.get(what)
        if last is not None and timedelta() <= now - last < every:
            return False
        self._due[what] = now
        return True

    def _offline(self) -> list[Account]:
        """Accounts that got no answer and have waited long enough: 1, 2, 4 … 60 seconds, and a part of that."""
        offline = [account for account in self._accounts.all() if account.state is AccountState.OFFLINE]
        self._waits = {a.id: self._waits[a.id] for a in offline if a.id in self._waits}
        return [account for account in offline if self._has_waited(account)]

    def _has_waited(self, account: Account) -> bool:
        now = self._now()
        since, wait = self._waits.get(account.id, (None, timedelta(seconds=0.5)))
        if since is not None and now - since < wait * (1 + self._jitter() / 2):
            return False
        self._waits[account.id] = (now, min(2 * wait, LONGEST_WAIT))
        return since is not None

    async def _renew(self, account: Account, *, by_age: bool = False) -> None:
        with contextlib.suppress(XenaError):
            if by_age:
                await self._session.renew_early(account)
            else:
                await self._session.access_token(account)


def _is_ageing(account: Account, *, now: datetime) -> bool:
    """Whether it is to be renewed before anybody waits for that."""
    if account.state is not AccountState.READY or not account.renewable:
        return False
    if account.obtained_at is None or account.access_expires_at is None:
        return False
    return now >= account.obtained_at + RENEW_AT * (account.access_expires_at - account.obtained_at)
