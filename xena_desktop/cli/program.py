"""One run of the command line: from the words typed to an exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from xena_desktop.cli.arguments import Words, command_parser, general_parser, parted
from xena_desktop.cli.exit_codes import ExitCode, exit_code
from xena_desktop.cli.output import Output, error_document
from xena_desktop.cli.usage import CommandLineInvalid, HelpAsked
from xena_desktop.domain.errors import CallCancelled, SignInCancelled, XenaError
from xena_desktop.translation import tr, use_language

if TYPE_CHECKING:
    from xena_desktop.cli.invocation import OpenQuickServices, OpenServices


def main(
    arguments: list[str],
    *,
    open_services: OpenServices,
    quick_services: OpenQuickServices,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> int:
    """Do what ``arguments`` say; the exit code of the process.

    ``open_services`` and ``quick_services`` are the composition root's: the first gives everything, the second
    only what is on disk, and at once.
    """
    use_language("system")
    words = parted(arguments)
    output = Output(
        stdout=sys.stdout,
        stderr=sys.stderr,
        as_json="--json" in words.general,
        quiet="--quiet" in words.general,
    )
    try:
        return _run(words, output, open_services=open_services, quick_services=quick_services, now=now)
    except HelpAsked as asked:
        output.result(asked.text.rstrip(), document={"help": asked.text})
        return ExitCode.DONE
    except CommandLineInvalid as invalid:
        return _refuse(invalid, output)
    except XenaError as error:
        return _report(error, output)
    except KeyboardInterrupt:
        return _report(SignInCancelled() if "sign-in" in words.rest[:1] else CallCancelled(), output)
    except BrokenPipeError:
        output.abandon()
        return ExitCode.DONE
    except Exception as exception:  # noqa: BLE001 - the last door: a fault becomes exit code 70, not a traceback
        return _report_fault(exception, output)


def _run(
    words: Words,
    output: Output,
    *,
    open_services: OpenServices,
    quick_services: OpenQuickServices,
    now: Callable[[], datetime],
) -> int:
    if "--version" in words.general:
        return _tell_version(output)
    name, options = _understood(words)
    from xena_desktop.cli.commands import COMMANDS
    from xena_desktop.cli.invocation import Invocation

    invocation = Invocation(
        options=options,
        output=output,
        stdin=sys.stdin,
        open_services=open_services,
        open_quick_services=quick_services,
        now=now,
    )
    return COMMANDS[name](invocation)


def _understood(words: Words) -> tuple[tuple[str, ...], argparse.Namespace]:
    """The command and its options; raises CommandLineInvalid and HelpAsked."""
    from xena_desktop.cli.grammar import grammars, overview

    rest = list(words.rest)
    if not rest or rest[0].startswith("--"):
        general_parser().parse_args(words.general)
    if not rest or rest[0] in ("-h", "--help"):
        raise HelpAsked(overview())
    if rest[0] == "connections" and not rest[1:2]:
        rest.append("list")
    for grammar in grammars():
        length = len(grammar.words)
        if tuple(rest[:length]) == grammar.words:
            parser = command_parser(grammar)
            return grammar.words, parser.parse_intermixed_args([*words.general, *rest[length:]])
    return _not_understood(rest)


def _not_understood(rest: list[str]) -> tuple[tuple[str, ...], argparse.Namespace]:
    from xena_desktop.cli.grammar import grammars, overview

    if rest[0] == "connections" and rest[1] in ("-h", "--help"):
        raise HelpAsked(overview())
    wrong = rest[1] if rest[0] == "connections" else rest[0]
    position = 1 if rest[0] == "connections" else 0
    known = dict.fromkeys(g.words[position] for g in grammars() if len(g.words) > position)
    raise CommandLineInvalid(
        tr("“{word}” is not a command. There are: {known}", word=wrong, known=", ".join(known)),
        usage=tr("xena-desktop --help tells more."),
    )


def _tell_version(output: Output) -> int:
    from xena_desktop.components import program_version

    number = program_version()
    output.result(f"xena-desktop {number}", document={"version": number})
    return ExitCode.DONE


def _refuse(invalid: CommandLineInvalid, output: Output) -> int:
    if output.as_json:
        output.document(error_document(code=invalid.code, title=invalid.title, advice=invalid.advice))
    else:
        output.message("\n".join(filter(None, (invalid.title, invalid.advice, invalid.usage))))
    return ExitCode.INPUT


def _report(error: XenaError, output: Output) -> int:
    """Say what happened and what to do; the code beside the words for those who want it."""
    from xena_desktop.error_texts import explain

    text = explain(error)
    if output.as_json:
        output.document(error_document(code=error.code, title=text.title, advice=text.advice))
    else:
        hint = _hint(text.action)
        output.message("\n".join(filter(None, (f"{text.title} [{error.code}]", text.advice, hint))))
    return exit_code(error)


def _report_fault(exception: Exception, output: Output) -> int:
    from xena_desktop.error_texts import explain_fault

    text = explain_fault(exception)
    if output.as_json:
        output.document(error_document(code="fault", title=text.title, advice=text.advice))
    else:
        output.message(f"{text.title} {text.advice}")
    return ExitCode.FAULT


def _hint(action: str | None) -> str:
    """How to take an offered action in the terminal."""
    match action:
        case "sign_in":
            return "xena-desktop sign-in " + tr("CONNECTION")
        case "allow_write":
            return "--allow-write"
        case "edit_connection":
            return "xena-desktop connections import " + tr("FILE") + " --client-secret-stdin"
    return ""
