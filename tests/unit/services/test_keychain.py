"""Table M and T65 as a person meets them: every state of the keychain, from a sign-in to the next start."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from keyring.errors import KeyringError, KeyringLocked, NoKeyringError

from tests.fakes.memory_keyring import MemoryKeyring
from tests.fakes.windows_keyring import WinVaultKeyring
from xena_desktop.domain.errors import (
    KeychainChanged,
    KeychainDenied,
    KeychainError,
    KeychainLocked,
    KeychainMissing,
    KeychainTimeout,
    SessionExpired,
)
from xena_desktop.domain.identity import AccountState, Passing
from xena_desktop.domain.redaction import Secret
from xena_desktop.keychain.store import KeychainStore
from xena_desktop.services.keychain import Keychain, KeychainState
from xena_desktop.services.workers import Workers
from xena_desktop.storage.files import KeychainFiles
from xena_desktop.storage.folder import Home

from .conftest import World, renewed, signed_in, soon

SECRET = Secret("a-secret-of-some-length")


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    workers = Workers(keychain_seconds=0.4)
    yield workers
    await workers.close()


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def keychain(keyring: MemoryKeyring, workers: Workers) -> Keychain:
    return Keychain(lambda: KeychainStore(choose=lambda: (keyring, "Memory")), workers=workers)


@pytest.mark.parametrize(
    ("error", "expected", "state"),
    [
        pytest.param(NoKeyringError(), KeychainMissing, KeychainState.MISSING, id="M1"),
        pytest.param(KeyringLocked(), KeychainLocked, KeychainState.LOCKED, id="M2"),
        pytest.param(EOFError(), KeychainMissing, KeychainState.MISSING, id="M4"),
        pytest.param(KeyringError(), KeychainDenied, KeychainState.DENIED, id="M-denied"),
        pytest.param(
            KeychainChanged(earlier="KWallet", found="Secret Service"), KeychainChanged, KeychainState.CHANGED,
            id="M9",
        ),
    ],
)  # fmt: skip
async def test_states(
    keychain: Keychain,
    keyring: MemoryKeyring,
    error: Exception,
    expected: type[KeychainError],
    state: KeychainState,
) -> None:
    seen: list[KeychainState] = []
    end = keychain.subscribe(lambda: seen.append(keychain.state))
    keyring.broken = error
    for _ in range(2):
        with pytest.raises(expected):
            await keychain.read("a")
    assert keychain.state is state
    keyring.broken = None
    await keychain.try_again()
    assert seen == [state, KeychainState.READY]
    end()
    end()
    keyring.broken = error
    with pytest.raises(expected):
        await keychain.write("a", SECRET)
    assert len(seen) == 2


async def test_m3_a_question_that_nobody_answers(
    keychain: Keychain, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xena_desktop.services.keychain.NOTICE_SECONDS", 0.05)
    answered = threading.Event()
    keyring.wait = lambda: answered.wait(10)
    seen: list[KeychainState] = []
    keychain.subscribe(lambda: seen.append(keychain.state))
    with pytest.raises(KeychainTimeout):
        await keychain.read("a")
    assert seen == [KeychainState.WAITING, KeychainState.UNANSWERED]
    answered.set()
    assert await keychain.read("a") is None
    assert keychain.state is KeychainState.READY


async def test_m3_what_was_given_up_is_not_done_later(keychain: Keychain, keyring: MemoryKeyring) -> None:
    """A write that waited behind an unanswered question must not undo a later one."""
    answered = threading.Event()
    keyring.wait = lambda: answered.wait(10)
    with pytest.raises(KeychainTimeout):
        await asyncio.gather(keychain.read("b"), keychain.write("a", SECRET))
    keyring.wait = lambda: None
    await keychain.write("a", Secret("a-later-secret"))
    answered.set()
    await keychain.read("b")
    await asyncio.sleep(0.2)
    assert SECRET.reveal() not in keyring.seen


async def test_session_only_and_back(keychain: Keychain, keyring: MemoryKeyring) -> None:
    await keychain.write("grant/old", SECRET)
    keyring.broken = KeyringLocked()
    with pytest.raises(KeychainLocked):
        await keychain.require()
    keychain.keep_for_session()
    assert keychain.state is KeychainState.SESSION_ONLY
    await keychain.require()
    await keychain.write("grant/new", SECRET)
    await keychain.write("grant/gone", SECRET)
    await keychain.remove("grant/gone")
    await keychain.remove("grant/gone")
    assert await keychain.read("grant/new") == SECRET
    assert await keychain.read("client-secret/x") is None
    with pytest.raises(KeychainLocked):  # it is in the keychain, not gone
        await keychain.read("grant/old")
    with pytest.raises(KeychainLocked):
        await keychain.try_again()
    assert keychain.state is KeychainState.SESSION_ONLY
    keyring.broken = None
    await keychain.try_again()
    assert (keychain.state, keychain.is_session_only) == (KeychainState.READY, False)
    assert await keychain.read("grant/new") == SECRET
    assert await keychain.read("grant/old") == SECRET
    assert {service for service, _ in keyring.entries} == {"xena-desktop/grant/new", "xena-desktop/grant/old"}


async def test_m9_the_name_is_remembered_and_given_up_by_a_sign_in(tmp_path: Path, workers: Workers) -> None:
    files, keyring = KeychainFiles(Home(tmp_path, "")), MemoryKeyring()
    here = "KWallet"

    def choose() -> tuple[MemoryKeyring, str]:
        if files.name() not in (None, here):
            raise KeychainChanged(earlier=files.name(), found=here or None)
        return keyring, here

    def opened() -> Keychain:
        return Keychain(lambda: KeychainStore(choose=choose), workers=workers, remember=files.remember)

    await opened().read("a")
    assert files.name() is None
    await opened().write("a", SECRET)
    assert files.name() == "KWallet"
    here = "Secret Service"
    with pytest.raises(KeychainChanged):
        await opened().read("a")
    keychain = opened()
    await keychain.require()
    await keychain.write("a", SECRET)
    assert files.name() == "Secret Service"
    here = ""
    with pytest.raises(KeychainChanged):
        await opened().require()
    assert files.name() == "Secret Service"


# --- with accounts -------------------------------------------------------------------------------------


async def test_t65_a_sign_in_for_this_session_only(world: World) -> None:
    world.keyring.broken = NoKeyringError()
    async with world.open() as services:
        with pytest.raises(KeychainMissing):
            await signed_in(services)
        services.keychain.keep_for_session()
        account = await signed_in(services)
        assert account.session_only
        await renewed(services, account)
        assert (await services.session.keychain_status()).state == "session_only"
    assert world.keyring.entries == {}
    world.keyring.broken = None
    async with world.open() as services:
        with pytest.raises(SessionExpired) as caught:
            await services.session.access_token(services.accounts.by_id(account.id))
        assert caught.value.details["reason"] == "session_only"
        again = await signed_in(services)
        assert (again.id, again.session_only) == (account.id, False)


async def test_t65_a_session_that_the_keychain_takes_after_all(world: World) -> None:
    world.keyring.broken = KeyringLocked()
    async with world.open() as services:
        services.keychain.keep_for_session()
        account = await signed_in(services)
        world.keyring.broken = None
        await services.session.try_keychain_again()
        assert services.accounts.by_id(account.id).session_only is False
    async with world.open() as services:
        await services.session.access_token(account)


@pytest.mark.parametrize(
    ("error", "raised", "passing"),
    [
        (KeyringLocked(), KeychainLocked, Passing.KEYCHAIN_LOCKED),
        (EOFError(), KeychainMissing, Passing.KEYCHAIN_MISSING),
    ],
)
async def test_an_account_whose_keychain_does_not_serve(
    world: World, error: Exception, raised: type[KeychainError], passing: Passing
) -> None:
    async with world.open() as services:
        account = await signed_in(services)
    async with world.open() as services:
        world.keyring.broken = error
        with pytest.raises(raised):
            await services.session.access_token(account)
        assert services.accounts.passing(account.id) is passing
        assert services.accounts.by_id(account.id).state is AccountState.READY
        world.keyring.broken = None
        await services.session.access_token(account)
        assert services.accounts.passing(account.id) is None


async def test_m8_the_entry_was_deleted_by_hand(world: World) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        await services.session.access_token(account)
        world.keyring.entries = {
            key: value for key, value in world.keyring.entries.items() if "client" in key[0]
        }
        await services.session.access_token(account)  # the one at hand still serves
        world.advance(hours=1)
        with pytest.raises(SessionExpired) as caught:
            await services.session.access_token(account)
        assert caught.value.details["reason"] == "no_grant"


async def test_m10_two_accounts_of_one_server(world: World) -> None:
    async with world.open() as services:
        soren = await signed_in(services)
        world.person.person = "mette"
        mette = await signed_in(services)
        await services.session.sign_out(soren)
        world.advance(hours=1)
        await services.session.access_token(mette)


async def test_windows_keeps_one_refresh_token_through_ten_renewals(world: World) -> None:
    """3.1 and T66, on a vault as strict and as forgetful as Windows'."""
    vault = WinVaultKeyring()
    world.keyring = vault  # type: ignore[assignment] # another keychain of keyring's kind
    async with world.open() as services:
        account = await signed_in(services)
        for _ in range(10):
            world.advance(hours=1)
            await services.session.access_token(account)
        grants = [target for target in vault.vault if "/grant/" in target]
        assert grants == [target for target in grants if "@" not in target]
        assert len(grants) == 1
        await services.session.sign_out(account)
        assert [target for target in vault.vault if "client-secret" not in target] == []


async def test_exit_does_not_wait_for_a_question(world: World) -> None:
    """A keychain that hangs never keeps the program alive."""
    answered = threading.Event()
    world.keyring.wait = lambda: answered.wait(5)
    async with world.open() as services:
        reading = asyncio.ensure_future(services.keychain.read("a"))
        await soon(lambda: world.keyring.calls != [])
        reading.cancel()
    answered.set()
