"""Who is signed in: accounts, claims, fiscal setups and memberships."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from xena_desktop.domain.addresses import printable


class AccountState(enum.StrEnum):
    """Whether an account can be used; the values stand in files and in ``--json``."""

    READY = "ready"
    OFFLINE = "offline"
    """The last renewal got no answer; the refresh token is kept and tried again."""
    SIGN_IN_NEEDED = "sign_in_needed"
    CLIENT_REFUSED = "client_refused"
    SIGNING_OUT = "signing_out"
    """Signing out has begun; no process uses the account's tokens any more."""
    SIGNED_OUT = "signed_out"
    """Nothing is left here but what the server has still to take back."""


class Passing(enum.StrEnum):
    """What an account is in just now, in this process alone; it stands in no file."""

    RENEWING = "renewing"
    UNSAVED = "unsaved"
    """The renewed tokens are in memory, because the keychain did not take them yet."""
    KEYCHAIN_LOCKED = "keychain_locked"
    KEYCHAIN_MISSING = "keychain_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class InFlight:
    """A refresh token that was sent and whose answer is not safe yet: which, by which process, since when."""

    generation: int
    fingerprint: str
    pid: int
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One user, or one service account, signed in over a connection. It holds no secret.

    ``claims`` are those of the ID token and userinfo; ``access_expires_at`` and ``obtained_at`` are UTC;
    ``renewable``: a refresh token, or a service account's client secret, renews it;
    ``generation`` is that of the keychain's grant record; ``session_only`` says that tokens are in memory alone.
    ``name``, ``color`` (``#rrggbb``, empty for the connection's) and ``note`` are the person's own, and stay when the
    account signs in again.
    """

    id: str
    connection_id: str
    name: str
    subject: str
    issuer: str
    color: str = ""
    note: str = ""
    claims: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    scopes_asked: frozenset[str] = frozenset()
    scopes_granted: frozenset[str] = frozenset()
    state: AccountState = AccountState.READY
    renewable: bool = True
    generation: int = 0
    obtained_at: datetime | None = None
    access_expires_at: datetime | None = None
    fiscal_id: str | None = None
    is_service: bool = False
    session_only: bool = False
    in_flight: InFlight | None = None
    unsaved_by: int | None = None
    """The process that holds the renewed tokens in memory; the keychain's refresh token is spent."""
    last_error: str = ""
    """The code of the error that ended the last renewal, and after a slash its reason; empty when that went well."""
    signed_out_at: datetime | None = None

    @property
    def is_signed_out(self) -> bool:
        """Whether no process may use its tokens any more."""
        return self.state in (AccountState.SIGNING_OUT, AccountState.SIGNED_OUT)

    @property
    def email(self) -> str:
        """The ``email`` claim, or an empty text."""
        return claim_text(self.claims, "email")

    @property
    def email_verified(self) -> bool:
        """Whether the server vouches for the address (OIDC Core §5.1); anything but ``true`` means no."""
        return self.claims.get("email_verified") in (True, "true")

    @property
    def culture(self) -> str:
        """Xena's ``culture`` claim, or the standard ``locale``."""
        return claim_text(self.claims, "culture") or claim_text(self.claims, "locale")

    @property
    def picture_url(self) -> str:
        """The ``picture`` claim, or an empty text."""
        return claim_text(self.claims, "picture")


@dataclass(frozen=True, slots=True, kw_only=True)
class FiscalSetup:
    """A company's books that an account may enter; ``id`` is the ``fiscalId`` of API paths."""

    id: str
    name: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What an account's own API says of it, read freshly."""

    claims: Mapping[str, Any]
    fiscal_setups: tuple[FiscalSetup, ...]
    picture: bytes | None = None


def claim_text(claims: Mapping[str, Any], name: str) -> str:
    """A claim as text fit to be shown; an empty text when it is missing or not a text."""
    value = claims.get(name)
    return printable(value) if isinstance(value, str) else ""


def display_name(claims: Mapping[str, Any], *, otherwise: str) -> str:
    """The best name the claims hold."""
    for name in ("name", "preferred_username", "email"):
        if text := claim_text(claims, name):
            return text
    return otherwise
