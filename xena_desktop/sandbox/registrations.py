"""The clients that the Sandbox knows, and what each of them may ask for.

They open nothing but the Sandbox, which listens on this computer alone, so their secrets may be public.
"""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from xena_desktop.domain.built_in import SANDBOX_CLIENT_ID

SANDBOX_CLIENT_SECRET = "sandbox-client-secret"  # noqa: S105 - public by purpose, see above
SANDBOX_SERVICE_CLIENT_ID = "b84e60d1-2f77-4a3c-8e15-90d4c7a1f3b6.sandbox.localhost"
SANDBOX_SERVICE_CLIENT_SECRET = "sandbox-service-secret"  # noqa: S105 - public by purpose, see above
SANDBOX_REDIRECT_URIS = (
    "http://127.0.0.1:51789/callback",
    "http://127.0.0.1:51790/callback",
    "http://127.0.0.1:51791/callback",
)

_ANY_PORT_REDIRECT_URI = "http://127.0.0.1:0/callback"
_POST_LOGOUT_REDIRECT_URI = "http://127.0.0.1:0/signed-out"
_SCOPES = ("openid", "profile", "email", "testapi", "offline_access")


@dataclass(frozen=True)
class Client:
    """One registered client, in the shape that Authlib asks of its client models.

    A registered URI whose port is 0 stands for any port of that host (RFC 8252, section 7.3).
    """

    client_id: str
    name: str
    secret: str = field(repr=False)
    scopes: tuple[str, ...]
    grant_types: tuple[str, ...]
    response_types: tuple[str, ...] = ()
    redirect_uris: tuple[str, ...] = ()
    post_logout_redirect_uris: tuple[str, ...] = ()

    def get_client_id(self) -> str:
        """The client ID."""
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """None: a redirect URI must always be sent, as IdentityServer asks."""

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """The scopes to grant for what was asked, or None where one of them is not registered."""
        asked = (scope or " ".join(self.scopes)).split()
        return " ".join(dict.fromkeys(asked)) if set(asked) <= set(self.scopes) else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Whether the redirect URI is registered, character by character."""
        return _is_registered(redirect_uri, self.redirect_uris)

    def check_post_logout_redirect_uri(self, redirect_uri: str) -> bool:
        """Whether the browser may be sent there after sign-out."""
        return _is_registered(redirect_uri, self.post_logout_redirect_uris)

    def check_client_secret(self, client_secret: str) -> bool:
        """Whether the secret is right, compared in constant time."""
        return hmac.compare_digest(self.secret.encode(), client_secret.encode())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Whether the client may identify itself in this way: by its secret, in the header or in the body."""
        return method in ("client_secret_basic", "client_secret_post")

    def check_response_type(self, response_type: str) -> bool:
        """Whether the client may ask for this response type, its words in alphabetical order."""
        return response_type in self.response_types

    def check_grant_type(self, grant_type: str) -> bool:
        """Whether the client may use this grant at the token endpoint."""
        return grant_type in self.grant_types


def registered_clients() -> dict[str, Client]:
    """Every client of the Sandbox by its client ID."""
    return {client.client_id: client for client in (_xena_desktop(), _service_account())}


def _xena_desktop() -> Client:
    return Client(
        client_id=SANDBOX_CLIENT_ID,
        name="Xena Desktop",
        secret=SANDBOX_CLIENT_SECRET,
        scopes=_SCOPES,
        grant_types=("authorization_code", "refresh_token"),
        response_types=("code", "code id_token", "code id_token token"),
        redirect_uris=(*SANDBOX_REDIRECT_URIS, _ANY_PORT_REDIRECT_URI),
        post_logout_redirect_uris=(_POST_LOGOUT_REDIRECT_URI,),
    )


def _service_account() -> Client:
    return Client(
        client_id=SANDBOX_SERVICE_CLIENT_ID,
        name="Servicekonto",
        secret=SANDBOX_SERVICE_CLIENT_SECRET,
        scopes=("testapi",),
        grant_types=("client_credentials",),
    )


def _is_registered(uri: str, registered: Iterable[str]) -> bool:
    return any(uri == known or _matches_any_port(uri, known) for known in registered)


def _matches_any_port(uri: str, known: str) -> bool:
    before, zero_port, after = known.partition(":0/")
    pattern = re.escape(before) + r":([1-9][0-9]{0,4})/" + re.escape(after)
    found = re.fullmatch(pattern, uri, re.ASCII) if zero_port else None
    return found is not None and int(found[1]) <= 65535
