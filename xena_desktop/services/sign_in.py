"""Signing in: people through the system browser, service accounts without one."""

from __future__ import annotations

import contextlib
import logging
import secrets as randomness
from collections import deque
from collections.abc import AsyncIterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import (
    ClientSecretMissing,
    ConnectionNotConfigured,
    NetworkError,
    SignInSuperseded,
)
from xena_desktop.domain.identity import Account
from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.tokens import ABOUT_PEOPLE, TokenResponse, fingerprint
from xena_desktop.domain.trace import TraceKind, TraceStep
from xena_desktop.network.cancellation import Cancellation
from xena_desktop.services.api_calls import send
from xena_desktop.services.api_lists import MEMBERSHIPS, entities, text_of
from xena_desktop.services.code_exchange import Attempt
from xena_desktop.services.new_account import AskOtherPerson, SignInResult, keep_the_old, kept
from xena_desktop.services.pending_sign_in import PendingSignIn
from xena_desktop.services.providers import transport_of
from xena_desktop.services.sign_in_parts import SignInParts

if TYPE_CHECKING:
    from xena_desktop.auth.authorization import AuthorizationRequest
    from xena_desktop.auth.discovery import Provider
    from xena_desktop.auth.loopback import LoopbackListener
    from xena_desktop.auth.trace import TraceRecorder

_log = logging.getLogger(__name__)

SIGN_IN_SECONDS: Final = 600.0
_DEAD_STATES: Final = 8


class SignIn:
    """Signs people in through the system browser, and service accounts without one. One at a time."""

    def __init__(self, parts: SignInParts) -> None:
        self._parts = parts
        self._live = False
        self._dead_states: deque[str] = deque(maxlen=_DEAD_STATES)

    @contextlib.asynccontextmanager
    async def begin(
        self,
        connection: Connection,
        *,
        scopes: frozenset[str] | None = None,
        prompt: str | None = None,
        login_hint: str | None = None,
        max_age: int | None = None,
        replaces: Account | None = None,
        other_person: AskOtherPerson = keep_the_old,
        seconds: float = SIGN_IN_SECONDS,
    ) -> AsyncIterator[PendingSignIn]:
        """Read the discovery document, listen on a redirect URI, and build the authorization request.

        ``scopes`` are by default the connection's, and those that the account to be signed in again had asked for;
        ``prompt``, ``login_hint`` and ``max_age`` (seconds) as in OIDC Core §3.1.2.1. ``other_person`` decides when
        somebody else comes back than the person of ``replaces``.
        Leaving the block stops listening, on every path. Raises SignInError, NetworkError, KeychainError and
        ConnectionNotConfigured, all before anything was opened.
        """
        async with (
            self._alone(),
            self._parts.traces.recorded(TraceKind.SIGN_IN, connection, account=replaces) as trace,
        ):
            ready, client_secret = await self._prepared(connection)
            provider = await self._parts.providers.provider(ready, anew=True, trace=trace)
            _warn_of_authentication(provider, ready)
            async with self._listening(ready, trace) as listener:
                request = await self._parts.workers.disk(
                    _request,
                    provider,
                    ready,
                    listener,
                    scopes=scopes or _scopes_of(ready, replaces),
                    prompt=prompt,
                    login_hint=login_hint or (replaces.email if replaces else None) or None,
                    max_age=max_age,
                )
                attempt = Attempt(
                    connection=ready,
                    provider=provider,
                    client_secret=client_secret,
                    request=request,
                    started_at=self._parts.now(),
                    trace=trace,
                )
                pending = PendingSignIn(
                    self._parts,
                    attempt,
                    listener=listener,
                    replaces=replaces,
                    other_person=other_person,
                    seconds=seconds,
                )
                pending.listen(dead_states=self._dead_states)
                try:
                    yield pending
                finally:
                    self._dead_states.append(fingerprint(request.state))

    @contextlib.asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """One sign-in at a time; raises SignInSuperseded where there is one already."""
        if self._live:
            raise SignInSuperseded
        self._live = True
        try:
            yield
        finally:
            self._live = False

    @contextlib.asynccontextmanager
    async def _listening(
        self, connection: Connection, trace: TraceRecorder
    ) -> AsyncIterator[LoopbackListener]:
        """The listener on one of the connection's redirect URIs, closed on every path."""
        trace.enter(TraceStep.LISTENING)
        listener = await self._parts.workers.disk(_listener, connection)
        try:
            trace.note([("redirect_uri", listener.redirect_uri)])
            yield listener
        finally:
            await self._parts.workers.disk(listener.close)

    async def service_account(self, connection: Connection) -> Account:
        """Sign in the service account behind the connection's client (RFC 6749 §4.4); no browser is involved.

        There is no userinfo for it: its name is the one in its memberships, where the API gives them.
        """
        async with self._parts.traces.recorded(TraceKind.SERVICE_ACCOUNT, connection) as trace:
            ready, client_secret = await self._prepared(connection)
            provider = await self._parts.providers.provider(ready, anew=True, trace=trace)
            tokens = await self._parts.workers.network(
                lambda c: _client_credentials(provider, ready, client_secret, c, trace)
            )
            self._parts.redactor.learn(tokens.access_token)
            acts_as = await self._acts_as(ready, tokens, trace)
            trace.enter(TraceStep.SAVING)
            result = SignInResult(
                connection=ready,
                issuer=provider.issuer,
                claims=MappingProxyType({"sub": ready.client_id, **acts_as}),
                tokens=tokens,
                asked=frozenset(ready.scopes) - ABOUT_PEOPLE,
            )
            account = await kept(self._parts, result)
            trace.belongs_to(account)
            return account

    async def _acts_as(
        self, connection: Connection, tokens: TokenResponse, trace: TraceRecorder
    ) -> Mapping[str, str]:
        """What the memberships call says of a service account; the sign-in stands without it."""
        try:
            answer = await self._parts.workers.network(
                lambda c: send(
                    connection, MEMBERSHIPS, tokens.access_token, c, observe=trace.http(TraceStep.MEMBERSHIPS)
                )
            )
        except NetworkError:
            return {}
        names = [text_of(row.get("ResourceName")) for row in entities(answer)]
        return {"name": name} if (name := next(filter(None, names), "")) else {}

    async def _prepared(self, connection: Connection) -> tuple[Connection, Secret | None]:
        """The connection, ready to be used, and its client secret; everything that can fail early fails here."""
        if not connection.is_configured:
            raise ConnectionNotConfigured(name=connection.name)
        await self._parts.secrets.require_keychain()
        ready = await self._parts.providers.ready(connection)
        client_secret = await self._parts.secrets.client_secret(ready)
        if ready.needs_client_secret and client_secret is None:
            raise ClientSecretMissing(name=ready.name)
        return ready, client_secret


