"""What the check of an account found, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CheckStep(StrEnum):
    """The steps from the network to the fiscal setups, in the order in which they are taken."""

    NAMES = "names"
    CONNECT = "connect"
    TLS = "tls"
    DISCOVERY = "discovery"
    CLOCK = "clock"
    KEYS = "keys"
    KEYCHAIN = "keychain"
    REFRESH = "refresh"
    ACCESS_TOKEN = "access_token"  # noqa: S105 - the name of a step
    API = "api"
    FISCAL_SETUPS = "fiscal_setups"
    RIGHTS = "rights"


class CheckStatus(StrEnum):
    """How a step went; the values stand in ``--json``."""

    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """How one step went.

    ``facts`` are what was seen; ``reason`` is the code of an error, or a key of its own for what is none: it tells
    what there is to do.
    """

    step: CheckStep
    status: CheckStatus
    facts: tuple[tuple[str, str], ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCheck:
    """A whole check: of which account, when, and every result so far."""

    account: str
    connection: str
    started_at: datetime
    results: tuple[CheckResult, ...] = ()

    @property
    def has_failed(self) -> bool:
        """Whether any step failed."""
        return any(result.status is CheckStatus.FAILED for result in self.results)
