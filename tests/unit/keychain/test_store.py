from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.errors import (
    InitError,
    KeyringError,
    KeyringLocked,
    NoKeyringError,
    PasswordDeleteError,
    PasswordSetError,
)

from tests.fakes.memory_keyring import MOST_CHARACTERS, MemoryKeyring
from xena_desktop.domain.errors import KeychainDenied, KeychainError, KeychainLocked, KeychainMissing
from xena_desktop.domain.redaction import Secret
from xena_desktop.keychain.store import LONGEST_ENTRY, KeychainStore

SHORT, LONG, OTHER = Secret("short-secret"), Secret("a1b2c3" * 500), Secret("z9y8x7" * 700)


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def store(keyring: MemoryKeyring) -> KeychainStore:
    return opened(keyring)


def opened(keyring: MemoryKeyring, *, tag: str = "-test") -> KeychainStore:
    return KeychainStore(tag=tag, choose=lambda: (keyring, "Memory"))


@pytest.mark.parametrize(
    "length", [1, LONGEST_ENTRY - 1, LONGEST_ENTRY, LONGEST_ENTRY + 1, 2 * LONGEST_ENTRY, 30_000]
)
def test_every_length(store: KeychainStore, keyring: MemoryKeyring, length: int) -> None:
    secret = Secret(("0123456789" * 3000)[:length])
    store.write("grant/a", secret)
    assert store.read("grant/a") == secret
    expected = 1 if length <= LONGEST_ENTRY else 1 + -(-length // LONGEST_ENTRY)
    assert len(keyring.entries) == expected
    assert all(len(entry) <= LONGEST_ENTRY < MOST_CHARACTERS for entry in keyring.entries.values())
    assert opened(keyring).read("grant/a") == secret
    store.remove("grant/a")
    assert keyring.entries == {}


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=3 * LONGEST_ENTRY))
def test_what_is_written_is_read(text: str) -> None:
    store = opened(MemoryKeyring())
    store.write("a", Secret(text))
    assert store.read("a") == Secret(text)


def test_nothing_there(store: KeychainStore) -> None:
    assert store.read("grant/a") is None
    store.remove("grant/a")


def test_services_begin_with_the_name_and_tag(keyring: MemoryKeyring) -> None:
    opened(keyring, tag="").write("grant/a", SHORT)
    opened(keyring, tag="-1234abcd").write("grant/a", LONG)
    assert {service.split("#")[0] for service in keyring.services} == {
        "xena-desktop/grant/a",
        "xena-desktop-1234abcd/grant/a",
    }
    assert opened(keyring, tag="").read("grant/a") == SHORT
    assert opened(keyring, tag="-other").read("grant/a") is None


def test_the_name_of_the_keychain(store: KeychainStore) -> None:
    assert store.backend_name == "Memory"


@pytest.mark.parametrize(
    ("first", "second"), [(LONG, OTHER), (LONG, SHORT), (SHORT, LONG), (LONG, LONG), (SHORT, SHORT)]
)
def test_a_replaced_secret_leaves_no_parts(
    store: KeychainStore, keyring: MemoryKeyring, first: Secret, second: Secret
) -> None:
    store.write("a", first)
    store.write("a", second)
    assert store.read("a") == second
    alone = MemoryKeyring()
    opened(alone).write("a", second)
    assert keyring.entries == alone.entries


@pytest.mark.parametrize("before", [None, SHORT, LONG])
@pytest.mark.parametrize("number", range(1, 6))
@pytest.mark.parametrize("afterwards", [False, True])
def test_a_write_that_breaks_off_leaves_one_whole_secret(
    store: KeychainStore, keyring: MemoryKeyring, before: Secret | None, number: int, afterwards: bool
) -> None:
    if before:
        store.write("a", before)
    keyring.fail_at(number, KeyringLocked("locked"), afterwards=afterwards)
    with pytest.raises(KeychainLocked):
        store.write("a", OTHER)  # one read, four parts, then the entry that joins them
    assert store.read("a") == before
    store.write("a", OTHER)
    assert store.read("a") == OTHER
    store.remove("a")
    assert keyring.entries == {}


