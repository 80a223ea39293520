"""What goes out, how far it is told to be, and that stopping it ends it, on raw sockets."""

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.fakes.processes import wait_until
from tests.fakes.raw_server import RawServer, read_head
from xena_desktop.api.client import API_LIMITS, fetch_elsewhere, send
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import CallCancelled, ConnectionBroken, InsecureAddress
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest
from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.transfer import Phase, Transfer
from xena_desktop.network.cancellation import Cancellation
from xena_desktop.network.transport import Transport

MUCH = b"x" * 30_000_000
"""More than the buffers of both sides hold."""


class Call:
    """A call on a thread of its own."""

    def __init__(self, port: int, request: ApiRequest, pool: ThreadPoolExecutor) -> None:
        self.transfer, self.cancellation = Transfer(), Cancellation()
        base = f"http://127.0.0.1:{port}/Api"
        connection = Connection(id="c", name="c", authority=base, api_base_url=base, client_id="c")
        transport = Transport(limits=API_LIMITS, cancellation=self.cancellation, transfer=self.transfer)
        self.future = pool.submit(
            send, request, connection=connection, access_token=Secret("token-1234"), transport=transport
        )

    def answer(self) -> ApiAnswer:
        return self.future.result(10)

    def stopped(self) -> None:
        self.cancellation.cancel()
        with pytest.raises(CallCancelled):
            self.future.result(10)


def read_body(connection: socket.socket, head: bytes) -> bytes:
    head, _, body = head.partition(b"\r\n\r\n")
    length = int(
        next(
            line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
        )
    )
    while len(body) < length and (chunk := connection.recv(1 << 20)):
        body += chunk
    return body


def test_what_goes_out_on_the_wire() -> None:
    seen: list[bytes] = []

    def converse(connection: socket.socket) -> None:
        seen.append(read_head(connection))
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    with RawServer(converse) as server, ThreadPoolExecutor(1) as pool:
        request = ApiRequest(
            method="PUT", path="Søg/x?q='a b'%7e%2f100%", body='{"æ": 1}'.encode(),
            headers=(("X-A", "1"), ("x-a", "2"), ("X-Empty", "")),
        )  # fmt: skip
        call = Call(server.port, request, pool)
        assert call.answer().status == 200
    lines = seen[0].partition(b"\r\n\r\n")[0].decode().split("\r\n")
    assert lines[0] == "PUT /Api/S%C3%B8g/x?q=%27a%20b%27~%2F100%25 HTTP/1.1"
    headers = {line.partition(": ")[0]: line.partition(": ")[2] for line in lines[1:]}
    assert headers["Authorization"] == "Bearer token-1234"
    assert (headers["x-a"], headers["Content-Length"], headers["Content-Type"]) == (
        "2",
        "9",
        "application/json",
    )
    assert "Transfer-Encoding" not in headers
    assert "X-Empty" not in headers
    assert call.transfer == Transfer(phase=Phase.RECEIVING, sent=9, to_send=9, received=2, to_receive=2)


@pytest.mark.parametrize(("body", "length"), [(None, "0"), (b"", "0"), (b"x", "1")])
def test_a_body_has_a_length(body: bytes | None, length: str) -> None:
    seen: list[bytes] = []

    def converse(connection: socket.socket) -> None:
        seen.append(read_head(connection))
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with RawServer(converse) as server, ThreadPoolExecutor(1) as pool:
        Call(server.port, ApiRequest(method="POST", path="x", body=body), pool).answer()
    assert f"\r\nContent-Length: {length}\r\n".encode() in seen[0]
    assert b"chunked" not in seen[0]


