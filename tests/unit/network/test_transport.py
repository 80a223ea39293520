import contextlib
import gzip
import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from tests.fakes.hostile_provider import HostileProvider
from tests.fakes.raw_server import RawServer, read_head, reset
from xena_desktop.domain.errors import (
    AnswerTooLarge,
    ConnectionBroken,
    HostUnreachable,
    InsecureAddress,
    NameNotResolved,
    NetworkTimeout,
)
from xena_desktop.network.receiving import MEGABYTE, Limits
from xena_desktop.network.transport import Hardened, Transport, hardened_session

IMPATIENT = Transport(limits=Limits(connect_seconds=0.2, read_seconds=0.2))


@pytest.fixture
def session() -> Iterator[Hardened]:
    with hardened_session(Transport()) as opened:
        yield opened


@pytest.fixture
def server() -> Iterator[HostileProvider]:
    with HostileProvider() as running:
        yield running


# --- sizes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 1, MEGABYTE])
def test_a_body_up_to_the_limit_is_whole(server: HostileProvider, session: Hardened, size: int) -> None:
    server.answer("userinfo", body=b"x" * size)
    response = session.get(f"{server.issuer}/connect/userinfo")
    assert len(response.content) == size
    assert response.content == response.content  # it can be read again


def test_one_byte_more_is_too_large(server: HostileProvider, session: Hardened) -> None:
    server.answer("userinfo", body=b"x" * (MEGABYTE + 1))
    with pytest.raises(AnswerTooLarge) as raised:
        session.get(f"{server.issuer}/connect/userinfo")
    assert raised.value.details == {"host": server.issuer.removeprefix("http://"), "limit": MEGABYTE}


def test_the_limit_is_an_argument(server: HostileProvider) -> None:
    server.answer("userinfo", body=b"x" * 101)
    with hardened_session(Transport(limits=Limits(body_bytes=100))) as session, pytest.raises(AnswerTooLarge):
        session.get(f"{server.issuer}/connect/userinfo")


GZIP = (("Content-Encoding", "gzip"),)


def test_a_gzipped_body_is_unpacked(server: HostileProvider, session: Hardened) -> None:
    server.answer("userinfo", headers=GZIP, body=gzip.compress(b"text"))
    assert session.get(f"{server.issuer}/connect/userinfo").text == "text"


@pytest.mark.parametrize("layers", [1, 2])
def test_a_small_gzip_of_much_is_too_large(server: HostileProvider, session: Hardened, layers: int) -> None:
    body = b"\0" * (20 * MEGABYTE)
    for _ in range(layers):
        body = gzip.compress(body, 6)
    assert len(body) < 64 * 1024
    server.answer("userinfo", headers=(("Content-Encoding", ", ".join(["gzip"] * layers)),), body=body)
    with pytest.raises(AnswerTooLarge):
        session.get(f"{server.issuer}/connect/userinfo")


def test_what_is_no_gzip_is_broken(server: HostileProvider, session: Hardened) -> None:
    server.answer("userinfo", headers=GZIP, body=b"text")
    with pytest.raises(ConnectionBroken):
        session.get(f"{server.issuer}/connect/userinfo")


