import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.certificates import Authority
from tests.fakes.hostile_provider import HostileProvider
from tests.fakes.raw_server import RawServer, read_head, relay
from xena_desktop.domain.errors import CallCancelled, ConnectionBroken, HostUnreachable, TlsFailed
from xena_desktop.network.cancellation import Cancellation
from xena_desktop.network.transport import Transport, hardened_session

VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


class Proxy(RawServer):
    """A proxy that leads every CONNECT to one port of this computer, and remembers what it was asked."""

    def __init__(self, port: int, *, status: str = "200 OK") -> None:
        super().__init__(self._lead)
        self._port, self._status = port, status
        self.heads: list[bytes] = []

    def _lead(self, connection: socket.socket) -> None:
        self.heads.append(read_head(connection))
        connection.sendall(f"HTTP/1.1 {self._status}\r\n\r\n".encode())
        if self._status.startswith("200"):
            with socket.create_connection(("127.0.0.1", self._port), timeout=10) as there:
                relay(connection, there)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def server(authority: Authority) -> Iterator[HostileProvider]:
    with HostileProvider(tls=authority.server("xena.example", "127.0.0.1")) as running:
        yield running


@pytest.fixture
def proxy(server: HostileProvider, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    with Proxy(server.port) as running:
        set_proxy(monkeypatch, running.port)
        yield running


def set_proxy(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    """What the environment says, for every scheme."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in VARIABLES[:3]:
        monkeypatch.setenv(name, f"http://127.0.0.1:{port}")


def test_the_environments_proxy_leads_to_other_computers(proxy: Proxy, authority: Authority) -> None:
    with hardened_session(Transport(extra_ca_file=str(authority.file))) as session:
        response = session.get("https://xena.example/jwks", headers={"Authorization": "Bearer secret"})
        assert response.status_code == 200
    (head,) = proxy.heads
    assert head.startswith(b"CONNECT xena.example:443 HTTP/1.")
    assert b"secret" not in head


def test_certificates_count_behind_a_proxy_too(proxy: Proxy, server: HostileProvider) -> None:
    with hardened_session(Transport()) as session, pytest.raises(TlsFailed):
        session.get("https://xena.example/jwks")
    assert not server.received


def test_a_name_counts_behind_a_proxy_too(
    proxy: Proxy, authority: Authority, server: HostileProvider
) -> None:
    with hardened_session(Transport(extra_ca_file=str(authority.file))) as session, pytest.raises(TlsFailed):
        session.get("https://evil.example/jwks")
    assert not server.received


def test_no_proxy_excepts_a_host(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setenv("no_proxy", "xena.example")
    monkeypatch.setattr(socket, "getaddrinfo", unreachable)
    with hardened_session(Transport()) as session, pytest.raises(HostUnreachable):
        session.get("https://xena.example/jwks")
    assert not proxy.heads


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_computer_is_never_reached_through_a_proxy(proxy: Proxy, host: str) -> None:
    with HostileProvider() as plain, hardened_session(Transport()) as session:
        assert session.get(f"http://{host}:{plain.port}/jwks").status_code == 200
        proxies = {"http": f"http://127.0.0.1:{proxy.port}"}
        assert session.get(f"http://{host}:{plain.port}/jwks", proxies=proxies).status_code == 200
    assert not proxy.heads


@pytest.mark.parametrize("status", ["407 Proxy Authentication Required", "403 Forbidden", "502 Bad Gateway"])
def test_a_proxy_that_refuses(monkeypatch: pytest.MonkeyPatch, status: str) -> None:
    with Proxy(0, status=status) as refusing, hardened_session(Transport()) as session:
        set_proxy(monkeypatch, refusing.port)
        with pytest.raises(ConnectionBroken) as raised:
            session.get("https://xena.example/")
    assert raised.value.details == {"host": "xena.example"}


def test_waiting_for_a_proxy_can_be_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    cancellation = Cancellation()

    def never_answers(connection: socket.socket) -> None:
        read_head(connection)
        cancellation.cancel()
        silent.released.wait(10)

    with (
        RawServer(never_answers) as silent,
        hardened_session(Transport(cancellation=cancellation)) as session,
    ):
        set_proxy(monkeypatch, silent.port)
        with pytest.raises(CallCancelled):
            session.get("https://xena.example/")
