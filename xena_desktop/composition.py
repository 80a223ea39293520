"""The services of one home folder, each built when it is first asked for and closed in reverse."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from xena_desktop.services.accounts import Accounts
from xena_desktop.services.connections import Connections
from xena_desktop.services.house import Services
from xena_desktop.services.sandbox import sandbox_connection
from xena_desktop.storage.files import AccountFiles, ConnectionFiles, KeychainFiles, SettingsFiles

if TYPE_CHECKING:
    from pathlib import Path

    from xena_desktop.domain.redaction import Redactor
    from xena_desktop.keychain.store import KeychainStore
    from xena_desktop.services.about import About
    from xena_desktop.services.all_pages import AllPages
    from xena_desktop.services.answers import Answers
    from xena_desktop.services.attachments import Attachments
    from xena_desktop.services.catalogue import Catalogues
    from xena_desktop.services.check import Checker
    from xena_desktop.services.conflicts import Conflicts
    from xena_desktop.services.cookies import Cookies
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
    from xena_desktop.services.settings import SettingsStore
    from xena_desktop.services.sign_in import SignIn
    from xena_desktop.services.traces import Traces
    from xena_desktop.services.upkeep import Upkeep
    from xena_desktop.services.workers import Workers
    from xena_desktop.storage.folder import Home
    from xena_desktop.storage.machine import MachineFiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """What reaches out of the program: browsers, keychain, the administrator's files, clock."""

    open_browser: Callable[[str], bool]
    open_private: Callable[[str], str | None]
    open_keychain: Callable[[str], KeychainStore] | None
    machine: MachineFiles | None
    now: Callable[[], datetime]


def connections_of(home: Home, machine: MachineFiles | None = None) -> Connections:
    """The connections of a home folder, before anything else is there. Raises FileUnreadable."""
    return Connections(ConnectionFiles(home, machine=machine), sandbox=lambda: sandbox_connection(home))


def accounts_of(
    home: Home, connections: Connections, last_account_id: Callable[[], str | None] | None = None
) -> Accounts:
    """The accounts of a home folder, before anything else is there. Raises FileUnreadable."""
    last = last_account_id or (lambda: SettingsFiles(home).settings().last_account_id)
    return Accounts(AccountFiles(home), connections=connections, last_account_id=last)