def test_a_body_that_never_ends_is_left(session: Hardened) -> None:
    def endless(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    with RawServer(endless) as server, pytest.raises(AnswerTooLarge):
        session.get(f"http://127.0.0.1:{server.port}/")


@pytest.mark.parametrize("coding", ["", "Content-Length: 99999\r\n", "Transfer-Encoding: chunked\r\n"])
def test_a_trickle_that_never_ends_is_limited_as_a_whole(coding: str) -> None:
    """Each byte comes soon enough after the last; together they would take for ever."""
    over = threading.Event()

    def trickle(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(f"HTTP/1.1 200 OK\r\n{coding}\r\n".encode())
        while not over.wait(0.02):
            connection.sendall(b"1\r\nx\r\n" if "chunked" in coding else b"x")

    limits = Limits(read_seconds=5, body_seconds=0.3)
    with RawServer(trickle) as server, hardened_session(Transport(limits=limits)) as session:
        with pytest.raises(NetworkTimeout):
            session.get(f"http://127.0.0.1:{server.port}/")
        over.set()


def test_after_a_failure_nothing_stays_open(session: Hardened) -> None:
    ended = threading.Event()

    def too_much(connection: socket.socket) -> None:
        read_head(connection)
        with contextlib.suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (2 * MEGABYTE))
        with contextlib.suppress(ConnectionError):
            assert connection.recv(1) == b""
        ended.set()

    with RawServer(too_much) as server:
        with pytest.raises(AnswerTooLarge):
            session.get(f"http://127.0.0.1:{server.port}/")
        assert ended.wait(5)  # while the session is open still


# --- faults ----------------------------------------------------------------------------------------------


def test_a_name_that_nobody_knows(session: Hardened, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NameNotResolved) as raised:
        session.get("https://nobody.invalid/")
    assert raised.value.details == {"host": "nobody.invalid"}


def test_a_port_where_nobody_listens(session: Hardened) -> None:
    with socket.socket() as taken:  # bound, so that nobody else gets the port, and not listening
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(HostUnreachable) as raised:
            session.get(f"http://127.0.0.1:{port}/")
    assert raised.value.details == {"host": f"127.0.0.1:{port}"}


def test_a_host_that_does_not_take_the_connection() -> None:
    with contextlib.ExitStack() as stack:
        full = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(3):  # fill the system's queue, so that the next connection is left hanging
            waiting = stack.enter_context(socket.socket())
            waiting.settimeout(0)
            waiting.connect_ex(full.getsockname())
        session = stack.enter_context(hardened_session(IMPATIENT))
        with pytest.raises(NetworkTimeout) as raised:
            session.get(f"http://127.0.0.1:{full.getsockname()[1]}/")
    assert raised.value.details["seconds"] == 0


def half_a_body(connection: socket.socket) -> None:
    read_head(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")


@pytest.mark.parametrize(
    "beginning", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"]
)
def test_a_server_that_stops_speaking(beginning: bytes) -> None:
    released = threading.Event()

    def stops(connection: socket.socket) -> None:
        connection.sendall(beginning)
        released.wait(10)

    with RawServer(stops) as stopped, hardened_session(IMPATIENT) as session:
        with pytest.raises(NetworkTimeout):
            session.get(f"http://127.0.0.1:{stopped.port}/")
        assert stopped.connections == 1
        released.set()


def resets_at_once(connection: socket.socket) -> None:
    read_head(connection)
    reset(connection)


def resets_in_the_body(connection: socket.socket) -> None:
    half_a_body(connection)
    reset(connection)


def ends_at_once(connection: socket.socket) -> None:
    read_head(connection)


def speaks_another_language(connection: socket.socket) -> None:
    read_head(connection)
    connection.sendall(b"220 ready\r\n")


def breaks_a_chunk(connection: socket.socket) -> None:
    read_head(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")


def sends_too_many_headers(connection: socket.socket) -> None:
    read_head(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 1000 + b"\r\n")


@pytest.mark.parametrize(
    "converse",
    [
        resets_at_once,
        resets_in_the_body,
        ends_at_once,
        half_a_body,
        speaks_another_language,
        breaks_a_chunk,
        sends_too_many_headers,
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_conversation_that_breaks_is_not_begun_again(
    session: Hardened, converse: Callable[[socket.socket], None], method: str
) -> None:
    with RawServer(converse) as server:
        with pytest.raises(ConnectionBroken) as raised:
            session.request(method, f"http://127.0.0.1:{server.port}/", data=b"x")
        assert server.connections == 1
    assert raised.value.details == {"host": f"127.0.0.1:{server.port}"}


# --- where to, and with what -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://xena.example/",
        "http://127.0.0.1.xena.example/",
        "http://127.0.0.2/",
        "http://0.0.0.0/",
        "https://name:word@xena.example/",
        "https://xena.example\\@127.0.0.1/",
    ],
)
def test_plain_http_and_odd_addresses_are_refused(session: Hardened, url: str) -> None:
    prepared = requests.Request("GET", "https://xena.example/").prepare()
    prepared.url = url
    with pytest.raises(InsecureAddress):
        session.send(prepared)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed_even_when_asked(
    server: HostileProvider, session: Hardened, status: int
) -> None:
    server.answer("userinfo", status=status, headers=(("Location", f"{server.issuer}/jwks"),))
    response = session.get(f"{server.issuer}/connect/userinfo", allow_redirects=True)
    assert response.status_code == status
    assert not server.asked("jwks")


def test_netrc_is_ignored(
    server: HostileProvider, session: Hardened, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(os.environ["HOME"]) / ".netrc"
    file.write_text("machine 127.0.0.1 login somebody password word\n", encoding="ascii")
    file.chmod(0o600)
    monkeypatch.setenv("NETRC", str(file))
    try:
        assert requests.utils.get_netrc_auth(server.issuer) == ("somebody", "word")
        session.get(f"{server.issuer}/jwks")
        session.get(f"{server.issuer}/jwks", headers={"Authorization": "Bearer mine"})
    finally:
        file.unlink()
    assert [request.headers["Authorization"] for request in server.asked("jwks")] == [None, "Bearer mine"]


def test_two_threads_may_use_two_sessions(server: HostileProvider) -> None:
    def fetch() -> None:
        with hardened_session(Transport()) as session:
            answers.append(session.get(f"{server.issuer}/jwks").status_code)

    answers: list[int] = []
    threads = [threading.Thread(target=fetch) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 4
