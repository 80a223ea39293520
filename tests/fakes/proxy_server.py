"""A small HTTP proxy that leads every CONNECT to one port of this computer, and remembers what it was asked."""

import base64
import socket

from tests.fakes.raw_server import RawServer, read_head, relay

REFUSED = "407 Proxy Authentication Required"


class ProxyServer(RawServer):
    """Leads to `port`, or answers with `status`; with `user` and `password` it wants to be told them (RFC 7617)."""

    def __init__(self, port: int, *, status: str = "200 OK", user: str = "", password: str = "") -> None:
        super().__init__(self._lead)
        self._port, self._status = port, status
        told = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._wanted = f"proxy-authorization: basic {told}".lower() if user else ""
        self.heads: list[bytes] = []

    def _lead(self, connection: socket.socket) -> None:
        head = read_head(connection)
        self.heads.append(head)
        admitted = not self._wanted or self._wanted in head.decode("latin-1").lower()
        status = self._status if admitted else REFUSED
        challenge = "" if admitted else 'Proxy-Authenticate: Basic realm="office"\r\n'
        connection.sendall(f"HTTP/1.1 {status}\r\n{challenge}\r\n".encode())
        if status.startswith("200"):
            with socket.create_connection(("127.0.0.1", self._port), timeout=10) as there:
                relay(connection, there)
