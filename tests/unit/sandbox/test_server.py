import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from flask import Flask

from xena_desktop.sandbox import Sandbox
from xena_desktop.sandbox.listener import Listener


def test_importing_the_package_brings_no_flask() -> None:
    code = "import sys, xena_desktop.sandbox; sys.exit('flask' in sys.modules or 'authlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def test_stop_closes_everything_at_once(start: Callable[[], Sandbox]) -> None:
    before = set(threading.enumerate())
    sandbox = start()
    sandbox.start()
    sandbox.start()
    port = sandbox.port
    assert sandbox.api_base_url == f"http://127.0.0.1:{port}/Api"
    with (
        requests.Session() as session,
        socket.create_connection(("127.0.0.1", port)) as idle,
        socket.create_connection(("127.0.0.1", port)) as halfway,
    ):
        session.get(f"{sandbox.authority}/sandbox/identity", timeout=5)
        halfway.sendall(b"POST /connect/token HTTP/1.1\r\nContent-Length: 100\r\n\r\nhalf")
        started = time.monotonic()
        sandbox.stop()
        sandbox.stop()
        assert time.monotonic() - started < 2
        assert set(threading.enumerate()) == before
        idle.settimeout(2)
        assert idle.recv(1) == b""
    with pytest.raises(OSError, match=r"refused|reset"):
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    with pytest.raises(RuntimeError):
        sandbox.authority  # noqa: B018 - reading it is the test


def test_stops_right_behind_an_answer() -> None:
    """Whoever answers wakes the loop, and so does whoever stops it: neither may meet what the other closed."""
    application = Flask("answering")
    application.add_url_rule("/", view_func=lambda: "here")
    for _ in range(300):
        listener = Listener(application, socket.create_server(("127.0.0.1", 0)))
        assert requests.get(f"http://127.0.0.1:{listener.port}/", timeout=5).text == "here"
        listener.stop()


def test_can_be_started_again_on_the_same_port(start: Callable[[], Sandbox], tmp_path: Path) -> None:
    with start() as first:
        port = first.port
    with Sandbox(port, state_folder=tmp_path / "sandbox") as second:
        assert second.port == port


def test_a_taken_port_is_an_oserror_and_leaves_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    before = set(threading.enumerate())
    second = Sandbox(sandbox.port, state_folder=tmp_path / "other")
    with pytest.raises(OSError, match="in use"):
        second.start()
    assert set(threading.enumerate()) == before
    second.stop()


def test_a_folder_that_cannot_be_made_leaves_the_port_free(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        Sandbox(state_folder=tmp_path / "file" / "sandbox").start()


def test_identity_tells_folders_apart(start: Callable[[], Sandbox], tmp_path: Path) -> None:
    def identity(sandbox: Sandbox) -> object:
        return requests.get(f"{sandbox.authority}/sandbox/identity", timeout=5).json()

    with start() as one, Sandbox(state_folder=tmp_path / "other") as other:
        known = identity(one)
        assert known != identity(other)
        assert isinstance(known, dict)
        assert known["sandbox"] == "xena-desktop"


def test_other_host_names_are_refused(sandbox: Sandbox) -> None:
    url = f"{sandbox.authority}/.well-known/openid-configuration"
    for host in ("evil.example", f"evil.example:{sandbox.port}", "127.0.0.1"):
        assert requests.get(url, headers={"Host": host}, timeout=5).status_code == 421
    assert requests.get(url, headers={"Host": f"localhost:{sandbox.port}"}, timeout=5).status_code == 200


def test_listens_on_loopback_alone(sandbox: Sandbox) -> None:
    with socket.create_connection(("127.0.0.1", sandbox.port)) as connection:
        assert connection.getpeername()[0] == "127.0.0.1"
    with pytest.raises(OSError, match=r"refused|unreachable|timed out"):
        socket.create_connection(("127.0.0.2", sandbox.port), timeout=2).close()


def test_discovery(sandbox: Sandbox) -> None:
    document = requests.get(f"{sandbox.authority}/.well-known/openid-configuration", timeout=5).json()
    assert document["issuer"] == sandbox.authority
    assert document["code_challenge_methods_supported"] == ["plain", "S256"]
    for name, path in (("token", "token"), ("revocation", "revocation"), ("end_session", "endsession")):
        assert document[f"{name}_endpoint"] == f"{sandbox.authority}/connect/{path}"


@pytest.mark.expect_log("LookupError in test_server.py")
def test_an_error_of_our_own_is_an_answer_and_one_line_in_the_log(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: object) -> None:
        raise LookupError("what was sent")

    assert requests.get(f"{sandbox.authority}/sandbox/pictures/soren.png", timeout=5).status_code == 200
    monkeypatch.setattr("xena_desktop.sandbox.application.read_bytes", fail)
    answer = requests.get(f"{sandbox.authority}/sandbox/pictures/soren.png", timeout=5)
    assert answer.status_code == 500
    assert "what was sent" not in answer.text + caplog.text
    assert "LookupError in test_server.py" in caplog.text


def test_errors_under_api_are_json(sandbox: Sandbox) -> None:
    answer = requests.get(f"{sandbox.api_base_url}/", timeout=5)
    assert answer.status_code == 404
    assert answer.json()["Message"]
    answer = requests.head(f"{sandbox.api_base_url}/actuator/health", timeout=5)
    assert (answer.status_code, answer.content) == (200, b"")
    assert requests.get(f"{sandbox.authority}/connect/token", timeout=5).status_code == 405


def test_quiet(start: Callable[[], Sandbox], capfd: pytest.CaptureFixture[str]) -> None:
    with start() as sandbox:
        requests.get(f"{sandbox.authority}/nowhere", timeout=5)
        requests.post(f"{sandbox.authority}/connect/token", data={"grant_type": "x"}, timeout=5)
    assert capfd.readouterr() == ("", "")
