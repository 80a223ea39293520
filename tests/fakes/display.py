"""A screen for a test: Xvfb with the window manager openbox.

Debian packages: xvfb, openbox, imagemagick (the pictures).
"""

import os
import select
import shlex
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from tests.fakes.processes import end_process, wait_until


class Display:
    """An X display on a free number, as a context manager; several may run side by side."""

    def __init__(self, *, width: int = 1440, height: int = 900, depth: int = 24) -> None:
        self._screen = f"{width}x{height}x{depth}"
        self._stack = ExitStack()
        self._number = -1

    def __enter__(self) -> Self:
        with self._stack:
            folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="display-")))
            self._number = self._start_server()
            self._start_window_manager(folder)
            self._stack = self._stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which a program finds this display; add them to its own."""
        return {"DISPLAY": f":{self._number}", "XDG_SESSION_TYPE": "x11", "QT_QPA_PLATFORM": "xcb"}

    def screenshot(self, path: Path) -> Path:
        """Write what is on the whole screen to `path`; its ending says the format. Gives the path back."""
        command = ["import", "-silent", "-window", "root", str(path)]
        subprocess.run(command, env={**os.environ, **self.environment}, check=True, timeout=30)
        return path

    def _start_server(self) -> int:
        reading, writing = os.pipe()
        with os.fdopen(reading, "rb") as answer:
            try:
                server = subprocess.Popen(
                    [
                        "Xvfb",
                        "-displayfd",
                        str(writing),
                        "-screen",
                        "0",
                        self._screen,
                        "-nolisten",
                        "tcp",
                        "-noreset",
                    ],
                    pass_fds=[writing],
                    stderr=subprocess.DEVNULL,  # warnings about the keyboard map
                )
            finally:
                os.close(writing)
            self._stack.callback(end_process, server)
            if not select.select([answer], [], [], 20)[0]:
                raise TimeoutError("Xvfb did not start within 20 seconds")
            number = answer.readline()
        if not number.strip():
            raise RuntimeError(f"Xvfb ended with {server.wait()}")
        return int(number)

    def _start_window_manager(self, folder: Path) -> None:
        started = folder / "started"
        private = {f"XDG_{name}_HOME": str(folder) for name in ("CONFIG", "CACHE", "DATA")}
        manager = subprocess.Popen(
            ["openbox", "--sm-disable", "--startup", f"touch {shlex.quote(str(started))}"],
            env={**os.environ, **private, **self.environment, "HOME": str(folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._stack.callback(end_process, manager)
        wait_until(started.exists, what="the start of openbox")