@pytest.mark.parametrize("afterwards", [False, True])
def test_the_joining_entry_breaks_off(store: KeychainStore, keyring: MemoryKeyring, afterwards: bool) -> None:
    store.write("a", LONG)
    keyring.fail_at(6, PasswordSetError("no"), afterwards=afterwards)
    with pytest.raises(KeychainDenied):
        store.write("a", OTHER)
    assert store.read("a") == (OTHER if afterwards else LONG)


def test_a_process_that_dies_in_a_write_leaves_the_former_secret(keyring: MemoryKeyring) -> None:
    store = opened(keyring)
    store.write("a", LONG)
    former = dict(keyring.entries)
    store.write("a", OTHER)
    later = dict(keyring.entries)
    parts = sorted(key for key in later if "#" in key[0])
    for cut in range(len(parts) + 1):
        keyring.entries = former | {key: later[key] for key in parts[:cut]}
        assert opened(keyring).read("a") == LONG


def test_half_a_secret_is_none(store: KeychainStore, keyring: MemoryKeyring) -> None:
    store.write("a", LONG)
    whole = dict(keyring.entries)
    for key in [key for key in whole if "#" in key[0]]:
        keyring.entries = {k: v for k, v in whole.items() if k != key}
        assert store.read("a") is None
        keyring.entries = whole | {key: whole[key][:-1] + "x"}
        assert store.read("a") is None
        keyring.entries = whole | {key: whole[key][:-1]}
        assert store.read("a") is None
    keyring.entries = whole
    assert store.read("a") == LONG


@pytest.mark.parametrize(
    "entry",
    [
        "xena-desktop-parts",
        "xena-desktop-parts:",
        "xena-desktop-parts:x:y",
        "xena-desktop-parts:1",
        "xena-desktop-parts:0:" + "a" * 64,
        "xena-desktop-parts:-1:" + "a" * 64,
        "xena-desktop-parts:100000000:" + "a" * 64,
        "xena-desktop-parts:2:" + "a" * 64 + ":x",
        "xena-desktop-parts:2:" + "a" * 64,
        "xena-desktop-parts:2:" + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ],
)
def test_a_damaged_joining_entry(store: KeychainStore, keyring: MemoryKeyring, entry: str) -> None:
    keyring.entries["xena-desktop-test/a", "xena-desktop"] = entry
    expected = Secret("") if "e3b0" in entry else None
    assert store.read("a") == expected
    store.write("a", SHORT)
    assert store.read("a") == SHORT
    store.remove("a")
    assert keyring.entries == {}


def test_a_secret_that_looks_like_a_joining_entry(store: KeychainStore) -> None:
    secret = Secret("xena-desktop-parts:2:" + "a" * 64)
    store.write("a", secret)
    assert store.read("a") == secret


@pytest.mark.parametrize("secret", [SHORT, LONG])
def test_a_keychain_that_keeps_something_else(
    store: KeychainStore, keyring: MemoryKeyring, secret: Secret
) -> None:
    keyring.answer = lambda value: value[:-1] if value else value
    with pytest.raises(KeychainDenied) as caught:
        store.write("a", secret)
    assert caught.value.details == {"reason": "read-back differs"}
    assert secret.reveal()[:9] not in str(caught.value)


def test_a_keychain_that_keeps_nothing(store: KeychainStore, keyring: MemoryKeyring) -> None:
    keyring.answer = lambda _value: None
    with pytest.raises(KeychainDenied):
        store.write("a", SHORT)


def test_a_keychain_that_does_not_let_go(store: KeychainStore, keyring: MemoryKeyring) -> None:
    store.write("a", SHORT)
    keyring.answer = lambda _value: "still here"
    with pytest.raises(KeychainDenied) as caught:
        store.remove("a")
    assert caught.value.details == {"reason": "still there"}


