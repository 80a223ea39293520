"""requests-oauthlib behind our strictness.

The library prepares authorization and token requests. Its session is hardened (``network.transport``), its
compliance hooks check every answer before the library reads it, and two methods of its client are replaced
where no hook reaches: the response type, which it fixes at ``code``, and the refusal of plain http, which for
loopback addresses is ours to decide.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import requests
from oauthlib.oauth2 import Client, WebApplicationClient
from oauthlib.oauth2.rfc6749.parameters import prepare_grant_uri
from requests_oauthlib import OAuth2Session

from xena_desktop.domain.addresses import is_loopback, require_secure
from xena_desktop.network.transport import Hardened, HardenedAdapter, Transport

ResponseCheck = Callable[[requests.Response], requests.Response]

_TOKEN_HEADERS: Final = {
    "Accept": "application/json",
    "Content-Type": "application/x-www-form-urlencoded",
}


class ResponseTypeClient(WebApplicationClient):
    """An oauthlib client whose authorization request carries any response type (OAuth 2.0 Multiple Types §3)."""

    def __init__(self, client_id: str, *, response_type: str) -> None:
        super().__init__(client_id)
        self._response_type = response_type

    def prepare_request_uri(self, uri: str, *arguments: Any, **parameters: Any) -> str:
        """The address of the authorization request."""
        response_type: Any = self._response_type  # the types know only the two of RFC 6749
        prepared = prepare_grant_uri(uri, self.client_id, response_type, *arguments, **parameters)
        return str(prepared)


class HardenedOAuth2Session(Hardened, OAuth2Session):
    """requests-oauthlib's session on our transport; one for each request."""

    def __init__(self, client: Client, *, transport: Transport, **settings: Any) -> None:
        super().__init__(client=client, **settings)
        self.harden(transport)

    def check_answers(self, check: ResponseCheck) -> None:
        """Let ``check`` see every token answer before the library reads it."""
        self.register_compliance_hook("access_token_response", check)
        self.register_compliance_hook("refresh_token_response", check)

    def admit(self, url: str) -> str:
        """``url`` in the form that requests-oauthlib accepts.

        It refuses plain http, everywhere or nowhere, by an environment variable of the whole process. So plain
        http on a loopback host (``require_secure``) goes in as https, and an adapter for exactly that origin
        sends it as the http it is.
        """
        parts = urlsplit(require_secure(url))
        if parts.scheme == "https" or not is_loopback(url):
            return url
        admitted = urlunsplit(parts._replace(scheme="https"))
        self.mount(f"https://{parts.netloc}/", _LoopbackAdapter(self.transport))
        return admitted

    def token_request(self, url: str, **parameters: Any) -> None:
        """POST a grant to the token endpoint; what comes back is what the check made of it."""
        self.fetch_token(self.admit(url), headers=_TOKEN_HEADERS, **parameters)

    def refresh_request(self, url: str, **parameters: Any) -> None:
        """POST a refresh token to the token endpoint (RFC 6749 §6)."""
        self.refresh_token(self.admit(url), headers=_TOKEN_HEADERS, **parameters)

    def send(self, request: requests.PreparedRequest, **settings: Any) -> requests.Response:
        """Send as plain http what ``admit`` let in, without the library's own redirects."""
        adapter = self.get_adapter(request.url or "")
        if isinstance(adapter, _LoopbackAdapter):
            request.url = _as_http(request.url or "")
        return super().send(request, **settings)


class _LoopbackAdapter(HardenedAdapter):
    """Marks the loopback origins that are admitted as plain http."""


def _as_http(url: str) -> str:
    return "http" + url.removeprefix("https")
