"""The manual page says all that the command line understands."""

from __future__ import annotations

import argparse
import subprocess

import pytest

from tests.unit.packages.tool import tool
from xena_desktop.cli.arguments import general_parser
from xena_desktop.cli.grammar import grammars
from xena_desktop.translation import use_language

manual = tool("manual.py")


@pytest.fixture(autouse=True)
def _english_afterwards() -> object:
    yield
    use_language("en")


def plain(language: str) -> str:
    return (
        str(manual.manual(language))
        .replace("\\-", "-")
        .replace("\\fB", "")
        .replace("\\fI", "")
        .replace("\\fR", "")
    )


@pytest.mark.parametrize("language", ["en", "da"])
def test_every_command_option_and_exit_code_is_there(language: str) -> None:
    page = plain(language)
    for grammar in grammars():
        parser = argparse.ArgumentParser(add_help=False)
        grammar.add_arguments(parser)
        assert f".SS {' '.join(grammar.words)}\n" in page
        for action in parser._actions:
            assert all(option in page for option in action.option_strings)
            assert (action.help or "") in page
    assert all(option in page for action in general_parser()._actions for option in action.option_strings)
    for code in manual.CODES[language]:
        assert f".TP 6\n{code.value}\n" in page


def test_no_exit_code_is_left_out() -> None:
    from xena_desktop.cli.exit_codes import ExitCode

    assert all(set(codes) == set(ExitCode) for codes in manual.CODES.values())


def test_man_reads_it_without_complaint() -> None:
    said = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", "-"],
        input=manual.manual("da"), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stderr == ""
