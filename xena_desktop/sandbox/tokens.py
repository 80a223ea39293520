"""Makes and checks the Sandbox's tokens, with the claims and lifetimes of IdentityServer."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from xena_desktop.sandbox.errors import TokenRefused
from xena_desktop.sandbox.people import Person
from xena_desktop.sandbox.registrations import Client
from xena_desktop.sandbox.signing import SigningKey, half_hash

ACCESS_TOKEN_SECONDS = 3600
ID_TOKEN_SECONDS = 300
REFRESH_TOKEN_SECONDS = 30 * 24 * 3600
_ACCESS_TOKEN_TYPE = "at+jwt"  # noqa: S105 - a media type (RFC 9068, section 2.1)


@dataclass(frozen=True)
class SignIn:
    """One sign-in of a person in a browser. `auth_time` is in seconds since 1970-01-01 UTC."""

    person: Person
    session_id: str
    auth_time: int


class TokenIssuer:
    """Issues access tokens and ID tokens in the name of the authority."""

    def __init__(self, key: SigningKey, *, authority: str, now: Callable[[], datetime]) -> None:
        self._key = key
        self._authority = authority
        self._now = now

    def seconds(self) -> int:
        """The time now, in seconds since 1970-01-01 UTC."""
        return int(self._now().timestamp())

    def access_token(self, *, client: Client, scope: str, sign_in: SignIn | None) -> str:
        """An access token of one hour (RFC 9068, with IdentityServer's list of scopes)."""
        seconds = self.seconds()
        claims: dict[str, object] = {
            "iss": self._authority,
            "nbf": seconds,
            "iat": seconds,
            "exp": seconds + ACCESS_TOKEN_SECONDS,
            "aud": [f"{self._authority}/resources", "testapi"],
            "client_id": client.client_id,
            "scope": scope.split(),
            "jti": secrets.token_hex(16).upper(),
        }
        if sign_in:
            claims |= {"sub": sign_in.person.sub, "sid": sign_in.session_id} | _how_signed_in(sign_in)
        return self._key.sign(claims, media_type=_ACCESS_TOKEN_TYPE)

    def id_token(
        self,
        *,
        client_id: str,
        sign_in: SignIn,
        nonce: str | None = None,
        code: str | None = None,
        access_token: str | None = None,
        state: str | None = None,
    ) -> str:
        """An ID token of five minutes, with the hash of each value given (OpenID Connect Core 3.3.2.11)."""
        seconds = self.seconds()
        claims: dict[str, object] = {
            "iss": self._authority,
            "aud": client_id,
            "nbf": seconds,
            "iat": seconds,
            "exp": seconds + ID_TOKEN_SECONDS,
            "sub": sign_in.person.sub,
            "sid": sign_in.session_id,
        }
        hashed = {"c_hash": code, "at_hash": access_token, "s_hash": state}
        claims |= {name: half_hash(value) for name, value in hashed.items() if value}
        claims |= {"nonce": nonce} if nonce else {}
        return self._key.sign(claims | _how_signed_in(sign_in))

    def access_claims(self, access_token: str) -> dict[str, object]:
        """The claims of one of our access tokens; raises TokenRefused when it is not ours or has ended."""
        claims = self._key.verified_claims(access_token, media_type=_ACCESS_TOKEN_TYPE)
        if claims.get("iss") != self._authority:
            raise TokenRefused("the token was issued by somebody else")
        if not isinstance(ends := claims.get("exp"), int) or ends <= self.seconds():
            raise TokenRefused("the token has ended")
        return claims

    def id_token_claims(self, id_token: str) -> dict[str, object]:
        """The claims of one of our ID tokens, also after its end; raises TokenRefused when it is not ours."""
        return self._key.verified_claims(id_token)


def _how_signed_in(sign_in: SignIn) -> dict[str, object]:
    return {"auth_time": sign_in.auth_time, "idp": "local", "amr": ["pwd"]}
