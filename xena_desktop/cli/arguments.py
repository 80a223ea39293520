"""From the words typed to a command and its options.

Global options may stand before and after the command, so they are taken out first; the rest is read by the
parser of that one command. Only that parser is built: a start must not pay for the others.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from xena_desktop.cli.usage import CommandLineInvalid, HelpAsked, in_words
from xena_desktop.domain.connection import SUFFIX
from xena_desktop.translation import tr

_FLAGS: Final = frozenset({"--json", "--quiet", "--verbose", "--version"})
_START_SANDBOX: Final = "--start-sandbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowOptions:
    """What the window is opened with.

    The home folder, a connection file to import, how much to log, and whether to begin at the Sandbox where
    there is no account yet.
    """

    home: Path | None
    file: Path | None
    verbose: bool
    start_sandbox: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words typed, parted: the global options with their values, and everything else in order."""

    general: tuple[str, ...]
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """One command: the words that name it, a line about it, and what adds its own arguments."""

    words: tuple[str, ...]
    summary: str
    add_arguments: Callable[[argparse.ArgumentParser], None]


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that raises instead of printing and leaving the program."""

    def error(self, message: str) -> NoReturn:
        """Raise CommandLineInvalid, the usage line beside it."""
        raise CommandLineInvalid(in_words(message), usage=self.format_usage().strip())

    def print_help(self, file: object = None) -> NoReturn:
        """Raise HelpAsked with the help text."""
        raise HelpAsked(self.format_help())


def parted(arguments: list[str]) -> Words:
    """Take the global options out of ``arguments``, wherever they stand before ``--``."""
    general: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            rest += [word, *waiting]
            break
        if word in _FLAGS or word.startswith("--home="):
            general.append(word)
        elif word == "--home":
            general += [word, *waiting[:1]]
            del waiting[:1]
        else:
            rest.append(word)
    return Words(general=tuple(general), rest=tuple(rest))


def is_command(arguments: list[str]) -> bool:
    """Whether ``arguments`` are for the terminal; no arguments, or a connection file, mean the window.

    Global options that are wrong are for the terminal too, where they are explained.
    """
    words = parted(arguments)
    if "--version" in words.general:
        return True
    rest = _without_window_words(words.rest)
    if rest and not _is_connection_file(rest):
        return True
    try:
        general_parser().parse_args(words.general)
    except CommandLineInvalid:
        return True
    return False


def window_options(arguments: list[str]) -> WindowOptions:
    """The options for the window, of arguments that are no command."""
    words = parted(arguments)
    options = general_parser().parse_args(words.general)
    rest = _without_window_words(words.rest)
    return WindowOptions(
        home=options.home,
        file=Path(rest[0]) if rest else None,
        verbose=options.verbose,
        start_sandbox=_START_SANDBOX in words.rest,
    )


def _without_window_words(rest: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in rest if word != _START_SANDBOX)


def general_parser(*, prog: str = "xena-desktop") -> Parser:
    """The parser of the global options alone."""
    parser = Parser(prog=prog, add_help=False, allow_abbrev=False, formatter_class=_Formatter)
    group = parser.add_argument_group(tr("Global options"))
    group.add_argument("-h", "--help", action="help", help=tr("show this help and end"))
    group.add_argument("--home", type=Path, metavar=tr("DIR"), help=tr("keep everything in this folder"))
    group.add_argument("--json", action="store_true", help=tr("one JSON document on standard output"))
    group.add_argument("--quiet", action="store_true", help=tr("no progress, only results and errors"))
    group.add_argument("--verbose", action="store_true", help=tr("show the log on standard error"))
    group.add_argument("--version", action="store_true", help=tr("show the version and end"))
    return parser


def command_parser(grammar: Grammar) -> Parser:
    """The parser of one command, global options included so that its help shows them."""
    prog = " ".join(("xena-desktop", *grammar.words))
    own = Parser(prog="%(prog)s", add_help=False, formatter_class=_Formatter)
    grammar.add_arguments(own)
    parser = Parser(
        prog=prog,
        usage=own.format_usage().removeprefix(tr("Usage: ")).strip(),  # the global options would drown it
        description=grammar.summary,
        parents=[general_parser()],
        add_help=False,
        allow_abbrev=False,
        formatter_class=_Formatter,
    )
    parser._positionals.title = tr("Arguments")  # noqa: SLF001 - argparse has no other way to name them
    parser._optionals.title = tr("Options")  # noqa: SLF001 - argparse has no other way to name them
    grammar.add_arguments(parser)
    return parser


class _Formatter(argparse.HelpFormatter):
    """Help in the person's language."""

    def add_usage(
        self, usage: str | None, actions: object, groups: object, prefix: str | None = None
    ) -> None:
        """Begin with the translated word for usage."""
        super().add_usage(usage, actions, groups, prefix or tr("Usage: "))  # type: ignore[arg-type] # as given


def _is_connection_file(rest: tuple[str, ...]) -> bool:
    return len(rest) == 1 and rest[0].lower().endswith(SUFFIX)
