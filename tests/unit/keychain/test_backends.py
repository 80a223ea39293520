import sys
from collections.abc import Callable
from types import ModuleType

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from tests.fakes.memory_keyring import MemoryKeyring
from tests.fakes.windows_keyring import WinVaultKeyring
from xena_desktop.domain.errors import KeychainChanged, KeychainMissing
from xena_desktop.keychain import backends
from xena_desktop.keychain.backends import choose_backend, leaves_shadows

BACKENDS = {
    "win32": [("keyring.backends.Windows", "WinVaultKeyring")],
    "darwin": [("keyring.backends.macOS", "Keyring")],
    "linux": [
        ("keyring.backends.SecretService", "Keyring"),
        ("keyring.backends.libsecret", "Keyring"),
        ("keyring.backends.kwallet", "DBusKeyring"),
    ],
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
    for number, shown in enumerate(("Secret Service", "libsecret", "KWallet")):
        install(monkeypatch, "linux", *[NotHere] * number, *[Here] * (3 - number))
        assert choose_backend()[1] == shown


def test_other_systems_are_taken_for_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, "linux", Here, NotHere, NotHere)
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
    install(monkeypatch, "linux", NotHere, NotHere, NotHere)
    with pytest.raises(KeychainMissing):
        choose_backend()
    install(monkeypatch, "linux", Here, NotHere, NotHere)
    assert isinstance(choose_backend()[0], Here)


@pytest.mark.parametrize("kind", [null.Keyring, fail.Keyring])
def test_what_keyring_was_set_to_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, kind: Callable[[], KeyringBackend]
) -> None:
    former = keyring.get_keyring()
    keyring.set_keyring(kind())
    try:
        install(monkeypatch, "linux", Here, NotHere, NotHere)
        assert isinstance(choose_backend()[0], Here)
    finally:
        keyring.set_keyring(former)


def test_m9_the_one_used_earlier_is_taken_again(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, "linux", Here, Here, Here)
    assert choose_backend(earlier="KWallet")[1] == "KWallet"
    assert choose_backend(earlier="Secret Service")[1] == "Secret Service"


def test_m9_the_one_used_earlier_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, "linux", Here, NotHere, NotHere)
    with pytest.raises(KeychainChanged) as caught:
        choose_backend(earlier="KWallet")
    assert caught.value.details == {"earlier": "KWallet", "found": "Secret Service"}
    install(monkeypatch, "linux", NotHere, NotHere, NotHere)
    with pytest.raises(KeychainChanged) as caught:
        choose_backend(earlier="KWallet")
    assert caught.value.details == {"earlier": "KWallet", "found": None}


def test_tokens_do_not_roam_with_a_windows_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    """3.1: what roams is spent on two computers."""
    install(monkeypatch, "win32", WinVaultKeyring)
    backend, _ = choose_backend()
    assert isinstance(backend, WinVaultKeyring)
    assert backend.persist == "local machine"
    assert leaves_shadows(backend)
    assert not leaves_shadows(MemoryKeyring())


@pytest.mark.parametrize(
    "kind", ["ChainerBackend", "PlaintextKeyring", "EncryptedKeyring", "Null", "DBusKeyringKWallet4"]
)
def test_t68_nothing_weaker_is_on_the_list(kind: str) -> None:
    allowed = {(each.module, each.class_name) for kinds in backends._ALLOWED.values() for each in kinds}
    assert allowed == {place for places in BACKENDS.values() for place in places}
    assert not [each for each in allowed if kind in each[1] or "alt" in each[0] or "chainer" in each[0]]


def test_a_class_without_priority_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unranked(MemoryKeyring):
        priority = None  # type: ignore[assignment] # as a backend that is switched off

    install(monkeypatch, "darwin", Unranked)
    with pytest.raises(KeychainMissing):
        choose_backend()


def test_without_a_session_bus_there_is_no_keychain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(KeychainMissing):
        choose_backend()
