import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.certificates import Authority
from tests.fakes.hostile_provider import HostileProvider
from tests.fakes.raw_server import RawServer
from xena_desktop.domain.errors import FileUnreadable, TlsFailed, XenaError
from xena_desktop.error_texts import explain
from xena_desktop.network.certificates import fault_of, issuer_of
from xena_desktop.network.transport import Transport, hardened_session
from xena_desktop.network.way import Way


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def server(authority: Authority) -> Iterator[HostileProvider]:
    with HostileProvider(tls=authority.server("127.0.0.1")) as running:
        yield running


def refusal(server: HostileProvider, *, trusting: Authority | None, host: str = "127.0.0.1") -> XenaError:
    """How the server's certificate is refused; nothing was sent to it."""
    transport = Transport(extra_ca_file=str(trusting.file) if trusting else None)
    with hardened_session(transport) as session, pytest.raises(TlsFailed) as raised:
        session.get(f"https://{host}:{server.port}/jwks", verify=False)
    assert raised.value.details["host"] == f"{host}:{server.port}"
    assert not server.received
    assert raised.value.details["reason"]
    return raised.value


def fault(error: XenaError) -> tuple[object, object]:
    return error.details["fault"], error.details["issuer"]


def test_a_private_authority_is_refused(server: HostileProvider) -> None:
    error = refusal(server, trusting=None)
    assert fault(error) == ("unknown_issuer", "Authority of the tests")
    assert "Authority of the tests" in explain(error).title


def test_a_private_authority_is_accepted_where_its_file_is_named(
    server: HostileProvider, authority: Authority
) -> None:
    with hardened_session(Transport(extra_ca_file=str(authority.file))) as session:
        assert session.get(f"{server.issuer}/jwks").status_code == 200


def test_another_private_authority_is_refused(
    server: HostileProvider, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = Authority(tmp_path_factory.mktemp("other"))
    assert fault(refusal(server, trusting=other))[0] == "unknown_issuer"


def test_a_certificate_for_another_name(authority: Authority) -> None:
    with HostileProvider(tls=authority.server("xena.example")) as server:
        for host in ("127.0.0.1", "localhost"):
            assert fault(refusal(server, trusting=authority, host=host)) == ("wrong_host", None)


@pytest.mark.parametrize(("days", "found"), [((-2, -1), "expired"), ((1, 2), "not_yet_valid")])
def test_a_certificate_out_of_its_time(authority: Authority, days: tuple[int, int], found: str) -> None:
    with HostileProvider(tls=authority.server("127.0.0.1", days=days)) as server:
        assert fault(refusal(server, trusting=authority)) == (found, None)


def test_a_certificate_that_signed_itself(authority: Authority) -> None:
    with HostileProvider(tls=authority.self_signed("127.0.0.1")) as server:
        error = refusal(server, trusting=authority)
        assert fault(error) == ("self_signed", "Server of the tests")
        assert "Server of the tests" in explain(error).title


CODES = {
    "expired": [10, 0x800B0101, -2146762495, -67818],
    "not_yet_valid": [9, -67819],
    "wrong_host": [62, 64, 0x800B010F, -67602],
    "unknown_issuer": [19, 20, 21, 0x800B0109, 0x800B010A, -67843],
    "self_signed": [18],
    "revoked": [23, 0x800B010C, 0x80092010, -67820],
    "other": [0, 1, 99],
}


@pytest.mark.parametrize(
    ("found", "code"), [(found, code) for found, codes in CODES.items() for code in codes]
)
def test_each_systems_codes_have_the_same_names(found: str, code: int) -> None:
    """OpenSSL's, Windows' (signed or not) and macOS'; each name has words of its own."""
    error = ssl.SSLCertVerificationError("system's words")
    error.verify_code = code
    assert fault_of(error) == found
    titles = {name: explain(TlsFailed(host="x", fault=name)).title for name in CODES}
    assert len(set(titles.values())) == len(CODES)


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
        pytest.raises(TlsFailed) as raised,
    ):
        session.get(f"https://127.0.0.1:{server.port}/")
    assert fault(raised.value) == ("no_tls", None)


def says_nothing(connection: socket.socket) -> None:
    connection.recv(65536)


def test_an_issuer_that_cannot_be_seen_is_none() -> None:
    with RawServer(says_nothing) as server:
        assert issuer_of(f"https://127.0.0.1:{server.port}/", way=Way()) is None


def test_an_issuer_behind_the_systems_proxy_is_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    assert issuer_of("https://xena.example/", way=Way()) is None
