"""Authlib's grants, filled in so that they behave as IdentityServer4 does."""

# Authlib ships no types:
# mypy: disallow-subclassing-any=False, disable-error-code="import-untyped"

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import (
    AuthorizationCodeGrant,
    InvalidGrantError,
    InvalidRequestError,
    RefreshTokenGrant,
)
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode, OpenIDHybridGrant

from xena_desktop.sandbox.codes import CODE_SECONDS, AuthorizationCode
from xena_desktop.sandbox.tokens import SignIn

if TYPE_CHECKING:
    from xena_desktop.sandbox.authorization_server import SandboxAuthorizationServer
    from xena_desktop.sandbox.registrations import Client

_SECRET_METHODS = ["client_secret_basic", "client_secret_post"]


class CodeGrant(AuthorizationCodeGrant):
    """`response_type=code`, and the code's exchange for both code and hybrid (RFC 6749, section 4.1)."""

    server: SandboxAuthorizationServer
    TOKEN_ENDPOINT_AUTH_METHODS = _SECRET_METHODS
    DEFAULT_RESPONSE_MODE = "query"
    RESPONSE_MODES = ("query", "form_post", "fragment")

    def granted_parameters(self, sign_in: SignIn) -> list[tuple[str, str]]:
        """What goes back to the client with the browser."""
        return [("code", _saved_code(self, sign_in)), ("scope", self.request.scope)]

    def query_authorization_code(self, code: str, client: Client) -> AuthorizationCode | None:
        """The code's meaning; asking uses it up, so that a second try never finds it."""
        authorization = self.server.codes.take(code, seconds=self.server.tokens.seconds())
        return authorization if authorization and authorization.client_id == client.client_id else None

    def delete_authorization_code(self, authorization_code: AuthorizationCode) -> None:
        """Nothing is left to delete: the code went when it was read."""

    def authenticate_user(self, authorization_code: AuthorizationCode) -> SignIn:
        """The sign-in that the code came from."""
        return authorization_code.sign_in


class HybridGrant(OpenIDHybridGrant):
    """`code id_token` and `code id_token token` (OpenID Connect Core 3.3)."""

    server: SandboxAuthorizationServer
    DEFAULT_RESPONSE_MODE = "form_post"
    RESPONSE_MODES = ("form_post", "fragment")

    def exists_nonce(self, nonce: str, request: Any) -> bool:
        """False: as IdentityServer, the server leaves the nonce to the client."""
        return False

    def granted_parameters(self, sign_in: SignIn) -> list[tuple[str, str]]:
        """Code and ID token, and the access token where the response type has `token`."""
        payload = self.request.payload
        code = _saved_code(self, sign_in)
        answer = self._access_token_answer(sign_in) if "token" in payload.response_type.split() else {}
        id_token = self.server.tokens.id_token(
            client_id=payload.client_id,
            sign_in=sign_in,
            nonce=payload.data["nonce"],
            code=code,
            access_token=answer.get("access_token"),
            state=payload.state,
        )
        return [("code", code), ("id_token", id_token), *answer.items(), ("scope", self.request.scope)]

    def _access_token_answer(self, sign_in: SignIn) -> dict[str, str]:
        answer = self.generate_token(
            grant_type="implicit", user=sign_in, scope=self.request.scope, include_refresh_token=False
        )
        return {name: str(answer[name]) for name in ("access_token", "token_type", "expires_in")}


class RenewalGrant(RefreshTokenGrant):
    """Refresh tokens that work once: the next takes the place of the one used (RFC 9700, section 4.14)."""

    server: SandboxAuthorizationServer
    TOKEN_ENDPOINT_AUTH_METHODS = _SECRET_METHODS
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> Any:
        """What the refresh token stands for, or None."""
        return self.server.stored_refresh_token(refresh_token)

    def authenticate_user(self, refresh_token: Any) -> SignIn | None:
        """The sign-in that the refresh token came from."""
        return self.server.sign_in_of(refresh_token.grant)

    def revoke_old_credential(self, refresh_token: Any) -> None:
        """Nothing is left to revoke: saving the new token took the place of the old one."""


class ServiceAccountGrant(ClientCredentialsGrant):
    """A client that speaks for itself (RFC 6749, section 4.4)."""

    TOKEN_ENDPOINT_AUTH_METHODS = _SECRET_METHODS


class ProofKey(CodeChallenge):
    """PKCE where the client sends a challenge, with IdentityServer's one answer to every mismatch."""

    def validate_code_verifier(self, grant: Any, result: Any) -> None:
        """Compare verifier and challenge; raises InvalidGrantError also where one of the two is missing."""
        try:
            super().validate_code_verifier(grant, result)
        except InvalidRequestError as error:
            raise InvalidGrantError from error


class IdTokens(OpenIDCode):
    """Adds an ID token to the answers of the token endpoint."""

    def exists_nonce(self, nonce: str, request: Any) -> bool:
        """False: as IdentityServer, the server leaves the nonce to the client."""
        return False

    def process_token(self, grant: Any, response: Any) -> None:
        """Add the ID token where `openid` was granted."""
        answer = response[1]
        if "openid" not in answer["scope"].split():
            return
        authorization: AuthorizationCode | None = grant.request.authorization_code
        answer["id_token"] = grant.server.tokens.id_token(
            client_id=grant.request.client.client_id,
            sign_in=grant.request.user,
            nonce=authorization.nonce if authorization else None,
            access_token=answer["access_token"],
            state=authorization.state if authorization else None,
        )


class Revocation(RevocationEndpoint):
    """`/connect/revocation`: refresh tokens end, access tokens run out by themselves (RFC 7009)."""

    server: SandboxAuthorizationServer
    CLIENT_AUTH_METHODS = _SECRET_METHODS

    def authenticate_token(self, request: Any, client: Client) -> Any:
        """The refresh token to end, or None where there is none of that client (RFC 7009, section 2.2)."""
        self.check_params(request, client)
        stored = self.server.stored_refresh_token(request.form["token"])
        return stored if stored and stored.check_client(client) else None

    def revoke_token(self, token: Any, request: Any) -> None:
        """End the refresh token."""
        self.server.state.remove(token.value)


def _saved_code(grant: CodeGrant | HybridGrant, sign_in: SignIn) -> str:
    payload = grant.request.payload
    code = secrets.token_hex(32)
    seconds = grant.server.tokens.seconds()
    authorization = AuthorizationCode(
        client_id=payload.client_id,
        redirect_uri=payload.redirect_uri,
        scope=grant.request.scope,
        sign_in=sign_in,
        expires_at=seconds + CODE_SECONDS,
        nonce=payload.data.get("nonce"),
        state=payload.state,
        code_challenge=payload.data.get("code_challenge"),
        code_challenge_method=payload.data.get("code_challenge_method"),
    )
    grant.server.codes.add(code, authorization=authorization, seconds=seconds)
    return code
