"""A server that keeps every request as the bytes that came."""

import socket
import threading
from dataclasses import dataclass

from tests.fakes.raw_server import RawServer


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A request as it came. Header names are in small letters, values as they were written."""

    line: str
    headers: dict[str, str]
    body: bytes


class Recorder(RawServer):
    """Answers each request with an empty JSON object and ends the connection."""

    def __init__(self) -> None:
        super().__init__(self._answer)
        self._came = threading.Condition()
        self._requests: list[Recorded] = []

    def next(self) -> Recorded:
        """The earliest request that was not taken yet."""
        with self._came:
            assert self._came.wait_for(lambda: self._requests, timeout=30), "no request came"
            return self._requests.pop(0)

    def _answer(self, connection: socket.socket) -> None:
        received = b""
        while b"\r\n\r\n" not in received:
            chunk = connection.recv(65536)
            if not chunk:
                return
            received += chunk
        head, _, body = received.partition(b"\r\n\r\n")
        line, *fields = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (one.partition(": ") for one in fields)}
        if "100-continue" in headers.get("expect", ""):
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        while len(body) < int(headers.get("content-length", "0")):
            body += connection.recv(65536)
        with self._came:
            self._requests.append(Recorded(line=line, headers=headers, body=body))
            self._came.notify_all()
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n"
        )
        if not line.startswith("HEAD"):
            connection.sendall(b"{}")
