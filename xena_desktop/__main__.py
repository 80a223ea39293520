"""The entry of the program: a window, or with a command the terminal.

Only what the chosen way needs is imported: a command does not wait for Qt, and listing not for the network.
"""

from __future__ import annotations

import sys
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xena_desktop.services.house import QuickServices, Services


def main() -> int:
    """Run what the command line asks for; the exit code of the process."""
    from xena_desktop.hardening import forbid_core_dumps, mask_faults_of_threads

    forbid_core_dumps()
    mask_faults_of_threads()
    arguments = sys.argv[1:]
    if arguments == ["--answer-helper"]:
        return _help()
    from xena_desktop import cli

    if cli.is_command(arguments):
        return cli.main(arguments, open_services=_open_services, quick_services=_quick_services)
    return _open_window(arguments)


def _help() -> int:
    """Work on answers for a window, as a process of its own; not for people."""
    from xena_desktop.answers.helper import serve

    return serve()


def _open_window(arguments: list[str]) -> int:
    from xena_desktop.app import run_window
    from xena_desktop.cli import window_options

    options = window_options(arguments)
    return run_window(
        home=options.home, file=options.file, verbose=options.verbose, start_sandbox=options.start_sandbox
    )


def _open_services(**settings: Any) -> AbstractAsyncContextManager[Services]:
    from xena_desktop.app import open_services

    return open_services(**settings)


def _quick_services(home: Path | None) -> QuickServices:
    from xena_desktop.app import quick_services

    return quick_services(home)


if __name__ == "__main__":
    sys.exit(main())
