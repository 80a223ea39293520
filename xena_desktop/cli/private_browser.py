"""A private window of a browser that is installed here: nobody is signed in there yet."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xena_desktop.cli.browser import starts


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateBrowser:
    """A browser with a private window: its ``name`` for people, the ``flag``, and what it is called where.

    ``programs`` are the names of its executables, ``application`` the one on macOS, ``program_id`` what its entry
    begins with in Windows' choice of a default browser.
    """

    name: str
    flag: str
    programs: tuple[str, ...]
    application: str
    program_id: str


BROWSERS: Final = (
    PrivateBrowser(
        name="Firefox",
        flag="--private-window",
        programs=("firefox", "firefox-esr", "org.mozilla.firefox"),
        application="Firefox",
        program_id="Firefox",
    ),
    PrivateBrowser(
        name="Google Chrome",
        flag="--incognito",
        programs=("google-chrome", "google-chrome-stable", "com.google.Chrome", "chrome"),
        application="Google Chrome",
        program_id="Chrome",
    ),
    PrivateBrowser(
        name="Chromium",
        flag="--incognito",
        programs=("chromium", "chromium-browser", "org.chromium.Chromium"),
        application="Chromium",
        program_id="Chromium",
    ),
    PrivateBrowser(
        name="Microsoft Edge",
        flag="--inprivate",
        programs=("microsoft-edge", "microsoft-edge-stable", "com.microsoft.Edge", "msedge"),
        application="Microsoft Edge",
        program_id="MSEdge",
    ),
    PrivateBrowser(
        name="Brave",
        flag="--incognito",
        programs=("brave-browser", "brave", "com.brave.Browser"),
        application="Brave Browser",
        program_id="Brave",
    ),
    PrivateBrowser(
        name="Vivaldi",
        flag="--incognito",
        programs=("vivaldi", "vivaldi-stable", "com.vivaldi.Vivaldi"),
        application="Vivaldi",
        program_id="Vivaldi",
    ),
    PrivateBrowser(
        name="Opera",
        flag="--private",
        programs=("opera", "com.opera.Opera"),
        application="Opera",
        program_id="Opera",
    ),
)
"""The browsers whose way to a private window is known; Safari has none that another program can use."""


def open_private_window(url: str) -> str | None:
    """Open ``url`` in a private window, of the browser used by default if it has one; blocks.

    Returns the browser's name, or None when no known browser could be started.
    """
    default = _default_browser()
    for browser in sorted(BROWSERS, key=lambda one: not _is_called(one, default)):
        for command in _commands(browser):
            if starts([*command, browser.flag, url]):
                return browser.name
    return None


def _is_called(browser: PrivateBrowser, default: str) -> bool:
    name = Path(default).name.removesuffix(".desktop").casefold()
    called = {program.casefold() for program in browser.programs}
    return bool(default) and (name in called or name.startswith(browser.program_id.casefold()))


def _commands(browser: PrivateBrowser) -> Iterator[Sequence[str]]:
    """The beginnings of command lines that start the browser here."""
    if sys.platform == "darwin":
        yield from _mac_commands(browser)
    elif sys.platform == "win32":
        yield from ([path] for path in _windows_paths(browser))
    elif "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ:
        yield from ([path] for program in browser.programs if (path := shutil.which(program)))


def _mac_commands(browser: PrivateBrowser) -> Iterator[Sequence[str]]:
    for folder in (Path("/Applications"), Path.home() / "Applications"):
        bundle = folder / f"{browser.application}.app"
        if bundle.is_dir():
            yield ["open", "-na", str(bundle), "--args"]


def _windows_paths(browser: PrivateBrowser) -> list[str]:
    """What Windows keeps as the path of the browser's program."""
    found: list[str] = []
    if sys.platform == "win32":
        import winreg

        for program in browser.programs:
            for hive in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
                with suppress(OSError):
                    key = rf"Software\Microsoft\Windows\CurrentVersion\App Paths\{program}.exe"
                    found.append(winreg.QueryValue(hive, key).strip('"'))
    return found


def _default_browser() -> str:
    """What the system calls the browser it opens addresses with; ``BROWSER`` first; empty when unknown."""
    if named := os.environ.get("BROWSER", "").split(os.pathsep)[0]:
        return next(iter(shlex.split(named, posix=sys.platform != "win32")), "")
    return _windows_default() if sys.platform == "win32" else _desktop_default()


def _windows_default() -> str:
    found = ""
    if sys.platform == "win32":
        import winreg

        choice = r"Software\Microsoft\Windows\Shell\Associations\UrlAssociations\https\UserChoice"
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, choice) as key:
            found = str(winreg.QueryValueEx(key, "ProgId")[0])
    return found


def _desktop_default() -> str:
    asks = shutil.which("xdg-settings")
    if asks is None:
        return ""
    command = [asks, "get", "default-web-browser"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False)  # noqa: S603 - its own
    except (OSError, subprocess.SubprocessError):
        return ""
    return told.stdout.strip()
