"""Which function does which command; each imports only what it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xena_desktop.cli.exit_codes import ExitCode
    from xena_desktop.cli.invocation import Invocation


def _connections(name: str) -> Callable[[Invocation], ExitCode]:
    def run(invocation: Invocation) -> ExitCode:
        from xena_desktop.cli import connections

        actions = {
            "list": connections.list_all,
            "show": connections.show,
            "import": connections.import_file,
            "export": connections.export_file,
            "remove": connections.remove,
        }
        return actions[name](invocation)

    return run


def _sign_in(invocation: Invocation) -> ExitCode:
    from xena_desktop.cli.sign_in import sign_in

    return sign_in(invocation)


def _accounts(invocation: Invocation) -> ExitCode:
    from xena_desktop.cli.accounts import list_all

    return list_all(invocation)


def _whoami(invocation: Invocation) -> ExitCode:
    from xena_desktop.cli.accounts import whoami

    return whoami(invocation)


def _call(invocation: Invocation) -> ExitCode:
    from xena_desktop.cli.call import run

    return run(invocation)


def _history(invocation: Invocation) -> ExitCode:
    from xena_desktop.cli.history import run

    return run(invocation)


def _check(invocation: Invocation) -> ExitCode:
    from xena_desktop.cli.check import run

    return run(invocation)


def _endpoints(invocation: Invocation) -> ExitCode:
    from xena_desktop.cli.endpoints import run

    return run(invocation)


def _trace(invocation: Invocation) -> ExitCode:
    from xena_desktop.cli.trace import run

    return run(invocation)


def _report(invocation: Invocation) -> ExitCode:
    from xena_desktop.cli.report import run

    return run(invocation)


def _saved(name: str) -> Callable[[Invocation], ExitCode]:
    def run(invocation: Invocation) -> ExitCode:
        from xena_desktop.cli import saved

        return {"list": saved.list_all, "show": saved.show, "run": saved.run}[name](invocation)

    return run


def _token(invocation: Invocation) -> ExitCode:
    from xena_desktop.cli.access_token import run

    return run(invocation)


def _sign_out(invocation: Invocation) -> ExitCode:
    from xena_desktop.cli.sign_in import sign_out

    return sign_out(invocation)


def _sandbox(invocation: Invocation) -> ExitCode:
    from xena_desktop.cli.sandbox import run

    return run(invocation)


COMMANDS: Final[Mapping[tuple[str, ...], Callable[[Invocation], ExitCode]]] = MappingProxyType(
    {
        ("connections", "list"): _connections("list"),
        ("connections", "show"): _connections("show"),
        ("connections", "import"): _connections("import"),
        ("connections", "export"): _connections("export"),
        ("connections", "remove"): _connections("remove"),
        ("sign-in",): _sign_in,
        ("accounts",): _accounts,
        ("whoami",): _whoami,
        ("call",): _call,
        ("history",): _history,
        ("check",): _check,
        ("trace",): _trace,
        ("report",): _report,
        ("saved", "list"): _saved("list"),
        ("saved", "show"): _saved("show"),
        ("saved", "run"): _saved("run"),
        ("endpoints",): _endpoints,
        ("token",): _token,
        ("sign-out",): _sign_out,
        ("sandbox",): _sandbox,
    }
)
"""By the words that name each command in ``xena_desktop.cli.grammar``."""
