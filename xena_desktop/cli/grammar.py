"""Every command with its arguments, as ``--help`` shows them."""

from __future__ import annotations

import argparse
from datetime import date
from functools import partial
from pathlib import Path

from xena_desktop.cli.arguments import Grammar, general_parser
from xena_desktop.cli.bodies import add_body_options
from xena_desktop.translation import tr


def grammars() -> tuple[Grammar, ...]:
    """All commands, in the order in which help lists them."""
    return (
        Grammar(words=("connections", "list"), summary=tr("list the connections"), add_arguments=_nothing),
        Grammar(words=("connections", "show"), summary=tr("show one connection"), add_arguments=_name),
        Grammar(
            words=("connections", "import"), summary=tr("add the connection in a file"), add_arguments=_import
        ),
        Grammar(
            words=("connections", "export"), summary=tr("write a connection to a file"), add_arguments=_export
        ),
        Grammar(words=("connections", "remove"), summary=tr("remove a connection"), add_arguments=_name),
        Grammar(words=("sign-in",), summary=tr("sign in over a connection"), add_arguments=_sign_in),
        Grammar(words=("accounts",), summary=tr("list the accounts"), add_arguments=_nothing),
        Grammar(
            words=("whoami",), summary=tr("show who an account is and what it may do"), add_arguments=_account
        ),
        Grammar(words=("call",), summary=tr("make one API call"), add_arguments=_call),
        Grammar(words=("history",), summary=tr("find calls made before"), add_arguments=_history),
        Grammar(words=("check",), summary=tr("check an account step by step"), add_arguments=_account),
        Grammar(words=("trace",), summary=tr("show what happened in sign-ins"), add_arguments=_trace),
        Grammar(words=("report",), summary=tr("write a report without secrets"), add_arguments=_report),
        Grammar(words=("saved", "list"), summary=tr("list the saved requests"), add_arguments=_nothing),
        Grammar(words=("saved", "show"), summary=tr("show a saved request"), add_arguments=_saved),
        Grammar(words=("saved", "run"), summary=tr("send a saved request"), add_arguments=_saved_run),
        Grammar(words=("endpoints",), summary=tr("find endpoints by words"), add_arguments=_endpoints),
        Grammar(words=("token",), summary=tr("print a fresh access token"), add_arguments=_token),
        Grammar(words=("sign-out",), summary=tr("revoke and forget an account"), add_arguments=_sign_out),
        Grammar(words=("sandbox",), summary=tr("run the Sandbox until Ctrl-C"), add_arguments=_sandbox),
    )


def overview() -> str:
    """The help of the program as a whole."""
    lines = [
        tr("Usage: ") + "xena-desktop [" + tr("FILE") + ".xenaconnection]",
        " " * len(tr("Usage: ")) + "xena-desktop " + tr("COMMAND") + " …",
        "",
        tr("Without a command the window opens; with a connection file it offers to import it."),
        "",
        tr("Commands"),
    ]
    listed = [(" ".join(grammar.words), grammar.summary) for grammar in grammars()]
    lines += [f"  {words:<22}{summary}" for words, summary in listed]
    options = general_parser().format_help().split("\n\n", 1)[1]
    return "\n".join(
        [*lines, "", options.rstrip(), "", tr("xena-desktop COMMAND --help says more about each."), ""]
    )


# --- arguments of each command ---------------------------------------------------------------------------


def _nothing(parser: argparse.ArgumentParser) -> None:
    """The command takes none."""


def _name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar=tr("NAME"), help=tr("the name of a connection"))


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar=tr("FILE"), help=tr("a connection file"))
    parser.add_argument(
        "--client-secret-stdin",
        action="store_true",
        help=tr("read the client secret from standard input"),
    )


def _export(parser: argparse.ArgumentParser) -> None:
    _name(parser)
    parser.add_argument("file", type=Path, metavar=tr("FILE"), help=tr("where to write; holds no secret"))


def _account(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "account",
        nargs="?",
        metavar=tr("ACCOUNT"),
        help=tr("name, email or subject; without it the account used last"),
    )


