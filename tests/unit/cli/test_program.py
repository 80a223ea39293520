from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from tests.unit.cli.conftest import Run
from xena_desktop import app, cli

FILE = {
    "format": "xena-connection/1",
    "name": "Mine ø",
    "authority": "https://login.example.test",
    "api_base_url": "https://api.example.test/Api",
    "client_id": "abc.xena.biz",
}


def connection_file(folder: Path, **changed: object) -> Path:
    path = folder / "min forbindelse ø.xenaconnection"
    members = {name: value for name, value in {**FILE, **changed}.items() if value is not None}
    path.write_text(json.dumps(members), encoding="utf-8")
    return path


def test_help_and_version_go_to_standard_output(run: Run) -> None:
    ran = run("--help")
    assert (ran.code, ran.stderr) == (0, "")
    assert b"sign-in" in ran.stdout
    assert run("call", "--help").stdout.startswith(b"Usage: xena-desktop call ")
    assert run("connections", "--help").code == 0
    assert run("--version").stdout.startswith(b"xena-desktop ")
    assert run("--json", "--version").document["version"]


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["fetch"], "“fetch” is not a command"),
        (["connections", "add"], "“add” is not a command"),
        (["examine"], "“examine” is not a command"),
        (["connections", "show"], "This is missing: NAME"),
        (["call", "--home"], "--home needs a value."),
        (["A.xenaconnection", "B.xenaconnection"], "“A.xenaconnection” is not a command"),
    ],
)
def test_a_wrong_command_line_is_exit_code_2(run: Run, arguments: list[str], part: str) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.stdout == b""
    assert part in ran.stderr


def test_with_json_a_wrong_command_line_is_one_document(run: Run) -> None:
    ran = run("call", "--json")
    assert (ran.code, ran.stderr) == (2, "")
    assert ran.document == {
        "error": {
            "code": "command_line_invalid",
            "title": "The command line is not right.",
            "advice": "This is missing: PATH",
        }
    }


def test_no_account_is_said_and_is_no_error(run: Run) -> None:
    ran = run("accounts")
    assert (ran.code, ran.stdout) == (0, b"")
    assert "xena-desktop sign-in" in ran.stderr
    assert run("accounts", "--quiet").stderr == ""
    assert run("accounts", "--json").document == {"accounts": []}


@pytest.mark.parametrize(
    "arguments", [["whoami"], ["call", "User/FiscalSetup"], ["token", "--yes"], ["sign-out", "Søren"]]
)
def test_without_an_account_a_sign_in_is_needed(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.stdout) == (3, b"")
    assert "[not_signed_in]" in ran.stderr
    assert run(*arguments, "--json").document["error"]["code"] == "not_signed_in"


def test_built_in_connections_are_listed(run: Run) -> None:
    ran = run("connections")
    assert ran.code == 0
    assert ran.stdout == run("connections", "list").stdout
    assert [c["name"] for c in run("connections", "--json").document["connections"]] == [
        "Xena",
        "Xena test",
        "Sandbox",
    ]
    shown = run("connections", "show", "XENA TEST", "--json").document
    assert (shown["id"], shown["read_only"]) == ("xena-test", False)
    assert b"logintest.xena.biz" in run("connections", "show", "Xena test").stdout


def test_an_unknown_connection_is_named_with_those_there_are(run: Run) -> None:
    ran = run("connections", "show", "Nope")
    assert ran.code == 2
    assert "“Nope”" in ran.stderr
    assert "Xena, Xena test, Sandbox" in ran.stderr


