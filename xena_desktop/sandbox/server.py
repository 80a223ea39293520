"""Starts and stops the Sandbox: a listener on loopback and the threads behind it."""

from __future__ import annotations

import logging
import socket
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xena_desktop.sandbox.listener import Listener

_HOST = "127.0.0.1"


class Sandbox:
    """An identity server and a small Xena-shaped API on one port of this computer.

    `state_folder` keeps what must outlast a restart; the business data is fresh at each start. Port 0 takes a
    free port. Flask and the server under it are imported by `start`.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        state_folder: Path,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._wanted_port = port
        self._state_folder = state_folder
        self._now = now
        self._lock = threading.Lock()
        self._listener: Listener | None = None

    @property
    def port(self) -> int:
        """The port it listens on; raises RuntimeError while it is not running."""
        if self._listener is None:
            raise RuntimeError("the Sandbox is not running")
        return self._listener.port

    @property
    def authority(self) -> str:
        """The address of the identity server, without a slash at the end."""
        return f"http://{_HOST}:{self.port}"

    @property
    def api_base_url(self) -> str:
        """The address of the API."""
        return f"{self.authority}/Api"

    def start(self) -> None:
        """Listen and answer; raises OSError when the port is taken. Does nothing when it runs already."""
        with self._lock:
            if self._listener is None:
                self._listener = self._started()

    def stop(self) -> None:
        """Close every connection and end every thread, within two seconds; nothing when it is stopped."""
        with self._lock:
            listener, self._listener = self._listener, None
        if listener:
            listener.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _started(self) -> Listener:
        # On POSIX this sets SO_REUSEADDR, on Windows nothing: there it would let two programs share the port.
        listening = socket.create_server((_HOST, self._wanted_port))
        try:
            return self._serve(listening)
        except BaseException:
            listening.close()
            raise

    def _serve(self, listening: socket.socket) -> Listener:
        from xena_desktop.sandbox.application import create_application
        from xena_desktop.sandbox.listener import Listener
        from xena_desktop.sandbox.state import State

        # waitress warns of full queues, Authlib writes what it issues at DEBUG: neither belongs in a log here
        for name in ("waitress", "waitress.queue", "authlib"):
            logging.getLogger(name).setLevel(logging.ERROR)
        authority = f"http://{_HOST}:{listening.getsockname()[1]}"
        state = State(self._state_folder, now=self._now)
        return Listener(create_application(authority=authority, state=state, now=self._now), listening)
