"""A sign-in that waits for the browser, and what is done with the answer."""

from __future__ import annotations

import asyncio
import contextlib
import enum
import logging
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import (
    NetworkError,
    OtherPersonSignedIn,
    SignInCancelled,
    SignInError,
    SignInTimedOut,
    TokenResponseInvalid,
)
from xena_desktop.domain.identity import Account
from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.tokens import TokenResponse, fingerprint
from xena_desktop.domain.trace import Trace, TraceStep
from xena_desktop.network.cancellation import Cancellation
from xena_desktop.services.identity_checks import Claims, fetch_claims, verified_id_token
from xena_desktop.services.new_account import AskOtherPerson, SignInResult, kept_in_place
from xena_desktop.services.providers import transport_of
from xena_desktop.services.sign_in_parts import SignInParts

if TYPE_CHECKING:
    from xena_desktop.auth.authorization import AuthorizationRequest, AuthorizationResponse
    from xena_desktop.auth.discovery import Provider
    from xena_desktop.auth.id_token import Expectation
    from xena_desktop.auth.loopback import Awaited, LoopbackListener, Parameters
    from xena_desktop.auth.trace import TraceRecorder

_log = logging.getLogger(__name__)


class SignInStep(enum.StrEnum):
    """Where a sign-in stands, for the window."""

    WAITING = "waiting"
    CHECKING = "checking"
    EXCHANGING = "exchanging"
    SAVING = "saving"


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
        replaces: Account | None,
        other_person: AskOtherPerson,
        seconds: float,
        trace: TraceRecorder,
    ) -> None:
        self._parts = parts
        self._trace = trace
        self.connection = connection
        self._provider = provider
        self._client_secret = client_secret
        self._request = request
        self._listener = listener
        self._replaces = replaces
        self._other_person = other_person
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
        asked = parse_qsl(urlsplit(request.url).query, keep_blank_values=True)
        trace.parameters(TraceStep.AUTHORIZATION_REQUEST, asked, arrow="→")

    @property
    def url(self) -> str:
        """The address that the browser opens; it lives as long as this sign-in."""
        return self._request.url

    @property
    def redirect_uri(self) -> str:
        """The address that is listened on."""
        return self._request.redirect_uri

    def trace(self) -> Trace:
        """What happened up to now."""
        return self._trace.trace()

    @property
    def unexpected_requests(self) -> int:
        """How many requests to the listener were not the awaited answer."""
        return self._listener.unexpected_requests

    async def open_browser(self) -> bool:
        """Open the system browser. False: nothing could be opened; True promises nothing."""
        self.browser_opened = await self._parts.workers.disk(self._parts.open_browser, self.url)
        self._trace.note([("browser", "opened" if self.browser_opened else "not opened")])
        return self.browser_opened

    async def open_private(self) -> str | None:
        """Open a private window, in which nobody is signed in yet; the browser's name, None when none is known."""
        name = await self._parts.workers.disk(self._parts.open_private, self.url)
        self.browser_opened = name is not None
        self._trace.note([("private window", name or "not opened")])
        return name

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
        came = [(name, value) for name, values in parameters.items() for value in values]
        self._trace.parameters(TraceStep.CALLBACK, came, arrow="←")
        response = read_authorization_response(
            parameters, provider=self._provider, connection=self.connection
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
        self._trace.enter(TraceStep.SAVING)
        result = SignInResult(
            connection=self.connection,
            issuer=self._provider.issuer,
            claims=MappingProxyType({**(front or {}), **back, **about}),
            tokens=tokens,
            asked=self._request.scopes,
        )
        account = await self._kept(result)
        self._trace.belongs_to(account)
        return account

    async def _kept(self, result: SignInResult) -> Account:
        try:
            return await kept_in_place(self._parts, result, replaces=self._replaces, ask=self._other_person)
        except OtherPersonSignedIn:
            await self._give_back(result.tokens)
            raise

    async def _give_back(self, tokens: TokenResponse) -> None:
        """Have the server take back a refresh token that nobody wants; as far as it can be reached."""
        if tokens.refresh_token is None:
            return
        refresh_token = tokens.refresh_token
        with contextlib.suppress(NetworkError, SignInError):
            await self._parts.workers.network(lambda c: self._revoke(refresh_token, c))

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
            response_mode=self.connection.response_mode,
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
        self._trace.enter(TraceStep.CALLBACK)
        remaining = (self.deadline - self._parts.now()).total_seconds()
        try:
            return await asyncio.wait_for(asyncio.shield(self._answer), max(0.0, remaining))
        except TimeoutError as error:
            self._answer.cancel()  # what comes now is too late
            raise SignInTimedOut(seconds=round(self.seconds)) from error

    def _take(self, step: SignInStep) -> None:
        _log.info("sign-in over %s: %s", self.connection.name, step)
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
            client_id=self.connection.client_id,
            nonce=self._request.nonce,
            state=self._request.state,
            now=self._parts.now(),
            started_at=self.started_at,
            max_age=self._request.max_age,
            report=self._trace.check,
            **hashed,
        )

    async def _verified(self, id_token: Secret, expected: Expectation) -> Claims:
        return await verified_id_token(
            self._parts.providers,
            self._provider,
            self.connection,
            id_token=id_token,
            expected=expected,
            trace=self._trace,
        )

    def _exchange(self, code: Secret, cancellation: Cancellation) -> TokenResponse:
        from xena_desktop.auth.token_endpoint import TokenEndpoint

        endpoint = TokenEndpoint(
            provider=self._provider,
            connection=self.connection,
            client_secret=self._client_secret,
            transport=transport_of(
                self.connection, cancellation, observe=self._trace.http(TraceStep.TOKEN_REQUEST)
            ),
        )
        return endpoint.exchange_code(code, self._request)

    def _revoke(self, refresh_token: Secret, cancellation: Cancellation) -> bool:
        from xena_desktop.auth.revocation import revoke
        from xena_desktop.network.transport import hardened_session

        with hardened_session(transport_of(self.connection, cancellation)) as session:
            return revoke(
                session,
                self._provider,
                self.connection,
                refresh_token=refresh_token,
                client_secret=self._client_secret,
            )

    async def _userinfo(self, tokens: TokenResponse, *, subject: str) -> Claims:
        """What userinfo adds; the sign-in stands without it, but not against it."""
        try:
            return await self._parts.workers.network(
                lambda c: fetch_claims(
                    self._provider, self.connection, tokens.access_token, subject, c, trace=self._trace
                )
            )
        except NetworkError:
            return {}


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
