"""The composition root: builds every service once and closes them in reverse."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from xena_desktop.services.accounts import Accounts
from xena_desktop.services.connections import Connections
from xena_desktop.services.house import QuickServices, Services
from xena_desktop.services.sandbox import sandbox_connection
from xena_desktop.storage.files import (
    AccountFiles,
    CatalogueFiles,
    ConnectionFiles,
    KeychainFiles,
    MarkFiles,
    SettingsFiles,
)
from xena_desktop.storage.folder import Home, find_home
from xena_desktop.storage.machine import MachineFiles
from xena_desktop.storage.variable_files import VariableFile

if TYPE_CHECKING:
    from xena_desktop.domain.redaction import Redactor
    from xena_desktop.keychain.store import KeychainStore


def quick_services(home: Path | None) -> QuickServices:
    """What a listing needs, in no time: no loop, no network, no keychain."""
    found = find_home(home)
    connections = _connections(found)
    return QuickServices(home=found.path, connections=connections, accounts=_accounts(found, connections))


@contextlib.asynccontextmanager
async def open_services(
    *,
    home: Path | None,
    open_browser: Callable[[str], bool],
    open_private: Callable[[str], str | None] = lambda _url: None,
    redactor: Redactor | None = None,
    keychain: Callable[[str], KeychainStore] | None = None,
    machine: MachineFiles | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> AsyncIterator[Services]:
    """Every service of a home folder, until the block is left.

    ``open_browser`` blocks and says whether a browser could be opened, ``open_private`` which browser opened a
    private window. ``redactor`` is told every
    secret that passes, so that logs can mask it. ``keychain`` opens the store for a home's tag, by default the
    operating system's; ``machine`` reads what the administrator gives, by default from the system's place for it;
    ``now`` gives the UTC time. Raises FileUnreadable.
    """
    from xena_desktop.domain.redaction import Redactor
    from xena_desktop.services.about import About
    from xena_desktop.services.all_pages import AllPages
    from xena_desktop.services.answers import Answers
    from xena_desktop.services.catalogue import Catalogues
    from xena_desktop.services.check import Checker
    from xena_desktop.services.check_parts import CheckParts
    from xena_desktop.services.conflicts import Conflicts
    from xena_desktop.services.explorer import Explorer
    from xena_desktop.services.gate import Gate
    from xena_desktop.services.history import History
    from xena_desktop.services.interchange import Interchange
    from xena_desktop.services.keychain import Keychain
    from xena_desktop.services.networks import Networks
    from xena_desktop.services.pickers import Pickers
    from xena_desktop.services.process_locks import ProcessLocks
    from xena_desktop.services.providers import Providers
    from xena_desktop.services.reports import Reports
    from xena_desktop.services.sandbox import SandboxHost
    from xena_desktop.services.saved import SavedRequests, Variables
    from xena_desktop.services.secrets import Secrets
    from xena_desktop.services.session import Session
    from xena_desktop.services.session_parts import SessionParts
    from xena_desktop.services.settings import SettingsStore
    from xena_desktop.services.sign_in import SignIn
    from xena_desktop.services.sign_in_parts import SignInParts
    from xena_desktop.services.traces import Traces
    from xena_desktop.services.upkeep import Upkeep
    from xena_desktop.services.workers import Workers
    from xena_desktop.storage.traces import TraceFiles

    found, redactor, workers = find_home(home), redactor or Redactor(), Workers()
    files = SettingsFiles(found, machine=machine)
    settings = SettingsStore(files, workers=workers)
    open_store = keychain or partial(_system_keychain, KeychainFiles(found))
    safe = Keychain(lambda: open_store(found.tag), workers=workers, remember=KeychainFiles(found).remember)
    secrets = Secrets(safe, redactor=redactor)
    networks = Networks(settings=settings, secrets=secrets)
    workers.find_way = networks.way
    sandbox = SandboxHost(found, workers=workers, secrets=secrets, now=now)
    providers = Providers(workers=workers, sandbox=sandbox, now=now)
    connections = _connections(found, machine)
    accounts = _accounts(found, connections, lambda: settings.settings.last_account_id)
    accounts.attach(workers=workers)
    connections.attach(workers=workers, secrets=secrets, providers=providers, in_use=accounts.uses)
    history = History(
        found,
        workers=workers,
        secrets=secrets,
        redactor=redactor,
        settings=settings,
        accounts=accounts,
        now=now,
    )
    traces = Traces(TraceFiles(found), workers=workers, redactor=redactor, now=now)
    accounts.subscribe(lambda: traces.keep_only(accounts.all()))
    locks = ProcessLocks(AccountFiles(found).lock_path, workers=workers)
    session = Session(
        SessionParts(
            workers=workers,
            providers=providers,
            secrets=secrets,
            accounts=accounts,
            redactor=redactor,
            locks=locks,
            on_signed_out=history.forget_account,
            traces=traces,
            now=now,
        )
    )
    catalogues = Catalogues(
        CatalogueFiles(found), MarkFiles(found), workers=workers, providers=providers, now=now
    )
    parts = SignInParts(
        workers=workers,
        providers=providers,
        secrets=secrets,
        traces=traces,
        accounts=accounts,
        redactor=redactor,
        locks=locks,
        now=now,
        open_browser=open_browser,
        open_private=open_private,
        sign_out=session.sign_out,
    )
    gate = Gate(accounts=accounts, now=now)
    explorer = Explorer(
        gate=gate,
        workers=workers,
        providers=providers,
        accounts=accounts,
        session=session,
        history=history,
    )
    answers = Answers(workers=workers, folder=found.path / "answers")
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(workers.close)
        stack.push_async_callback(answers.close)
        stack.push_async_callback(sandbox.stop)
        stack.push_async_callback(session.close)
        upkeep = Upkeep(session, accounts=accounts, now=now)
        stack.push_async_callback(upkeep.close)
        upkeep.start()
        stack.push_async_callback(history.close)
        yield Services(
            home=found.path,
            redactor=redactor,
            connections=connections,
            accounts=accounts,
            sign_in=SignIn(parts),
            session=session,
            gate=gate,
            explorer=explorer,
            all_pages=AllPages(explorer=explorer, gate=gate),
            conflicts=Conflicts(accounts=accounts, explorer=explorer, gate=gate),
            interchange=Interchange(accounts=accounts, explorer=explorer, workers=workers),
            keychain=safe,
            upkeep=upkeep,
            history=history,
            answers=answers,
            traces=traces,
            checker=Checker(
                CheckParts(
                    workers=workers,
                    providers=providers,
                    secrets=secrets,
                    accounts=accounts,
                    session=session,
                    gate=gate,
                    explorer=explorer,
                    now=now,
                )
            ),
            reports=Reports(
                workers=workers,
                secrets=secrets,
                accounts=accounts,
                traces=traces,
                redactor=redactor,
                now=now,
            ),
            saved=SavedRequests(found, settings=settings, workers=workers),
            variables=Variables(VariableFile(found), workers=workers),
            catalogues=catalogues,
            pickers=Pickers(explorer=explorer),
            settings=settings,
            networks=networks,
            sandbox=sandbox,
            about=About(workers=workers),
        )


def _system_keychain(files: KeychainFiles, tag: str) -> KeychainStore:
    """Called on the keychain's own thread, when a secret is asked for: importing keyring is slow."""
    from xena_desktop.keychain.backends import choose_backend
    from xena_desktop.keychain.store import KeychainStore

    return KeychainStore(tag=tag, choose=lambda: choose_backend(earlier=files.name()))


