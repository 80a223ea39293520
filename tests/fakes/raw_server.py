"""A server that does anything at all with a connection."""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

Conversation = Callable[[socket.socket], None]


class RawServer:
    """Gives each connection, one after the other, to `converse`.

    `asked` is the conversation's own to set; `released` is set at the end: who waits for it is silent until then.
    """

    def __init__(self, converse: Conversation) -> None:
        self._converse = converse
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self.asked = threading.Event()
        self.released = threading.Event()
        self.connections = 0
        self._thread = threading.Thread(target=self._serve, name="raw-server")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.released.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # wakes accept
        self._thread.join()
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection, contextlib.suppress(OSError):
                connection.settimeout(10)
                self.connections += 1
                self._converse(connection)


def read_head(connection: socket.socket) -> bytes:
    """A request's head."""
    received = b""
    while b"\r\n\r\n" not in received and (chunk := connection.recv(65536)):
        received += chunk
    return received


def reset(connection: socket.socket) -> None:
    """End with RST."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def relay(here: socket.socket, there: socket.socket) -> None:
    """Pass bytes on in both directions until one side ends."""

    def pump(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(65536):
                target.sendall(chunk)
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    back = threading.Thread(target=pump, args=(there, here), name="relay")
    back.start()
    pump(here, there)
    back.join()
