"""Times sending a large file, alone and as a part of a form, beside the least that it takes; prints a table.

The floor reads the same file and hands it to a socket. Memory is what Python took at most while sending.
"""

import contextlib
import socket
import statistics
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from xena_desktop.api.client import API_LIMITS, send
from xena_desktop.domain.body import Body, FileBody, Multipart, Part
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.redaction import Secret
from xena_desktop.network.transport import Transport

RUNS: Final = 7
SIZE: Final = 200_000_000
_STEP: Final = 1 << 16
_OK: Final = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"


@contextlib.contextmanager
def _server() -> Iterator[int]:
    """A server that reads what comes, answers at its end, and knows of nothing else; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    with connection:
                        _read_all(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()


def _read_all(connection: socket.socket) -> None:
    head, room = b"", bytearray(1 << 20)
    while b"\r\n\r\n" not in head:
        head += connection.recv(_STEP)
    head, _, body = head.partition(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
    left = int(length.split(b":")[1]) - len(body)
    while left > 0:
        left -= connection.recv_into(room)
    connection.sendall(_OK)


def _floor(path: Path, port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection, path.open("rb") as file:
        connection.sendall(b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % SIZE)
        while step := file.read(_STEP):
            connection.sendall(step)
        assert connection.recv(_STEP)


def _sent(body: Body, port: int) -> None:
    base = f"http://127.0.0.1:{port}/Api"
    connection = Connection(id="c", name="c", authority=base, api_base_url=base, client_id="c")
    request = ApiRequest(method="POST", path="x", body=body)
    transport = Transport(limits=API_LIMITS)
    assert send(request, connection=connection, access_token=Secret("t"), transport=transport).status == 200


def _seconds(work: Callable[[], None]) -> float:
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def _memory(work: Callable[[], None]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, _server() as port:
        path = Path(folder) / "large.bin"
        path.write_bytes(b"x" * SIZE)
        parts = Multipart(parts=(Part(name="note", value="hej"), Part(name="file", file=str(path))))
        bodies: dict[str, Body] = {"a file": FileBody(path=str(path)), "a part of a form": parts}
        floor = _seconds(lambda: _floor(path, port))
        print(f"{'sending 200 MB':<18}{'seconds':>9}{'ratio':>8}{'memory':>10}")
        print(f"{'the least':<18}{floor:>9.3f}{1:>8.2f}")
        for name, body in bodies.items():
            seconds, most = _seconds(partial(_sent, body, port)), _memory(partial(_sent, body, port))
            print(f"{name:<18}{seconds:>9.3f}{seconds / floor:>8.2f}{most / 1e6:>7.1f} MB")


if __name__ == "__main__":
    main()
