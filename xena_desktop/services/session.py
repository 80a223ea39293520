"""Access tokens of accounts: fresh when they are asked for, renewed once at a time, gone after signing out."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import (
    ClientRefused,
    IdentityMismatch,
    KeychainError,
    NetworkError,
    SessionExpired,
    SessionRevoked,
    SignInError,
    TokenRequestRefused,
)
from xena_desktop.domain.identity import Account, AccountState
from xena_desktop.domain.redaction import Redactor, Secret
from xena_desktop.domain.tokens import AccessToken, GrantRecord, TokenResponse, fingerprint
from xena_desktop.network.cancellation import Cancellation
from xena_desktop.services.accounts import Accounts
from xena_desktop.services.providers import Providers, transport_of
from xena_desktop.services.secrets import KeychainStatus, Secrets
from xena_desktop.services.sign_in import verified_id_token
from xena_desktop.services.workers import Workers

if TYPE_CHECKING:
    from xena_desktop.auth.discovery import Provider

_log = logging.getLogger(__name__)

LOCK_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class SignedOut:
    """What signing out reached: whether the server took the refresh token back, and where a browser signs out."""

    revoked: bool
    end_session_url: str | None


class Session:
    """Gives access tokens and takes accounts back.

    A refresh token works once. So a renewal happens once at a time, in this process (a lock for each account)
    and over all processes of the home folder (a lock of the operating system); a mark on disk says that a
    refresh token is on its way, and the new one is safe in the keychain before its access token is used.
    """

    def __init__(
        self,
        *,
        workers: Workers,
        providers: Providers,
        secrets: Secrets,
        accounts: Accounts,
        redactor: Redactor,
        lock_path: Callable[[str], object],
        now: Callable[[], datetime],
    ) -> None:
        self._workers = workers
        self._providers = providers
        self._secrets = secrets
        self._accounts = accounts
        self._redactor = redactor
        self._lock_path = lock_path
        self._now = now
        self._locks: dict[str, asyncio.Lock] = {}
        self._fresh: dict[str, tuple[int, AccessToken]] = {}
        self._unsaved: dict[str, GrantRecord] = {}
        self._renewals: set[asyncio.Future[AccessToken]] = set()

    async def keychain_status(self) -> KeychainStatus:
        """Whether the keychain serves now, and its name."""
        return await self._secrets.status()

    async def access_token(self, account: Account, *, force: bool = False) -> AccessToken:
        """An access token that may be sent now; ``force`` renews one that the API did not accept.

        Raises SessionExpired, SessionRevoked, ClientRefused, NetworkError, KeychainError.
        """
        current = self._current(account)
        if not force and (token := await self._kept(current)):
            return token
        # The server spends the refresh token with its answer: a caller who gives up must not break that off.
        renewal = asyncio.ensure_future(self._renewed_in_turn(current, force=force))
        self._renewals.add(renewal)
        renewal.add_done_callback(self._ended)
        return await asyncio.shield(renewal)

    async def close(self, *, seconds: float = 5.0) -> None:
        """Let renewals that are under way end, for at most ``seconds``."""
        if self._renewals:
            await asyncio.wait(self._renewals, timeout=seconds)

    async def sign_out(self, account: Account, *, everywhere: bool = False) -> SignedOut:
        """Forget the account on this computer, and take its refresh token back at the server if it answers.

        ``everywhere`` also gives the address that ends the browser's session. Raises KeychainError when the
        keychain will not let go; then the account is still there.
        """
        own_lock = self._locks.setdefault(account.id, asyncio.Lock())
        async with own_lock, self._locked_for_all_processes(account):
            record = self._unsaved.get(account.id) or await self._secrets.grant(account.id)
            await self._secrets.forget_account(account.id)
            self._unsaved.pop(account.id, None)
            self._fresh.pop(account.id, None)
            self._accounts.forget(account.id)
        connection = self._accounts.connection_of(account)
        try:
            return await self._revoked(connection, record, everywhere=everywhere)
        except (NetworkError, SignInError, KeychainError):
            return SignedOut(revoked=False, end_session_url=None)

    # --- the token at hand ---------------------------------------------------------------------------------

    def _current(self, account: Account) -> Account:
        """The account as other processes left it."""
        current = self._accounts.refreshed(account.id)
        if current is None:
            raise SessionExpired(name=account.name, reason="signed_out")
        return current

    async def _kept(self, account: Account) -> AccessToken | None:
        """The token in memory or in the keychain, if it is fresh and of the account's generation."""
        generation, token = self._fresh.get(account.id, (0, None))
        if token is None or generation != account.generation:
            token = await self._secrets.access_token(account.id, generation=account.generation)
        if token is None or not token.is_fresh(now=self._now()):
            return None
        self._fresh[account.id] = (account.generation, token)
        return token

    # --- renewal -------------------------------------------------------------------------------------------

    def _ended(self, renewal: asyncio.Future[AccessToken]) -> None:
        self._renewals.discard(renewal)
        if not renewal.cancelled():
            renewal.exception()  # whoever asked may have gone; then nobody else looks at it

    async def _renewed_in_turn(self, current: Account, *, force: bool) -> AccessToken:
        async with self._locks.setdefault(current.id, asyncio.Lock()):
            renewed = self._current(current)
            if (not force or renewed.generation > current.generation) and (
                token := await self._kept(renewed)
            ):
                return token
            return await self._renewed_alone(renewed)

    async def _renewed_alone(self, account: Account) -> AccessToken:
        async with self._locked_for_all_processes(account):
            current = self._current(account)
            if current.generation > account.generation and (token := await self._kept(current)):
                return token
            return await self._renewed(current)

    @contextlib.asynccontextmanager
    async def _locked_for_all_processes(self, account: Account) -> AsyncIterator[None]:
        from filelock import FileLock, Timeout

        lock = FileLock(str(self._lock_path(account.id)), timeout=LOCK_SECONDS, thread_local=False)
        try:
            await self._workers.disk(lock.acquire)
        except Timeout as error:
            raise SessionExpired(name=account.name, reason="busy") from error
        try:
            yield
        finally:
            lock.release()

    async def _renewed(self, account: Account) -> AccessToken:
        record = self._unsaved.get(account.id) or await self._secrets.grant(account.id)
        connection = await self._providers.ready(self._accounts.connection_of(account))
        self._check_belongs(account, record, connection)
        if record is None or not (record.refresh_token or account.is_service):
            self._accounts.change(account.id, state=AccountState.SIGN_IN_NEEDED)
            raise SessionExpired(name=account.name, reason="no_refresh_token")
        if record.refresh_token:
            self._accounts.change(account.id, in_flight=fingerprint(record.refresh_token))
        provider = await self._providers.provider(connection)
        response = await self._asked(account, connection, provider, record)
        self._redactor.learn(response.access_token, response.refresh_token, response.id_token)
        await self._check_same_person(response, provider, connection, record, account)
        return await self._kept_anew(account, record, response)

    def _check_belongs(self, account: Account, record: GrantRecord | None, connection: Connection) -> None:
        """A grant is shown only to the server and by the client it was given to."""
        if record is None:
            self._accounts.change(account.id, state=AccountState.SIGN_IN_NEEDED)
            raise SessionExpired(name=account.name, reason="no_grant")
        if (record.issuer, record.client_id) != (connection.authority, connection.client_id):
            self._accounts.change(account.id, state=AccountState.SIGN_IN_NEEDED)
            raise SessionExpired(name=account.name, reason="other_connection")

    async def _asked(
        self, account: Account, connection: Connection, provider: Provider, record: GrantRecord
    ) -> TokenResponse:
        client_secret = await self._secrets.client_secret(connection)
        try:
            return await self._workers.network(
                lambda c: _renew(provider, connection, client_secret, record.refresh_token, c)
            )
        except TokenRequestRefused as error:
            self._accounts.change(account.id, state=AccountState.SIGN_IN_NEEDED, in_flight=None)
            raise SessionRevoked(name=account.name) from error
        except ClientRefused:
            self._accounts.change(account.id, state=AccountState.CLIENT_REFUSED, in_flight=None)
            raise

    async def _check_same_person(
        self,
        response: TokenResponse,
        provider: Provider,
        connection: Connection,
        record: GrantRecord,
        account: Account,
    ) -> None:
        """A renewed ID token speaks of the same person (OIDC Core §12.2); otherwise nothing of it is kept."""
        if response.id_token is None:
            return
        from xena_desktop.auth.id_token import Expectation

        now = self._now()
        expected = Expectation(
            place="renewed",
            issuer=record.issuer,
            client_id=record.client_id,
            nonce=None,
            now=now,
            started_at=now,
            access_token=response.access_token,
        )
        claims = await verified_id_token(
            self._providers, provider, connection, id_token=response.id_token, expected=expected
        )
        if claims["sub"] != record.subject:
            self._accounts.change(account.id, state=AccountState.SIGN_IN_NEEDED, in_flight=None)
            raise IdentityMismatch(claim="sub")

    async def _kept_anew(self, account: Account, former: GrantRecord, response: TokenResponse) -> AccessToken:
        now = self._now()
        token = AccessToken.received(response, now=now)
        record = replace(
            former,
            refresh_token=response.refresh_token or former.refresh_token,
            generation=former.generation + 1,
            scopes=response.scopes if response.scopes is not None else former.scopes,
            obtained_at=now,
        )
        self._unsaved[account.id] = record
        await self._secrets.keep_grant(account.id, record)
        del self._unsaved[account.id]
        with contextlib.suppress(KeychainError):  # it may be lost without harm
            await self._secrets.keep_access_token(account.id, token, generation=record.generation)
        self._fresh[account.id] = (record.generation, token)
        _log.info("%s: access token renewed, generation %d", account.id, record.generation)
        self._accounts.change(
            account.id,
            generation=record.generation,
            in_flight=None,
            state=AccountState.READY,
            obtained_at=now,
            access_expires_at=token.expires_at,
            scopes_granted=record.scopes,
        )
        return token

    async def _revoked(
        self, connection: Connection, record: GrantRecord | None, *, everywhere: bool
    ) -> SignedOut:
        ready = await self._providers.ready(connection)
        provider = await self._providers.provider(ready)
        client_secret = await self._secrets.client_secret(ready)
        refresh_token = record.refresh_token if record else None
        revoked = refresh_token is not None and await self._workers.network(
            lambda c: _revoke(provider, ready, refresh_token, client_secret, c)
        )
        url = provider.end_session_endpoint if everywhere else None
        return SignedOut(revoked=revoked, end_session_url=url)


def _renew(
    provider: Provider,
    connection: Connection,
    client_secret: Secret | None,
    refresh_token: Secret | None,
    cancellation: Cancellation,
) -> TokenResponse:
    from xena_desktop.auth.token_endpoint import TokenEndpoint

    endpoint = TokenEndpoint(
        provider=provider,
        connection=connection,
        client_secret=client_secret,
        transport=transport_of(connection, cancellation),
    )
    return endpoint.refresh(refresh_token) if refresh_token else endpoint.client_credentials()


def _revoke(
    provider: Provider,
    connection: Connection,
    refresh_token: Secret,
    client_secret: Secret | None,
    cancellation: Cancellation,
) -> bool:
    from xena_desktop.auth.revocation import revoke
    from xena_desktop.network.transport import hardened_session

    with hardened_session(transport_of(connection, cancellation)) as session:
        return revoke(session, provider, connection, refresh_token=refresh_token, client_secret=client_secret)
