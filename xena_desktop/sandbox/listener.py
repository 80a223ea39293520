"""The HTTP server under the Sandbox: waitress, stopped together with all its threads."""

# waitress ships no types:
# mypy: disallow-subclassing-any=False, disable-error-code="import-untyped"

import socket
import threading
import time
from collections.abc import Callable

from flask import Flask
from waitress import wasyncore
from waitress.server import TcpWSGIServer, create_server
from waitress.task import ThreadedTaskDispatcher

_THREADS = 4
_STOP_SECONDS = 1.0
_WAKE_SECONDS = 30.0


class _JoinedDispatcher(ThreadedTaskDispatcher):
    """waitress' worker threads, remembered so that they can be joined."""

    def __init__(self) -> None:
        super().__init__()
        self._started: list[threading.Thread] = []

    def start_new_thread(self, target: Callable[[int], None], thread_no: int) -> None:
        name = f"sandbox-worker-{thread_no}"
        thread = threading.Thread(target=target, name=name, args=(thread_no,), daemon=True)
        self._started.append(thread)
        thread.start()

    def join(self, *, deadline: float) -> None:
        """End and join the worker threads; `deadline` is a time of the monotonic clock."""
        self.shutdown(cancel_pending=True, timeout=deadline - time.monotonic())
        for thread in self._started:
            thread.join(max(0.1, deadline - time.monotonic()))


class Listener:
    """Answers requests on a listening socket until it is stopped; takes the socket over."""

    def __init__(self, application: Flask, listening: socket.socket) -> None:
        self.port: int = listening.getsockname()[1]
        self._dispatcher = _JoinedDispatcher()
        self._dispatcher.set_thread_count(_THREADS)
        self._sockets: dict[int, wasyncore.dispatcher] = {}
        self._stopping = threading.Event()
        self._server: TcpWSGIServer = create_server(
            application,
            map=self._sockets,
            _dispatcher=self._dispatcher,
            sockets=[listening],
            ident=None,
            max_request_body_size=64 * 1024 * 1024,
            channel_timeout=30,
        )
        self._loop = threading.Thread(target=self._serve, name="sandbox-listener", daemon=True)
        self._loop.start()

    def stop(self) -> None:
        """Finish what is being answered, close every connection, end every thread."""
        deadline = time.monotonic() + _STOP_SECONDS
        self._dispatcher.join(deadline=deadline)
        self._stopping.set()
        self._server.pull_trigger()
        self._loop.join()
        # not before: the loop may be at any of its sockets, and the trigger that wakes it is one of them
        wasyncore.close_all(self._sockets, ignore_all=True)

    def _serve(self) -> None:
        while not self._stopping.is_set():
            wasyncore.loop(timeout=_WAKE_SECONDS, use_poll=True, map=self._sockets, count=1)
