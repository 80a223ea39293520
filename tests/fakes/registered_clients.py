"""Clients as the test identity server knows them."""

import secrets
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class RegisteredClient:
    """A client as the server knows it.

    A redirect URI with port 0 stands for every port; any other is compared as a whole string. `response_types`
    empty means a service account.
    """

    client_id: str
    client_secret: str | None = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    response_types: tuple[str, ...] = ("code id_token",)
    redirect_uris: tuple[str, ...] = ("http://127.0.0.1:0/callback",)
    post_logout_redirect_uris: tuple[str, ...] = ("http://127.0.0.1:0/signed-out",)
    scopes: tuple[str, ...] = ("openid", "profile", "email", "testapi", "offline_access")
    token_endpoint_auth_method: Literal["client_secret_post", "client_secret_basic", "none"] = (
        "client_secret_post"
    )
    require_pkce: bool = False

    def metadata(self) -> dict[str, object]:
        """The registration in the terms of OpenID Connect Dynamic Client Registration 1.0, section 2."""
        return {
            "client_id": self.client_id,
            **({"client_secret": self.client_secret} if self.client_secret else {}),
            "application_type": "native",
            "grant_types": self._grant_types(),
            "response_types": list(self.response_types),
            "redirect_uris": list(self.redirect_uris) if self.response_types else [],
            "post_logout_redirect_uris": list(self.post_logout_redirect_uris) if self.response_types else [],
            "scope": " ".join(self.scopes),
            "token_endpoint_auth_method": self.token_endpoint_auth_method,
            "require_pkce": self.require_pkce,
        }

    def _grant_types(self) -> list[str]:
        if not self.response_types:
            return ["client_credentials"]
        implicit = any("token" in response_type for response_type in self.response_types)
        return ["authorization_code", "refresh_token", *(["implicit"] if implicit else [])]


def default_clients() -> tuple[RegisteredClient, ...]:
    """One client of each kind the program supports; their secrets are new each time."""
    return (
        RegisteredClient(client_id="hybrid.xena.biz"),
        RegisteredClient(
            client_id="browser.xena.biz", response_types=("code id_token", "code id_token token")
        ),
        RegisteredClient(client_id="code.xena.biz", response_types=("code",)),
        RegisteredClient(client_id="basic.xena.biz", token_endpoint_auth_method="client_secret_basic"),
        RegisteredClient(
            client_id="public.xena.biz",
            client_secret=None,
            response_types=("code", "code id_token"),
            token_endpoint_auth_method="none",
        ),
        RegisteredClient(client_id="service.xena.biz", response_types=(), scopes=("testapi",)),
    )
