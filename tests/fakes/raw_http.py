"""HTTP by hand: requests that no client library would send, and their answers as they come."""

import socket
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True, kw_only=True)
class RawAnswer:
    """One answer; `status` 0 means that the connection ended without one."""

    status: int
    headers: Message
    body: bytes


def connected(uri: str, *, seconds: float = 10) -> socket.socket:
    """A connection to the host and port of `uri`."""
    parts = urlsplit(uri)
    return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=seconds)


def exchanged(uri: str, request: bytes, *, finish: bool = True) -> RawAnswer:
    """Send `request` and read until the other side ends; without `finish` our side stays open meanwhile."""
    with connected(uri) as connection:
        try:
            connection.sendall(request)
            if finish:
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # refused before it was read whole; the answer may be there all the same
        return read_answer(connection)


def read_answer(connection: socket.socket) -> RawAnswer:
    """The answer on `connection`, to its end."""
    received = bytearray()
    try:
        while chunk := connection.recv(65536):
            received += chunk
    except ConnectionError:
        pass
    head, _, body = bytes(received).partition(b"\r\n\r\n")
    line, _, fields = head.partition(b"\r\n")
    status = int(line.split()[1]) if line else 0
    return RawAnswer(status=status, headers=message_from_bytes(fields), body=body)


def form_post(
    uri: str, parameters: list[tuple[str, str]], *more: str, **changes: str | bytes | None
) -> bytes:
    """The request a browser makes of a form-post page.

    `changes` replace a header (underscores for hyphens; None leaves it out), or `method`, `target`, `version` and
    `body`; `more` are further header lines.
    """
    parts = urlsplit(uri)
    body = changes.pop("body", urlencode(parameters))
    content = body.encode() if isinstance(body, str) else body or b""
    line = " ".join(
        (
            str(changes.pop("method", "POST")),
            str(changes.pop("target", parts.path)),
            str(changes.pop("version", "HTTP/1.1")),
        )
    )
    headers: dict[str, str | bytes | None] = {
        "Host": parts.netloc,
        "Origin": "null",
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(content)),
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
        **{name.replace("_", "-"): value for name, value in changes.items()},
    }
    lines = [line, *(f"{name}: {value!s}" for name, value in headers.items() if value is not None), *more]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + content


def page_request(uri: str, target: str, method: str = "GET") -> bytes:
    """A GET, or another method without a body, for `target` at the host of `uri`."""
    return f"{method} {target} HTTP/1.1\r\nHost: {urlsplit(uri).netloc}\r\n\r\n".encode()