def _warn_of_authentication(provider: Provider, connection: Connection) -> None:
    """Note when the server does not list how the client authenticates; some accept it all the same.

    A public client does not authenticate, and few servers list that.
    """
    method = connection.token_endpoint_auth_method
    if connection.needs_client_secret and provider.auth_methods and method not in provider.auth_methods:
        _log.warning("the server of %s does not list %s", connection.name, method)


def _scopes_of(connection: Connection, replaces: Account | None) -> frozenset[str]:
    """What to ask for: the connection's scopes, and none less than the account had asked for before."""
    return frozenset(connection.scopes) | (replaces.scopes_asked if replaces else frozenset())


def _listener(connection: Connection) -> LoopbackListener:
    from xena_desktop.auth.loopback import LoopbackListener

    return LoopbackListener(connection.redirect_uris)


def _request(
    provider: Provider, connection: Connection, listener: LoopbackListener, **options: Any
) -> AuthorizationRequest:
    from xena_desktop.auth.authorization import authorization_request

    return authorization_request(
        provider,
        connection,
        redirect_uri=listener.redirect_uri,
        random_text=lambda: randomness.token_urlsafe(32),
        **options,
    )


def _client_credentials(
    provider: Provider,
    connection: Connection,
    client_secret: Secret | None,
    cancellation: Cancellation,
    trace: TraceRecorder,
) -> TokenResponse:
    from xena_desktop.auth.token_endpoint import TokenEndpoint

    return TokenEndpoint(
        provider=provider,
        connection=connection,
        client_secret=client_secret,
        transport=transport_of(connection, cancellation, observe=trace.http(TraceStep.TOKEN_REQUEST)),
    ).client_credentials()
