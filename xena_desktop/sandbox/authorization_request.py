"""Checks requests to `/connect/authorize` and decides what the person has to do next."""

# Authlib ships no types:
# mypy: disallow-subclassing-any=False, disable-error-code="import-untyped"

import base64
import hashlib
import secrets
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import (
    InvalidClientError,
    InvalidScopeError,
    UnauthorizedClientError,
    UnsupportedResponseTypeError,
)

from xena_desktop.sandbox.authorization_server import SandboxAuthorizationServer
from xena_desktop.sandbox.browser_sessions import BrowserSession, PendingAuthorization
from xena_desktop.sandbox.errors import PageNotShown
from xena_desktop.sandbox.grants import CodeGrant, HybridGrant
from xena_desktop.sandbox.oauth_request import EndpointRequest
from xena_desktop.sandbox.registrations import Client
from xena_desktop.sandbox.tokens import SignIn

_PROMPTS = frozenset({"none", "login", "consent", "select_account"})
# IdentityServer's InputLengthRestrictions
_LONGEST = {"redirect_uri": 400, "scope": 300, "nonce": 300, "login_hint": 100, "client_id": 100}
_SHOWN = ("client_id", "redirect_uri", "scope", "response_type", "response_mode", "prompt")


class NextStep(Enum):
    """What an authorization request waits for. The two errors go back to the client."""

    SIGN_IN = "sign in"
    CONSENT = "consent"
    ANSWER = "answer"
    SIGN_IN_REQUIRED = "login_required"
    CONSENT_REQUIRED = "consent_required"


@dataclass(frozen=True)
class AuthorizationRequest:
    """An authorization request that has passed every check."""

    grant: CodeGrant | HybridGrant
    client: Client
    scopes: tuple[str, ...]
    redirect_uri: str
    response_mode: str
    prompts: frozenset[str]
    max_age: int | None
    login_hint: str
    state: str | None

    def next_step(
        self, pending: PendingAuthorization, *, session: BrowserSession, seconds: int, allowed: frozenset[str]
    ) -> NextStep:
        """What has to happen before the answer; `allowed` are the scopes that the person allowed for good."""
        silent = "none" in self.prompts
        if self._needs_sign_in(pending, sign_in=session.sign_in, seconds=seconds):
            return NextStep.SIGN_IN_REQUIRED if silent else NextStep.SIGN_IN
        asks = "consent" in self.prompts or not set(self.scopes) <= allowed
        if asks and not pending.consented:
            return NextStep.CONSENT_REQUIRED if silent else NextStep.CONSENT
        return NextStep.ANSWER

    def _needs_sign_in(self, pending: PendingAuthorization, *, sign_in: SignIn | None, seconds: int) -> bool:
        if sign_in is None:
            return True
        if pending.signed_in_again:
            return False
        age = seconds - sign_in.auth_time
        too_old = self.max_age is not None and (self.max_age == 0 or age > self.max_age)
        return too_old or bool(self.prompts & {"login", "select_account"})

    def answer(self, sign_in: SignIn) -> list[tuple[str, str]]:
        """The parameters that go back to the client, with IdentityServer's `session_state`."""
        parameters = self.grant.granted_parameters(sign_in)
        return [*parameters, *self._state(), ("session_state", self._session_state(sign_in))]

    def refusal(self, error: str) -> list[tuple[str, str]]:
        """The parameters that tell the client why there is no code."""
        return [("error", error), *self._state()]

    def _state(self) -> list[tuple[str, str]]:
        return [("state", self.state)] if self.state else []

    def _session_state(self, sign_in: SignIn) -> str:
        address = urlsplit(self.redirect_uri)
        salt = secrets.token_hex(16).upper()
        hashed = f"{self.client.client_id}{address.scheme}://{address.netloc}{sign_in.session_id}{salt}"
        digest = hashlib.sha256(hashed.encode()).digest()
        return f"{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}.{salt}"


def checked_request(
    server: SandboxAuthorizationServer, *, values: dict[str, list[str]], authority: str
) -> AuthorizationRequest:
    """The request, checked; raises PageNotShown, which never goes back to the client.

    IdentityServer lets only the person's own refusals go back; every mistake of a client ends on a page.
    """
    request = EndpointRequest("GET", uri=f"{authority}/connect/authorize", values=values, headers={})
    data = request.payload.data
    if any(len(data.get(name, "")) > longest for name, longest in _LONGEST.items()):
        raise PageNotShown("request", details=_details(data, error="invalid_request"))
    try:
        grant = server.authorization_grant(request)
    except OAuth2Error as error:
        kind = _kind(error, server=server, request=request)
        raise PageNotShown(kind, details=_details(data, error=error.error)) from error
    return _read(grant, data=data)


def _read(grant: CodeGrant | HybridGrant, *, data: dict[str, str]) -> AuthorizationRequest:
    response_mode = data.get("response_mode") or grant.DEFAULT_RESPONSE_MODE
    if response_mode not in grant.RESPONSE_MODES:
        raise PageNotShown("response_mode", details=_details(data, error="invalid_request"))
    prompts = frozenset(data.get("prompt", "").split())
    if not prompts <= _PROMPTS or ("none" in prompts and len(prompts) > 1):
        raise PageNotShown("prompt", details=_details(data, error="invalid_request"))
    max_age = data.get("max_age", "")
    if max_age and not (max_age.isascii() and max_age.isdigit()):
        raise PageNotShown("request", details=_details(data, error="invalid_request"))
    return AuthorizationRequest(
        grant=grant,
        client=grant.request.client,
        scopes=tuple(grant.request.scope.split()),
        redirect_uri=data["redirect_uri"],
        response_mode=response_mode,
        prompts=prompts,
        max_age=int(max_age) if max_age else None,
        login_hint=data.get("login_hint", ""),
        state=data.get("state"),
    )


def _kind(error: OAuth2Error, *, server: SandboxAuthorizationServer, request: EndpointRequest) -> str:
    """Which text explains the error; the order is that in which a person would mend things."""
    data = request.payload.data
    client = server.query_client(data.get("client_id", ""))
    if client is None or isinstance(error, InvalidClientError):
        return "client"
    if not client.check_redirect_uri(data.get("redirect_uri", "")):
        return "redirect_uri"
    if isinstance(error, UnsupportedResponseTypeError | UnauthorizedClientError):
        return "response_type"
    if isinstance(error, InvalidScopeError):
        return "scope"
    if "id_token" in data.get("response_type", "").split() and not data.get("nonce"):
        return "nonce"
    return "code_challenge" if "code_challenge" in str(error.description) else "request"


def _details(data: dict[str, str], *, error: str) -> list[tuple[str, str]]:
    return [("error", error), *((name, data[name][:400]) for name in _SHOWN if data.get(name))]