def _sign_in(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("connection", metavar=tr("CONNECTION"), help=tr("the name of a connection"))
    parser.add_argument("--account", metavar=tr("NAME"), help=tr("sign in again as this account"))
    parser.add_argument(
        "--scope",
        action="append",
        metavar=tr("SCOPE"),
        help=tr("ask for this scope, once for each; without it those of the connection"),
    )
    parser.add_argument(
        "--prompt", metavar=tr("PROMPT"), help=tr("what the server asks again, such as login")
    )
    parser.add_argument("--login-hint", metavar=tr("NAME"), help=tr("whom the sign-in page should expect"))
    parser.add_argument(
        "--max-age",
        type=_age,
        metavar=tr("SECONDS"),
        help=tr("the password must have been entered within so many seconds"),
    )
    parser.add_argument(
        "--timeout",
        type=_seconds,
        default=600.0,
        metavar=tr("SECONDS"),
        help=tr("how long to wait, 600 if not given"),
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--no-browser", action="store_true", help=tr("print the address, open no browser"))
    how.add_argument(
        "--private-window", action="store_true", help=tr("open a private window, to sign in as somebody else")
    )


def _call(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "method", nargs="?", metavar=tr("METHOD"), help=tr("GET, or POST with a body, if not given")
    )
    path = parser.add_argument(
        "path",
        metavar=tr("PATH"),
        help=tr("such as User/FiscalSetup, or an operation's name: partner.id.get"),
    )
    parser.add_argument(
        "--curl-file",
        action=_in_place_of(path),
        metavar=tr("FILE"),
        help=tr("send what the curl command in this file would send; - reads it from standard input"),
    )
    add_pair = partial(parser.add_argument, action="append", default=[])
    add_pair("-q", "--query", type=_query, metavar="K=V", help=tr("a query parameter, once for each"))
    add_pair(
        "-p", "--parameter", type=_query, metavar="K=V", help=tr("a parameter of the operation or the path")
    )
    add_pair("-H", "--header", type=_header, metavar="K:V", help=tr("a header, once for each"))
    add_body_options(parser, pair=_query)
    _sending(parser)


def _in_place_of(positional: argparse.Action) -> type[argparse.Action]:
    """An option that takes a value, and with which ``positional`` need not be there."""

    class InPlaceOf(argparse.Action):
        def __call__(
            self,
            parser: argparse.ArgumentParser,
            namespace: argparse.Namespace,
            values: object,
            option_string: str | None = None,
        ) -> None:
            del parser, option_string
            setattr(namespace, self.dest, values)
            positional.required = False

    return InPlaceOf


def _sending(parser: argparse.ArgumentParser) -> None:
    """What every command takes that sends a request."""
    parser.add_argument("-a", "--account", metavar=tr("ACCOUNT"), help=tr("name, email or subject"))
    parser.add_argument(
        "--var",
        type=_query,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help=tr("what {{NAME}} in the request stands for, once for each"),
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar=tr("FILE"), help=tr("write the body to this file")
    )
    parser.add_argument("--all-pages", action="store_true", help=tr("ask for every page and join them"))
    parser.add_argument("--include", action="store_true", help=tr("print status and headers first"))
    parser.add_argument(
        "--allow-write", action="store_true", help=tr("send writing methods on a read-only connection")
    )


def _history(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "search", nargs="*", metavar=tr("WORD"), help=tr("words in path, account, status, date, bodies")
    )
    parser.add_argument("-a", "--account", metavar=tr("ACCOUNT"), help=tr("name, email or subject"))
    parser.add_argument("-m", "--method", metavar=tr("METHOD"), help=tr("calls of this method alone"))
    parser.add_argument(
        "--status", metavar=tr("STATUS"), help=tr("such as 404, or 4 for all that begin with it")
    )
    parser.add_argument("--since", type=_day, metavar=tr("DATE"), help=tr("from this day on, as 2026-11-24"))
    parser.add_argument("--until", type=_day, metavar=tr("DATE"), help=tr("up to this day"))
    parser.add_argument(
        "-n", "--count", type=_count, default=50, metavar="N", help=tr("at most so many, 50 if not given")
    )
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--show", type=_count, metavar=tr("NUMBER"), help=tr("show one call whole"))
    one.add_argument("--forget", type=_count, metavar=tr("NUMBER"), help=tr("delete one call"))
    one.add_argument("--forget-all", action="store_true", help=tr("delete every call"))


def _trace(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "account",
        nargs="?",
        metavar=tr("ACCOUNT"),
        help=tr("an account, or a connection for sign-ins that brought none; without it the last of all"),
    )
    parser.add_argument("--all", action="store_true", help=tr("every one that is kept, newest first"))


def _report(parser: argparse.ArgumentParser) -> None:
    _account(parser)
    parser.add_argument(
        "-o", "--output", type=Path, metavar=tr("FILE"), help=tr("write it to this file, not to the terminal")
    )


def _saved(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar=tr("NAME"), help=tr("its name, as “saved list” gives it"))


def _saved_run(parser: argparse.ArgumentParser) -> None:
    _saved(parser)
    _sending(parser)


def _endpoints(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words",
        nargs="*",
        metavar=tr("WORDS"),
        help=tr("such as open orders, or get partner; all without words"),
    )
    parser.add_argument("-a", "--account", metavar=tr("ACCOUNT"), help=tr("name, email or subject"))
    parser.add_argument("--connection", metavar=tr("NAME"), help=tr("the name of a connection"))
    parser.add_argument("--refresh", action="store_true", help=tr("ask the server for a newer list first"))
    parser.add_argument(
        "--file", type=Path, metavar=tr("FILE"), help=tr("read the list from a Swagger or OpenAPI file first")
    )


def _token(parser: argparse.ArgumentParser) -> None:
    _account(parser)
    parser.add_argument("--yes", action="store_true", help=tr("do not ask before printing"))


def _sign_out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("account", metavar=tr("ACCOUNT"), help=tr("name, email or subject"))
    parser.add_argument("--everywhere", action="store_true", help=tr("end the session in the browser too"))


def _sandbox(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, metavar="P", help=tr("the port to listen on"))


# --- values ----------------------------------------------------------------------------------------------


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(tr("write a number of seconds, not “{text}”", text=text)) from error
    if not 1 <= seconds <= 86400:
        raise argparse.ArgumentTypeError(
            tr("between 1 and 86400 seconds can be waited, not {text}", text=text)
        )
    return seconds


def _age(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(tr("write a number of seconds, not “{text}”", text=text))
    return int(text)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(tr("write a port from 0 to 65535, not “{text}”", text=text))
    return int(text)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 1 << 62:
        raise argparse.ArgumentTypeError(tr("write a whole number above 0, not “{text}”", text=text))
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(tr("write a day as 2026-11-24, not “{text}”", text=text)) from error


def _query(text: str) -> tuple[str, str]:
    return _pair(text, separator="=", example="PageSize=50")


def _header(text: str) -> tuple[str, str]:
    name, value = _pair(text, separator=":", example="Accept: text/csv")
    return name.strip(), value.strip()


def _pair(text: str, *, separator: str, example: str) -> tuple[str, str]:
    name, found, value = text.partition(separator)
    if not found or not name.strip():
        raise argparse.ArgumentTypeError(
            tr("write it as in {example}, not “{text}”", example=example, text=text)
        )
    return name, value
