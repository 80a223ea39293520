"""Requests to the token endpoint: code, refresh token, client credentials (RFC 6749 §4.1.3, §6, §4.4.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote_plus

import requests
from oauthlib.oauth2 import BackendApplicationClient, Client
from requests.auth import AuthBase, HTTPBasicAuth

from xena_desktop.auth.authorization import AuthorizationRequest
from xena_desktop.auth.busy import unexpected_answer
from xena_desktop.auth.discovery import Provider
from xena_desktop.auth.documents import NotAnObject, is_json, strict_object
from xena_desktop.auth.oauth_session import HardenedOAuth2Session, ResponseTypeClient
from xena_desktop.domain.addresses import printable
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import (
    ClientRefused,
    TokenRequestRefused,
    TokenResponseInvalid,
)
from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.tokens import ABOUT_PEOPLE, TokenResponse
from xena_desktop.network.transport import Transport

_LONGEST_TOKEN: Final = 16 * 1024
_LONGEST_SECONDS: Final = 10**9
_STATUSES: Final = (200, 400, 401, 403)
"""With which an error is the server's own word (RFC 6749 §5.2); 200 and 403 are seen. Not 429, not a redirect."""
_CLIENT_ERRORS: Final = ("invalid_client", "unauthorized_client")


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenEndpoint:
    """The token endpoint of one provider, for one connection's client.

    Every method sends one POST, follows no redirect and tries nothing twice. They raise ClientRefused,
    TokenRequestRefused (both named by the server), TokenResponseInvalid (a 200 that is none), UnexpectedAnswer
    (neither: HTML, 5xx, a redirect; the outcome is unknown) and NetworkError.
    """

    provider: Provider
    connection: Connection
    client_secret: Secret | None
    transport: Transport

    def exchange_code(self, code: Secret, request: AuthorizationRequest) -> TokenResponse:
        """Redeem an authorization code, which works once."""
        client = ResponseTypeClient(self.connection.client_id, response_type=self.connection.response_type)
        parameters: dict[str, Any] = {"code": code.reveal()}
        if request.code_verifier is not None:
            parameters["code_verifier"] = request.code_verifier.reveal()
        return self._grant(client, redirect_uri=request.redirect_uri, **parameters)

    def client_credentials(self) -> TokenResponse:
        """A token for the service account behind the client itself."""
        scopes: list[object] = [scope for scope in self.connection.scopes if scope not in ABOUT_PEOPLE]
        # the client itself must not know them: it would raise a bare Warning when the server grants others
        client: Client = BackendApplicationClient(self.connection.client_id)
        return self._grant(client, redirect_uri=None, scope=scopes)

    def refresh(self, refresh_token: Secret) -> TokenResponse:
        """Spend a refresh token; IdentityServer answers with the next one."""
        client = ResponseTypeClient(self.connection.client_id, response_type="code")

        def send(session: HardenedOAuth2Session) -> None:
            session.refresh_request(
                self.provider.token_endpoint,
                refresh_token=refresh_token.reveal(),
                auth=self._basic(),
                **self._in_body(),
            )

        return self._answer(client, redirect_uri=None, send=send)

    def _grant(self, client: Client, *, redirect_uri: str | None, **parameters: Any) -> TokenResponse:
        def send(session: HardenedOAuth2Session) -> None:
            in_body = self._in_body()
            in_body.pop("client_id", None)
            # the client ID in the body also keeps the library from making a Basic header without a secret
            parameters.update(auth=self._basic(), include_client_id=self._basic() is None, **in_body)
            session.token_request(self.provider.token_endpoint, **parameters)

        return self._answer(client, redirect_uri=redirect_uri, send=send)

    def _answer(
        self, client: Client, *, redirect_uri: str | None, send: Callable[[HardenedOAuth2Session], None]
    ) -> TokenResponse:
        received: list[TokenResponse] = []

        def check(response: requests.Response) -> requests.Response:
            received.append(read_token_response(response))
            return response

        session = HardenedOAuth2Session(client, transport=self.transport, redirect_uri=redirect_uri)
        session.check_answers(check)
        with session:
            send(session)
        return received[0]

    def _basic(self) -> AuthBase | None:
        """client_secret_basic (RFC 6749 §2.3.1)."""
        return client_authentication(self.connection, self.client_secret)[0]

    def _in_body(self) -> dict[str, str]:
        """client_secret_post, or the bare client ID of a public client."""
        return client_authentication(self.connection, self.client_secret)[1]


def client_authentication(
    connection: Connection, client_secret: Secret | None
) -> tuple[AuthBase | None, dict[str, str]]:
    """How the client shows who it is: by header, or by members of the form (RFC 6749 §2.3.1)."""
    if connection.token_endpoint_auth_method == "client_secret_basic" and client_secret is not None:  # noqa: S105 - the standard's name
        return basic_auth(connection.client_id, client_secret), {}
    members = {"client_id": connection.client_id}
    if connection.needs_client_secret and client_secret is not None:
        members["client_secret"] = client_secret.reveal()
    return None, members


def basic_auth(client_id: str, client_secret: Secret) -> AuthBase:
    """client_secret_basic: ID and secret form-encoded before they are joined (RFC 6749 §2.3.1)."""
    return HTTPBasicAuth(quote_plus(client_id), quote_plus(client_secret.reveal()))


def read_token_response(response: requests.Response) -> TokenResponse:
    """The checked members of a token answer (RFC 6749 §5.1, §5.2); raises as TokenEndpoint says."""
    try:
        members = strict_object(response.content) if is_json(response) else None
    except NotAnObject:
        members = None
    if members is not None and members.get("error") is not None and response.status_code in _STATUSES:
        raise _refusal(str(members["error"]))
    if response.status_code != 200:
        raise unexpected_answer(response)
    if members is None:
        raise TokenResponseInvalid(reason="no JSON object")
    return _token_response(members)


def _token_response(members: Mapping[str, Any]) -> TokenResponse:
    if str(members.get("token_type", "")).lower() != "bearer":
        raise TokenResponseInvalid(reason="token_type")
    access_token = _token(members, "access_token")
    if access_token is None:
        raise TokenResponseInvalid(reason="access_token")
    scope = members.get("scope")
    if scope is not None and not isinstance(scope, str):
        raise TokenResponseInvalid(reason="scope")
    return TokenResponse(
        access_token=access_token,
        expires_in=_seconds(members.get("expires_in")),
        refresh_token=_token(members, "refresh_token"),
        id_token=_token(members, "id_token"),
        scopes=frozenset(scope.split()) if scope else None,
    )


def _token(members: Mapping[str, Any], name: str) -> Secret | None:
    """A token of visible ASCII characters, or None when there is none."""
    value = members.get(name)
    if value is None:
        return None
    if (
        not isinstance(value, str)
        or not 0 < len(value) <= _LONGEST_TOKEN
        or not all("!" <= c <= "~" for c in value)
    ):
        raise TokenResponseInvalid(reason=name)
    return Secret(value)


def _seconds(value: Any) -> int | None:
    """``expires_in`` as whole seconds; digits in a text are understood, anything else is refused."""
    if value is None:
        return None
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:12])
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        raise TokenResponseInvalid(reason="expires_in")
    return int(min(value, _LONGEST_SECONDS))


def _refusal(error: str) -> Exception:
    shown = printable(error, limit=60)
    return ClientRefused(error=shown) if error in _CLIENT_ERRORS else TokenRequestRefused(error=shown)
