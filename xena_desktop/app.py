"""The ways in: the window, and the services for a command."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xena_desktop.composition import Composition, Edges, accounts_of, connections_of
from xena_desktop.services.house import QuickServices, Services
from xena_desktop.storage.files import SettingsFiles
from xena_desktop.storage.folder import find_home

if TYPE_CHECKING:
    from xena_desktop.domain.redaction import Redactor
    from xena_desktop.keychain.store import KeychainStore
    from xena_desktop.storage.machine import MachineFiles


def quick_services(home: Path | None) -> QuickServices:
    """What a listing needs, in no time: no loop, no network, no keychain."""
    found = find_home(home)
    connections = connections_of(found)
    return QuickServices(home=found.path, connections=connections, accounts=accounts_of(found, connections))


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
    private window. ``redactor`` is told every secret that passes, so that logs can mask it. ``keychain`` opens the
    store for a home's tag, by default the operating system's; ``machine`` reads what the administrator gives, by
    default from the system's place for it; ``now`` gives the UTC time. Raises FileUnreadable.
    """
    from xena_desktop.domain.redaction import Redactor

    edges = Edges(
        open_browser=open_browser, open_private=open_private, open_keychain=keychain, machine=machine, now=now
    )
    async with contextlib.AsyncExitStack() as stack:
        services = Composition(find_home(home), edges=edges, redactor=redactor or Redactor(), stack=stack)
        services.upkeep.start()  # which stands on nearly all that reads files
        yield services


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
