"""What signing in works with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from xena_desktop.domain.identity import Account
from xena_desktop.domain.redaction import Redactor
from xena_desktop.services.accounts import Accounts
from xena_desktop.services.process_locks import ProcessLocks
from xena_desktop.services.providers import Providers
from xena_desktop.services.secrets import Secrets
from xena_desktop.services.traces import Traces
from xena_desktop.services.workers import Workers


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInParts:
    """The services and doors of every sign-in.

    ``open_browser`` blocks and says whether a browser could be opened; ``open_private`` opens a private window and
    gives the browser's name, or None where no browser with one is known; ``sign_out`` gives an account back.
    """

    workers: Workers
    providers: Providers
    secrets: Secrets
    traces: Traces
    accounts: Accounts
    redactor: Redactor
    locks: ProcessLocks
    now: Callable[[], datetime]
    open_browser: Callable[[str], bool]
    open_private: Callable[[str], str | None]
    sign_out: Callable[[Account], Awaitable[object]]
