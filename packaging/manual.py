"""Writes the manual page of the command line, from the grammar that the program itself reads.

``manual.py LANGUAGE`` prints it in troff. What options mean is said once, in the code, in both languages.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from os import environ
from pathlib import Path
from typing import Final

from xena_desktop.cli.arguments import Grammar, general_parser
from xena_desktop.cli.exit_codes import ExitCode
from xena_desktop.cli.grammar import grammars
from xena_desktop.translation import use_language

PROJECT: Final = Path(__file__).parents[1]
WORDS: Final = {
    "en": {
        "name": "NAME", "synopsis": "SYNOPSIS", "description": "DESCRIPTION", "commands": "COMMANDS",
        "options": "GLOBAL OPTIONS", "codes": "EXIT CODES", "environment": "ENVIRONMENT", "files": "FILES",
        "summary": "sign in to Xena accounts and try Xena's REST API",
        "about": "Without a command the window opens; with a connection file it offers to import it. With a command "
        "the program works in the terminal over the same accounts. Tokens and client secrets lie in the keychain of "
        "the computer and nowhere else.",
        "home": "Keeps everything that is no secret in this folder.",
        "browser": "The browsers to open, parted by colons; %s stands for the address.",
        "folder": "Connections, accounts without secrets, settings, and logs in the folder logs.",
        "machine": "Connections and settings that the administrator gives to everyone.",
    },
    "da": {
        "name": "NAVN", "synopsis": "BRUG", "description": "BESKRIVELSE", "commands": "KOMMANDOER",
        "options": "FÆLLES VALGMULIGHEDER", "codes": "AFSLUTNINGSKODER", "environment": "MILJØ", "files": "FILER",
        "summary": "log ind på Xena-konti, og prøv Xenas REST API",
        "about": "Uden en kommando åbnes vinduet; med en forbindelsesfil tilbyder det at importere den. Med en "
        "kommando arbejder programmet i terminalen med de samme konti. Adgangsnøgler og hemmeligheder ligger i "
        "computerens nøglering og ingen andre steder.",
        "home": "Alt, der ikke er hemmeligt, ligger i denne mappe.",
        "browser": "De browsere, der skal åbnes, adskilt af kolon; %s står for adressen.",
        "folder": "Forbindelser, konti uden hemmeligheder, indstillinger, og logge i mappen logs.",
        "machine": "Forbindelser og indstillinger, som administratoren giver alle.",
    },
}  # fmt: skip
CODES: Final = {
    "en": {
        ExitCode.DONE: "done",
        ExitCode.ANSWERED_WITH_ERROR: "the API answered 4xx or 5xx",
        ExitCode.INPUT: "wrong command line or file",
        ExitCode.SIGN_IN_NEEDED: "sign-in needed",
        ExitCode.SIGN_IN_FAILED: "sign-in refused, cancelled or timed out",
        ExitCode.NETWORK: "network",
        ExitCode.KEYCHAIN: "keychain",
        ExitCode.REFUSED: "refused by this program: read-only connection, address outside the connection",
        ExitCode.FAULT: "a fault of the program",
    },
    "da": {
        ExitCode.DONE: "udført",
        ExitCode.ANSWERED_WITH_ERROR: "API'et svarede 4xx eller 5xx",
        ExitCode.INPUT: "forkert kommandolinje eller fil",
        ExitCode.SIGN_IN_NEEDED: "der skal logges ind",
        ExitCode.SIGN_IN_FAILED: "login afvist, annulleret eller for sent",
        ExitCode.NETWORK: "netværk",
        ExitCode.KEYCHAIN: "nøglering",
        ExitCode.REFUSED: "afvist af programmet: skrivebeskyttet forbindelse, adresse uden for forbindelsen",
        ExitCode.FAULT: "en fejl i programmet",
    },
}


def manual(language: str) -> str:
    """The page in troff."""
    use_language(language)
    words = WORDS[language]
    day = datetime.fromtimestamp(int(environ.get("SOURCE_DATE_EPOCH", "0")), UTC).date()
    lines = [f'.TH XENA\\-DESKTOP 1 "{day}" "Xena Desktop {_version()}" "Xena Desktop"']
    lines += [_section(words["name"]), f"xena\\-desktop \\- {_safe(words['summary'])}"]
    lines += [_section(words["synopsis"]), ".B xena\\-desktop", "[\\fIFILE\\fR.xenaconnection]", ".br"]
    lines += [".B xena\\-desktop", "\\fICOMMAND\\fR [\\fIOPTION\\fR]..."]
    lines += [_section(words["description"]), _safe(words["about"]), _section(words["commands"])]
    for grammar in grammars():
        lines += _command(grammar)
    lines += [_section(words["options"]), *_arguments(general_parser()), _section(words["codes"])]
    for code, meaning in CODES[language].items():
        lines += [".TP 6", f"\\fB{code.value}\\fR", _safe(meaning)]
    lines += [_section(words["environment"]), *_item("XENA_DESKTOP_HOME", words["home"])]
    lines += [*_item("BROWSER", words["browser"]), _section(words["files"])]
    lines += [
        *_item("~/.local/share/Xena Desktop", words["folder"]),
        *_item("/etc/xena-desktop", words["machine"]),
    ]
    return "\n".join(lines) + "\n"


def _command(grammar: Grammar) -> Iterator[str]:
    parser = argparse.ArgumentParser(prog=" ".join(grammar.words), add_help=False)
    grammar.add_arguments(parser)
    yield f".SS {_safe(' '.join(grammar.words))}"
    yield _safe(grammar.summary[:1].upper() + grammar.summary[1:]) + "."
    yield from _arguments(parser)


def _arguments(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to list them
        value = f"\\fI{_safe(str(action.metavar))}\\fR" if action.metavar else ""
        names = ", ".join(f"\\fB{_safe(name)}\\fR" for name in action.option_strings)
        yield ".TP"
        yield " ".join(filter(None, (names, value)))
        yield _safe(action.help or "")


def _item(name: str, text: str) -> list[str]:
    return [".TP", f"\\fB{_safe(name)}\\fR", _safe(text)]


def _section(title: str) -> str:
    return f".SH {_safe(title)}"


def _safe(text: str) -> str:
    """The text as troff takes it."""
    plain = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain


def _version() -> str:
    found = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(found["project"]["version"])


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr] # it is a text stream
    sys.stdout.write(manual(sys.argv[1]))
