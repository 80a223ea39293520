"""The one request of a renewal, tried a second time where it is not known what became of the first."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from xena_desktop.domain.errors import (
    ClientRefused,
    HostUnreachable,
    NameNotResolved,
    NetworkError,
    ServerBusy,
    SessionRevoked,
    TlsFailed,
    TokenRequestRefused,
    TokenResponseInvalid,
    UnexpectedAnswer,
)
from xena_desktop.domain.identity import Account, AccountState, InFlight
from xena_desktop.domain.tokens import GrantRecord, TokenResponse, fingerprint
from xena_desktop.services.crash_points import reached
from xena_desktop.services.session_parts import SessionParts
from xena_desktop.services.token_requests import Server, ask_for_tokens

_NOT_LOOKED_AT: Final = (NameNotResolved, HostUnreachable, TlsFailed, ServerBusy)
"""The refresh token did not reach the server, or the server did not look at it."""

_TOO_MANY_REQUESTS: Final = 429
UNSTATED_SECONDS: Final = 30
"""What a 429 without a word about time is taken to mean."""

_OUTCOME_UNKNOWN: Final = (NetworkError, TokenResponseInvalid)
_TRY_LATER: Final = ("server_error", "temporarily_unavailable")


class BusyServers:
    """Token endpoints that asked to be left alone for a while; one word counts for all accounts."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._until: dict[str, datetime] = {}

    def heard(self, token_endpoint: str, answer: UnexpectedAnswer) -> UnexpectedAnswer | ServerBusy:
        """Remember how long the server asks to wait; ServerBusy if it does, otherwise ``answer`` itself."""
        unstated = UNSTATED_SECONDS if answer.details["status"] == _TOO_MANY_REQUESTS else None
        seconds = answer.details.get("seconds", unstated)
        if seconds is None:
            return answer
        self._until[token_endpoint] = self._now() + timedelta(seconds=int(seconds))
        return ServerBusy(host=answer.details["host"], seconds=seconds)

    def check(self, token_endpoint: str) -> None:
        """Raise ServerBusy while the server wants to be left alone."""
        now = self._now()
        left = (self._until.get(token_endpoint, now) - now).total_seconds()
        if left > 0:
            raise ServerBusy(host=token_endpoint.split("/")[2], seconds=max(1, round(left)))


class RenewalRequest:
    """Sends the refresh token of ``record`` to ``server``; the account's lock is held all the while."""

    def __init__(
        self, parts: SessionParts, busy: BusyServers, *, account: Account, record: GrantRecord, server: Server
    ) -> None:
        self._parts, self._busy = parts, busy
        self._account, self._server = account, server
        self.record = record
        """The grant that is spent; another one when the keychain had a newer."""
        self._may_be_spent = account.in_flight is not None and account.in_flight.fingerprint == _name(record)

    async def answer(self) -> TokenResponse:
        """The server's new tokens. Every failure is written down with the account before it is raised.

        Raises SessionRevoked, ClientRefused, TokenRequestRefused, NetworkError and TokenResponseInvalid.
        """
        try:
            self._busy.check(self._server.provider.token_endpoint)
            return await self._sent_and_sent_again()
        except TokenRequestRefused as error:
            return await self._after_refusal(error)
        except ClientRefused as error:
            await self._parts.note(self._account, AccountState.CLIENT_REFUSED, error=error, in_flight=None)
            raise
        except _OUTCOME_UNKNOWN as error:
            await self._parts.note(self._account, AccountState.OFFLINE, error=error)
            raise

    async def _sent_and_sent_again(self) -> TokenResponse:
        await self._parts.note(self._account, in_flight=self._mark())
        reached("marked")
        try:
            return await self._sent()
        except _NOT_LOOKED_AT:
            await self._parts.note(self._account, in_flight=self._account.in_flight)
            raise
        except _OUTCOME_UNKNOWN:
            self._may_be_spent = True
            reached("unanswered")
        return await self._sent()

    async def _sent(self) -> TokenResponse:
        try:
            return await self._parts.workers.network(
                lambda cancellation: ask_for_tokens(self._server, self.record.refresh_token, cancellation)
            )
        except UnexpectedAnswer as error:
            raise self._busy.heard(self._server.provider.token_endpoint, error) from error

    def _mark(self) -> InFlight | None:
        name = _name(self.record)
        if name is None:
            return None
        return InFlight(
            generation=self.record.generation, fingerprint=name, pid=os.getpid(), started_at=self._parts.now()
        )

    async def _after_refusal(self, error: TokenRequestRefused) -> TokenResponse:
        """The server named an error: about this refresh token, about the client, or about itself."""
        name = error.details["error"]
        if name in _TRY_LATER:
            await self._parts.note(self._account, AccountState.OFFLINE, error=error)
            raise error
        if name != "invalid_grant" or self.record.refresh_token is None:
            await self._parts.note(self._account, AccountState.CLIENT_REFUSED, error=error, in_flight=None)
            raise error
        newer = await self._parts.secrets.grant(self._account.id)
        if newer is not None and _name(newer) not in (None, _name(self.record)):
            return await self._with_newer(newer)
        raise await self._revoked(error)

    async def _with_newer(self, newer: GrantRecord) -> TokenResponse:
        """Somebody without our lock, or a restored backup, put another grant there: it gets one try."""
        self.record = newer
        try:
            return await self._sent()
        except (TokenRequestRefused, ClientRefused) as error:
            raise await self._revoked(error) from error
        except _OUTCOME_UNKNOWN as error:
            await self._parts.note(self._account, AccountState.OFFLINE, error=error)
            raise

    async def _revoked(self, error: TokenRequestRefused | ClientRefused) -> SessionRevoked:
        await self._parts.forget_grant(self._account)
        revoked = SessionRevoked(
            name=self._account.name, reason="answer_lost" if self._may_be_spent else None
        )
        revoked.__cause__ = error
        await self._parts.note(
            self._account, AccountState.SIGN_IN_NEEDED, error=revoked, in_flight=None, unsaved_by=None
        )
        return revoked


def _name(record: GrantRecord) -> str | None:
    return fingerprint(record.refresh_token) if record.refresh_token else None
