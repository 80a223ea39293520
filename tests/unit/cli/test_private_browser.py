from __future__ import annotations

import sys
from pathlib import Path

import pytest

from xena_desktop.cli.private_browser import BROWSERS, open_private_window

URL = "http://127.0.0.1:1/connect/authorize?a=1&b=2"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the browsers here are shell scripts")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of programs; on a screen."""
    folder = tmp_path / "programmer ø"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("BROWSER", raising=False)
    return folder


def install(folder: Path, name: str, *, text: str = "") -> None:
    program = folder / name
    told = text or f'echo "$*" >> "{folder}/{name}.told"'
    program.write_text(f"#!/bin/sh\n{told}\n", encoding="utf-8")
    program.chmod(0o755)


def told(folder: Path, name: str) -> str:
    path = folder / f"{name}.told"
    return path.read_text() if path.exists() else ""


@pytest.mark.parametrize("browser", BROWSERS, ids=lambda browser: browser.name)
def test_each_browser_opens_its_private_window(browser: object, programs: Path) -> None:
    assert browser in BROWSERS
    known = next(one for one in BROWSERS if one is browser)
    install(programs, known.programs[0])
    assert open_private_window(URL) == known.name
    assert told(programs, known.programs[0]) == f"{known.flag} {URL}\n"


def test_the_default_browser_is_taken_first(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(programs, "firefox")
    install(programs, "vivaldi-stable")
    install(programs, "xdg-settings", text="echo vivaldi-stable.desktop")
    assert open_private_window(URL) == "Vivaldi"
    monkeypatch.setenv("BROWSER", "/usr/bin/firefox --new-tab %s")
    assert open_private_window(URL) == "Firefox"


def test_an_unknown_default_leaves_the_others(programs: Path) -> None:
    install(programs, "chromium")
    install(programs, "xdg-settings", text="echo org.gnome.Epiphany.desktop")
    assert open_private_window(URL) == "Chromium"


def test_a_desktop_that_does_not_say_leaves_the_others(programs: Path) -> None:
    install(programs, "chromium")
    install(programs, "xdg-settings", text="exit 2")
    assert open_private_window(URL) == "Chromium"


def test_a_browser_that_does_not_start_is_passed_over(programs: Path) -> None:
    install(programs, "firefox", text="exit 1")
    install(programs, "google-chrome")
    assert open_private_window(URL) == "Google Chrome"


def test_without_a_known_browser_or_without_a_screen_nothing_opens(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(programs, "epiphany")
    assert open_private_window(URL) is None
    install(programs, "firefox")
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert open_private_window(URL) is None
    assert told(programs, "firefox") == ""
