"""Signing in, from the discovery document to an account whose tokens are safe in the keychain."""

from __future__ import annotations

import asyncio
import contextlib
import enum
import logging
import secrets as randomness
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import (
    ClientSecretMissing,
    ClockWrong,
    ConnectionNotConfigured,
    IdTokenInvalid,
    NetworkError,
    SignInCancelled,
    SignInSuperseded,
    SignInTimedOut,
    TokenResponseInvalid,
)
from xena_desktop.domain.identity import Account, display_name
from xena_desktop.domain.redaction import Redactor, Secret
from xena_desktop.domain.tokens import AccessToken, GrantRecord, TokenResponse, fingerprint
from xena_desktop.network.cancellation import Cancellation
from xena_desktop.services.accounts import Accounts
from xena_desktop.services.providers import Providers, transport_of
from xena_desktop.services.secrets import Secrets
from xena_desktop.services.workers import Workers

if TYPE_CHECKING:
    from xena_desktop.auth.authorization import AuthorizationRequest, AuthorizationResponse
    from xena_desktop.auth.discovery import Provider, SigningKeys
    from xena_desktop.auth.id_token import Expectation
    from xena_desktop.auth.loopback import Awaited, LoopbackListener, Parameters

_log = logging.getLogger(__name__)

SIGN_IN_SECONDS: Final = 600.0
_DEAD_STATES: Final = 8
_CLOCKS_AGREE: Final = timedelta(minutes=2)

Claims = Mapping[str, Any]


class SignInStep(enum.StrEnum):
    """Where a sign-in stands, for the window."""

    WAITING = "waiting"
    CHECKING = "checking"
    EXCHANGING = "exchanging"
    SAVING = "saving"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInParts:
    """What signing in works with."""

    workers: Workers
    providers: Providers
    secrets: Secrets
    accounts: Accounts
    redactor: Redactor
    now: Callable[[], datetime]
    open_browser: Callable[[str], bool]


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
        replaces: Account | None = None,
        seconds: float = SIGN_IN_SECONDS,
    ) -> AsyncIterator[PendingSignIn]:
        """Read the discovery document, listen on a redirect URI, and build the authorization request.

        Leaving the block stops listening, on every path. Raises SignInError, NetworkError, KeychainError and
        ConnectionNotConfigured, all before anything was opened.
        """
        if self._live:
            raise SignInSuperseded
        self._live = True
        try:
            ready, client_secret = await self._prepared(connection)
            provider = await self._parts.providers.provider(ready, anew=True)
            _warn_of_authentication(provider, ready)
            listener = await self._parts.workers.disk(_listener, ready)
            try:
                hint = login_hint or (replaces.email if replaces else None)
                request = await self._parts.workers.disk(
                    _request, provider, ready, listener, scopes=scopes, prompt=prompt, login_hint=hint or None
                )
                pending = PendingSignIn(
                    self._parts,
                    connection=ready,
                    provider=provider,
                    client_secret=client_secret,
                    request=request,
                    listener=listener,
                    seconds=seconds,
                )
                pending.listen(dead_states=self._dead_states)
                _log.info(
                    "sign-in over %s: listening on %s", ready.name, urlsplit(request.redirect_uri).netloc
                )
                try:
                    yield pending
                finally:
                    self._dead_states.append(fingerprint(request.state))
            finally:
                await self._parts.workers.disk(listener.close)
        finally:
            self._live = False

    async def service_account(self, connection: Connection) -> Account:
        """Sign in the service account behind the connection's client (RFC 6749 §4.4); no browser is involved."""
        ready, client_secret = await self._prepared(connection)
        provider = await self._parts.providers.provider(ready, anew=True)
        response = await self._parts.workers.network(
            lambda c: _client_credentials(provider, ready, client_secret, c)
        )
        claims = MappingProxyType({"sub": ready.client_id, "name": ready.name})
        return await _kept(
            self._parts, ready, provider.issuer, claims, response, asked=frozenset(ready.scopes)
        )

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