def test_a_connection_goes_in_and_comes_out_as_a_file(run: Run, home: Path, tmp_path: Path) -> None:
    file = connection_file(tmp_path, later="kept")
    ran = run("connections", "import", str(file))
    assert (ran.code, ran.stdout) == (0, b"")
    assert "“Mine ø” is kept" in ran.stderr
    assert "--client-secret-stdin" in ran.stderr
    copy = tmp_path / "kopi æ.xenaconnection"
    assert run("connections", "export", "mine ø", str(copy), "--json").document == {
        "name": "Mine ø",
        "file": str(copy),
    }
    assert json.loads(copy.read_text(encoding="utf-8"))["later"] == "kept"
    again = run("connections", "import", str(file), "--json")
    assert again.code == 2
    assert again.document["error"]["code"] == "connection_exists"
    assert home.is_dir()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"client_id": None}, 'In the file, "client_id" is missing.'),
        ({"redirect_uris": "x"}, 'In the file, "redirect_uris" must be a list of loopback addresses.'),
    ],
)
def test_a_wrong_connection_file_is_exit_code_2(
    run: Run, tmp_path: Path, changed: dict[str, object], words: str
) -> None:
    ran = run("connections", "import", str(connection_file(tmp_path, **changed)))
    assert ran.code == 2
    assert words in ran.stderr
    assert "Mine" not in run("connections").stdout.decode()


def test_a_connection_file_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    ran = run("connections", "import", str(tmp_path / "ingen ø.xenaconnection"))
    assert ran.code == 2
    assert "ingen ø.xenaconnection" in ran.stderr


def test_a_connection_without_client_id_cannot_sign_in(run: Run) -> None:
    ran = run("sign-in", "Xena", "--json")
    assert ran.code == 2
    assert ran.document["error"]["code"] == "connection_not_configured"


def test_the_sandbox_cannot_be_removed(run: Run) -> None:
    ran = run("connections", "remove", "Sandbox", "--json")
    assert (ran.code, ran.document["error"]["code"]) == (2, "connection_in_use")


# --- the last door ---------------------------------------------------------------------------------------


def _faulty(error: BaseException, *arguments: str) -> int:
    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    return int(cli.main(list(arguments), open_services=fail, quick_services=fail))


def test_a_fault_is_one_line_without_secrets(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert _faulty(ValueError("Bearer abcdefghijkl\nand more"), "accounts") == 70
    captured = capfdbinary.readouterr()
    assert captured.out == b""
    assert captured.err.count(b"\n") == 1
    assert b"ValueError: Bearer " in captured.err
    assert b"abcdefghijkl" not in captured.err


def test_with_json_a_fault_is_a_document(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert _faulty(ValueError("x"), "accounts", "--json") == 70
    assert json.loads(capfdbinary.readouterr().out)["error"]["code"] == "fault"


@pytest.mark.parametrize(
    ("arguments", "code", "name"),
    [
        (["accounts"], 5, "call_cancelled"),
        (["call", "A"], 5, "call_cancelled"),
        (["sign-in", "Sandbox"], 4, "sign_in_cancelled"),
    ],
)
def test_an_interruption_is_told_calmly(
    arguments: list[str], code: int, name: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert _faulty(KeyboardInterrupt(), *arguments, "--json") == code
    assert json.loads(capfdbinary.readouterr().out)["error"]["code"] == name


# --- as a process of its own -----------------------------------------------------------------------------

PROGRAM = """
import sys
from xena_desktop.__main__ import main
sys.argv = ["xena-desktop", *{arguments!r}]
code = main()
heavy = sorted({{"asyncio", "requests", "keyring", "PySide6", "flask", "logging"}} & set(sys.modules))
print(code, *heavy)
"""


@pytest.mark.parametrize("arguments", [["accounts", "--quiet"], ["connections", "--json"], ["--help"]])
def test_listing_loads_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    program = PROGRAM.format(arguments=["--home", str(tmp_path), *arguments])
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.splitlines()[-1] == "0"


def test_a_reader_that_leaves_early_is_no_fault(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "xena_desktop", "--home", str(tmp_path), "connections", "--json"]
    ran = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False, timeout=60)
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "xena_desktop", "--home", str(tmp_path), "connections"]
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    assert ran.returncode == 2
    assert "standard output" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_doors_are_the_composition_roots(run: Run) -> None:
    assert callable(app.open_services)
    assert run("connections").code == 0
