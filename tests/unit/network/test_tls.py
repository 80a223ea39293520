import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.certificates import Authority
from tests.fakes.hostile_provider import HostileProvider
from tests.fakes.raw_server import RawServer
from xena_desktop.domain.errors import FileUnreadable, TlsFailed
from xena_desktop.network.transport import Transport, hardened_session


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def server(authority: Authority) -> Iterator[HostileProvider]:
    with HostileProvider(tls=authority.server("127.0.0.1")) as running:
        yield running


def refusal(server: HostileProvider, *, trusting: Authority | None, host: str = "127.0.0.1") -> str:
    """Why the server's certificate is refused; nothing was sent to it."""
    transport = Transport(extra_ca_file=str(trusting.file) if trusting else None)
    with hardened_session(transport) as session, pytest.raises(TlsFailed) as raised:
        session.get(f"https://{host}:{server.port}/jwks", verify=False)
    assert raised.value.details["host"] == f"{host}:{server.port}"
    assert not server.received
    return str(raised.value.details["reason"])


def test_a_private_authority_is_refused(server: HostileProvider) -> None:
    assert "unable to get local issuer certificate" in refusal(server, trusting=None)


def test_a_private_authority_is_accepted_where_its_file_is_named(
    server: HostileProvider, authority: Authority
) -> None:
    with hardened_session(Transport(extra_ca_file=str(authority.file))) as session:
        assert session.get(f"{server.issuer}/jwks").status_code == 200


def test_another_private_authority_is_refused(
    server: HostileProvider, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = Authority(tmp_path_factory.mktemp("other"))
    assert refusal(server, trusting=other)


def test_a_certificate_for_another_name(authority: Authority) -> None:
    with HostileProvider(tls=authority.server("xena.example")) as server:
        assert "not valid for '127.0.0.1'" in refusal(server, trusting=authority)
        assert "not valid for 'localhost'" in refusal(server, trusting=authority, host="localhost")


@pytest.mark.parametrize(
    ("days", "reason"), [((-2, -1), "certificate has expired"), ((1, 2), "certificate is not yet valid")]
)
def test_a_certificate_out_of_its_time(authority: Authority, days: tuple[int, int], reason: str) -> None:
    with HostileProvider(tls=authority.server("127.0.0.1", days=days)) as server:
        assert reason in refusal(server, trusting=authority)


def test_the_file_of_an_authority_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable) as raised:
        hardened_session(Transport(extra_ca_file=str(tmp_path / "none.pem")))
    assert raised.value.details["path"] == str(tmp_path / "none.pem")


def test_a_file_that_holds_no_certificate(tmp_path: Path) -> None:
    file = tmp_path / "text.pem"
    file.write_text("text", encoding="ascii")
    with pytest.raises(FileUnreadable) as raised:
        hardened_session(Transport(extra_ca_file=str(file)))
    assert raised.value.details["reason"]


def speaks_plainly(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def test_a_server_that_speaks_no_tls() -> None:
    with (
        RawServer(speaks_plainly) as server,
        hardened_session(Transport()) as session,
        pytest.raises(TlsFailed),
    ):
        session.get(f"https://127.0.0.1:{server.port}/")
