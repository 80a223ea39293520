"""What happened in a sign-in or a renewal, message by message; secrets were masked before it came here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TraceKind(StrEnum):
    """What was tried."""

    SIGN_IN = "sign_in"
    SERVICE_ACCOUNT = "service_account"
    RENEWAL = "renewal"


class TraceStep(StrEnum):
    """The messages and checks of a sign-in, in the order in which they come."""

    PREPARING = "preparing"
    DISCOVERY = "discovery"
    LISTENING = "listening"
    AUTHORIZATION_REQUEST = "authorization_request"
    CALLBACK = "callback"
    KEYS = "keys"
    FRONT_ID_TOKEN = "front_id_token"  # noqa: S105 - the name of a step
    TOKEN_REQUEST = "token_request"  # noqa: S105 - the name of a step
    BACK_ID_TOKEN = "back_id_token"  # noqa: S105 - the name of a step
    USERINFO = "userinfo"
    MEMBERSHIPS = "memberships"
    SAVING = "saving"


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceEntry:
    """One message or check. ``facts`` are names and values of the wire, sent ones with →, received ones with ←.

    ``checks`` are the parts of an ID token with whether each passed; ``error`` is the code of the error that ended
    everything here, or empty.
    """

    at: datetime
    step: TraceStep
    facts: tuple[tuple[str, str], ...] = ()
    checks: tuple[tuple[str, bool], ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A sign-in or renewal from its first message to its end. ``error`` is the code of what ended it, or empty."""

    kind: TraceKind
    connection: str
    started_at: datetime
    account: str = ""
    entries: tuple[TraceEntry, ...] = ()
    error: str = ""

    @property
    def failed(self) -> TraceEntry | None:
        """The message or check at which it ended, if it did not succeed."""
        return next((entry for entry in self.entries if entry.error), None)
