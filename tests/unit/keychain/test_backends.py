import sys
from collections.abc import Callable
from types import ModuleType

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from tests.fakes.memory_keyring import MemoryKeyring
from xena_desktop.domain.errors import KeychainMissing
from xena_desktop.keychain.backends import choose_backend

BACKENDS = {
    "win32": [("keyring.backends.Windows", "WinVaultKeyring")],
    "darwin": [("keyring.backends.macOS", "Keyring")],
    "linux": [("keyring.backends.SecretService", "Keyring"), ("keyring.backends.kwallet", "DBusKeyring")],
}


class Here(MemoryKeyring):
    """A keychain that serves."""


class NotHere(MemoryKeyring):
    """A keychain whose service is not running; keyring's backends say so when their priority is asked for."""


class _Unanswered:
    def __get__(self, *_: object) -> float:
        raise RuntimeError("no service")


setattr(NotHere, "priority", _Unanswered())  # noqa: B010 - a property of the class, as keyring's own are


def install(monkeypatch: pytest.MonkeyPatch, platform: str, *kinds: type[KeyringBackend]) -> None:
    """Put `kinds` where keyring's own backends of the platform are."""
    for (module_name, class_name), kind in zip(BACKENDS[platform], kinds, strict=True):
        module = ModuleType(module_name)
        setattr(module, class_name, kind)
        monkeypatch.setitem(sys.modules, module_name, module)
    monkeypatch.setattr("sys.platform", platform)


@pytest.mark.parametrize(
    ("platform", "shown"), [("win32", "Windows Credential Manager"), ("darwin", "macOS Keychain")]
)
def test_each_platform_has_one(monkeypatch: pytest.MonkeyPatch, platform: str, shown: str) -> None:
    install(monkeypatch, platform, Here)
    backend, name = choose_backend()
    assert isinstance(backend, Here)
    assert name == shown


def test_linux_takes_the_first_that_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, "linux", Here, NotHere)
    assert choose_backend()[1] == "Secret Service"
    install(monkeypatch, "linux", NotHere, Here)
    assert choose_backend()[1] == "KWallet"


def test_other_systems_are_taken_for_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, "linux", Here, NotHere)
    monkeypatch.setattr("sys.platform", "freebsd14")
    assert choose_backend()[1] == "Secret Service"


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_none_serves(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    install(monkeypatch, platform, *[NotHere] * len(BACKENDS[platform]))
    with pytest.raises(KeychainMissing) as caught:
        choose_backend()
    assert caught.value.details == {"reason": platform}


@pytest.mark.parametrize(
    "named",
    ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring", "keyrings.alt.file.PlaintextKeyring"],
)
def test_what_the_environment_names_is_not_taken(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", named)
    install(monkeypatch, "linux", NotHere, NotHere)
    with pytest.raises(KeychainMissing):
        choose_backend()
    install(monkeypatch, "linux", Here, NotHere)
    assert isinstance(choose_backend()[0], Here)


@pytest.mark.parametrize("kind", [null.Keyring, fail.Keyring])
def test_what_keyring_was_set_to_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, kind: Callable[[], KeyringBackend]
) -> None:
    former = keyring.get_keyring()
    keyring.set_keyring(kind())
    try:
        install(monkeypatch, "linux", Here, NotHere)
        assert isinstance(choose_backend()[0], Here)
    finally:
        keyring.set_keyring(former)


def test_without_a_session_bus_there_is_no_keychain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(KeychainMissing):
        choose_backend()