class Composition(Services):
    """Each service is imported and built at the first question for it.

    What a service needs is thereby there before it, so that ``stack`` closes each before what it stands on. Those
    that read files raise FileUnreadable.
    """

    def __init__(self, home: Home, *, edges: Edges, redactor: Redactor, stack: AsyncExitStack) -> None:
        self._home, self._edges, self._stack = home, edges, stack
        self._redactor = redactor

    @property
    def home(self) -> Path:
        return self._home.path

    @property
    def redactor(self) -> Redactor:
        return self._redactor

    # --- what the others stand on -----------------------------------------------------------------------------

    @cached_property
    def _workers(self) -> Workers:
        from xena_desktop.services.workers import Workers

        workers = Workers()
        self._stack.push_async_callback(workers.close)
        workers.find_way = lambda: self.networks.way()  # noqa: PLW0108 - it stands on these workers
        return workers

    @cached_property
    def settings(self) -> SettingsStore:
        from xena_desktop.services.settings import SettingsStore

        return SettingsStore(SettingsFiles(self._home, machine=self._edges.machine), workers=self._workers)

    @cached_property
    def keychain(self) -> Keychain:
        from xena_desktop.services.keychain import Keychain

        files = KeychainFiles(self._home)
        open_store = self._edges.open_keychain or partial(_system_keychain, files)
        return Keychain(lambda: open_store(self._home.tag), workers=self._workers, remember=files.remember)

    @cached_property
    def _secrets(self) -> Secrets:
        from xena_desktop.services.secrets import Secrets

        return Secrets(self.keychain, redactor=self._redactor)

    @cached_property
    def networks(self) -> Networks:
        from xena_desktop.services.networks import Networks

        return Networks(settings=self.settings, secrets=self._secrets)

    @cached_property
    def sandbox(self) -> SandboxHost:
        from xena_desktop.services.sandbox import SandboxHost

        sandbox = SandboxHost(self._home, workers=self._workers, secrets=self._secrets, now=self._edges.now)
        self._stack.push_async_callback(sandbox.stop)
        return sandbox

    @cached_property
    def _providers(self) -> Providers:
        from xena_desktop.services.providers import Providers

        return Providers(workers=self._workers, sandbox=self.sandbox, now=self._edges.now)

    @cached_property
    def _locks(self) -> ProcessLocks:
        from xena_desktop.services.process_locks import ProcessLocks

        return ProcessLocks(AccountFiles(self._home).lock_path, workers=self._workers)

    # --- connections, accounts and their sign-ins -------------------------------------------------------------

    @cached_property
    def connections(self) -> Connections:
        connections = connections_of(self._home, self._edges.machine)
        connections.attach(
            workers=self._workers,
            secrets=self._secrets,
            providers=self._providers,
            in_use=lambda one: self.accounts.uses(one),  # noqa: PLW0108 - they stand on the connections
        )
        return connections

    @cached_property
    def accounts(self) -> Accounts:
        accounts = accounts_of(self._home, self.connections, lambda: self.settings.settings.last_account_id)
        accounts.attach(workers=self._workers)
        return accounts

    @cached_property
    def traces(self) -> Traces:
        from xena_desktop.services.traces import Traces
        from xena_desktop.storage.traces import TraceFiles

        traces = Traces(
            TraceFiles(self._home), workers=self._workers, redactor=self._redactor, now=self._edges.now
        )
        self.accounts.subscribe(lambda: traces.keep_only(self.accounts.all()))
        return traces

    @cached_property
    def session(self) -> Session:
        from xena_desktop.services.session import Session
        from xena_desktop.services.session_parts import SessionParts

        session = Session(
            SessionParts(
                workers=self._workers,
                providers=self._providers,
                secrets=self._secrets,
                accounts=self.accounts,
                redactor=self._redactor,
                locks=self._locks,
                on_signed_out=self.history.forget_account,
                traces=self.traces,
                now=self._edges.now,
            )
        )
        self._stack.push_async_callback(session.close)
        return session

    @cached_property
    def sign_in(self) -> SignIn:
        from xena_desktop.services.sign_in import SignIn
        from xena_desktop.services.sign_in_parts import SignInParts

        return SignIn(
            SignInParts(
                workers=self._workers,
                providers=self._providers,
                secrets=self._secrets,
                traces=self.traces,
                accounts=self.accounts,
                redactor=self._redactor,
                locks=self._locks,
                now=self._edges.now,
                open_browser=self._edges.open_browser,
                open_private=self._edges.open_private,
                sign_out=self.session.sign_out,
            )
        )

    @cached_property
    def upkeep(self) -> Upkeep:
        from xena_desktop.services.upkeep import Upkeep

        upkeep = Upkeep(self.session, accounts=self.accounts, now=self._edges.now)
        self._stack.push_async_callback(upkeep.close)
        return upkeep

    # --- the explorer -----------------------------------------------------------------------------------------

    @cached_property
    def history(self) -> History:
        from xena_desktop.services.history import History

        history = History(
            self._home,
            workers=self._workers,
            secrets=self._secrets,
            redactor=self._redactor,
            settings=self.settings,
            accounts=self.accounts,
            now=self._edges.now,
        )
        self._stack.push_async_callback(history.close)
        return history

    @cached_property
    def gate(self) -> Gate:
        from xena_desktop.services.gate import Gate

        return Gate(accounts=self.accounts, now=self._edges.now)

    @cached_property
    def explorer(self) -> Explorer:
        from xena_desktop.services.explorer import Explorer

        return Explorer(
            gate=self.gate,
            workers=self._workers,
            providers=self._providers,
            accounts=self.accounts,
            session=self.session,
            history=self.history,
            cookies=self.cookies,
        )

    @cached_property
    def cookies(self) -> Cookies:
        from xena_desktop.services.cookies import Cookies

        cookies = Cookies()
        self.accounts.subscribe(lambda: cookies.keep_only(self.accounts.all()))
        return cookies

    @cached_property
    def all_pages(self) -> AllPages:
        from xena_desktop.services.all_pages import AllPages

        return AllPages(explorer=self.explorer, gate=self.gate)

    @cached_property
    def conflicts(self) -> Conflicts:
        from xena_desktop.services.conflicts import Conflicts

        return Conflicts(accounts=self.accounts, explorer=self.explorer, gate=self.gate)

    @cached_property
    def attachments(self) -> Attachments:
        from xena_desktop.services.attachments import Attachments

        return Attachments(workers=self._workers)

    @cached_property
    def interchange(self) -> Interchange:
        from xena_desktop.services.interchange import Interchange

        return Interchange(accounts=self.accounts, explorer=self.explorer, workers=self._workers)

    @cached_property
    def answers(self) -> Answers:
        from xena_desktop.services.answers import Answers

        answers = Answers(workers=self._workers, folder=self._home.path / "answers")
        self._stack.push_async_callback(answers.close)
        return answers

    @cached_property
    def saved(self) -> SavedRequests:
        from xena_desktop.services.saved import SavedRequests

        return SavedRequests(self._home, settings=self.settings, workers=self._workers)

    @cached_property
    def variables(self) -> Variables:
        from xena_desktop.services.saved import Variables
        from xena_desktop.storage.variable_files import VariableFile

        return Variables(VariableFile(self._home), workers=self._workers)

    @cached_property
    def catalogues(self) -> Catalogues:
        from xena_desktop.services.catalogue import Catalogues
        from xena_desktop.storage.files import CatalogueFiles, MarkFiles

        return Catalogues(
            CatalogueFiles(self._home),
            MarkFiles(self._home),
            workers=self._workers,
            providers=self._providers,
            now=self._edges.now,
        )

    @cached_property
    def pickers(self) -> Pickers:
        from xena_desktop.services.pickers import Pickers

        return Pickers(explorer=self.explorer)

    # --- looking after it all ---------------------------------------------------------------------------------

    @cached_property
    def checker(self) -> Checker:
        from xena_desktop.services.check import Checker
        from xena_desktop.services.check_parts import CheckParts

        return Checker(
            CheckParts(
                workers=self._workers,
                providers=self._providers,
                secrets=self._secrets,
                accounts=self.accounts,
                session=self.session,
                gate=self.gate,
                explorer=self.explorer,
                now=self._edges.now,
            )
        )

    @cached_property
    def reports(self) -> Reports:
        from xena_desktop.services.reports import Reports

        return Reports(
            workers=self._workers,
            secrets=self._secrets,
            accounts=self.accounts,
            traces=self.traces,
            redactor=self._redactor,
            now=self._edges.now,
        )

    @cached_property
    def about(self) -> About:
        from xena_desktop.services.about import About

        return About(workers=self._workers)


def _system_keychain(files: KeychainFiles, tag: str) -> KeychainStore:
    """Called on the keychain's own thread, when a secret is asked for: importing keyring is slow."""
    from xena_desktop.keychain.backends import choose_backend
    from xena_desktop.keychain.store import KeychainStore

    return KeychainStore(tag=tag, choose=lambda: choose_backend(earlier=files.name()))
