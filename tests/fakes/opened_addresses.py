"""Where addresses arrive that a program opens in the system browser.

Covers both of the platform's ways: the variable BROWSER (Python's `webbrowser`, scripts) and, because with a display
the real xdg-open prefers it, the default handler of the desktop. Debian packages: xdg-utils for the latter.
"""

import threading
from pathlib import Path
from typing import Self

from tests.fakes.private_folder import private_folder
from tests.fakes.processes import wait_until

_SCRIPT = """#!/bin/sh
printf '%s\\n' "$1" >> "$(dirname "$0")/addresses"
"""

_HANDLER = """[Desktop Entry]
Type=Application
Name=Address catcher
Exec={script} %u
MimeType=x-scheme-handler/http;x-scheme-handler/https;text/html;
NoDisplay=true
"""

_DEFAULTS = """[Default Applications]
x-scheme-handler/http=address-catcher.desktop
x-scheme-handler/https=address-catcher.desktop
text/html=address-catcher.desktop
"""


class OpenedAddresses:
    """A stand-in for the system browser that only writes down the addresses; a context manager.

    `environment` makes a program use it.
    """

    def __init__(self) -> None:
        self._temporary = private_folder("opened-addresses")
        self._folder = Path(self._temporary.name)
        self._taken = 0
        self._given_up = threading.Event()

    def __enter__(self) -> Self:
        script = self._folder / "open-address"
        script.write_text(_SCRIPT)
        script.chmod(0o755)
        applications = self._folder / "data" / "applications"
        applications.mkdir(parents=True)
        (applications / "address-catcher.desktop").write_text(_HANDLER.format(script=script))
        for folder in (self._folder / "config", applications):
            folder.mkdir(exist_ok=True)
            (folder / "mimeapps.list").write_text(_DEFAULTS)
        return self

    def __exit__(self, *_: object) -> None:
        self._temporary.cleanup()

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead a program's browser here; add them to its own."""
        return {
            "BROWSER": str(self._folder / "open-address"),
            "XDG_CONFIG_HOME": str(self._folder / "config"),
            "XDG_DATA_HOME": str(self._folder / "data"),
            "XDG_CURRENT_DESKTOP": "X-Generic",
        }

    def all(self) -> list[str]:
        """Every address so far."""
        written = self._folder / "addresses"
        return written.read_text().splitlines() if written.exists() else []

    def wait(self, *, seconds: float = 30.0) -> str:
        """The next address that was not yet given out; raises TimeoutError, RuntimeError after `give_up`."""
        wait_until(
            lambda: self._given_up.is_set() or len(self.all()) > self._taken,
            what="the opening of an address",
            seconds=seconds,
        )
        if self._given_up.is_set():
            raise RuntimeError("Nobody waits for addresses any more")
        self._taken += 1
        return self.all()[self._taken - 1]

    def give_up(self) -> None:
        """End every `wait`, in whichever thread it is."""
        self._given_up.set()
