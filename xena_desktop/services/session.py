"""Access tokens of accounts: fresh when they are asked for, renewed once at a time, gone after signing out."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from xena_desktop.domain.errors import KeychainError, KeychainLocked, SessionExpired, XenaError
from xena_desktop.domain.identity import Account, Passing
from xena_desktop.domain.tokens import AccessToken
from xena_desktop.services.renewal import Renewal
from xena_desktop.services.secrets import KeychainStatus
from xena_desktop.services.session_parts import SessionParts
from xena_desktop.services.signing_out import SignedOut, SigningOut
from xena_desktop.services.tokens_at_hand import TokensAtHand

T = TypeVar("T")

AT_ONCE: Final = 4
"""Renewals at the same time, however many accounts want one."""

FORCED_AT_MOST: Final = 2
FORCED_WITHIN: Final = timedelta(seconds=60)


class Session:
    """Gives access tokens and takes accounts back. Whoever asks while a renewal is under way shares it."""

    def __init__(self, parts: SessionParts) -> None:
        self._parts = parts
        self._tokens = TokensAtHand(secrets=parts.secrets, now=parts.now)
        self._renewal = Renewal(parts, self._tokens)
        self._signing_out = SigningOut(parts, self._tokens)
        self._flights: dict[str, asyncio.Future[AccessToken]] = {}
        self._few = asyncio.Semaphore(AT_ONCE)
        self._forced = _Forced(parts.now)
        self._calls: dict[str, set[asyncio.Task[Any]]] = defaultdict(set)

    async def keychain_status(self) -> KeychainStatus:
        """Whether the keychain serves now, and its name."""
        return await self._parts.secrets.status()

    async def access_token(self, account: Account) -> AccessToken:
        """An access token that may be sent now.

        Raises SessionExpired, SessionRevoked, ClientRefused, NetworkError, KeychainError and what else
        ``Renewal.renewed`` raises.
        """
        return await self._usable(account) or await self._flight(account, refused=None)

    async def another_access_token(self, account: Account, *, refused: AccessToken) -> AccessToken | None:
        """One in the place of a token that the API ``refused``; None when renewing does not help.

        It does not when two such renewals lie within the last minute. Raises as ``access_token``.
        """
        if token := await self._usable(account, refused=refused):
            return token
        if account.id not in self._flights and not self._forced.allowed(account.id):
            return None
        return await self._flight(account, refused=refused)

    async def renew_early(self, account: Account) -> None:
        """Renew a token that is nearly over before somebody waits for it; raises as ``access_token``."""
        token = await self._usable(account)
        if token is None or not token.just_came(now=self._parts.now()):
            await self._flight(account, refused=token, forced=False)

    async def while_signed_in(self, account: Account, call: Coroutine[Any, Any, T]) -> T:
        """What ``call`` gives, unless the account is signed out meanwhile: then SessionExpired, and it is ended."""
        task = asyncio.ensure_future(call)
        self._calls[account.id].add(task)
        task.add_done_callback(self._calls[account.id].discard)
        try:
            return await task
        except asyncio.CancelledError:
            mine = asyncio.current_task()
            if mine is not None and mine.cancelling():
                raise
            raise SessionExpired(name=account.name, reason="signed_out") from None

    async def close(self, *, seconds: float = 5.0) -> None:
        """Let renewals that are under way end, for at most ``seconds``; put into the keychain what it lacks."""
        if self._flights:
            await asyncio.wait(self._flights.values(), timeout=seconds)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.save_unsaved()

    async def save_unsaved(self) -> None:
        """Try again to put renewed grants into a keychain that did not take them."""
        for account_id in self._tokens.unsaved_ids():
            account = self._parts.accounts.refreshed(account_id)
            if account is None:
                self._tokens.forget(account_id)
                self._parts.locks.release_unsaved(account_id)
            else:
                with contextlib.suppress(XenaError):
                    await self._renewal.save(account)

    async def sign_out(self, account: Account, *, everywhere: bool = False) -> SignedOut:
        """Forget the account on this computer, and take its refresh token back at the server if it answers.

        ``everywhere`` also gives the address that ends the browser's session. Raises KeychainError when the
        keychain will not let go; then the account is still there, and no process uses its tokens.
        """
        return await self._signing_out.sign_out(
            account, everywhere=everywhere, end_calls=lambda: self._end_calls(account.id)
        )

    def _end_calls(self, account_id: str) -> None:
        for call in tuple(self._calls[account_id]):
            call.cancel()

    async def finish_signing_out(self) -> None:
        """Finish what was begun by a process that ended meanwhile, or while the server did not answer."""
        await self._signing_out.finish()

    async def try_keychain_again(self) -> None:
        """Ask the keychain once more; sign-ins of this session alone are kept there from then on."""
        await self._parts.secrets.try_keychain_again()
        for account in self._parts.accounts.all():
            self._parts.accounts.show_passing(account.id, None)
            if account.session_only:
                await self._parts.note(account, session_only=False)
        await self.save_unsaved()

    async def _usable(self, account: Account, *, refused: AccessToken | None = None) -> AccessToken | None:
        current = self._parts.current(account)
        try:
            token = await self._tokens.usable(current, refused=refused)
        except KeychainError as error:
            self._show_keychain(account, error)
            raise
        if self._parts.accounts.passing(account.id) in (Passing.KEYCHAIN_LOCKED, Passing.KEYCHAIN_MISSING):
            self._parts.accounts.show_passing(account.id, None)
        return token

    def _flight(
        self, account: Account, *, refused: AccessToken | None, forced: bool = True
    ) -> asyncio.Future[AccessToken]:
        """The renewal under way, or one that begins now.

        The server spends the refresh token with its answer: a caller who gives up must not break that off.
        """
        flight = self._flights.get(account.id)
        if flight is None:
            flight = asyncio.ensure_future(self._renewed(account, refused=refused, forced=forced))
            self._flights[account.id] = flight
            flight.add_done_callback(lambda done: self._landed(account.id, done))
        return asyncio.shield(flight)

    def _landed(self, account_id: str, flight: asyncio.Future[AccessToken]) -> None:
        del self._flights[account_id]
        if not flight.cancelled():
            flight.exception()  # whoever asked may have gone; then nobody else looks at it

    async def _renewed(self, account: Account, *, refused: AccessToken | None, forced: bool) -> AccessToken:
        async with self._few:
            if forced and refused is not None:
                self._forced.remember(account.id)
            self._parts.accounts.show_passing(account.id, Passing.RENEWING)
            try:
                return await self._renewal.renewed(account, refused=refused)
            except KeychainError as error:
                self._show_keychain(account, error)
                raise
            finally:
                if self._parts.accounts.passing(account.id) is Passing.RENEWING:
                    self._parts.accounts.show_passing(account.id, None)

    def _show_keychain(self, account: Account, error: KeychainError) -> None:
        locked = isinstance(error, KeychainLocked)
        self._parts.accounts.show_passing(
            account.id, Passing.KEYCHAIN_LOCKED if locked else Passing.KEYCHAIN_MISSING
        )


class _Forced:
    """Renewals that an API forced by refusing a fresh token; soon after each other, they help nobody."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._moments: dict[str, deque[datetime]] = defaultdict(lambda: deque(maxlen=FORCED_AT_MOST))

    def allowed(self, account_id: str) -> bool:
        moments = self._moments[account_id]
        return len(moments) < FORCED_AT_MOST or not timedelta() <= self._now() - moments[0] < FORCED_WITHIN

    def remember(self, account_id: str) -> None:
        self._moments[account_id].append(self._now())
