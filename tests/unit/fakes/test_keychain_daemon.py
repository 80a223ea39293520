"""The private keychain, seen through the real `keyring` in a process of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.fakes.keychain_daemon import KeychainDaemon, KeychainItem

WRITE = "keyring.set_password('xena-desktop/app', 'grant', 'sømething')"
READ = "print(keyring.get_password('xena-desktop/app', 'grant'))"
DELETE = "keyring.delete_password('xena-desktop/app', 'grant')"


_BROKE_DOWN = "disconnected from message bus"


def keyring(keychain: KeychainDaemon, statement: str, **more: str) -> subprocess.CompletedProcess[str]:
    """What a program of its own says; once more where gnome-keyring broke down, as ``KeychainStore`` asks."""
    program = f"import keyring; from keyring.backends.SecretService import Keyring; {statement}"
    environment = {**os.environ, "PYTHONUTF8": "1", **keychain.environment, **more}

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", program],
            check=False,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=20,
        )

    done = run()
    return run() if _BROKE_DOWN in done.stderr else done


@pytest.fixture
def keychain() -> Iterator[KeychainDaemon]:
    with KeychainDaemon() as keychain:
        yield keychain


def test_write_read_delete(keychain: KeychainDaemon) -> None:
    assert keyring(keychain, "print(type(keyring.get_keyring()) is Keyring)").stdout == "True\n"
    assert keyring(keychain, WRITE).returncode == 0
    assert keyring(keychain, READ).stdout == "sømething\n"
    assert keyring(keychain, DELETE).returncode == 0
    assert keyring(keychain, READ).stdout == "None\n"


def test_items_are_listed_without_their_secrets(keychain: KeychainDaemon) -> None:
    assert keychain.items() == []
    keyring(keychain, WRITE)
    (item,) = keychain.items()
    assert isinstance(item, KeychainItem)
    assert (item.attributes["service"], item.attributes["username"]) == ("xena-desktop/app", "grant")
    assert "sømething" not in repr(item)


@pytest.mark.parametrize("statement", [READ, WRITE, DELETE])
def test_locked_is_said_at_once(keychain: KeychainDaemon, statement: str) -> None:
    keyring(keychain, WRITE)
    keychain.lock()
    assert keychain.is_locked()
    started = time.monotonic()
    answer = keyring(keychain, statement, DISPLAY=":999")
    assert time.monotonic() - started < 10
    assert "KeyringLocked" in answer.stderr
    assert len(keychain.items()) == 1


def test_unlocked_again_without_a_prompt(keychain: KeychainDaemon) -> None:
    keyring(keychain, WRITE)
    keychain.lock()
    keychain.unlock()
    assert not keychain.is_locked()
    assert keyring(keychain, READ).stdout == "sømething\n"


def test_stopped_daemon_is_missing_and_keeps_what_it_has(keychain: KeychainDaemon) -> None:
    keyring(keychain, WRITE)
    keychain.stop_daemon()
    assert "NoKeyringError" in keyring(keychain, READ).stderr
    keychain.start_daemon()
    assert keyring(keychain, READ).stdout == "sømething\n"


def test_a_question_after_a_breakdown_waits_for_the_next_start(keychain: KeychainDaemon) -> None:
    keyring(keychain, WRITE)
    keeper = keychain._daemon
    assert keeper is not None
    children = Path(f"/proc/{keeper.pid}/task/{keeper.pid}/children").read_text().split()
    for child in children:
        os.kill(int(child), signal.SIGABRT)
    assert len(children) == 1
    assert keyring(keychain, READ).stdout == "sømething\n"


def test_two_side_by_side_know_nothing_of_each_other() -> None:
    with ExitStack() as stack:
        one, two = (stack.enter_context(KeychainDaemon()) for _ in range(2))
        keyring(one, WRITE)
        two.lock()
        assert (len(one.items()), len(two.items())) == (1, 0)
        assert keyring(one, READ).stdout == "sømething\n"
        assert "KeyringLocked" in keyring(two, READ).stderr


def test_nothing_is_left_behind() -> None:
    with KeychainDaemon() as keychain:
        folder = Path(keychain.environment["XDG_RUNTIME_DIR"]).parent
        daemon = keychain._daemon
        assert daemon is not None
        assert folder.is_dir()
    assert daemon.poll() is not None
    assert not folder.exists()