def test_what_another_process_removed_meanwhile(store: KeychainStore, keyring: MemoryKeyring) -> None:
    store.write("a", LONG)
    keyring.fail_at(2, PasswordDeleteError("gone"), afterwards=True)
    store.remove("a")
    assert keyring.entries == {}


def test_a_keychain_that_refuses_a_removal(store: KeychainStore, keyring: MemoryKeyring) -> None:
    store.write("a", SHORT)
    keyring.fail_at(2, KeyringError("refused"))
    with pytest.raises(KeychainDenied):
        store.remove("a")
    assert store.read("a") == SHORT


def test_a_keychain_locked_in_a_removal(store: KeychainStore, keyring: MemoryKeyring) -> None:
    store.write("a", SHORT)
    keyring.fail_at(2, KeyringLocked("locked"))
    with pytest.raises(KeychainLocked):
        store.remove("a")
    assert store.read("a") == SHORT


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (KeyringLocked("locked"), KeychainLocked),
        (InitError("no collection\u202e"), KeychainMissing),
        (NoKeyringError("none"), KeychainMissing),
        (PasswordSetError("refused"), KeychainDenied),
        (KeyringError("refused"), KeychainDenied),
        (OSError("org.freedesktop.DBus.Error"), KeychainMissing),
        (RuntimeError("whatever a backend may raise"), KeychainMissing),
    ],
)
def test_errors_of_backends(
    store: KeychainStore, keyring: MemoryKeyring, error: Exception, expected: type[KeychainError]
) -> None:
    keyring.broken = error
    uses: list[Callable[[], object]] = [
        lambda: store.read("a"),
        lambda: store.write("a", SHORT),
        lambda: store.remove("a"),
    ]
    for use in uses:
        with pytest.raises(expected) as caught:
            use()
        assert caught.value.__cause__ is error
        assert SHORT.reveal() not in str(caught.value)
        assert "\u202e" not in str(caught.value)
    keyring.broken = None
    store.write("a", SHORT)
    assert store.read("a") == SHORT


def test_our_own_errors_pass(store: KeychainStore, keyring: MemoryKeyring) -> None:
    keyring.broken = KeychainMissing(reason="later")
    with pytest.raises(KeychainMissing) as caught:
        store.read("a")
    assert caught.value.details == {"reason": "later"}


def chosen_in_turn(*keyrings: MemoryKeyring) -> tuple[KeychainStore, list[MemoryKeyring]]:
    """A store that finds the next of the keyrings at each choice, and those it found."""
    chosen: list[MemoryKeyring] = []

    def choose() -> tuple[MemoryKeyring, str]:
        chosen.append(keyrings[len(chosen)])
        return chosen[-1], "Memory"

    return KeychainStore(choose=choose), chosen


def test_a_service_that_was_started_anew_is_asked_once_more() -> None:
    keyrings = MemoryKeyring(), MemoryKeyring()
    store, chosen = chosen_in_turn(*keyrings)
    store.read("a")
    store.read("a")
    assert chosen == [keyrings[0]]
    keyrings[0].broken = OSError("the service was started anew")
    store.write("a", SHORT)
    assert chosen == list(keyrings)
    assert keyrings[0].entries == {}
    assert store.read("a") == SHORT


def test_a_service_that_stays_away_is_asked_no_third_time() -> None:
    gone, back = MemoryKeyring(), MemoryKeyring()
    store, chosen = chosen_in_turn(gone, gone, back)
    store.read("a")
    gone.broken = OSError("no answer")
    with pytest.raises(KeychainMissing):
        store.read("a")
    assert chosen == [gone, gone, back]
    assert store.read("a") is None


def test_a_service_that_was_never_there_is_not_asked_again() -> None:
    gone, back = MemoryKeyring(), MemoryKeyring()
    gone.broken = OSError("no answer")
    store, chosen = chosen_in_turn(gone, back)
    with pytest.raises(KeychainMissing):
        store.read("a")
    assert chosen == [gone, back]
    assert store.read("a") is None
