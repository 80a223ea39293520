"""Authorization codes: short-lived, and good for one try."""

import hashlib
import threading
from dataclasses import dataclass

from xena_desktop.sandbox.tokens import SignIn

CODE_SECONDS = 300


@dataclass(frozen=True)
class AuthorizationCode:
    """What a code stands for, in the shape that Authlib asks of its models."""

    client_id: str
    redirect_uri: str
    scope: str
    sign_in: SignIn
    expires_at: int
    nonce: str | None
    state: str | None
    code_challenge: str | None
    code_challenge_method: str | None

    def get_redirect_uri(self) -> str:
        """The redirect URI that the code was sent to."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """The scopes that were granted."""
        return self.scope


class AuthorizationCodes:
    """The codes that are out, in memory, by their hash."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._codes: dict[str, AuthorizationCode] = {}

    def add(self, code: str, *, authorization: AuthorizationCode, seconds: int) -> None:
        """Remember a code; those that ended before `seconds` are forgotten."""
        with self._lock:
            self._codes = {key: kept for key, kept in self._codes.items() if kept.expires_at > seconds}
            self._codes[_hashed(code)] = authorization

    def take(self, code: str, *, seconds: int) -> AuthorizationCode | None:
        """What the code stands for, once; None when it is unknown, used or ended."""
        with self._lock:
            authorization = self._codes.pop(_hashed(code), None)
        return authorization if authorization and authorization.expires_at > seconds else None


def _hashed(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
