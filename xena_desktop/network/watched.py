"""Connections whose sockets are told about, so that a request can be stopped, and whose steps are timed."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable
from typing import Any

from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from xena_desktop.network.stopwatch import Stopwatch


def watched(kind: type[Any], watch: Callable[[socket.socket], None], stopwatch: Stopwatch) -> type[Any]:
    """``kind`` of connection, reporting its socket once it is connected, before TLS begins; and timed."""

    class Watched(kind):  # type: ignore[misc] # the base is http or https, known only here
        _dns_host: str

        def connect(self) -> None:
            began = time.perf_counter()
            super().connect()
            taken = time.perf_counter() - began
            stopwatch.securing += taken - stopwatch.resolving - stopwatch.connecting

        def _new_conn(self) -> socket.socket:
            began = time.perf_counter()
            addresses = _addresses(self._dns_host, self.port)
            stopwatch.resolving = time.perf_counter() - began
            connected = self._connected(addresses)
            stopwatch.connecting = time.perf_counter() - began - stopwatch.resolving
            watch(connected)
            return connected

        def _connected(self, addresses: list[str]) -> socket.socket:
            """Connect to the first address that answers; a name without one goes on to fail as it does."""
            name: str = self._dns_host
            try:
                for address in addresses[:-1]:
                    self._dns_host = address
                    with contextlib.suppress(NewConnectionError, ConnectTimeoutError):
                        tried: socket.socket = super()._new_conn()
                        return tried
                self._dns_host = addresses[-1] if addresses else name
                last: socket.socket = super()._new_conn()
                return last
            finally:
                self._dns_host = name

    return Watched


def _addresses(host: str, port: int) -> list[str]:
    """The addresses of a name, in the system's order; none when it has none."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return list(dict.fromkeys(str(address[4][0]) for address in found))
