"""Looking at the way to a server, layer by layer."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.fakes.certificates import Authority
from tests.fakes.hostile_provider import HostileProvider
from xena_desktop.domain.errors import CallCancelled, HostUnreachable, NameNotResolved, TlsFailed
from xena_desktop.network.cancellation import Cancellation
from xena_desktop.network.probe import Certificate, certificate, connected, proxy_of, resolved
from xena_desktop.network.transport import Transport


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def server(authority: Authority) -> Iterator[HostileProvider]:
    with HostileProvider(tls=authority.server("127.0.0.1", days=(-1, 9))) as running:
        yield running


def seen(server: HostileProvider, authority: Authority | None) -> Certificate:
    transport = Transport(
        extra_ca_file=str(authority.file) if authority else None, cancellation=Cancellation()
    )
    return certificate(f"https://127.0.0.1:{server.port}/", transport)


def test_a_certificate_tells_its_issuer_and_its_end(server: HostileProvider, authority: Authority) -> None:
    found = seen(server, authority)
    assert found.issuer == "Authority of the tests"
    assert timedelta(days=8) < found.valid_until - datetime.now(UTC) <= timedelta(days=9)


def test_a_certificate_that_is_not_trusted(server: HostileProvider) -> None:
    with pytest.raises(TlsFailed) as raised:
        seen(server, None)
    assert "unable to get local issuer certificate" in str(raised.value.details["reason"])


def test_a_server_that_is_there_and_one_that_is_not(server: HostileProvider) -> None:
    connected(f"https://127.0.0.1:{server.port}/", Transport(cancellation=Cancellation()))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(HostUnreachable):
        connected(f"http://127.0.0.1:{port}/", Transport(cancellation=Cancellation()))


def test_a_probe_that_was_cancelled(server: HostileProvider) -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(CallCancelled):
        connected(f"https://127.0.0.1:{server.port}/", Transport(cancellation=cancellation))


def test_names() -> None:
    assert "127.0.0.1" in resolved("http://localhost/", Transport(cancellation=Cancellation()))
    with pytest.raises(NameNotResolved):
        resolved("https://xena.invalid/", Transport(cancellation=Cancellation()))


def test_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://soren:hemmeligt@proxy.holm.test:3128")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert (
        proxy_of("https://login.xena.test", Transport(cancellation=Cancellation())) == "proxy.holm.test:3128"
    )
    assert proxy_of("http://127.0.0.1:80", Transport(cancellation=Cancellation())) == ""
    monkeypatch.setenv("no_proxy", "login.xena.test")
    assert proxy_of("https://login.xena.test", Transport(cancellation=Cancellation())) == ""
