"""Everything a window or a command needs, built once by the composition root."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xena_desktop.domain.redaction import Redactor
    from xena_desktop.services.about import About
    from xena_desktop.services.accounts import Accounts
    from xena_desktop.services.all_pages import AllPages
    from xena_desktop.services.answers import Answers
    from xena_desktop.services.catalogue import Catalogues
    from xena_desktop.services.check import Checker
    from xena_desktop.services.conflicts import Conflicts
    from xena_desktop.services.connections import Connections
    from xena_desktop.services.explorer import Explorer
    from xena_desktop.services.gate import Gate
    from xena_desktop.services.history import History
    from xena_desktop.services.interchange import Interchange
    from xena_desktop.services.keychain import Keychain
    from xena_desktop.services.networks import Networks
    from xena_desktop.services.pickers import Pickers
    from xena_desktop.services.reports import Reports
    from xena_desktop.services.sandbox import SandboxHost
    from xena_desktop.services.saved import SavedRequests, Variables
    from xena_desktop.services.session import Session
    from xena_desktop.services.settings import SettingsStore
    from xena_desktop.services.sign_in import SignIn
    from xena_desktop.services.traces import Traces
    from xena_desktop.services.upkeep import Upkeep


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The services of one home folder."""

    home: Path
    redactor: Redactor
    connections: Connections
    accounts: Accounts
    sign_in: SignIn
    session: Session
    gate: Gate
    keychain: Keychain
    upkeep: Upkeep
    explorer: Explorer
    all_pages: AllPages
    conflicts: Conflicts
    interchange: Interchange
    history: History
    answers: Answers
    traces: Traces
    checker: Checker
    reports: Reports
    saved: SavedRequests
    variables: Variables
    catalogues: Catalogues
    pickers: Pickers
    settings: SettingsStore
    networks: Networks
    sandbox: SandboxHost
    about: About


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickServices:
    """What can be told from the home folder alone, without loop, network or keychain."""

    home: Path
    accounts: Accounts
    connections: Connections
