"""The authorization request, and what comes back through the browser (RFC 6749 §4.1, OIDC Core §3.3.2)."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from xena_desktop.auth.discovery import Provider, check_response_type, uses_pkce
from xena_desktop.auth.oauth_session import HardenedOAuth2Session, ResponseTypeClient
from xena_desktop.domain.addresses import printable
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import (
    AuthorizationRefused,
    AuthorizationResponseInvalid,
    AuthorizationUnavailable,
    ConsentDenied,
    InteractionRequired,
)
from xena_desktop.domain.redaction import Secret
from xena_desktop.network.transport import Transport

RandomText = Callable[[], str]
"""Gives 43 base64url characters, 32 random bytes, at each call."""

_SINGLE: Final = (
    "code",
    "state",
    "id_token",
    "access_token",
    "error",
    "error_description",
    "error_uri",
    "iss",
    "token_type",
    "expires_in",
)
_INTERACTIONS: Final = (
    "login_required",
    "consent_required",
    "interaction_required",
    "account_selection_required",
)
_PASSING: Final = ("server_error", "temporarily_unavailable")
_LONGEST_CODE: Final = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationRequest:
    """One authorization request: what was sent, and the secrets that only its answer may match."""

    url: str
    redirect_uri: str
    state: Secret
    nonce: Secret
    code_verifier: Secret | None
    scopes: frozenset[str]
    max_age: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationResponse:
    """A successful authorization response; its ID token is not verified yet.

    An access token that came through the browser is kept only as long as its at_hash is checked.
    """

    code: Secret
    id_token: Secret | None
    access_token: Secret | None


def authorization_request(
    provider: Provider,
    connection: Connection,
    *,
    redirect_uri: str,
    random_text: RandomText,
    scopes: frozenset[str] | None = None,
    prompt: str | None = None,
    login_hint: str | None = None,
    max_age: int | None = None,
) -> AuthorizationRequest:
    """A fresh request with its own state, nonce and code verifier (RFC 9700 §2.1.1, §4.7; OIDC Core §3.1.2.1).

    Raises ResponseTypeUnsupported and PkceUnsupported.
    """
    check_response_type(provider, connection)
    asked = [scope for scope in connection.scopes if scopes is None or scope in scopes]
    asked += sorted((scopes or frozenset()) - set(asked))
    client = ResponseTypeClient(connection.client_id, response_type=connection.response_type)
    session = HardenedOAuth2Session(client, transport=Transport(), scope=asked, redirect_uri=redirect_uri)
    state, nonce = random_text(), random_text()
    parameters = {"nonce": nonce, "response_mode": connection.response_mode}
    optional = {
        "prompt": prompt,
        "login_hint": login_hint,
        "max_age": None if max_age is None else str(max_age),
    }
    parameters.update({name: value for name, value in optional.items() if value is not None})
    verifier = random_text() if uses_pkce(provider, connection) else None
    if verifier is not None:
        parameters["code_challenge"] = client.create_code_challenge(verifier, "S256")
        parameters["code_challenge_method"] = "S256"
    with session:
        admitted = session.admit(provider.authorization_endpoint)
        url, _ = session.authorization_url(admitted, state=state, **parameters)
    return AuthorizationRequest(
        url=_with_scheme_of(provider.authorization_endpoint, url),
        redirect_uri=redirect_uri,
        state=Secret(state),
        nonce=Secret(nonce),
        code_verifier=Secret(verifier) if verifier else None,
        scopes=frozenset(asked),
        max_age=max_age,
    )


def states_match(expected: Secret, found: str) -> bool:
    """Whether ``found`` is the state that was sent, compared in constant time."""
    return hmac.compare_digest(expected.reveal().encode(), found.encode("utf-8", "surrogateescape"))


def read_authorization_response(
    parameters: Mapping[str, Sequence[str]], *, provider: Provider, connection: Connection
) -> AuthorizationResponse:
    """What the browser brought back, its state already compared; each name with all its values.

    Raises ConsentDenied, InteractionRequired, AuthorizationUnavailable, AuthorizationRefused and
    AuthorizationResponseInvalid.
    """
    single = _single_values(parameters)
    _check_issuer(single, provider=provider, connection=connection)
    if "error" in single:
        raise _refusal(single)
    wanted = connection.response_type.split()
    if "response" in single and "code" not in single:
        raise AuthorizationResponseInvalid(reason="response_mode")
    code = single.get("code", "")
    if not code or len(code) > _LONGEST_CODE or not all("!" <= character <= "~" for character in code):
        raise AuthorizationResponseInvalid(reason="code")
    if "id_token" in wanted and not single.get("id_token"):
        raise AuthorizationResponseInvalid(reason="id_token")
    has_access_token = "token" in wanted and "access_token" in single
    if has_access_token and single.get("token_type", "").lower() != "bearer":
        raise AuthorizationResponseInvalid(reason="token_type")
    return AuthorizationResponse(
        code=Secret(code),
        id_token=Secret(single["id_token"]) if "id_token" in wanted else None,
        access_token=Secret(single["access_token"]) if has_access_token else None,
    )


def _single_values(parameters: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Each parameter once (RFC 6749 §3.1); unknown ones may come as they like."""
    for name in _SINGLE:
        if len(parameters.get(name, ())) > 1:
            raise AuthorizationResponseInvalid(reason=f"{name} twice")
    if "error" in parameters and "code" in parameters:
        raise AuthorizationResponseInvalid(reason="error and code")
    return {name: values[0] for name, values in parameters.items() if values}


def _check_issuer(single: Mapping[str, str], *, provider: Provider, connection: Connection) -> None:
    """RFC 9207 §2.4; where an ID token comes with the code, it names the issuer instead."""
    found = single.get("iss")
    required = provider.states_issuer and "id_token" not in connection.response_type.split()
    if (found is None and required) or (found is not None and found != provider.issuer):
        raise AuthorizationResponseInvalid(reason="iss")


def _refusal(single: Mapping[str, str]) -> Exception:
    error = printable(single["error"], limit=60)
    if error == "access_denied":
        return ConsentDenied()
    if error in _INTERACTIONS:
        return InteractionRequired(error=error)
    if error in _PASSING:
        return AuthorizationUnavailable(error=error)
    return AuthorizationRefused(error=error, description=printable(single.get("error_description", "")))


def _with_scheme_of(endpoint: str, url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(scheme=urlsplit(endpoint).scheme))
