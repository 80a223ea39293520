"""One renewal, from the operating system's lock to tokens that are safe in the keychain."""

from __future__ import annotations

import contextlib
import logging
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import (
    DiscoveryInvalid,
    FileUnreadable,
    IdentityMismatch,
    IdTokenInvalid,
    KeychainError,
    NetworkError,
    SessionExpired,
)
from xena_desktop.domain.identity import Account, AccountState, Passing
from xena_desktop.domain.tokens import AccessToken, GrantRecord, TokenResponse
from xena_desktop.domain.trace import TraceKind, TraceStep
from xena_desktop.services.crash_points import reached
from xena_desktop.services.renewal_request import BusyServers, RenewalRequest
from xena_desktop.services.session_parts import SessionParts, why_ended
from xena_desktop.services.token_requests import Server, check_same_person
from xena_desktop.services.tokens_at_hand import TokensAtHand

if TYPE_CHECKING:
    from xena_desktop.auth.trace import TraceRecorder

_log = logging.getLogger(__name__)


class Renewal:
    """Renews the access token of an account.

    A refresh token works once. So nobody else renews meanwhile, in whatever process; a mark on disk says that
    it is on its way before it is sent; and the next one is safe in the keychain before its access token is used.
    """

    def __init__(self, parts: SessionParts, tokens: TokensAtHand) -> None:
        self._parts = parts
        self._tokens = tokens
        self._busy = BusyServers(parts.now)

    async def renewed(self, account: Account, *, refused: AccessToken | None) -> AccessToken:
        """A fresh access token that is not the one the API ``refused``; perhaps another process has renewed.

        Raises SessionError, ClientRefused, TokenRequestRefused, IdTokenInvalid, IdentityMismatch, NetworkError
        and KeychainError.
        """
        reached("asked")
        async with self._parts.locks.held(account):
            reached("locked")
            current = self._parts.current(account)
            if token := await self._tokens.usable(current, refused=refused):
                return token
            connection = self._parts.accounts.connection_of(current)
            async with self._parts.traces.recorded(TraceKind.RENEWAL, connection, account=current) as trace:
                current, record, server = await self._grant(current, trace)
                if token := await self._tokens.usable(current, refused=refused):
                    return token
                reached("read")
                token = await self._asked(current, record, server)
        self._parts.current(account)  # whoever signed out meanwhile wants no token
        return token

    async def save(self, account: Account) -> bool:
        """Try to put a grant that waits in memory into the keychain; whether nothing waits any more."""
        async with self._parts.locks.held(account):
            current = self._parts.accounts.refreshed(account.id)
            waiting = self._tokens.unsaved(current) if current else None
            if current is None or waiting is None:
                self._parts.locks.release_unsaved(account.id)
                return True
            try:
                await self._parts.secrets.keep_grant(account.id, waiting[0])
            except KeychainError:
                return False
            await self._note_kept(current, *waiting)
            return True

    async def _grant(self, account: Account, trace: TraceRecorder) -> tuple[Account, GrantRecord, Server]:
        """The newest grant of the account, fit to be shown to its server; and the account, grown as old as it."""
        own = self._tokens.unsaved(account)
        if own is None and account.unsaved_by is not None:
            await self._check_unsaved(account)
        record = own[0] if own else await self._parts.secrets.grant(account.id)
        connection = await self._parts.providers.ready(self._parts.accounts.connection_of(account))
        if record is None and account.state is AccountState.SIGN_IN_NEEDED and account.last_error:
            raise why_ended(account)
        if record is None:
            raise await self._parts.ended(account, "session_only" if account.session_only else "no_grant")
        if (record.issuer, record.client_id) != (connection.authority, connection.client_id):
            raise await self._parts.ended(account, "other_connection")
        if record.generation < account.generation:
            raise await self._parts.ended(account, "older_copy")
        if not (record.refresh_token or account.is_service):
            raise await self._parts.ended(account, "no_refresh_token")
        if own is None and record.generation > account.generation:
            # a process ended between the keychain and the account's file: the keychain is right
            grown = await self._parts.note(account, generation=record.generation, in_flight=None)
            account = grown or account
        return account, record, await self._server(account, connection, trace)

    async def _server(self, account: Account, connection: Connection, trace: TraceRecorder) -> Server:
        client_secret = await self._parts.secrets.client_secret(connection)
        try:
            provider = await self._parts.providers.provider(connection, trace=trace)
        except (NetworkError, DiscoveryInvalid) as error:
            await self._parts.note(account, AccountState.OFFLINE, error=error)
            raise
        return Server(provider=provider, connection=connection, client_secret=client_secret, trace=trace)

    async def _check_unsaved(self, account: Account) -> None:
        """The keychain's refresh token is spent: a process has the next one in memory, or took it along."""
        if await self._parts.workers.disk(self._parts.locks.is_unsaved_elsewhere, account.id):
            raise SessionExpired(name=account.name, reason="unsaved_elsewhere")
        await self._parts.forget_grant(account)
        raise await self._parts.ended(account, "unsaved_lost", unsaved_by=None)

    async def _asked(self, account: Account, record: GrantRecord, server: Server) -> AccessToken:
        request = RenewalRequest(self._parts, self._busy, account=account, record=record, server=server)
        response = await request.answer()
        reached("answered")
        self._parts.redactor.learn(response.access_token, response.refresh_token, response.id_token)
        await self._check(account, request.record, server, response)
        if server.trace is not None:
            server.trace.enter(TraceStep.SAVING)
        return await self._kept(account, request.record, response)

    async def _check(
        self, account: Account, record: GrantRecord, server: Server, response: TokenResponse
    ) -> None:
        """Nothing is kept of an answer that speaks of somebody else."""
        try:
            await check_same_person(
                response,
                server=server,
                record=record,
                claims=account.claims,
                providers=self._parts.providers,
                now=self._parts.now(),
            )
        except (IdentityMismatch, IdTokenInvalid) as error:
            await self._parts.forget_grant(account)
            await self._parts.note(account, AccountState.SIGN_IN_NEEDED, error=error, in_flight=None)
            raise

    async def _kept(self, account: Account, spent: GrantRecord, response: TokenResponse) -> AccessToken:
        now = self._parts.now()
        token = AccessToken.received(response, now=now)
        record = replace(
            spent,
            refresh_token=response.refresh_token or spent.refresh_token,
            generation=max(spent.generation, account.generation) + 1,
            scopes=response.scopes if response.scopes is not None else spent.scopes,
            obtained_at=now,
        )
        try:
            await self._parts.secrets.keep_grant(account.id, record)
        except KeychainError as error:
            await self._keep_in_memory(account, record, token, error)
            return token
        reached("kept")
        await self._note_kept(account, record, token)
        reached("noted")
        self._parts.secrets.remember_id_token(account.id, response.id_token)
        return token

    async def _keep_in_memory(
        self, account: Account, record: GrantRecord, token: AccessToken, error: KeychainError
    ) -> None:
        """The refresh token that the keychain holds is spent, and it did not take the next one."""
        _log.info("%s: the keychain did not take generation %d: %s", account.id, record.generation, error)
        self._tokens.keep_unsaved(account.id, record, token)
        await self._parts.workers.disk(self._parts.locks.hold_unsaved, account.id)
        await self._parts.note(account, AccountState.READY, error=error, unsaved_by=os.getpid())
        self._parts.accounts.show_passing(account.id, Passing.UNSAVED)

    async def _note_kept(self, account: Account, record: GrantRecord, token: AccessToken) -> None:
        """The keychain has the grant: say so. Where the disk is full, the keychain's generation says it."""
        with contextlib.suppress(KeychainError):  # it may be lost without harm
            await self._parts.secrets.keep_access_token(account.id, token, generation=record.generation)
        _log.info("%s: access token renewed, generation %d", account.id, record.generation)
        self._tokens.saved(account.id)
        self._tokens.keep(account.id, token, generation=record.generation)
        with contextlib.suppress(FileUnreadable):
            await self._parts.note(
                account,
                AccountState.READY,
                generation=record.generation,
                in_flight=None,
                unsaved_by=None,
                last_error="",
                obtained_at=record.obtained_at,
                access_expires_at=token.expires_at,
                scopes_granted=record.scopes,
            )
        self._parts.locks.release_unsaved(account.id)
        self._parts.accounts.show_passing(account.id, None)
