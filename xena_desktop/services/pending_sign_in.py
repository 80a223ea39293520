"""A sign-in that waits for the browser, and what is done with the answer."""

from __future__ import annotations

import asyncio
import contextlib
import enum
import logging
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from xena_desktop.domain.errors import (
    OtherPersonSignedIn,
    SignInCancelled,
    SignInTimedOut,
)
from xena_desktop.domain.identity import Account
from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.tokens import fingerprint
from xena_desktop.domain.trace import Trace, TraceStep
from xena_desktop.services.code_exchange import Attempt, CodeExchange
from xena_desktop.services.new_account import AskOtherPerson, SignInResult, kept_in_place
from xena_desktop.services.sign_in_parts import SignInParts

if TYPE_CHECKING:
    from xena_desktop.auth.loopback import Awaited, LoopbackListener, Parameters

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
        attempt: Attempt,
        *,
        listener: LoopbackListener,
        replaces: Account | None,
        other_person: AskOtherPerson,
        seconds: float,
    ) -> None:
        self._parts = parts
        self.connection, self._provider = attempt.connection, attempt.provider
        self._request, self._trace = attempt.request, attempt.trace
        self._exchange = CodeExchange(parts, attempt)
        self._listener = listener
        self._replaces = replaces
        self._other_person = other_person
        self._loop = asyncio.get_running_loop()
        self._answer: asyncio.Future[Parameters] = self._loop.create_future()
        self._answer.add_done_callback(lambda f: None if f.cancelled() else f.exception())
        self.seconds = seconds
        self.deadline = attempt.started_at + timedelta(seconds=seconds)
        self.browser_opened: bool | None = None
        self.step = SignInStep.WAITING
        self.on_step: Callable[[SignInStep], None] = lambda _step: None
        request = attempt.request
        parts.redactor.learn(request.state, request.nonce, request.code_verifier, attempt.client_secret)
        asked = parse_qsl(urlsplit(request.url).query, keep_blank_values=True)
        attempt.trace.parameters(TraceStep.AUTHORIZATION_REQUEST, asked, arrow="→")

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

        parameters = await self._awaited()
        self._take(SignInStep.CHECKING)
        came = [(name, value) for name, values in parameters.items() for value in values]
        self._trace.parameters(TraceStep.CALLBACK, came, arrow="←")
        response = read_authorization_response(
            parameters, provider=self._provider, connection=self.connection
        )
        self._parts.redactor.learn(response.code, response.id_token, response.access_token)
        front = await self._exchange.front_claims(response)
        self._take(SignInStep.EXCHANGING)
        tokens = await self._exchange.tokens(response.code)
        result = await self._exchange.result(response, tokens, front=front)
        self._take(SignInStep.SAVING)
        self._trace.enter(TraceStep.SAVING)
        account = await self._kept(result)
        self._trace.belongs_to(account)
        return account

    async def _kept(self, result: SignInResult) -> Account:
        try:
            return await kept_in_place(self._parts, result, replaces=self._replaces, ask=self._other_person)
        except OtherPersonSignedIn:
            await self._exchange.give_back(result.tokens)
            raise

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


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
