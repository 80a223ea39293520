"""Opening an address in the person's browser, from a terminal."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

_SETTLED_SECONDS: Final = 2.0


def open_system_browser(url: str) -> bool:
    """Open ``url`` the way the platform does it, ``BROWSER`` first; whether something could be started.

    The browser gets no terminal: what it prints must not mix with a result, and a text browser must not wait
    for keys. A starter that fails within two seconds does not count; True promises nothing more.
    """
    if "BROWSER" not in os.environ and sys.platform == "win32":
        return _open_on_windows(url)
    return any(starts(command) for command in _commands(url))


def _commands(url: str) -> Iterator[list[str]]:
    """The command lines to try. ``BROWSER`` is a list; ``%s`` stands for the address, or it is added."""
    for entry in filter(None, os.environ.get("BROWSER", "").split(os.pathsep)):
        words = shlex.split(entry.rstrip("& "), posix=sys.platform != "win32")
        if words:
            placed = [word.replace("%s", url) for word in words]
            yield placed if placed != words else [*words, url]
    if sys.platform == "darwin":
        yield ["open", url]
    elif "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ:
        yield ["xdg-open", url]


def starts(command: list[str]) -> bool:
    """Whether ``command`` could be started, and did not fail at once."""
    try:
        started = subprocess.Popen(  # noqa: S603 - the platform's own starter, or the person's BROWSER
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    with suppress(subprocess.TimeoutExpired):
        return started.wait(_SETTLED_SECONDS) == 0
    return True


def _open_on_windows(url: str) -> bool:
    if sys.platform == "win32":
        with suppress(OSError):
            os.startfile(url)  # noqa: S606 - the platform's own way; the address was built by this program
            return True
    return False
