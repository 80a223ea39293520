"""Table J of the negative cases, and T70: what becomes of tokens when an account is signed out."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from keyring.errors import KeyringError, KeyringLocked

from tests.fakes.rotating_provider import Change, RotatingProvider, answer, refuse
from tests.unit.services.test_renewal_table import signed_in
from xena_desktop.domain.errors import KeychainDenied, KeychainError, KeychainLocked, SessionExpired
from xena_desktop.domain.identity import Account, AccountState
from xena_desktop.services.house import Services

from .conftest import World, soon


@dataclass
class Case:
    """One account, signed in a moment ago."""

    world: World
    provider: RotatingProvider
    services: Services
    account: Account

    def slots(self) -> set[str]:
        """The slots of the keychain that hold something of an account."""
        services = {service.split("/", 1)[1].split("#")[0] for service in self.world.keyring.services}
        return {slot.split("/")[0] for slot in services} - {"client-secret"}

    def files(self) -> list[Path]:
        return list((self.world.home / "accounts").glob("*.json"))

    def answer_revocation(self, change: Change | None) -> None:
        if change is None:
            self.provider.hooks.pop("revocation_reply", None)
        else:
            self.provider.hooks["revocation_reply"] = change


@pytest.fixture
def provider() -> Iterator[RotatingProvider]:
    with RotatingProvider() as provider:
        yield provider


@pytest.fixture
async def case(world: World, provider: RotatingProvider) -> AsyncIterator[Case]:
    world.browser = provider.browse
    provider.now = lambda: world.now().timestamp()
    async with world.open() as services:
        yield Case(world, provider, services, await signed_in(provider, services))


@pytest.mark.parametrize(
    ("change", "revoked", "pending"),
    [
        pytest.param(None, True, False, id="T70"),
        pytest.param(answer(200, body=b""), True, False, id="J1"),
        pytest.param(answer(503, Retry_After="120"), False, True, id="J2"),
        pytest.param(answer(503), False, True, id="J2-without-time"),
        pytest.param(refuse("unsupported_token_type"), False, False, id="J3"),
        pytest.param(refuse("invalid_client"), False, False, id="J3-client"),
    ],
)
async def test_what_the_server_answers(
    case: Case, change: Change | None, revoked: bool, pending: bool
) -> None:
    case.answer_revocation(change)
    done = await case.services.session.sign_out(case.account)
    assert (done.revoked, done.pending) == (revoked, pending)
    assert case.services.accounts.all() == ()
    assert case.slots() == ({"revoke"} if pending else set())
    assert bool(case.files()) is pending
    asked = case.provider.asked("revocation")
    assert [(one.form["token"], one.form["token_type_hint"]) for one in asked] == [
        ("refresh-1", "refresh_token")
    ]


async def test_j4_a_server_without_such_an_endpoint(case: Case) -> None:
    case.provider.change("discovery", revocation_endpoint=None)
    case.world.advance(hours=2)  # the discovery document is read anew
    done = await case.services.session.sign_out(case.account)
    assert (done.revoked, done.pending) == (False, False)
    assert (case.slots(), case.files()) == (set(), [])


async def test_j5_offline_then_finished_by_the_next_start(case: Case) -> None:
    case.provider.__exit__(None, None, None)
    done = await case.services.session.sign_out(case.account, everywhere=True)
    assert (done.revoked, done.pending) == (False, True)
    assert case.slots() == {"revoke"}
    (left,) = [json.loads(path.read_text()) for path in case.files()]
    assert (left["state"], left["name"], left["claims"]) == ("signed_out", "", {})
    async with case.world.open() as other:
        await other.session.finish_signing_out()
        assert other.accounts.all() == ()
    assert case.slots() == {"revoke"}
    port = case.provider.port
    case.provider.listen_again(port)
    async with case.world.open():
        await soon(lambda: case.files() == [])  # nobody asks for it
    assert case.provider.revoked == {"refresh-1"}
    assert case.slots() == set()


async def test_j5_after_seven_days_it_is_given_up(case: Case) -> None:
    case.answer_revocation(answer(503))
    await case.services.session.sign_out(case.account)
    case.world.advance(days=6, hours=23)
    await case.services.session.finish_signing_out()
    assert len(case.provider.asked("revocation")) == 2
    case.world.advance(hours=2)
    await case.services.session.finish_signing_out()
    assert len(case.provider.asked("revocation")) == 2
    assert (case.slots(), case.files()) == (set(), [])


async def test_j5_the_connection_was_removed_meanwhile(case: Case) -> None:
    case.answer_revocation(answer(503))
    await case.services.session.sign_out(case.account)
    await case.services.connections.remove(case.services.connections.by_id(case.account.connection_id))
    await case.services.session.finish_signing_out()
    assert (case.slots(), case.files()) == (set(), [])
    assert len(case.provider.asked("revocation")) == 1


async def test_j5_the_connection_leads_elsewhere_meanwhile(case: Case) -> None:
    """A refresh token is shown to nobody but the server and the client it was given to."""
    case.answer_revocation(answer(503))
    await case.services.session.sign_out(case.account)
    connection = case.services.connections.by_id(case.account.connection_id)
    await case.services.connections.save(replace(connection, client_id="another"))
    await case.services.session.finish_signing_out()
    assert len(case.provider.asked("revocation")) == 1
    assert (case.slots(), case.files()) == (set(), [])


async def test_j6_j7_the_browser_session_ends_by_the_id_token_in_memory(case: Case) -> None:
    """Without a redirect afterwards: whatever state comes back with it, nobody listens."""
    done = await case.services.session.sign_out(case.account, everywhere=True)
    assert done.end_session_url is not None
    address, _, query = done.end_session_url.partition("?")
    assert address == f"{case.provider.issuer}/connect/endsession"
    assert query.startswith("id_token_hint=eyJ")
    assert "&" not in query


async def test_j6_without_a_hint_in_memory(case: Case) -> None:
    async with case.world.open() as other:
        done = await other.session.sign_out(case.account, everywhere=True)
    assert done.end_session_url == f"{case.provider.issuer}/connect/endsession"


@pytest.mark.parametrize(("number", "slot"), [(1, "reading"), (3, "writing"), (8, "removing")])
@pytest.mark.parametrize("error", [KeyringLocked("locked"), KeyringError("no")], ids=["locked", "refused"])
async def test_j8_the_keychain_does_not_let_go(case: Case, number: int, slot: str, error: Exception) -> None:
    case.world.keyring.fail_at(number, error)
    expected: type[KeychainError] = KeychainLocked if isinstance(error, KeyringLocked) else KeychainDenied
    with pytest.raises(expected):
        await case.services.session.sign_out(case.account)
    (kept,) = case.services.accounts.all()
    assert kept.state is AccountState.SIGNING_OUT
    assert case.provider.asked("revocation") == []
    for program in (case.services,):
        with pytest.raises(SessionExpired):
            await program.session.access_token(case.account)
    async with case.world.open() as other:
        await soon(lambda: case.files() == [])  # the next start finishes it
        assert other.accounts.refreshed(case.account.id) is None
    assert case.slots() == set()
    assert case.provider.revoked == {"refresh-1"}


async def test_j9_during_a_renewal(case: Case) -> None:
    """The renewal ends, its refresh token is the one that is revoked, and nobody gets the access token."""
    case.world.advance(hours=2)
    case.provider.hold_renewals()
    renewal = asyncio.ensure_future(case.services.session.access_token(case.account))
    await soon(case.provider.held.is_set)
    signing_out = asyncio.ensure_future(case.services.session.sign_out(case.account))
    await asyncio.sleep(0.1)
    assert not signing_out.done()
    case.provider.release_renewals()
    assert (await signing_out).revoked
    with pytest.raises(SessionExpired) as caught:
        await renewal
    assert caught.value.details["reason"] == "signed_out"
    assert case.provider.revoked == {"refresh-2"}
    assert (case.slots(), case.files()) == (set(), [])


async def test_j10_while_another_process_renews(case: Case) -> None:
    case.world.advance(hours=2)
    case.provider.hold_renewals()
    async with case.world.open() as other:
        renewal = asyncio.ensure_future(other.session.access_token(case.account))
        await soon(case.provider.held.is_set)
        signing_out = asyncio.ensure_future(case.services.session.sign_out(case.account))
        await asyncio.sleep(0.1)
        case.provider.release_renewals()
        assert (await signing_out).revoked
        with pytest.raises(SessionExpired):
            await renewal
        with pytest.raises(SessionExpired):
            await other.session.access_token(case.account)
    assert case.provider.revoked == {"refresh-2"}
    assert case.provider.reuses == 0
    assert (case.slots(), case.files()) == (set(), [])


async def test_j11_the_tokens_are_gone_already(case: Case) -> None:
    case.world.keyring.entries.clear()
    done = await case.services.session.sign_out(case.account)
    assert (done.revoked, done.pending) == (False, False)
    assert (case.slots(), case.files()) == (set(), [])
    assert case.provider.asked("revocation") == []


async def test_signing_in_again_before_it_is_finished(case: Case) -> None:
    case.answer_revocation(answer(503))
    await case.services.session.sign_out(case.account)
    case.answer_revocation(None)
    case.provider.refresh_token = "refresh-new"
    again = await signed_in(case.provider, case.services)
    assert again.id != case.account.id
    await case.services.session.finish_signing_out()
    assert case.provider.revoked == {"refresh-1"}
    assert case.services.accounts.all() == (again,)


async def test_l5_a_call_under_way_ends(case: Case) -> None:
    never = asyncio.Event()
    call = asyncio.ensure_future(case.services.session.while_signed_in(case.account, never.wait()))
    given_up = asyncio.ensure_future(case.services.session.while_signed_in(case.account, never.wait()))
    await asyncio.sleep(0)
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    await case.services.session.sign_out(case.account)
    with pytest.raises(SessionExpired):
        await call
