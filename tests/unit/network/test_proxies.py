import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.certificates import Authority
from tests.fakes.hostile_provider import HostileProvider
from tests.fakes.proxy_server import ProxyServer
from tests.fakes.raw_server import RawServer, read_head
from xena_desktop.domain.errors import (
    CallCancelled,
    HostUnreachable,
    NameNotResolved,
    NetworkError,
    NetworkTimeout,
    ProxyRefused,
    ProxySignInRequired,
    ProxyUnreachable,
    ProxyUnsupported,
    TlsFailed,
)
from xena_desktop.domain.redaction import Secret
from xena_desktop.network.cancellation import Cancellation
from xena_desktop.network.transport import Transport, hardened_session
from xena_desktop.network.way import Proxy, Way

VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def server(authority: Authority) -> Iterator[HostileProvider]:
    with HostileProvider(tls=authority.server("xena.example", "127.0.0.1")) as running:
        yield running


@pytest.fixture
def proxy(server: HostileProvider, monkeypatch: pytest.MonkeyPatch) -> Iterator[ProxyServer]:
    with ProxyServer(server.port) as running:
        set_proxy(monkeypatch, running.port)
        yield running


def set_proxy(monkeypatch: pytest.MonkeyPatch, port: int, *, told: str = "") -> None:
    """What the environment says, for every scheme."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in VARIABLES[:3]:
        monkeypatch.setenv(name, f"http://{told}127.0.0.1:{port}")


def test_the_environments_proxy_leads_to_other_computers(proxy: ProxyServer, authority: Authority) -> None:
    with hardened_session(Transport(extra_ca_file=str(authority.file))) as session:
        response = session.get("https://xena.example/jwks", headers={"Authorization": "Bearer secret"})
        assert response.status_code == 200
    (head,) = proxy.heads
    assert head.startswith(b"CONNECT xena.example:443 HTTP/1.")
    assert b"secret" not in head


def test_certificates_count_behind_a_proxy_too(proxy: ProxyServer, server: HostileProvider) -> None:
    with hardened_session(Transport()) as session, pytest.raises(TlsFailed):
        session.get("https://xena.example/jwks")
    assert not server.received


def test_a_name_counts_behind_a_proxy_too(
    proxy: ProxyServer, authority: Authority, server: HostileProvider
) -> None:
    with hardened_session(Transport(extra_ca_file=str(authority.file))) as session, pytest.raises(TlsFailed):
        session.get("https://evil.example/jwks")
    assert not server.received


def test_no_proxy_excepts_a_host(proxy: ProxyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setenv("no_proxy", "xena.example")
    monkeypatch.setattr(socket, "getaddrinfo", unreachable)
    with hardened_session(Transport()) as session, pytest.raises(HostUnreachable):
        session.get("https://xena.example/jwks")
    assert not proxy.heads


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_computer_is_never_reached_through_a_proxy(proxy: ProxyServer, host: str) -> None:
    with HostileProvider() as plain, hardened_session(Transport()) as session:
        assert session.get(f"http://{host}:{plain.port}/jwks").status_code == 200
        proxies = {"http": f"http://127.0.0.1:{proxy.port}"}
        assert session.get(f"http://{host}:{plain.port}/jwks", proxies=proxies).status_code == 200
    assert not proxy.heads


REFUSALS: dict[str, tuple[type[NetworkError], dict[str, object]]] = {
    "407 Proxy Authentication Required": (ProxySignInRequired, {}),
    "403 Forbidden": (ProxyRefused, {"host": "xena.example", "status": 403}),
    "502 Bad Gateway": (ProxyRefused, {"host": "xena.example", "status": 502}),
}


@pytest.mark.parametrize("status", REFUSALS)
def test_a_proxy_that_refuses(monkeypatch: pytest.MonkeyPatch, status: str) -> None:
    kind, details = REFUSALS[status]
    with ProxyServer(0, status=status) as refusing, hardened_session(Transport()) as session:
        set_proxy(monkeypatch, refusing.port, told="user:word@")
        with pytest.raises(kind) as raised:
            session.get("https://xena.example/")
        assert raised.value.details == {"proxy": f"127.0.0.1:{refusing.port}", **details}


def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken, hardened_session(Transport()) as session:
        taken.bind(("127.0.0.1", 0))  # and not listening
        port = taken.getsockname()[1]
        set_proxy(monkeypatch, port)
        with pytest.raises(ProxyUnreachable) as raised:
            session.get("https://xena.example/")
    assert raised.value.details == {"proxy": f"127.0.0.1:{port}", "host": "xena.example"}


def test_a_kind_of_proxy_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    set_proxy(monkeypatch, 9)
    monkeypatch.setenv("https_proxy", "socks5://user:word@127.0.0.1:9")
    with hardened_session(Transport()) as session, pytest.raises(ProxyUnsupported) as raised:
        session.get("https://xena.example/")
    assert raised.value.details == {"proxy": "127.0.0.1:9"}


def test_the_settings_of_windows_and_macos_are_asked(
    server: HostileProvider, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There, Python reads the registry or the system configuration where the environment says nothing."""
    with ProxyServer(server.port) as proxy:
        named = {"https": f"http://127.0.0.1:{proxy.port}"}
        monkeypatch.setattr("requests.utils.getproxies", lambda: named)
        with hardened_session(Transport(extra_ca_file=str(authority.file))) as session:
            assert session.get("https://xena.example/jwks").status_code == 200
        assert len(proxy.heads) == 1