def serve_answers() -> int:
    """Be a helper process that works on answers; the exit code of the process."""
    from xena_desktop.answers.helper import serve

    return serve()


def run_window(*, home: Path | None, file: Path | None, verbose: bool, start_sandbox: bool = False) -> int:
    """Open the window and stay until it is closed; the exit code of the process.

    ``file`` is a connection file to offer for import; ``start_sandbox`` begins at the Sandbox when there is no
    account yet.
    """
    import logging

    from xena_desktop.cli.browser import open_system_browser
    from xena_desktop.cli.private_browser import open_private_window
    from xena_desktop.domain.redaction import Redactor
    from xena_desktop.logs import start_log, stop_log
    from xena_desktop.ui.application import run

    found, redactor = find_home(home), Redactor()
    log = start_log(found.folder("logs"), redactor=redactor, level=logging.DEBUG if verbose else logging.INFO)
    try:
        return run(
            lambda: open_services(
                home=home,
                open_browser=open_system_browser,
                open_private=open_private_window,
                redactor=redactor,
            ),
            quick_settings=lambda: SettingsFiles(found).settings(),
            home=found.path,
            redactor=redactor,
            file=file,
            start_sandbox=start_sandbox,
        )
    finally:
        stop_log(log)


def _connections(home: Home, machine: MachineFiles | None = None) -> Connections:
    return Connections(ConnectionFiles(home, machine=machine), sandbox=lambda: sandbox_connection(home))


def _accounts(
    home: Home, connections: Connections, last_account_id: Callable[[], str | None] | None = None
) -> Accounts:
    last = last_account_id or (lambda: SettingsFiles(home).settings().last_account_id)
    return Accounts(AccountFiles(home), connections=connections, last_account_id=last)
