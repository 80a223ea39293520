import contextlib
import os
import socket
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.unit.auth.listening import STATE, TRUE, Listening
from xena_desktop.auth.loopback import LoopbackListener
from xena_desktop.domain.errors import InsecureAddress, PortsBusy


def occupied(address: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """Somebody else, listening."""
    taken = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # former connections may be in TIME_WAIT
        taken.bind((address, port))
        taken.listen()
    except OSError:
        taken.close()
        raise
    return taken


def listen(thief: socket.socket, address: str, port: int) -> None:
    thief.bind((address, port))
    thief.listen()


def port_of(taken: socket.socket) -> int:
    return int(taken.getsockname()[1])


def uris(*taken: socket.socket, host: str = "127.0.0.1") -> list[str]:
    return [f"http://{host}:{port_of(each)}/callback" for each in taken]


def has_ipv6() -> bool:
    try:
        occupied("::1").close()
    except OSError:
        return False
    return True


def test_a_busy_port_is_passed_over() -> None:
    with occupied() as first, occupied() as second:
        listed = [*uris(first, second), "http://127.0.0.1:0/callback"]
        with LoopbackListener(listed) as listener:
            assert listener.redirect_uri not in listed
            assert listener.redirect_uri.startswith("http://127.0.0.1:")


def test_the_first_free_port_is_taken() -> None:
    # below the ports that the system gives to those who ask for any, so that nobody is given it meanwhile
    listed = [f"http://127.0.0.1:{20_000 + os.getpid() % 10_000}/callback", "http://127.0.0.1:0/callback"]
    with LoopbackListener(listed) as listener:
        assert listener.redirect_uri == listed[0]


def test_all_ports_busy() -> None:
    with occupied() as first, occupied() as second:
        with pytest.raises(PortsBusy) as raised:
            LoopbackListener(uris(first, second))
        assert raised.value.details == {"ports": f"{port_of(first)}, {port_of(second)}"}


def test_nobody_can_listen_beside_it() -> None:
    options = [(), (socket.SO_REUSEADDR,), (socket.SO_REUSEPORT,), (socket.SO_REUSEADDR, socket.SO_REUSEPORT)]
    with LoopbackListener(["http://127.0.0.1:0/callback"]) as listener:
        port = int(listener.redirect_uri.rsplit(":", 1)[1].partition("/")[0])
        for address in ("127.0.0.1", "0.0.0.0"):  # noqa: S104 - what a thief of the port would do
            for chosen in options:
                with socket.socket() as thief:
                    for option in chosen:
                        thief.setsockopt(socket.SOL_SOCKET, option, 1)
                    with pytest.raises(OSError, match="in use"):
                        listen(thief, address, port)


def test_the_same_port_again_right_after_a_sign_in() -> None:
    with Listening([f"http://127.0.0.1:{20_000 + os.getpid() % 10_000}/callback"]) as former:
        former.complete()
    with Listening([former.uri]) as listening:
        listening.complete()


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6 loopback address")
class TestLocalhost:
    def test_is_listened_on_in_both_families(self) -> None:
        with Listening(["http://localhost:0/callback"]) as listening:
            port = int(listening.uri.removeprefix("http://localhost:").partition("/")[0])
            for address in ("127.0.0.1", "::1"):
                with socket.create_connection((address, port), timeout=5) as connection:
                    assert connection.getpeername()[1] == port
            listening.complete()

    def test_is_busy_when_one_family_is(self) -> None:
        for address in ("::1", "127.0.0.1"):
            with occupied(address, 20_000 + os.getpid() % 10_000) as taken:
                with pytest.raises(PortsBusy):
                    LoopbackListener(uris(taken, host="localhost"))
                other = "127.0.0.1" if address == "::1" else "::1"
                occupied(other, port_of(taken)).close()  # nothing of the attempt is left there

    def test_the_literal_of_version_six(self) -> None:
        with Listening(["http://[::1]:0/callback"]) as listening:
            assert listening.uri.startswith("http://[::1]:")
            listening.complete()


def test_localhost_without_version_six(monkeypatch: pytest.MonkeyPatch) -> None:
    class OldSocket(socket.socket):
        def bind(self, address: object) -> None:
            if self.family == socket.AF_INET6:
                raise OSError("Cannot assign requested address")
            super().bind(address)  # type: ignore[arg-type] # handed on as it came

    monkeypatch.setattr(socket, "socket", OldSocket)
    with LoopbackListener(["http://localhost:0/callback"]) as listener:
        assert listener.redirect_uri.startswith("http://localhost:")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "xena.example", "[::]", "127.0.0.2"])  # noqa: S104 - refused
def test_only_this_computer_is_listened_on(host: str) -> None:
    with pytest.raises(InsecureAddress):
        LoopbackListener([f"http://{host}:0/callback"])


def test_before_anything_is_awaited_nothing_is_taken() -> None:
    listening = Listening()
    assert listening.post(TRUE).status == 400
    assert listening.get("/callback?state=x").status == 405
    with listening:
        listening.complete()


def test_it_closes_at_once_when_nothing_came() -> None:
    with Listening() as listening:
        pass
    assert listening.is_closed()
    listening.listener.close()


@contextlib.contextmanager
def closing(listening: Listening) -> Iterator["Future[None]"]:
    """`listening` after its answer came, while it closes."""
    with listening, ThreadPoolExecutor(1) as pool:
        assert listening.post(TRUE).status == 303
        yield pool.submit(listening.listener.close)


def test_it_waits_for_the_browser_to_fetch_the_last_page() -> None:
    listening = Listening()
    with closing(listening) as closed:
        assert listening.get("/done").status == 200
        closed.result(3)
    assert listening.is_closed()


def test_it_does_not_wait_for_ever_for_the_last_page() -> None:
    listening = Listening(grace_seconds=0.1)
    with closing(listening) as closed:
        closed.result(3)
    assert listening.is_closed()


def test_a_last_page_fetched_too_early_is_not_the_last() -> None:
    listening = Listening()
    assert listening.get("/done").status == 200
    with closing(listening) as closed:
        with pytest.raises(TimeoutError):
            closed.result(0.2)
        assert listening.get("/done").status == 200
        closed.result(3)


def test_an_answer_after_the_end_is_not_taken() -> None:
    listening = Listening()
    with closing(listening) as closed:
        for late in (TRUE, [("state", STATE), ("error", "x")]):
            assert listening.post(late).status == 410
        assert listening.get("/done").status == 200
        closed.result(3)
    assert len(listening.delivered) == 1


def test_a_connection_that_is_gone_before_it_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    failures = [OSError("Software caused connection abort")]

    class Unlucky(socket.socket):
        def accept(self) -> tuple[socket.socket, object]:
            if failures:
                raise failures.pop()
            return super().accept()

    with monkeypatch.context() as patched:
        patched.setattr(socket, "socket", Unlucky)
        listening = Listening()
    with listening:
        listening.complete()
    assert not failures


def test_children_do_not_inherit_it() -> None:
    with LoopbackListener(["http://127.0.0.1:0/callback"]) as listener:
        assert not [each for each in listener._sockets if os.get_inheritable(each.fileno())]
