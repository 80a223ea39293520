"""The OAuth 2.0 authorization server: Authlib's, with the Sandbox's clients, codes and refresh tokens."""

# Authlib ships no types:
# mypy: disallow-subclassing-any=False, disable-error-code="import-untyped"

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from authlib.oauth2.rfc6749 import (
    AuthorizationServer,
    InvalidGrantError,
    InvalidScopeError,
    OAuth2Error,
    OAuth2Request,
)
from flask import Request, Response

from xena_desktop.sandbox import grants
from xena_desktop.sandbox.codes import AuthorizationCodes
from xena_desktop.sandbox.oauth_request import EndpointRequest
from xena_desktop.sandbox.people import People
from xena_desktop.sandbox.registrations import Client, registered_clients
from xena_desktop.sandbox.state import RefreshGrant, State
from xena_desktop.sandbox.tokens import ACCESS_TOKEN_SECONDS, REFRESH_TOKEN_SECONDS, SignIn, TokenIssuer

SCOPES = ("openid", "profile", "email", "testapi", "offline_access")


class TokenAnswer(dict[str, Any]):
    """What the token endpoint answers. Authlib logs answers at DEBUG, so this one shows no values."""

    def __repr__(self) -> str:
        return f"TokenAnswer({', '.join(self)})"


@dataclass(frozen=True)
class StoredRefreshToken:
    """A refresh token that was sent to us, with what it stands for, shaped as Authlib's token models."""

    value: str = field(repr=False)
    grant: RefreshGrant

    def check_client(self, client: Client) -> bool:
        """Whether the token was issued to that client."""
        return client.client_id == self.grant.client_id

    def get_scope(self) -> str:
        """The scopes that were granted at sign-in."""
        return self.grant.scope


class SandboxAuthorizationServer(AuthorizationServer):
    """Answers for `/connect/token` and `/connect/revocation`, and checks requests to `/connect/authorize`."""

    def __init__(self, *, tokens: TokenIssuer, state: State, people: People) -> None:
        super().__init__(scopes_supported=list(SCOPES))
        self.tokens = tokens
        self.state = state
        self.people = people
        self.codes = AuthorizationCodes()
        self._clients = registered_clients()
        self._register()

    def _register(self) -> None:
        proof_key, id_tokens = grants.ProofKey(required=False), grants.IdTokens()
        self.register_token_generator("default", self._token_answer)
        self.register_grant(grants.CodeGrant, [proof_key, id_tokens])
        self.register_grant(grants.HybridGrant, [proof_key])
        self.register_grant(grants.RenewalGrant, [id_tokens])
        self.register_grant(grants.ServiceAccountGrant)
        self.register_endpoint(grants.Revocation)

    def query_client(self, client_id: str) -> Client | None:
        """The client of that ID, or None."""
        return self._clients.get(client_id)

    def authorization_grant(self, request: EndpointRequest) -> grants.CodeGrant | grants.HybridGrant:
        """The grant for a request to `/connect/authorize`, fully checked; raises OAuth2Error."""
        grant = self.get_authorization_grant(request)
        grant.validate_no_multiple_request_parameter(request)
        grant.validate_authorization_request()
        return grant  # type: ignore[no-any-return] # Authlib returns the class we registered, untyped

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        """Remember an answer's refresh token; raises InvalidGrantError when the old one was just used."""
        if not (issued := token.get("refresh_token")):
            return
        used: StoredRefreshToken | None = request.refresh_token
        if used is None:
            self.state.add(issued, grant=self._new_refresh_grant(token["scope"], request=request))
        elif not self.state.replace(used.value, issued=issued):
            raise InvalidGrantError

    def stored_refresh_token(self, value: str) -> StoredRefreshToken | None:
        """The refresh token with what it stands for, or None where it is unknown, used or ended."""
        grant = self.state.refresh_grant(value)
        return StoredRefreshToken(value, grant) if grant else None

    def sign_in_of(self, grant: RefreshGrant) -> SignIn | None:
        """The sign-in that a refresh token came from, or None when the person is gone."""
        person = self.people.by_sub(grant.sub)
        return SignIn(person, grant.session_id, grant.auth_time) if person else None

    def create_oauth2_request(self, request: Request) -> EndpointRequest:
        """The request as Authlib wants it."""
        values = request.form.to_dict(flat=False)
        headers: Mapping[str, str] = dict(request.headers)
        return EndpointRequest(request.method, uri=request.url, values=values, headers=headers)

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> Response:
        """A JSON answer."""
        return Response(json.dumps(body), status=status, headers=headers)

    def handle_error_response(self, request: OAuth2Request, error: OAuth2Error) -> Response:
        """Every error is 400 with its code alone, also `invalid_client`, as IdentityServer answers."""
        headers = [
            ("Content-Type", "application/json; charset=UTF-8"),
            ("Cache-Control", "no-store"),
            ("Pragma", "no-cache"),
        ]
        return self.handle_response(400, {"error": error.error}, headers)

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens to signals here."""

    def _new_refresh_grant(self, scope: str, *, request: OAuth2Request) -> RefreshGrant:
        sign_in: SignIn = request.user
        return RefreshGrant(
            client_id=request.client.client_id,
            sub=sign_in.person.sub,
            scope=scope,
            expires_at=self.tokens.seconds() + REFRESH_TOKEN_SECONDS,
            auth_time=sign_in.auth_time,
            session_id=sign_in.session_id,
        )

    def _token_answer(
        self,
        *,
        grant_type: str,
        client: Client,
        user: SignIn | None,
        scope: str | None,
        expires_in: int | None,
        include_refresh_token: bool,
    ) -> TokenAnswer:
        allowed = client.get_allowed_scope(scope)
        if allowed is None:
            raise InvalidScopeError
        answer = TokenAnswer(
            access_token=self.tokens.access_token(client=client, scope=allowed, sign_in=user),
            expires_in=ACCESS_TOKEN_SECONDS,
        )
        answer |= {"token_type": "Bearer"}
        if include_refresh_token and "offline_access" in allowed.split():
            answer["refresh_token"] = secrets.token_hex(32).upper()
        answer["scope"] = allowed
        return answer
