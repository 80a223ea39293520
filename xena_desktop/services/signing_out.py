"""Signing out, in an order in which nothing that was lost on the way leaves tokens behind."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from xena_desktop.domain.errors import (
    KeychainError,
    NetworkError,
    SessionExpired,
    SignInError,
    UnknownConnection,
)
from xena_desktop.domain.identity import Account, AccountState
from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.tokens import GrantRecord
from xena_desktop.services.accounts import bare
from xena_desktop.services.crash_points import reached
from xena_desktop.services.session_parts import SessionParts
from xena_desktop.services.token_requests import Server, ask_to_revoke
from xena_desktop.services.tokens_at_hand import TokensAtHand

_log = logging.getLogger(__name__)

REVOCATION_SECONDS: Final = 5.0
REVOCATION_KEPT: Final = timedelta(days=7)
"""How long the server is asked again; a refresh token that nobody uses does not live much longer."""


@dataclass(frozen=True, slots=True)
class SignedOut:
    """What signing out reached.

    ``revoked``: the server took the refresh token back. ``pending``: it did not answer, and will be asked again.
    ``end_session_url``: where a browser ends its own session.
    """

    revoked: bool
    pending: bool
    end_session_url: str | None


class SigningOut:
    """Signs accounts out, and finishes what could not be finished then."""

    def __init__(self, parts: SessionParts, tokens: TokensAtHand) -> None:
        self._parts = parts
        self._tokens = tokens

    async def sign_out(
        self, account: Account, *, everywhere: bool, end_calls: Callable[[], None]
    ) -> SignedOut:
        """Forget the account here, then take its refresh token back at the server.

        First a mark on disk: from then on no process renews. ``end_calls`` ends the calls under way. Then the
        keychain lets go, which is proven by reading; the refresh token alone moves to a slot from which it can
        only be revoked. Raises KeychainError and SessionExpired (another process is busy for too long); then the
        mark stays.
        """
        id_token = self._parts.secrets.id_token(account.id)
        await self._parts.note(account, AccountState.SIGNING_OUT, signed_out_at=self._parts.now())
        reached("signing_out")
        end_calls()
        await self._forgotten(account)
        reached("forgotten")
        server = await self._server(account)
        revoked = await self._revoked(account, server)
        url = _end_session_url(server, id_token) if everywhere else None
        pending = any(one.id == account.id for one in self._parts.accounts.to_be_revoked())
        return SignedOut(revoked=revoked, pending=pending, end_session_url=url)

    async def finish(self) -> None:
        """Finish what was begun: by a process that ended meanwhile, or while the server did not answer."""
        for account in await self._parts.workers.disk(self._parts.accounts.to_be_revoked):
            with contextlib.suppress(KeychainError, SessionExpired):
                if account.state is AccountState.SIGNING_OUT:
                    await self._forgotten(account)
                await self._revoked(account, await self._server(account))

    async def _forgotten(self, account: Account) -> None:
        async with self._parts.locks.held(account):
            secrets = self._parts.secrets
            waiting = self._tokens.unsaved(account)
            record = waiting[0] if waiting else await secrets.grant(account.id)
            if record is not None and record.refresh_token is not None:
                await secrets.keep_for_revocation(account.id, record)
            await secrets.forget_account(account.id)
            self._tokens.forget(account.id)
            self._parts.locks.release_unsaved(account.id)
            written = await self._parts.workers.disk(self._parts.accounts.written, account.id, bare)
            self._parts.accounts.adopt(account.id, written)
        await self._parts.on_signed_out(account.id)

    async def _server(self, account: Account) -> Server | None:
        """The account's server, if its connection is still there and the server says what it offers."""
        try:
            connection = self._parts.accounts.connection_of(account)
            async with asyncio.timeout(REVOCATION_SECONDS):
                ready = await self._parts.providers.ready(connection)
                provider = await self._parts.providers.provider(ready)
            client_secret = await self._parts.secrets.client_secret(ready)
        except (UnknownConnection, NetworkError, SignInError, KeychainError, TimeoutError) as error:
            _log.info("%s: not revoked yet: %r", account.id, error)
            return None
        return Server(provider=provider, connection=ready, client_secret=client_secret)

    async def _revoked(self, account: Account, server: Server | None) -> bool:
        """Whether the server took the refresh token back. What needs no further try leaves nothing here."""
        record = await self._parts.secrets.to_be_revoked(account.id)
        revoked = False
        if record is not None and self._is_wanted(account, record, server):
            if server is None:
                return False
            try:
                revoked = await self._asked(record.refresh_token, server)
            except (NetworkError, SignInError, TimeoutError) as error:
                _log.info("%s: not revoked yet: %r", account.id, error)
                return False
            reached("revoked")
        await self._parts.secrets.forget_revocation(account.id)
        await self._parts.workers.disk(self._parts.accounts.forget_file, account.id)
        return revoked

    def _is_wanted(self, account: Account, record: GrantRecord, server: Server | None) -> bool:
        """Whether the server is still to be asked: within a week, and only the server that gave the token."""
        since = account.signed_out_at or self._parts.now()
        if self._parts.now() - since > REVOCATION_KEPT or not self._has_connection(account):
            return False
        asked = server.connection if server else None
        return asked is None or (record.issuer, record.client_id) == (asked.authority, asked.client_id)

    def _has_connection(self, account: Account) -> bool:
        try:
            self._parts.accounts.connection_of(account)
        except UnknownConnection:
            return False
        return True

    async def _asked(self, refresh_token: Secret | None, server: Server) -> bool:
        async with asyncio.timeout(REVOCATION_SECONDS):
            return refresh_token is not None and await self._parts.workers.network(
                lambda cancellation: ask_to_revoke(server, refresh_token, cancellation)
            )


def _end_session_url(server: Server | None, id_token: Secret | None) -> str | None:
    from xena_desktop.auth.revocation import end_session_url

    return end_session_url(server.provider, id_token=id_token) if server else None
