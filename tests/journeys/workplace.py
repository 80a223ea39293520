"""A person's desk: a screen, a keychain, a browser and a home folder, all private to one test."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self

from tests.fakes.browser import ConsentingBrowser
from tests.fakes.display import Display
from tests.fakes.driven_window import DrivenWindow
from tests.fakes.keychain_daemon import KeychainDaemon
from tests.fakes.oidc_provider import OidcProvider

PROJECT = Path(__file__).parents[2]


class Workplace:
    """Starts what a desk has; ``window()`` and ``command()`` run the program at it."""

    def __init__(self, *, with_screen: bool = True) -> None:
        self._with_screen = with_screen

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            # a short path with a space and a Danish letter: sockets' paths are limited, people's folders are not
            self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="xj-")))
            self.home = self.folder / "Søren H"
            self.log = self.folder / "program.log"
            self.keychain = stack.enter_context(KeychainDaemon())
            self.environment = {**self.keychain.environment, "XENA_DESKTOP_HOME": str(self.home)}
            self.environment |= {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
            if self._with_screen:
                display = stack.enter_context(Display())
                self.environment |= {**display.environment, "QT_QPA_PLATFORM": "xcb"}
            self.browser = stack.enter_context(ConsentingBrowser())
            self.environment |= self.browser.environment
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @contextmanager
    def window(self, *arguments: str, prefix: tuple[str, ...] = ()) -> Iterator[DrivenWindow]:
        """The program with its window; ``prefix`` is a command that starts it."""
        with DrivenWindow(*arguments, environment=self.environment, log=self.log, prefix=prefix) as window:
            yield window

    def started(self, *arguments: str) -> subprocess.Popen[str]:
        """The program in a terminal, running."""
        return subprocess.Popen(
            [sys.executable, "-m", "xena_desktop", *arguments],
            env={**os.environ, **self.environment, "PYTHONPATH": str(PROJECT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def command(self, *arguments: str) -> tuple[int, Any, str]:
        """The program in a terminal with ``--json``: exit code, what it answered, and what it said beside."""
        with self.started(*arguments, "--json") as process:
            answer, said = process.communicate(timeout=60)
        return process.returncode, json.loads(answer), said

    def connection_file(self, provider: OidcProvider, client_id: str, **members: object) -> Path:
        """A connection file for a client of ``provider``."""
        path = self.folder / f"{client_id}.xenaconnection"
        contents = {
            "format": "xena-connection/1",
            "name": client_id,
            "authority": provider.issuer,
            "api_base_url": provider.api_base_url,
            "client_id": client_id,
            "redirect_uris": ["http://127.0.0.1:0/callback"],
            **members,
        }
        path.write_text(json.dumps(contents, ensure_ascii=False), encoding="utf-8")
        return path

    def connect(self, provider: OidcProvider, client_id: str, **members: object) -> None:
        """Import a connection to ``provider``; the client secret, where there is one, goes in by standard input."""
        path = self.connection_file(provider, client_id, **members)
        secret = provider.clients[client_id].client_secret or ""
        reads = ["--client-secret-stdin"] if secret else []
        process = subprocess.run(
            [sys.executable, "-m", "xena_desktop", "connections", "import", path, *reads],
            env={**os.environ, **self.environment, "PYTHONPATH": str(PROJECT)},
            input=secret + "\n",
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert process.returncode == 0, process.stderr + process.stdout

    def everything_written(self) -> bytes:
        """Every byte that the program left in its home folder, and everything it said."""
        files = [path for path in self.home.rglob("*") if path.is_file()]
        return b"\n".join(
            [self.log.read_bytes() if self.log.exists() else b"", *(f.read_bytes() for f in files)]
        )
