from __future__ import annotations

import sys
from pathlib import Path

import pytest

from xena_desktop.cli.browser import open_system_browser

URL = "http://127.0.0.1:1/connect/authorize?a=1&b=2"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the browsers here are shell scripts")


@pytest.fixture(autouse=True)
def _no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)


def script(folder: Path, text: str, *, name: str = "min browser ø") -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_browser_gets_the_address_as_one_argument_and_no_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    program = script(tmp_path, f'echo chatter; echo "$#:$1" > "{tmp_path}/seen"')
    monkeypatch.setenv("BROWSER", f"'{program}'")
    assert open_system_browser(URL)
    assert (tmp_path / "seen").read_text() == f"1:{URL}\n"
    assert capfdbinary.readouterr().out == b""


def test_the_address_goes_where_the_placeholder_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = script(tmp_path, f'echo "$*" > "{tmp_path}/seen"', name="browser")
    monkeypatch.setenv("BROWSER", f"{program} --new %s --last &")
    assert open_system_browser(URL)
    assert (tmp_path / "seen").read_text() == f"--new {URL} --last\n"


def test_the_next_one_is_tried_when_one_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = script(tmp_path, "exit 3", name="failing")
    good = script(tmp_path, f'touch "{tmp_path}/seen"', name="good")
    monkeypatch.setenv("BROWSER", f"{tmp_path}/not-there:{failing}:{good}")
    assert open_system_browser(URL)
    assert (tmp_path / "seen").exists()


def test_nothing_to_open_with_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not open_system_browser(URL)
    monkeypatch.setenv("BROWSER", str(script(tmp_path, "exit 1")).replace(" ", "\\ "))
    assert not open_system_browser(URL)
