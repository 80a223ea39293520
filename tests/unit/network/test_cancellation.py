import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.fakes.hostile_provider import HostileProvider
from tests.fakes.raw_server import RawServer, read_head
from xena_desktop.domain.errors import CallCancelled
from xena_desktop.network.cancellation import Cancellation
from xena_desktop.network.transport import Transport, hardened_session

AT_ONCE = 2.0
"""Far below the thirty seconds that a request waits by itself."""


def fetch(url: str, cancellation: Cancellation) -> int:
    with hardened_session(Transport(cancellation=cancellation)) as session:
        return session.get(url).status_code


def says(beginning: bytes) -> Callable[[socket.socket, RawServer], None]:
    def converse(connection: socket.socket, server: RawServer) -> None:
        if beginning:
            read_head(connection)
            connection.sendall(beginning)
        server.asked.set()
        server.released.wait(10)

    return converse


BEGINNINGS = [
    b"",
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
    b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nhalf",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
]


# with https the server never takes part in the handshake
@pytest.mark.parametrize(
    ("scheme", "beginning"), [("https", b""), *[("http", beginning) for beginning in BEGINNINGS]]
)
def test_a_waiting_thread_wakes_at_once(scheme: str, beginning: bytes) -> None:
    converse, cancellation = says(beginning), Cancellation()
    with RawServer(lambda connection: converse(connection, server)) as server, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(fetch, f"{scheme}://127.0.0.1:{server.port}/", cancellation)
        assert server.asked.wait(5)
        time.sleep(0.02)  # let it come to where it waits
        began = time.monotonic()
        cancellation.cancel()
        with pytest.raises(CallCancelled) as raised:
            waiting.result(10)
        assert time.monotonic() - began < AT_ONCE
    assert cancellation.cancelled
    assert raised.value.details == {"host": f"127.0.0.1:{server.port}"}


def test_what_is_cancelled_before_it_begins_does_not_wait() -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    converse = says(b"")
    with RawServer(lambda connection: converse(connection, server)) as server, pytest.raises(CallCancelled):
        fetch(f"http://127.0.0.1:{server.port}/", cancellation)


def test_a_second_request_on_the_same_connection_can_be_cancelled_too() -> None:
    cancellation = Cancellation()

    def answers_once(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        read_head(connection)
        threading.Thread(target=cancellation.cancel).start()
        server.released.wait(10)

    with RawServer(answers_once) as server, hardened_session(Transport(cancellation=cancellation)) as session:
        assert session.get(f"http://127.0.0.1:{server.port}/").status_code == 200
        with pytest.raises(CallCancelled):
            session.get(f"http://127.0.0.1:{server.port}/")
        assert server.connections == 1


def test_a_request_that_is_over_is_watched_no_more() -> None:
    cancellation = Cancellation()
    with HostileProvider() as server:
        assert fetch(f"{server.issuer}/jwks", cancellation) == 200
        assert cancellation._sockets == []
        cancellation.cancel()


def test_what_a_socket_had_received_already_is_not_read_to_its_end() -> None:
    cancellation = Cancellation()
    pieces: list[bytes] = []

    class Impatient:
        def begin(self, _response: requests.Response) -> None:
            pass

        def write(self, piece: bytes) -> None:
            pieces.append(piece)
            if len(pieces) == 3:
                cancellation.cancel()

        def end(self) -> None:
            pass

    converse = says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + 5_000 * b"2\r\n[]\r\n")
    transport = Transport(cancellation=cancellation, receiver=Impatient())
    with (
        RawServer(lambda connection: converse(connection, server)) as server,
        hardened_session(transport) as session,
        pytest.raises(CallCancelled),
    ):
        session.get(f"http://127.0.0.1:{server.port}/")
    assert len(pieces) == 3
