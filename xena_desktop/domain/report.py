"""What a report about an account holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from xena_desktop.domain.check import AccountCheck
from xena_desktop.domain.trace import Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Versions, the connection as a file without its secret, the account's state, its traces and its last check."""

    made_at: datetime
    versions: tuple[tuple[str, str], ...]
    keychain: str
    connection: str
    account: tuple[tuple[str, str], ...]
    traces: tuple[Trace, ...]
    check: AccountCheck | None
