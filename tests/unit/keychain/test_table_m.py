"""Table M of the negative cases, as far as one process and its store can show them; and Windows' own ways."""

from collections.abc import Callable
from typing import Any

import pytest
from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError, PasswordSetError

from tests.fakes.memory_keyring import MemoryKeyring
from tests.fakes.windows_keyring import WinVaultKeyring
from xena_desktop.domain.errors import (
    KeychainChanged,
    KeychainDenied,
    KeychainError,
    KeychainLocked,
    KeychainMissing,
)
from xena_desktop.domain.redaction import Secret
from xena_desktop.keychain.store import LONGEST_ENTRY, LONGEST_READ, KeychainStore

FIRST, SECOND = Secret("first-secret"), Secret("second-secret")
LONG = Secret("x1y2z3" * 500)


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def store(keyring: MemoryKeyring) -> KeychainStore:
    return KeychainStore(choose=lambda: (keyring, "Memory"))


@pytest.fixture
def vault() -> WinVaultKeyring:
    return WinVaultKeyring()


@pytest.fixture
def windows(vault: WinVaultKeyring) -> KeychainStore:
    return KeychainStore(choose=lambda: (vault, "Windows Credential Manager"))


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(NoKeyringError("none"), KeychainMissing, id="M1"),
        pytest.param(KeyringLocked("locked"), KeychainLocked, id="M2"),
        pytest.param(InitError("Failed to unlock: Prompt dismissed"), KeychainMissing, id="M2-no-collection"),
        pytest.param(PasswordSetError("Cancelled by user"), KeychainLocked, id="M2-kwallet-left-locked"),
        pytest.param(KeyringError("(-25308, 'no interaction')"), KeychainLocked, id="M2-macos-no-screen"),
        pytest.param(OSError("org.freedesktop.DBus.Error.NoReply"), KeychainMissing, id="M4"),
        pytest.param(EOFError(), KeychainMissing, id="M4-connection-gone"),
        pytest.param(KeyringError("refused"), KeychainDenied, id="M-denied"),
    ],
)
def test_what_a_backend_raises(
    store: KeychainStore, keyring: MemoryKeyring, error: Exception, expected: type[KeychainError]
) -> None:
    keyring.broken = error
    with pytest.raises(expected) as caught:
        store.write("a", FIRST)
    assert type(caught.value) is expected


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(False, id="M5-false"),
        pytest.param(b"bytes", id="M5-bytes"),
        pytest.param(7, id="M5-number"),
        pytest.param(["a"], id="M5-list"),
        pytest.param("x" * (1 << 20), id="M5-1-MiB"),
        pytest.param("x" * (LONGEST_READ + 1), id="M5-just-too-long"),
    ],
)
def test_entries_of_another_kind_are_none(store: KeychainStore, keyring: MemoryKeyring, value: Any) -> None:
    keyring.answer = lambda _: value
    assert store.read("a") is None
    with pytest.raises(KeychainDenied):
        store.write("a", FIRST)
    keyring.entries["xena-desktop/a", "xena-desktop"] = "something"
    with pytest.raises(KeychainDenied) as caught:
        store.remove("a")
    assert caught.value.details["reason"] == "still there"


@pytest.mark.parametrize(
    "text", [pytest.param("", id="M5-empty"), pytest.param("x" * LONGEST_READ, id="M5-long")]
)
def test_entries_that_are_texts_are_read(store: KeychainStore, keyring: MemoryKeyring, text: str) -> None:
    keyring.entries["xena-desktop/a", "xena-desktop"] = text
    assert store.read("a") == Secret(text)


def test_m6_a_write_whose_read_back_differs(store: KeychainStore, keyring: MemoryKeyring) -> None:
    store.write("a", FIRST)
    keyring.answer = lambda value: value and value.upper()
    with pytest.raises(KeychainDenied):
        store.write("a", SECOND)


