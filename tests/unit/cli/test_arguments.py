from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from xena_desktop.cli.arguments import command_parser, is_command, parted, window_options
from xena_desktop.cli.commands import COMMANDS
from xena_desktop.cli.grammar import grammars, overview
from xena_desktop.cli.usage import CommandLineInvalid, HelpAsked

NAMES = [grammar.words for grammar in grammars()]


def parse(command: str, *arguments: str) -> argparse.Namespace:
    grammar = next(g for g in grammars() if " ".join(g.words) == command)
    return command_parser(grammar).parse_intermixed_args(list(arguments))


def test_global_options_are_taken_out_wherever_they_stand() -> None:
    words = parted(["--home", "a b", "call", "--json", "GET", "X", "-q", "A=b", "--quiet", "--home=c"])
    assert words.general == ("--home", "a b", "--json", "--quiet", "--home=c")
    assert words.rest == ("call", "GET", "X", "-q", "A=b")


def test_nothing_is_taken_out_after_two_dashes() -> None:
    assert parted(["call", "--", "--json"]).rest == ("call", "--", "--json")


@pytest.mark.parametrize(
    "arguments",
    [["accounts"], ["--home", "x", "accounts"], ["--help"], ["-h"], ["--version"], ["--json", "--version"],
     ["sign-in", "Xena"], ["a word that is no command"], ["A.xenaconnection", "more"]],
)  # fmt: skip
def test_these_are_for_the_terminal(arguments: list[str]) -> None:
    assert is_command(arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--start-sandbox"],
        ["--home", "accounts"],
        ["--verbose"],
        ["søren.xenaconnection"],
        ["/x/A.XenaConnection"],
    ],
)
def test_these_are_for_the_window(arguments: list[str]) -> None:
    assert not is_command(arguments)


def test_the_window_gets_its_options() -> None:
    options = window_options(["--home", "h ø", "mine.xenaconnection", "--verbose", "--start-sandbox"])
    assert (options.home, options.file) == (Path("h ø"), Path("mine.xenaconnection"))
    assert (options.verbose, options.start_sandbox) == (True, True)
    options = window_options([])
    assert (options.home, options.file, options.verbose, options.start_sandbox) == (None, None, False, False)


def test_every_command_of_the_grammar_is_done_by_something() -> None:
    assert set(NAMES) == set(COMMANDS)


@pytest.mark.parametrize("words", NAMES)
def test_every_command_has_help_with_its_options_and_the_global_ones(words: tuple[str, ...]) -> None:
    with pytest.raises(HelpAsked) as asked:
        parse(" ".join(words), "--help")
    assert asked.value.text.startswith(f"Usage: xena-desktop {' '.join(words)}")
    assert "--home DIR" in asked.value.text
    assert "--json" in asked.value.text


def test_the_overview_names_every_command() -> None:
    text = overview()
    for words in NAMES:
        assert f"  {' '.join(words)} " in text
    assert "--version" in text


@pytest.mark.parametrize(
    ("arguments", "method", "path"),
    [
        (["User/FiscalSetup"], None, "User/FiscalSetup"),
        (["get", "User/FiscalSetup"], "get", "User/FiscalSetup"),
        (["DELETE", "-a", "Søren", "A/1"], "DELETE", "A/1"),
        (["-a", "Søren", "POST", "-d", "{}", "A/1"], "POST", "A/1"),
        (["A/1", "-q", "Page=0"], None, "A/1"),
    ],
)
def test_the_method_may_be_left_out(arguments: list[str], method: str | None, path: str) -> None:
    options = parse("call", *arguments)
    assert (options.method, options.path) == (method, path)


def test_call_takes_its_options_many_times() -> None:
    options = parse(
        "call", "A", "-q", "a=1", "-q", "b=x=y", "-H", "Accept: text/csv", "-H", "X-A:b", "-o", "o ø"
    )
    assert options.query == [("a", "1"), ("b", "x=y")]
    assert options.header == [("Accept", "text/csv"), ("X-A", "b")]
    assert options.output == Path("o ø")
    assert (options.all_pages, options.include, options.allow_write) == (False, False, False)


def test_two_calls_do_not_share_their_lists() -> None:
    parse("call", "A", "-q", "a=1")
    assert parse("call", "A").query == []


def test_sign_in_takes_what_is_promised() -> None:
    options = parse(
        "sign-in", "Xena test", "--account", "Bo", "--scope", "openid", "--scope", "email",
        "--prompt", "login", "--login-hint", "bo@example.dk", "--timeout", "30", "--no-browser",
    )  # fmt: skip
    assert (options.connection, options.account, options.scope) == ("Xena test", "Bo", ["openid", "email"])
    assert (options.prompt, options.login_hint) == ("login", "bo@example.dk")
    assert (options.timeout, options.no_browser) == (30.0, True)
    assert parse("sign-in", "Xena").timeout == 600


@pytest.mark.parametrize(
    ("command", "arguments", "advice"),
    [
        ("call", [], "This is missing: PATH"),
        ("call", ["A", "B", "C"], "This is not understood: C"),
        ("call", ["A", "-q", "page"], "-q/--query: write it as in PageSize=50, not “page”"),
        ("call", ["A", "-H", ":x"], "-H/--header: write it as in Accept: text/csv, not “:x”"),
        ("call", ["A", "-o"], "-o/--output needs a value."),
        ("call", ["A", "--all"], "This is not understood: --all"),
        ("sign-in", ["X", "--timeout", "soon"], "--timeout: write a number of seconds, not “soon”"),
        ("sign-in", ["X", "--timeout", "0"], "--timeout: between 1 and 86400 seconds can be waited, not 0"),
        (
            "sign-in",
            ["X", "--timeout", "nan"],
            "--timeout: between 1 and 86400 seconds can be waited, not nan",
        ),
        ("sandbox", ["--port", "70000"], "--port: write a port from 0 to 65535, not “70000”"),
        ("sandbox", ["--port", "²"], "--port: write a port from 0 to 65535, not “²”"),
        ("sign-out", [], "This is missing: ACCOUNT"),
    ],
)
def test_a_wrong_command_line_is_explained(command: str, arguments: list[str], advice: str) -> None:
    with pytest.raises(CommandLineInvalid) as invalid:
        parse(command, *arguments)
    assert invalid.value.advice == advice
    assert invalid.value.usage.startswith(f"Usage: xena-desktop {command}")
    assert "--home" not in invalid.value.usage
