"""The calls that were made: kept as they happen, and found again."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xena_desktop.domain.errors import KeychainError, XenaError
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest
from xena_desktop.domain.history import (
    ONE_ANSWER,
    Exchange,
    HistoryEntry,
    HistorySearch,
    PagesJoined,
    Retention,
)
from xena_desktop.domain.identity import Account
from xena_desktop.domain.masking import mask_exchange
from xena_desktop.domain.redaction import Redactor
from xena_desktop.domain.transfer import Transfer
from xena_desktop.services.accounts import Accounts
from xena_desktop.services.history_key import shared_key
from xena_desktop.services.recorded import MOST_BYTES, exchange_of
from xena_desktop.services.secrets import Secrets
from xena_desktop.services.settings import SettingsStore
from xena_desktop.services.workers import Workers
from xena_desktop.storage.folder import Home

if TYPE_CHECKING:
    from xena_desktop.domain.connection import Connection
    from xena_desktop.storage.history import HistoryFile

_log = logging.getLogger(__name__)

_MOST_WAITING: Final = 200
_TIDY_ROUNDS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryState:
    """How the history fares. Nothing in it: all is well.

    ``keychain`` says why it lives in memory until the program ends; ``set_aside`` is where a damaged file went;
    ``unwritable`` why ``waiting`` calls are not on the disk yet.
    """

    keychain: KeychainError | None = None
    set_aside: Path | None = None
    unwritable: XenaError | None = None
    waiting: int = 0


class History:
    """Records calls without holding them up. Reading raises HistoryUnwritable."""

    def __init__(
        self,
        home: Home,
        *,
        workers: Workers,
        secrets: Secrets,
        redactor: Redactor,
        settings: SettingsStore,
        accounts: Accounts,
        now: Callable[[], datetime],
    ) -> None:
        self._home, self._path = home, home.path / "history.sqlite"
        self._workers, self._secrets, self._redactor = workers, secrets, redactor
        self._settings, self._accounts, self._now = settings, accounts, now
        self._file: HistoryFile | None = None
        self._keychain_error: KeychainError | None = None
        self._unwritable: XenaError | None = None
        self._waiting: deque[Exchange] = deque(maxlen=_MOST_WAITING)
        self._under_way: set[asyncio.Task[None]] = set()
        self._listeners: list[Callable[[], None]] = []
        self._in_turn = asyncio.Lock()

    @property
    def state(self) -> HistoryState:
        """How it fares now."""
        return HistoryState(
            keychain=self._keychain_error,
            set_aside=self._file.set_aside if self._file else None,
            unwritable=self._unwritable,
            waiting=len(self._waiting),
        )

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` after every change that this process makes, until the function returned is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def record(
        self,
        account: Account,
        connection: Connection,
        request: ApiRequest,
        outcome: ApiAnswer | XenaError,
        *,
        transfer: Transfer,
        pages: PagesJoined = ONE_ANSWER,
    ) -> None:
        """Keep a call and its answer, or the failure that came instead, as soon as may be; returns at once.

        ``transfer`` knows how much was sent, and of which files; ``pages`` is there where many make one answer.
        """
        exchange = exchange_of(
            account, connection, request, outcome, transfer=transfer, pages=pages, at=self._now()
        )
        task = asyncio.get_running_loop().create_task(self._keep(exchange))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def page(
        self, search: HistorySearch, *, before: int | None = None, count: int = 100
    ) -> list[HistoryEntry]:
        """The newest entries that ``search`` finds, older than the one numbered ``before``."""
        file = await self._opened(begin=False)
        return [] if file is None else await self._workers.disk(file.page, search, before=before, count=count)

    async def read(self, number: int) -> Exchange:
        """One call whole; raises HistoryEntryGone."""
        file = await self._begun()
        return await self._workers.disk(file.read, number)

    async def remove(self, number: int) -> None:
        """Forget one call."""
        file = await self._begun()
        await self._workers.disk(file.remove, number)
        self._tell()

    async def clear(self) -> None:
        """Forget every call."""
        self._waiting.clear()
        file = await self._opened(begin=False)
        if file is not None:
            await self._workers.disk(file.clear)
        self._tell()

    async def forget_account(self, account_id: str) -> None:
        """Forget the calls of an account that signed out; with the last account everything goes, the key too."""
        await self.settled()
        try:
            await self._forgotten(account_id)
        except XenaError as error:
            _log.info("history of %s not forgotten: %s", account_id, error)
        self._tell()

    async def _forgotten(self, account_id: str) -> None:
        file = await self._opened(begin=False)
        if file is not None and self._accounts.all():
            await self._workers.disk(file.remove_account, account_id)
        elif file is not None:
            await self._workers.disk(file.remove_file)
            self._file = None
            await self._secrets.forget_history_key()

    async def changed_elsewhere(self) -> int:
        """A number that changes when another process changed the history."""
        return 0 if self._file is None else await self._workers.disk(self._file.version)

    async def settled(self) -> None:
        """Wait until every call recorded so far is kept."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def close(self, *, seconds: float = 5.0) -> None:
        """Keep what is under way, for at most ``seconds``, and close the file."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._settled_at_last(), seconds)
        if self._file is not None:
            await self._workers.disk(self._file.close)

    async def _settled_at_last(self) -> None:
        """What could not be kept before is tried once more."""
        await self.settled()
        if self._waiting:
            await self._keep_waiting()

    # --- keeping -----------------------------------------------------------------------------------------

    async def _keep(self, exchange: Exchange) -> None:
        async with self._in_turn:
            masked = await self._workers.disk(
                mask_exchange, exchange, redactor=self._redactor, most_bytes=MOST_BYTES
            )
            self._waiting.append(masked)
            await self._keep_waiting()
        self._tell()

    async def _keep_waiting(self) -> None:
        try:
            file = await self._begun()
            while self._waiting:
                await self._workers.disk(file.add, self._waiting[0])
                self._waiting.popleft()
            await self._tidied(file)
            await self._workers.disk(file.tend)
            self._unwritable = None
        except XenaError as error:
            _log.info("history not kept: %s", error)
            self._unwritable = error

    async def _tidied(self, file: HistoryFile) -> None:
        settings = self._settings.settings
        retention = Retention(days=settings.history_days, megabytes=settings.history_megabytes)
        for _ in range(_TIDY_ROUNDS):
            if not await self._workers.disk(file.tidy, retention, now=self._now()):
                return

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()

    # --- the file and its key ----------------------------------------------------------------------------

    async def _begun(self) -> HistoryFile:
        file = await self._opened(begin=True)
        assert file is not None  # noqa: S101 - begin=True always gives one
        return file

    async def _opened(self, *, begin: bool) -> HistoryFile | None:
        """The file; without ``begin`` None where there is none yet, so that looking leaves nothing behind."""
        if self._file is None and (begin or self._path.exists()):
            from xena_desktop.storage.history import HistoryFile
            from xena_desktop.storage.sealing import new_key

            path: Path | None = self._home.folder("") / self._path.name
            try:
                key = await shared_key(self._home, workers=self._workers, secrets=self._secrets)
            except KeychainError as error:
                self._keychain_error, key, path = error, new_key(), None
            if self._file is None:
                self._file = HistoryFile(path, key=key)
        return self._file