def test_progress_up_and_down() -> None:
    read_on, send_on = threading.Event(), threading.Event()

    def converse(connection: socket.socket) -> None:
        head = read_head(connection)
        server.asked.set()
        read_on.wait(10)
        body = read_body(connection, head)
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body[: len(body) // 2]
        )
        send_on.wait(10)
        connection.sendall(body[len(body) // 2 :])

    with RawServer(converse) as server, ThreadPoolExecutor(1) as pool:
        call = Call(server.port, ApiRequest(method="POST", path="x", body=MUCH), pool)
        assert server.asked.wait(10)
        wait_until(lambda: call.transfer.sent > 0, what="something sent")
        assert str(call.transfer.phase) == "sending"
        assert 0 < call.transfer.sent < call.transfer.to_send == len(MUCH)
        read_on.set()
        wait_until(lambda: call.transfer.received > len(MUCH) // 3, what="half received")
        assert str(call.transfer.phase) == "receiving"
        assert call.transfer.sent == len(MUCH)
        assert call.transfer.received <= len(MUCH) // 2 + 1
        assert call.transfer.to_receive == len(MUCH)
        send_on.set()
        assert call.answer().body == MUCH


def test_stopping_before_the_connection_is_there_sends_nothing() -> None:
    """The server's queue is full, so that connecting hangs; once it is let in, it goes without a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listening, ThreadPoolExecutor(1) as pool:
        port = listening.getsockname()[1]
        filling = [socket.socket() for _ in range(4)]
        for each in filling:
            each.settimeout(0)
            each.connect_ex(("127.0.0.1", port))
        time.sleep(0.05)
        call = Call(port, ApiRequest(method="POST", path="x", body=b"{}"), pool)
        wait_until(call.future.running, what="the call under way")
        time.sleep(0.05)
        assert call.transfer.phase is Phase.CONNECTING
        call.cancellation.cancel()
        for each in filling:
            each.close()
        listening.settimeout(0.05)
        came = b""
        while not call.future.done():
            try:
                connection, _ = listening.accept()
            except TimeoutError:
                continue  # the call may end without having been let in
            with connection:
                connection.settimeout(10)
                came += connection.recv(65536)
        call.stopped()
        assert came == b""


def test_stopping_while_sending_closes_the_connection() -> None:
    ended: list[int] = []

    def converse(connection: socket.socket) -> None:
        read_head(connection)
        server.asked.set()
        stopped.wait(10)
        got = 0
        try:
            while chunk := connection.recv(1 << 20):
                got += len(chunk)
        except ConnectionError:
            pass
        ended.append(got)

    stopped = threading.Event()
    with RawServer(converse) as server, ThreadPoolExecutor(1) as pool:
        call = Call(server.port, ApiRequest(method="POST", path="x", body=MUCH), pool)
        assert server.asked.wait(10)
        wait_until(lambda: call.transfer.sent > 0, what="something sent")
        call.stopped()
        stopped.set()
    assert ended
    assert ended[0] < len(MUCH)


def test_stopping_while_receiving_closes_the_connection() -> None:
    ended: list[bytes] = []

    def converse(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + b"x" * 100_000)
        server.asked.set()
        ended.append(connection.recv(1))

    with RawServer(converse) as server, ThreadPoolExecutor(1) as pool:
        call = Call(server.port, ApiRequest(path="x"), pool)
        assert server.asked.wait(10)
        wait_until(lambda: call.transfer.received > 0, what="something received")
        call.stopped()
    assert ended == [b""]


def test_an_answer_of_unknown_length_and_one_that_breaks() -> None:
    def converse(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")

    def breaks(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")

    with RawServer(converse) as server, ThreadPoolExecutor(1) as pool:
        call = Call(server.port, ApiRequest(path="x"), pool)
        assert call.answer().body == b"abc"
        assert call.transfer.to_receive is None
    with RawServer(breaks) as server, ThreadPoolExecutor(1) as pool, pytest.raises(ConnectionBroken):
        Call(server.port, ApiRequest(path="x"), pool).answer()


def test_another_server_learns_nothing_of_the_account() -> None:
    seen: list[bytes] = []

    def converse(connection: socket.socket) -> None:
        seen.append(read_head(connection))
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")

    with RawServer(converse) as server:
        answer = fetch_elsewhere(f"http://127.0.0.1:{server.port}/file", transport=Transport())
    assert (answer.status, answer.method, answer.header("Location")) == (302, "GET", "/again")
    assert len(seen) == 1
    assert b"authorization" not in seen[0].lower()
    assert b"cookie" not in seen[0].lower()
    with pytest.raises(InsecureAddress):
        fetch_elsewhere("http://evil.test/", transport=replace(Transport()))
