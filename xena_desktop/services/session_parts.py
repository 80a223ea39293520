"""What sessions work with, and how they write down what became of an account."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from xena_desktop.domain.errors import KeychainError, SessionError, SessionExpired, SessionRevoked, XenaError
from xena_desktop.domain.identity import Account, AccountState
from xena_desktop.domain.redaction import Redactor
from xena_desktop.services.accounts import Accounts
from xena_desktop.services.process_locks import ProcessLocks
from xena_desktop.services.providers import Providers
from xena_desktop.services.secrets import Secrets
from xena_desktop.services.traces import Traces
from xena_desktop.services.workers import Workers

_BETWEEN: Final = "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionParts:
    """The services that sessions are made of."""

    workers: Workers
    providers: Providers
    secrets: Secrets
    accounts: Accounts
    redactor: Redactor
    locks: ProcessLocks
    on_signed_out: Callable[[str], Awaitable[None]]
    traces: Traces
    now: Callable[[], datetime]

    def current(self, account: Account) -> Account:
        """The account as other processes left it; raises SessionExpired when it is signed out."""
        current = self.accounts.refreshed(account.id)
        if current is None or current.is_signed_out:
            raise SessionExpired(name=account.name, reason="signed_out")
        return current

    async def note(
        self,
        account: Account,
        state: AccountState | None = None,
        *,
        error: XenaError | None = None,
        **members: Any,
    ) -> Account | None:
        """Write down what became of an account, on disk before this returns; None when it is there no more.

        Whatever became of it, an account whose signing out has begun stays so.
        """

        def alter(found: Account) -> Account:
            new_state = found.state if state is None or found.is_signed_out else state
            last_error = found.last_error if error is None else _in_short(error)
            return replace(found, **{"state": new_state, "last_error": last_error, **members})

        written = await self.workers.disk(self.accounts.written, account.id, alter)
        return self.accounts.adopt(account.id, written)

    async def forget_grant(self, account: Account) -> None:
        """Remove a grant that is of no use any more; one that stays in a locked keychain does no harm."""
        with contextlib.suppress(KeychainError):
            await self.secrets.forget_account(account.id)

    async def ended(self, account: Account, reason: str, **members: Any) -> SessionExpired:
        """The error that says why the account must sign in again, written down as well."""
        error = SessionExpired(name=account.name, reason=reason)
        await self.note(account, AccountState.SIGN_IN_NEEDED, error=error, in_flight=None, **members)
        return error


def why_ended(account: Account) -> SessionExpired | SessionRevoked:
    """Why an account must sign in again, as it was written down when that happened."""
    code, _, reason = account.last_error.partition(_BETWEEN)
    kind = SessionRevoked if code == SessionRevoked.code else SessionExpired
    return kind(name=account.name, reason=reason or None)


def _in_short(error: XenaError) -> str:
    reason = error.details.get("reason") if isinstance(error, SessionError) else None
    return f"{error.code}{_BETWEEN}{reason}" if reason else error.code