class PendingSignIn:
    """One sign-in that waits for the browser. Its secrets live in memory and end with it."""

    def __init__(
        self,
        parts: SignInParts,
        *,
        connection: Connection,
        provider: Provider,
        client_secret: Secret | None,
        request: AuthorizationRequest,
        listener: LoopbackListener,
        seconds: float,
    ) -> None:
        self._parts = parts
        self._connection = connection
        self._provider = provider
        self._client_secret = client_secret
        self._request = request
        self._listener = listener
        self._loop = asyncio.get_running_loop()
        self._answer: asyncio.Future[Parameters] = self._loop.create_future()
        self._answer.add_done_callback(lambda f: None if f.cancelled() else f.exception())
        self.seconds = seconds
        self.started_at = parts.now()
        self.deadline = self.started_at + timedelta(seconds=seconds)
        self.browser_opened: bool | None = None
        self.step = SignInStep.WAITING
        self.on_step: Callable[[SignInStep], None] = lambda _step: None
        parts.redactor.learn(request.state, request.nonce, request.code_verifier, client_secret)

    @property
    def url(self) -> str:
        """The address that the browser opens; it lives as long as this sign-in."""
        return self._request.url

    @property
    def redirect_uri(self) -> str:
        """The address that is listened on."""
        return self._request.redirect_uri

    @property
    def unexpected_requests(self) -> int:
        """How many requests to the listener were not the awaited answer."""
        return self._listener.unexpected_requests

    async def open_browser(self) -> bool:
        """Open the system browser. False: nothing could be opened; True promises nothing."""
        self.browser_opened = await self._parts.workers.disk(self._parts.open_browser, self.url)
        return self.browser_opened

    def cancel(self) -> None:
        """Give up; ``completed()`` raises SignInCancelled."""
        if not self._answer.done():
            self._answer.set_exception(SignInCancelled())

    async def completed(self) -> Account:
        """Wait for the browser, check everything it brings, and keep the account.

        Raises SignInError (SignInTimedOut at the deadline), NetworkError and KeychainError; then nothing was
        kept and an earlier sign-in of the same account goes on.
        """
        from xena_desktop.auth.authorization import read_authorization_response
        from xena_desktop.auth.id_token import check_same_sign_in

        parameters = await self._awaited()
        self._take(SignInStep.CHECKING)
        response = read_authorization_response(
            parameters, provider=self._provider, connection=self._connection
        )
        self._parts.redactor.learn(response.code, response.id_token, response.access_token)
        front = await self._front_claims(response)
        self._take(SignInStep.EXCHANGING)
        tokens = await self._parts.workers.network(lambda c: self._exchange(response.code, c))
        self._parts.redactor.learn(tokens.access_token, tokens.refresh_token, tokens.id_token)
        back = await self._back_claims(response, tokens)
        if front is not None:
            check_same_sign_in(front, back)
        about = await self._userinfo(tokens, subject=str(back["sub"]))
        self._take(SignInStep.SAVING)
        claims = MappingProxyType({**(front or {}), **back, **about})
        return await _kept(
            self._parts, self._connection, self._provider.issuer, claims, tokens, asked=self._request.scopes
        )

    def listen(self, *, dead_states: deque[str]) -> None:
        """Let the listener take the answer; those of former sign-ins are told apart by ``dead_states``."""
        self._listener.expect(self._wanted(frozenset(dead_states)))

    def _wanted(self, dead_states: frozenset[str]) -> Awaited:
        from xena_desktop.auth.authorization import states_match
        from xena_desktop.auth.loopback import Awaited, Verdict

        def judge(state: str) -> Verdict:
            if states_match(self._request.state, state):
                return Verdict.DEAD if self._answer.done() else Verdict.LIVE
            return Verdict.DEAD if fingerprint(Secret(state)) in dead_states else Verdict.UNKNOWN

        def deliver(parameters: Parameters) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: the program ends
                self._loop.call_soon_threadsafe(self._receive, parameters)

        return Awaited(
            response_mode=self._connection.response_mode,
            judge=judge,
            deliver=deliver,
            origins=frozenset(
                {_origin(self._provider.issuer), _origin(self._provider.authorization_endpoint)}
            ),
        )

    def _receive(self, parameters: Parameters) -> None:
        if not self._answer.done():
            self._answer.set_result(parameters)

    async def _awaited(self) -> Parameters:
        remaining = (self.deadline - self._parts.now()).total_seconds()
        try:
            return await asyncio.wait_for(asyncio.shield(self._answer), max(0.0, remaining))
        except TimeoutError as error:
            self._answer.cancel()  # what comes now is too late
            raise SignInTimedOut(seconds=round(self.seconds)) from error

    def _take(self, step: SignInStep) -> None:
        _log.info("sign-in over %s: %s", self._connection.name, step)
        self.step = step
        self.on_step(step)

    async def _front_claims(self, response: AuthorizationResponse) -> Claims | None:
        """The claims of the ID token that came with the code, before the code is used (RFC 9700 §4.5)."""
        if response.id_token is None:
            return None
        expected = self._expectation(
            "front", code=response.code, access_token=response.access_token, c_hash_required=True,
            at_hash_required=response.access_token is not None,
        )  # fmt: skip
        return await self._verified(response.id_token, expected)

    async def _back_claims(self, response: AuthorizationResponse, tokens: TokenResponse) -> Claims:
        if tokens.id_token is None:
            raise TokenResponseInvalid(reason="id_token")
        expected = self._expectation("back", code=response.code, access_token=tokens.access_token)
        return await self._verified(tokens.id_token, expected)

    def _expectation(self, place: str, **hashed: Any) -> Expectation:
        from xena_desktop.auth.id_token import Expectation

        return Expectation(
            place=place,
            issuer=self._provider.issuer,
            client_id=self._connection.client_id,
            nonce=self._request.nonce,
            state=self._request.state,
            now=self._parts.now(),
            started_at=self.started_at,
            max_age=self._request.max_age,
            **hashed,
        )

    async def _verified(self, id_token: Secret, expected: Expectation) -> Claims:
        return await verified_id_token(
            self._parts.providers, self._provider, self._connection, id_token=id_token, expected=expected
        )

    def _exchange(self, code: Secret, cancellation: Cancellation) -> TokenResponse:
        from xena_desktop.auth.token_endpoint import TokenEndpoint

        endpoint = TokenEndpoint(
            provider=self._provider,
            connection=self._connection,
            client_secret=self._client_secret,
            transport=transport_of(self._connection, cancellation),
        )
        return endpoint.exchange_code(code, self._request)

    async def _userinfo(self, tokens: TokenResponse, *, subject: str) -> Claims:
        """What userinfo adds; the sign-in stands without it, but not against it."""
        try:
            return await self._parts.workers.network(
                lambda c: fetch_claims(self._provider, self._connection, tokens.access_token, subject, c)
            )
        except NetworkError:
            return {}