@pytest.mark.parametrize("length", [1200, 1201, 1280, 1281, 2400, 2401])
def test_m7_the_longest_entry(windows: KeychainStore, vault: WinVaultKeyring, length: int) -> None:
    secret = Secret("s" * length)
    windows.write("a", secret)
    assert windows.read("a") == secret
    assert len(vault.vault) == (1 if length <= LONGEST_ENTRY else 1 + -(-length // LONGEST_ENTRY))


def test_m8_an_entry_deleted_by_hand(store: KeychainStore, keyring: MemoryKeyring) -> None:
    store.write("a", LONG)
    keyring.entries.clear()
    assert store.read("a") is None
    store.remove("a")
    store.write("a", FIRST)
    assert store.read("a") == FIRST


def test_m10_two_slots_know_nothing_of_each_other(windows: KeychainStore, vault: WinVaultKeyring) -> None:
    windows.write("grant/account-1", FIRST)
    windows.write("grant/account-2", SECOND)
    windows.remove("grant/account-1")
    assert windows.read("grant/account-1") is None
    assert windows.read("grant/account-2") == SECOND
    assert {each.user_name for each in vault.vault.values()} == {"xena-desktop"}


def test_m11_what_is_missing_is_removed_without_a_word(windows: KeychainStore) -> None:
    windows.remove("grant/account-1")


@pytest.mark.parametrize(
    "text", ["søren.æøå@bageri-nord.example", "密码-密码", "\U0001f511 nøgle" * 300, "\U0001f511" * 1200]
)
@pytest.mark.parametrize("make", [MemoryKeyring, WinVaultKeyring])
def test_m12_non_ascii(make: Callable[[], Any], text: str) -> None:
    backend = make()
    store = KeychainStore(choose=lambda: (backend, "Fake"))
    store.write("a", Secret(text))
    assert store.read("a") == Secret(text)


# --- Windows -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "second"), [(FIRST, SECOND), (LONG, SECOND), (FIRST, LONG)])
def test_no_shadow_of_the_former_value_stays(
    windows: KeychainStore, vault: WinVaultKeyring, first: Secret, second: Secret
) -> None:
    """3.1: keyring lays the former refresh token beside the new one; it is taken away after every write."""
    windows.write("grant/a", first)
    windows.write("grant/a", second)
    assert windows.read("grant/a") == second
    assert not [target for target in vault.vault if "@" in target]
    held = b"".join(each.blob for each in vault.vault.values()).decode("utf-16-le")
    assert first.reveal()[:9] not in held


def test_an_entry_removed_by_hand_brings_no_older_one_back(
    windows: KeychainStore, vault: WinVaultKeyring
) -> None:
    windows.write("grant/a", FIRST)
    windows.write("grant/a", SECOND)
    del vault.vault["xena-desktop/grant/a"]
    assert windows.read("grant/a") is None


def test_a_shadow_that_was_left_by_a_crash_goes_with_the_next_write_or_removal(
    windows: KeychainStore, vault: WinVaultKeyring
) -> None:
    windows.write("grant/a", FIRST)
    vault.set_password("xena-desktop/grant/a", "xena-desktop", SECOND.reveal())  # and the process died
    assert len(vault.vault) == 2
    windows.write("grant/a", FIRST)
    assert len(vault.vault) == 1
    vault.set_password("xena-desktop/grant/a", "xena-desktop", SECOND.reveal())
    windows.remove("grant/a")
    assert vault.vault == {}


def test_m4_the_service_is_gone_altogether(keyring: MemoryKeyring) -> None:
    """What is said then is where the secrets are, not that this computer has no keychain."""
    chosen: list[MemoryKeyring] = []

    def choose() -> tuple[MemoryKeyring, str]:
        if chosen:
            raise KeychainChanged(earlier="Secret Service", found=None)
        chosen.append(keyring)
        return keyring, "Secret Service"

    store = KeychainStore(choose=choose)
    keyring.broken = EOFError()
    with pytest.raises(KeychainChanged) as caught:
        store.read("a")
    assert caught.value.details["earlier"] == "Secret Service"
