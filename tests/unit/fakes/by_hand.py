"""A relying party in a few lines, to try the test identity server with: no code of the program in it."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import requests
from joserfc import jwk, jws

from tests.fakes.oidc_provider import OidcProvider
from tests.fakes.registered_clients import RegisteredClient
from tests.fakes.visitor import AuthorizationResponse, Visitor

REDIRECT_URI = "http://127.0.0.1:51789/callback"
SCOPE = "openid profile email testapi offline_access"
VERIFIER = "v" * 43


def left_half(value: str) -> str:
    """The hash of c_hash, at_hash and s_hash for RS256 (OpenID Connect Core 1.0, section 3.3.2.11)."""
    return base64.urlsafe_b64encode(hashlib.sha256(value.encode()).digest()[:16]).rstrip(b"=").decode()


def s256(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass
class ByHand:
    """One client at one server, and the browser's cookies."""

    provider: OidcProvider
    client: RegisteredClient
    visitor: Visitor
    web: requests.Session = field(default_factory=requests.Session)

    def authorization_url(self, **changes: str | None) -> str:
        hybrid = "code id_token" in self.client.response_types
        parameters: dict[str, str | None] = {
            "client_id": self.client.client_id,
            "redirect_uri": REDIRECT_URI,
            "response_type": "code id_token" if hybrid else "code",
            "response_mode": "form_post" if hybrid else "query",
            "scope": SCOPE,
            "state": "the state & more",
            "nonce": "the nonce",
            "code_challenge": s256(VERIFIER),
            "code_challenge_method": "S256",
            **changes,
        }
        given = {name: value for name, value in parameters.items() if value is not None}
        return f"{self.provider.issuer}/connect/authorize?{urlencode(given)}"

    def authorize(
        self, *, allow: bool = True, username: str = "soren", **changes: str | None
    ) -> AuthorizationResponse:
        return self.visitor.answer(self.authorization_url(**changes), allow=allow, username=username)

    def token(self, grant_type: str, **parameters: str) -> requests.Response:
        form = {"grant_type": grant_type}
        authentication = None
        if self.client.token_endpoint_auth_method == "client_secret_basic":
            authentication = (self.client.client_id, self.client.client_secret or "")
        else:
            form["client_id"] = self.client.client_id
            if self.client.client_secret:
                form["client_secret"] = self.client.client_secret
        return self.web.post(
            f"{self.provider.issuer}/connect/token", {**form, **parameters}, auth=authentication
        )

    def redeem(self, code: str, *, verifier: str | None = VERIFIER) -> requests.Response:
        proof = {"code_verifier": verifier} if verifier else {}
        return self.token("authorization_code", code=code, redirect_uri=REDIRECT_URI, **proof)

    def refresh(self, refresh_token: str) -> requests.Response:
        return self.token("refresh_token", refresh_token=refresh_token)

    def sign_in(self) -> dict[str, Any]:
        """The whole way; gives the token answer."""
        response = self.redeem(self.authorize().parameters["code"])
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def userinfo(self, access_token: str) -> requests.Response:
        return self.web.get(
            f"{self.provider.issuer}/connect/userinfo", headers={"Authorization": f"Bearer {access_token}"}
        )

    def api(self, path: str, access_token: str | None, *, json_body: object = None) -> requests.Response:
        headers = {"Authorization": f"Bearer {access_token}"} if access_token else {}
        method = "GET" if json_body is None else "POST"
        return self.web.request(
            method, f"{self.provider.api_base_url}/{path}", json=json_body, headers=headers
        )

    def claims(self, token: str) -> dict[str, Any]:
        """The claims of a JWT whose signature one of the listed keys made."""
        keys = self.web.get(f"{self.provider.issuer}/.well-known/openid-configuration/jwks").json()
        verified = jws.deserialize_compact(token, jwk.KeySet.import_key_set(keys), algorithms=["RS256"])
        claims: dict[str, Any] = json.loads(verified.payload)
        return claims
