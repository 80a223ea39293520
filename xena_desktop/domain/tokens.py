"""Tokens as the program holds them, and the records they sleep in."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from xena_desktop.domain.redaction import Secret

LONGEST_LIFE: Final = timedelta(hours=24)
SAFETY_MARGIN: Final = timedelta(seconds=60)
LIFE_UNSTATED: Final = timedelta(hours=1)
SHORTEST_INTERVAL: Final = timedelta(seconds=30)
"""Between two renewals of one account, however short the server says that an access token lives."""
ABOUT_PEOPLE: Final = frozenset({"openid", "profile", "email", "offline_access"})
"""Scopes that a service account does not ask for: it is no person, and no refresh token renews it."""
_RECORD_VERSION: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenResponse:
    """A checked successful answer of the token endpoint (RFC 6749 §5.1).

    ``expires_in`` is in seconds as received, None when the server does not say; ``scopes`` is None when the
    server granted exactly what was asked for.
    """

    access_token: Secret
    expires_in: int | None
    refresh_token: Secret | None
    id_token: Secret | None
    scopes: frozenset[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessToken:
    """An access token, the UTC moment after which it is not used any more, and the one it came at."""

    value: Secret
    expires_at: datetime
    received_at: datetime | None = None

    @classmethod
    def received(cls, response: TokenResponse, *, now: datetime) -> AccessToken:
        """The access token of ``response``, received at ``now``; its life is at most 24 hours."""
        stated = LIFE_UNSTATED if response.expires_in is None else timedelta(seconds=response.expires_in)
        return cls(value=response.access_token, expires_at=now + min(stated, LONGEST_LIFE), received_at=now)

    def is_fresh(self, *, now: datetime) -> bool:
        """Whether it may still be sent: a minute is kept for clocks and the way.

        One that has only just come is fresh whatever its life, or a server that gives seconds would be asked
        without end. One that comes from the future is not: the clock was put back, and its end is in doubt.
        """
        age = timedelta() if self.received_at is None else now - self.received_at
        if age < -SAFETY_MARGIN:
            return False
        return self.just_came(now=now) or now < self.expires_at - SAFETY_MARGIN

    def just_came(self, *, now: datetime) -> bool:
        """Whether it is too young to be renewed."""
        return self.received_at is not None and now - self.received_at < SHORTEST_INTERVAL


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRecord:
    """What renews an account's access token, as it sleeps in the keychain.

    ``generation`` grows by one with every renewal, so that an older copy is recognised. A service account has
    no refresh token; its record proves only which client it belongs to.
    """

    refresh_token: Secret | None
    generation: int
    issuer: str
    client_id: str
    subject: str
    scopes: frozenset[str]
    obtained_at: datetime

    def sealed(self) -> Secret:
        """The record as ASCII JSON with a SHA-256 over itself."""
        members: dict[str, object] = {
            "v": _RECORD_VERSION,
            "gen": self.generation,
            "refresh_token": self.refresh_token.reveal() if self.refresh_token else None,
            "issuer": self.issuer,
            "client_id": self.client_id,
            "sub": self.subject,
            "scope": " ".join(sorted(self.scopes)),
            "obtained_at": self.obtained_at.isoformat(),
        }
        return Secret(json.dumps({**members, "digest": _digest(members)}))

    @classmethod
    def opened(cls, sealed: Secret) -> GrantRecord | None:
        """The record again, or None when it is not whole or not of this version."""
        try:
            members = json.loads(sealed.reveal())
            digest = members.pop("digest")
            if members["v"] != _RECORD_VERSION or digest != _digest(members):
                return None
            return cls(
                refresh_token=Secret(members["refresh_token"]) if members["refresh_token"] else None,
                generation=int(members["gen"]),
                issuer=str(members["issuer"]),
                client_id=str(members["client_id"]),
                subject=str(members["sub"]),
                scopes=frozenset(members["scope"].split()),
                obtained_at=datetime.fromisoformat(members["obtained_at"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            return None


def seal_access_token(token: AccessToken, *, generation: int) -> Secret:
    """The access token as ASCII JSON for its own keychain slot, tied to a grant's ``generation``."""
    members: dict[str, object] = {
        "v": _RECORD_VERSION,
        "gen": generation,
        "access_token": token.value.reveal(),
        "expires_at": token.expires_at.astimezone(UTC).isoformat(),
        "received_at": token.received_at.astimezone(UTC).isoformat() if token.received_at else None,
    }
    return Secret(json.dumps({**members, "digest": _digest(members)}))


def open_access_token(sealed: Secret, *, generation: int) -> AccessToken | None:
    """The access token again; None when damaged or of another generation, which only means: renew."""
    try:
        members = json.loads(sealed.reveal())
        digest = members.pop("digest")
        if (members["v"], members["gen"], digest) != (_RECORD_VERSION, generation, _digest(members)):
            return None
        received_at = members.get("received_at")
        return AccessToken(
            value=Secret(str(members["access_token"])),
            expires_at=datetime.fromisoformat(members["expires_at"]),
            received_at=datetime.fromisoformat(received_at) if received_at else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def fingerprint(secret: Secret) -> str:
    """Sixteen hexadecimal digits that name a secret in a file without giving it away."""
    return hashlib.sha256(secret.reveal().encode()).hexdigest()[:16]


def _digest(members: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(members, sort_keys=True).encode()).hexdigest()
