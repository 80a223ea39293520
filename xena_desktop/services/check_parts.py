"""What the check of an account looks at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from xena_desktop.services.accounts import Accounts
from xena_desktop.services.explorer import Explorer
from xena_desktop.services.gate import Gate
from xena_desktop.services.providers import Providers
from xena_desktop.services.secrets import Secrets
from xena_desktop.services.session import Session
from xena_desktop.services.workers import Workers


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckParts:
    """The services that a check asks; ``now`` gives the UTC time."""

    workers: Workers
    providers: Providers
    secrets: Secrets
    accounts: Accounts
    session: Session
    gate: Gate
    explorer: Explorer
    now: Callable[[], datetime]
