"""From what the browser brought back to checked tokens and claims."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import NetworkError, SignInError, TokenResponseInvalid
from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.tokens import TokenResponse
from xena_desktop.domain.trace import TraceStep
from xena_desktop.network.cancellation import Cancellation
from xena_desktop.services.identity_checks import Claims, fetch_claims, verified_id_token
from xena_desktop.services.new_account import SignInResult
from xena_desktop.services.providers import transport_of
from xena_desktop.services.sign_in_parts import SignInParts
from xena_desktop.services.token_requests import Server, ask_to_revoke

if TYPE_CHECKING:
    from xena_desktop.auth.authorization import AuthorizationRequest, AuthorizationResponse
    from xena_desktop.auth.discovery import Provider
    from xena_desktop.auth.id_token import Expectation
    from xena_desktop.auth.trace import TraceRecorder


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt to sign in: where, as which client, what was asked, since when (UTC), and what happened."""

    connection: Connection
    provider: Provider
    client_secret: Secret | None
    request: AuthorizationRequest
    started_at: datetime
    trace: TraceRecorder


class CodeExchange:
    """Redeems the code of one attempt, each answer checked before the next step is taken."""

    def __init__(self, parts: SignInParts, attempt: Attempt) -> None:
        self._parts = parts
        self._attempt = attempt

    async def tokens(self, code: Secret) -> TokenResponse:
        """The tokens for ``code``, which works once; raises as TokenEndpoint does."""
        tokens = await self._parts.workers.network(lambda c: self._redeemed(code, c))
        self._parts.redactor.learn(tokens.access_token, tokens.refresh_token, tokens.id_token)
        return tokens

    async def result(
        self, response: AuthorizationResponse, tokens: TokenResponse, *, front: Claims | None
    ) -> SignInResult:
        """Who signed in; raises IdTokenInvalid, IdentityMismatch, TokenResponseInvalid and NetworkError."""
        from xena_desktop.auth.id_token import check_same_sign_in

        back = await self._back_claims(response, tokens)
        if front is not None:
            check_same_sign_in(front, back)
        about = await self._userinfo(tokens, subject=str(back["sub"]))
        return SignInResult(
            connection=self._attempt.connection,
            issuer=self._attempt.provider.issuer,
            claims=MappingProxyType({**(front or {}), **back, **about}),
            tokens=tokens,
            asked=self._attempt.request.scopes,
        )

    async def give_back(self, tokens: TokenResponse) -> None:
        """Have the server take back a refresh token that nobody wants; as far as it can be reached."""
        if tokens.refresh_token is None:
            return
        refresh_token, attempt = tokens.refresh_token, self._attempt
        server = Server(
            provider=attempt.provider, connection=attempt.connection, client_secret=attempt.client_secret
        )
        with contextlib.suppress(NetworkError, SignInError):
            await self._parts.workers.network(lambda c: ask_to_revoke(server, refresh_token, c))

    async def front_claims(self, response: AuthorizationResponse) -> Claims | None:
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
            issuer=self._attempt.provider.issuer,
            client_id=self._attempt.connection.client_id,
            nonce=self._attempt.request.nonce,
            state=self._attempt.request.state,
            now=self._parts.now(),
            started_at=self._attempt.started_at,
            max_age=self._attempt.request.max_age,
            report=self._attempt.trace.check,
            **hashed,
        )

    async def _verified(self, id_token: Secret, expected: Expectation) -> Claims:
        return await verified_id_token(
            self._parts.providers,
            self._attempt.provider,
            self._attempt.connection,
            id_token=id_token,
            expected=expected,
            trace=self._attempt.trace,
        )

    def _redeemed(self, code: Secret, cancellation: Cancellation) -> TokenResponse:
        from xena_desktop.auth.token_endpoint import TokenEndpoint

        endpoint = TokenEndpoint(
            provider=self._attempt.provider,
            connection=self._attempt.connection,
            client_secret=self._attempt.client_secret,
            transport=transport_of(
                self._attempt.connection,
                cancellation,
                observe=self._attempt.trace.http(TraceStep.TOKEN_REQUEST),
            ),
        )
        return endpoint.exchange_code(code, self._attempt.request)

    async def _userinfo(self, tokens: TokenResponse, *, subject: str) -> Claims:
        """What userinfo adds; the sign-in stands without it, but not against it."""
        provider, connection, trace = self._attempt.provider, self._attempt.connection, self._attempt.trace
        try:
            return await self._parts.workers.network(
                lambda c: fetch_claims(provider, connection, tokens.access_token, subject, c, trace=trace)
            )
        except NetworkError:
            return {}
