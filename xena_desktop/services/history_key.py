"""The key that the history is sealed with, made once for all programs of one home folder."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Final

from xena_desktop.domain.errors import HistoryUnwritable
from xena_desktop.services.workers import Workers
from xena_desktop.storage.folder import Home

if TYPE_CHECKING:
    from xena_desktop.domain.redaction import Secret
    from xena_desktop.services.secrets import Secrets

_LOCK_SECONDS: Final = 10.0


async def shared_key(home: Home, *, workers: Workers, secrets: Secrets) -> Secret:
    """The key from the keychain, made when there is none yet. Raises KeychainError and HistoryUnwritable."""
    if key := await secrets.history_key():
        return key
    from xena_desktop.storage.sealing import new_key

    async with _alone_among_processes(home, workers=workers):
        key = await secrets.history_key()
        if key is None:
            key = new_key()
            await secrets.keep_history_key(key)
        return key


@contextlib.asynccontextmanager
async def _alone_among_processes(home: Home, *, workers: Workers) -> AsyncIterator[None]:
    """So that two programs begun together agree on one key."""
    from filelock import FileLock, Timeout

    path = home.folder("locks") / "history.lock"
    lock = FileLock(str(path), timeout=_LOCK_SECONDS, thread_local=False)
    try:
        await workers.disk(lock.acquire)
    except Timeout as error:
        raise HistoryUnwritable(path=str(path), reason="locked") from error
    try:
        yield
    finally:
        lock.release()