# --- the person's own proxy --------------------------------------------------------------------------------


def through(port: int, *, authority: Authority | None = None, **told: Any) -> Transport:
    way = Way(proxy=Proxy(host="127.0.0.1", port=port, **told))
    file = str(authority.file) if authority else None
    return Transport(extra_ca_file=file, cancellation=Cancellation(way=way))


@pytest.mark.parametrize(("user", "word"), [("", ""), ("søren", "ord: %40 /?"), ("søren", "")])
def test_the_persons_own_proxy_comes_before_the_systems(
    server: HostileProvider, authority: Authority, proxy: ProxyServer, user: str, word: str
) -> None:
    with ProxyServer(server.port, user=user, password=word) as own:
        password = Secret(word) if word else None
        transport = through(own.port, authority=authority, user=user, password=password)
        with hardened_session(transport) as session:
            assert session.get("https://xena.example/jwks").status_code == 200
        (head,) = own.heads
    assert not proxy.heads
    assert (b"Proxy-Authorization" in head) == bool(user)
    assert server.received[0].headers["Proxy-Authorization"] is None


@pytest.mark.parametrize("told", [{}, {"user": "søren", "password": Secret("not the word")}])
def test_a_proxy_that_wants_to_know_who_asks(server: HostileProvider, told: dict[str, Any]) -> None:
    with ProxyServer(server.port, user="søren", password="the word") as own:
        with (
            hardened_session(through(own.port, **told)) as session,
            pytest.raises(ProxySignInRequired) as raised,
        ):
            session.get("https://xena.example/jwks")
        assert len(own.heads) == 1
    assert "word" not in str(raised.value)
    assert "word" not in repr(through(own.port, **told))


def test_this_computer_is_not_reached_through_the_persons_own_either(server: HostileProvider) -> None:
    with ProxyServer(0) as own, HostileProvider() as plain, hardened_session(through(own.port)) as session:
        assert session.get(f"{plain.issuer}/jwks").status_code == 200
        assert not own.heads


def test_without_any_proxy_the_systems_is_not_used(proxy: ProxyServer) -> None:
    nobody = Transport(cancellation=Cancellation(way=Way(follows_system=False, connect_seconds=0.2)))
    with hardened_session(nobody) as session, pytest.raises((NameNotResolved, NetworkTimeout)):
        session.get("https://xena.invalid/jwks")
    assert not proxy.heads


def test_the_issuer_is_named_behind_the_persons_own_proxy_too(server: HostileProvider) -> None:
    with (
        ProxyServer(server.port) as own,
        hardened_session(through(own.port)) as session,
        pytest.raises(TlsFailed) as raised,
    ):
        session.get("https://xena.example/jwks")
    assert (raised.value.details["fault"], raised.value.details["issuer"]) == (
        "unknown_issuer",
        "Authority of the tests",
    )
    assert not server.received


def test_the_address_of_a_proxy_of_version_six() -> None:
    assert Proxy(host="::1", port=8080).url == "http://[::1]:8080"


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
