"""The last sign-ins and renewals of each account, message by message."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.trace import Trace, TraceKind
from xena_desktop.services.workers import Workers

if TYPE_CHECKING:
    from xena_desktop.auth.trace import TraceRecorder
    from xena_desktop.domain.connection import Connection
    from xena_desktop.domain.identity import Account
    from xena_desktop.domain.redaction import Redactor
    from xena_desktop.storage.traces import TraceFiles

_log = logging.getLogger(__name__)

KEPT: Final = 10


class Traces:
    """Records what happens, keeps the last ten for each account, and forgets them with the account.

    Renewals come by the hour: they never push out the last sign-in, which is what people ask about.
    """

    def __init__(
        self, files: TraceFiles, *, workers: Workers, redactor: Redactor, now: Callable[[], datetime]
    ) -> None:
        self._files = files
        self._workers = workers
        self._redactor = redactor
        self._now = now

    @contextlib.asynccontextmanager
    async def recorded(
        self, kind: TraceKind, connection: Connection, *, account: Account | None = None
    ) -> AsyncIterator[TraceRecorder]:
        """Record what happens in the block, and keep it, however the block is left.

        ``account`` is the one that it is about, as far as that is known before.
        """
        from xena_desktop.auth.trace import TraceRecorder

        recorder = TraceRecorder(kind, connection=connection.name, mask=self._redactor.masked, now=self._now)
        if account is not None:
            recorder.belongs_to(account)
        try:
            yield recorder
        except XenaError as error:
            recorder.fail(error)
            raise
        finally:
            await self._keep(recorder.owner or _owner_of(connection), recorder.trace())

    async def of_account(self, account: Account) -> tuple[Trace, ...]:
        """The account's traces, newest first."""
        return await self._workers.disk(self._read, account.id)

    async def of_connection(self, connection: Connection) -> tuple[Trace, ...]:
        """Sign-ins over the connection that brought no account, newest first."""
        return await self._workers.disk(self._read, _owner_of(connection))

    def keep_only(self, accounts: Iterable[Account]) -> None:
        """Forget what happened to accounts that are there no longer."""
        self._files.keep_only({account.id for account in accounts})

    def _read(self, owner: str) -> tuple[Trace, ...]:
        return self._files.read(owner)[::-1]

    async def _keep(self, owner: str, trace: Trace) -> None:
        if not trace.entries:
            return  # nothing happened: another process had done it already

        def add() -> None:
            self._files.write(owner, _kept((*self._files.read(owner), trace)))

        try:
            await self._workers.disk(add)
        except XenaError as error:  # a sign-in does not fail for want of a trace
            _log.info("the trace was not kept: %s", error)


def _kept(traces: tuple[Trace, ...]) -> tuple[Trace, ...]:
    """The last ten, oldest first; the last sign-in among them, however often the account was renewed since."""
    last, before = traces[-KEPT:], traces[:-KEPT]
    sign_ins = [trace for trace in before if trace.kind is not TraceKind.RENEWAL]
    if not sign_ins or any(trace.kind is not TraceKind.RENEWAL for trace in last):
        return last
    return (sign_ins[-1], *last[1:])


def _owner_of(connection: Connection) -> str:
    return f"connection-{connection.id}"