async def verified_id_token(
    providers: Providers,
    provider: Provider,
    connection: Connection,
    *,
    id_token: Secret,
    expected: Expectation,
) -> Claims:
    """The claims of an ID token; a key that is not known yet is asked for once (OIDC Core §10.1.1).

    Raises IdTokenInvalid, ClockWrong where the clock of this computer is to blame, and as ``Providers.keys`` does.
    """
    from xena_desktop.auth.id_token import CHECKS_OF_TIME, verify_id_token

    def verify(keys: SigningKeys) -> Claims:
        try:
            return verify_id_token(id_token, keys=keys, expected=expected)
        except IdTokenInvalid as error:
            ahead = providers.clock_ahead(connection)
            if error.details["check"] in CHECKS_OF_TIME and abs(ahead) > _CLOCKS_AGREE:
                side = "fast" if ahead > timedelta() else "slow"
                raise ClockWrong(minutes=round(abs(ahead) / timedelta(minutes=1)), side=side) from error
            raise

    try:
        return verify(await providers.keys(provider, connection))
    except IdTokenInvalid as error:
        if error.details["check"] not in ("kid", "signature"):
            raise
    return verify(await providers.keys(provider, connection, anew=True))


def fetch_claims(
    provider: Provider, connection: Connection, access_token: Secret, subject: str, cancellation: Cancellation
) -> Claims:
    """The userinfo claims about ``subject``; blocks, and raises IdentityMismatch and NetworkError."""
    from xena_desktop.auth.userinfo import fetch_userinfo
    from xena_desktop.network.transport import hardened_session

    with hardened_session(transport_of(connection, cancellation)) as session:
        return fetch_userinfo(session, provider, access_token=access_token, subject=subject)


def _warn_of_authentication(provider: Provider, connection: Connection) -> None:
    """Note when the server does not list how the client authenticates; some accept it all the same.

    A public client does not authenticate, and few servers list that.
    """
    method = connection.token_endpoint_auth_method
    if connection.needs_client_secret and provider.auth_methods and method not in provider.auth_methods:
        _log.warning("the server of %s does not list %s", connection.name, method)


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
    provider: Provider, connection: Connection, client_secret: Secret | None, cancellation: Cancellation
) -> TokenResponse:
    from xena_desktop.auth.token_endpoint import TokenEndpoint

    return TokenEndpoint(
        provider=provider,
        connection=connection,
        client_secret=client_secret,
        transport=transport_of(connection, cancellation),
    ).client_credentials()


async def _kept(
    parts: SignInParts,
    connection: Connection,
    issuer: str,
    claims: Claims,
    tokens: TokenResponse,
    *,
    asked: frozenset[str],
) -> Account:
    """The account, its tokens in the keychain first: grant, access token, and only then the account itself."""
    subject, now = str(claims["sub"]), parts.now()
    former = next((a for a in parts.accounts.all() if _is_same(a, connection, issuer, subject)), None)
    is_service = connection.grant == "client_credentials"
    account_id = former.id if former else f"account-{randomness.token_hex(6)}"
    granted = tokens.scopes if tokens.scopes is not None else asked
    record = GrantRecord(
        refresh_token=tokens.refresh_token,
        generation=former.generation + 1 if former else 1,
        issuer=issuer,
        client_id=connection.client_id,
        subject=subject,
        scopes=granted,
        obtained_at=now,
    )
    access_token = AccessToken.received(tokens, now=now)
    await parts.secrets.keep_grant(account_id, record)
    await parts.secrets.keep_access_token(account_id, access_token, generation=record.generation)
    parts.secrets.remember_id_token(account_id, tokens.id_token)
    return parts.accounts.keep(
        Account(
            id=account_id,
            connection_id=connection.id,
            name=former.name if former else display_name(claims, otherwise=connection.name),
            subject=subject,
            issuer=issuer,
            claims=claims,
            scopes_asked=asked,
            scopes_granted=granted,
            renewable=is_service or tokens.refresh_token is not None,
            generation=record.generation,
            obtained_at=now,
            access_expires_at=access_token.expires_at,
            fiscal_id=former.fiscal_id if former else None,
            is_service=is_service,
        )
    )


def _is_same(account: Account, connection: Connection, issuer: str, subject: str) -> bool:
    return (account.connection_id, account.issuer, account.subject) == (connection.id, issuer, subject)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
