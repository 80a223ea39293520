"""One at a time for an account, over all processes of the home folder."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Final, Protocol

from xena_desktop.domain.errors import SessionExpired
from xena_desktop.domain.identity import Account
from xena_desktop.services.workers import Workers

if TYPE_CHECKING:
    from pathlib import Path

    from filelock import BaseFileLock

LOCK_SECONDS: Final = 30.0
_UNSAVED: Final = "unsaved"


class LockPath(Protocol):
    """Where the lock file of an account lies, for a purpose."""

    def __call__(self, account_id: str, *, purpose: str = "") -> Path:
        """The file's path; its folder is there."""


class ProcessLocks:
    """Locks of the operating system, which lets go of them when a process ends, however it ends.

    Their files are never deleted: whoever deletes a locked file lets two in at once.
    """

    def __init__(self, path: LockPath, *, workers: Workers) -> None:
        self._path = path
        self._workers = workers
        self._unsaved: dict[str, BaseFileLock] = {}

    @contextlib.asynccontextmanager
    async def held(self, account: Account) -> AsyncIterator[None]:
        """Renew or sign out ``account`` alone; raises SessionExpired when others are busy for too long."""
        from filelock import Timeout

        lock = self._lock(account.id)
        acquiring = asyncio.ensure_future(self._workers.disk(lock.acquire, timeout=LOCK_SECONDS))
        try:
            await asyncio.shield(acquiring)
        except Timeout as error:
            raise SessionExpired(name=account.name, reason="busy") from error
        except asyncio.CancelledError:
            acquiring.add_done_callback(lambda future: _let_go(lock, future))
            raise
        try:
            yield
        finally:
            lock.release()

    def hold_unsaved(self, account_id: str) -> None:
        """Show other processes that this one has tokens in memory which the keychain did not take."""
        if account_id not in self._unsaved:
            lock = self._lock(account_id, purpose=_UNSAVED)
            lock.acquire(timeout=0)
            self._unsaved[account_id] = lock

    def release_unsaved(self, account_id: str) -> None:
        """The keychain has them, or they are of no use any more."""
        if lock := self._unsaved.pop(account_id, None):
            lock.release()

    def is_unsaved_elsewhere(self, account_id: str) -> bool:
        """Whether another living process holds tokens that the keychain did not take."""
        from filelock import Timeout

        lock = self._lock(account_id, purpose=_UNSAVED)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return True
        lock.release()
        return False

    def _lock(self, account_id: str, *, purpose: str = "") -> BaseFileLock:
        from filelock import FileLock

        return FileLock(str(self._path(account_id, purpose=purpose)), thread_local=False)


def _let_go(lock: BaseFileLock, acquiring: asyncio.Future[Any]) -> None:
    """Whoever wanted the lock has gone, and it came after all."""
    if not acquiring.cancelled() and acquiring.exception() is None:
        lock.release()
