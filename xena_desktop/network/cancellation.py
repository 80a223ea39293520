"""Stopping a request that another thread is waiting in."""

from __future__ import annotations

import contextlib
import socket
import threading

from xena_desktop.network.way import Way


class Cancellation:
    """Watches the sockets of one request; ``cancel()`` shuts them, so the waiting thread wakes at once.

    Every request carries one, and with it the ``way`` that the person chose: so none can go another.
    """

    def __init__(self, *, way: Way | None = None) -> None:
        self.way = way or Way()
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """Whether ``cancel()`` was called."""
        return self._cancelled

    def watch(self, connected: socket.socket) -> None:
        """Shut ``connected`` on ``cancel()``, or now when that has happened already."""
        with self._lock:
            self._sockets.append(connected)
            if self._cancelled:
                _shut(connected)

    def forget(self, connected: socket.socket) -> None:
        """Watch ``connected`` no longer: it is about to be closed."""
        with self._lock:
            self._sockets.remove(connected)

    def cancel(self) -> None:
        """Shut every watched socket, now and later ones too."""
        with self._lock:
            self._cancelled = True
            for connected in self._sockets:
                _shut(connected)


def _shut(connected: socket.socket) -> None:
    """Wake a thread that reads from ``connected``; closing alone would leave it waiting."""
    with contextlib.suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)
