import asyncio
import json
from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from filelock import FileLock
from keyring.errors import KeyringLocked

from xena_desktop.domain.errors import (
    ClientRefused,
    IdentityMismatch,
    KeychainLocked,
    SessionExpired,
    UnknownAccount,
)
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.identity import AccountState
from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.tokens import GrantRecord

from .conftest import Wire, World, renewed, signed_in, soon

SETUPS = ApiRequest(path="User/FiscalSetup")


def refreshes(wire: Wire) -> list[str]:
    """The refresh tokens that were presented, in order."""
    forms = [parse_qs(seen.form) for seen in wire.requests("/connect/token")]
    return [form["refresh_token"][0] for form in forms if form["grant_type"] == ["refresh_token"]]


async def test_an_access_token_is_used_until_it_ends(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        first = await services.session.access_token(account)
        world.advance(minutes=58)
        assert await services.session.access_token(account) == first
        assert refreshes(wire) == []
        world.advance(minutes=2)
        second = await services.session.access_token(account)
        assert second.value != first.value
        renewed = services.accounts.by_id(account.id)
        assert (renewed.generation, renewed.in_flight, renewed.state) == (2, None, AccountState.READY)
        assert renewed.access_expires_at == second.expires_at
    assert len(refreshes(wire)) == 1


async def test_another_program_finds_the_same_token(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        token = await services.session.access_token(account)
    async with world.open() as services:
        assert await services.session.access_token(services.accounts.named(None)) == token
    assert refreshes(wire) == []


async def test_twenty_calls_renew_once(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        world.advance(hours=2)
        answers = await asyncio.gather(
            *(services.explorer.send(services.gate.permit(account, SETUPS)) for _ in range(20))
        )
        assert {answer.status for answer in answers} == {200}
        assert len(refreshes(wire)) == 1
        assert services.accounts.by_id(account.id).generation == 2


async def test_twenty_forced_renewals_are_one(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        tokens = await asyncio.gather(*(renewed(services, account) for _ in range(20)))
        assert len(set(tokens)) == 1
        assert len(refreshes(wire)) == 1


async def test_two_programs_renew_at_once(world: World, wire: Wire) -> None:
    async with world.open() as first:
        account = await signed_in(first)
        async with world.open() as second:
            for _ in range(3):
                world.advance(hours=2)
                programs = [first, second] * 3
                tokens = await asyncio.gather(*(each.session.access_token(account) for each in programs))
                assert len(set(tokens)) == 1
            assert {each.accounts.by_id(account.id).generation for each in (first, second)} == {4}
    assert len(refreshes(wire)) == len(set(refreshes(wire))) == 3


async def test_the_other_program_signed_out(world: World) -> None:
    async with world.open() as first:
        account = await signed_in(first)
        async with world.open() as second:
            await second.session.sign_out(account)
        told: list[int] = []
        first.accounts.subscribe(lambda: told.append(len(first.accounts.all())))
        with pytest.raises(SessionExpired) as caught:
            await first.session.access_token(account)
        assert caught.value.details["reason"] == "signed_out"
        assert told == [0]
        with pytest.raises(UnknownAccount):
            first.accounts.by_id(account.id)


async def test_the_sandbox_starts_anew(world: World, wire: Wire) -> None:
    """Its signing key is another then: the API answers 401 once, and the ID token needs the new key."""
    async with world.open() as services:
        account = await signed_in(services)
        await services.sandbox.stop()
        answer = await services.explorer.send(services.gate.permit(account, SETUPS))
        assert answer.status == 200
        assert [seen.status for seen in wire.requests("/Api/User/FiscalSetup")] == [401, 200]
        assert len(refreshes(wire)) == 1
        assert services.accounts.by_id(account.id).generation == 2


async def test_one_renewal_and_one_replay(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        wire.answers["/Api/User/FiscalSetup"] = "401 Unauthorized"
        answer = await services.explorer.send(services.gate.permit(account, SETUPS))
        assert answer.status == 401
        sent = wire.requests("/Api/User/FiscalSetup")
        assert len(sent) == 2
        assert sent[0].authorization != sent[1].authorization
        assert len(refreshes(wire)) == 1


async def test_an_api_that_refuses_for_ever_ends_the_renewals(world: World, wire: Wire) -> None:
    """T43: two forced renewals within a minute, then the 401 itself is the answer; a minute later one more."""
    async with world.open() as services:
        account = await signed_in(services)
        wire.answers["/Api/User/FiscalSetup"] = "401 Unauthorized"
        answers = [await services.explorer.send(services.gate.permit(account, SETUPS)) for _ in range(6)]
        assert {answer.status for answer in answers} == {401}
        assert len(refreshes(wire)) == 2
        assert len(wire.requests("/Api/User/FiscalSetup")) == 2 + 2 + 4
        world.advance(seconds=61)
        await services.explorer.send(services.gate.permit(account, SETUPS))
        assert len(refreshes(wire)) == 3


async def test_a_token_that_was_renewed_meanwhile_is_not_renewed_again(world: World, wire: Wire) -> None:
    """A late 401 speaks of the former token."""
    async with world.open() as services:
        account = await signed_in(services)
        former = await services.session.access_token(account)
        later = await renewed(services, account)
        assert await services.session.another_access_token(account, refused=former) == later
        assert len(refreshes(wire)) == 1


@pytest.mark.parametrize("status", ["403 Forbidden", "500 Internal Server Error", "302 Found"])
async def test_other_answers_renew_nothing(world: World, wire: Wire, status: str) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        wire.answers["/Api/User/FiscalSetup"] = status
        assert (await services.explorer.send(services.gate.permit(account, SETUPS))).status == int(status[:3])
        assert len(wire.requests("/Api/User/FiscalSetup")) == 1
    assert refreshes(wire) == []


async def test_nothing_to_renew_with(world: World) -> None:
    async with world.open() as services:
        connection = services.connections.named("Sandbox")
        async with services.sign_in.begin(
            connection, scopes=frozenset({"openid", "testapi"}), seconds=20
        ) as pending:
            await pending.open_browser()
            account = await pending.completed()
        await services.session.access_token(account)
        world.advance(hours=2)
        with pytest.raises(SessionExpired) as caught:
            await services.session.access_token(account)
        assert caught.value.details["reason"] == "no_refresh_token"
        assert services.accounts.by_id(account.id).state == AccountState.SIGN_IN_NEEDED


async def test_a_damaged_grant_is_sent_nowhere(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        key = next(key for key in world.keyring.entries if key[0].endswith(f"/grant/{account.id}"))
        world.keyring.entries[key] = world.keyring.entries[key].replace("sandbox", "sandbax")
        world.advance(hours=2)
        with pytest.raises(SessionExpired) as caught:
            await services.session.access_token(account)
        assert caught.value.details["reason"] == "no_grant"
    assert refreshes(wire) == []


async def test_a_damaged_access_token_is_renewed(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
    key = next(key for key in world.keyring.entries if key[0].endswith(f"/access/{account.id}"))
    world.keyring.entries[key] = "{"
    async with world.open() as services:
        await services.session.access_token(account)
    assert len(refreshes(wire)) == 1


async def test_a_cancelled_call_does_not_break_the_renewal_off(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        world.advance(hours=2)
        wire.hold("/connect/token")
        call = asyncio.create_task(services.explorer.send(services.gate.permit(account, SETUPS)))
        await soon(wire.arrived.is_set)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        wire.release()
        assert (await services.explorer.send(services.gate.permit(account, SETUPS))).status == 200
        assert services.accounts.by_id(account.id).generation == 2
    assert len(refreshes(wire)) == 1


async def test_the_program_ends_during_a_renewal(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        world.advance(hours=2)
        wire.hold("/connect/token")
        call = asyncio.create_task(services.explorer.send(services.gate.permit(account, SETUPS)))
        await soon(wire.arrived.is_set)
        call.cancel()
        asyncio.get_running_loop().call_later(0.2, wire.release)
    async with world.open() as services:
        assert services.accounts.by_id(account.id).generation == 2
        await renewed(services, account)
    assert len(refreshes(wire)) == len(set(refreshes(wire))) == 2


async def test_sign_out(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        signed_out = await services.session.sign_out(account)
        assert (signed_out.revoked, signed_out.end_session_url) == (True, None)
        assert services.accounts.all() == ()
        assert not list(world.home.glob("accounts/*"))
        assert {service.split("/", 1)[1] for service in world.keyring.services} == {"client-secret/sandbox"}
        revoked = parse_qs(wire.requests("/connect/revocation")[0].form)
        assert revoked["token"][0] in json.dumps(sorted(world.keyring.seen))
        assert json.loads((world.home / "sandbox" / "state.json").read_text())["refresh_tokens"] == {}
        with pytest.raises(SessionExpired):
            await services.session.access_token(account)


async def test_sign_out_everywhere(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        signed_out = await services.session.sign_out(account, everywhere=True)
        assert signed_out.revoked
        assert signed_out.end_session_url
        address, _, query = signed_out.end_session_url.partition("?")
        assert address == f"{account.issuer}/connect/endsession"
        hint = parse_qs(query)
        assert list(hint) == ["id_token_hint"]
        assert hint["id_token_hint"][0] in [
            json.loads(seen.body)["id_token"] for seen in wire.requests("/connect/token")
        ]


async def test_sign_out_while_the_server_does_not_answer(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        wire.answers["/connect/revocation"] = "503 Service Unavailable"
        signed_out = await services.session.sign_out(account, everywhere=True)
        assert signed_out.revoked is False
        assert services.accounts.all() == ()
        assert not any("/grant/" in s or "/access/" in s for s in world.keyring.services)


async def test_sign_out_offline(world: World) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        own = replace(services.connections.named("Sandbox"), id="own-1", name="Egen")
        services.accounts.change(account.id, connection_id=(await services.connections.save(own)).id)
        account = services.accounts.by_id(account.id)
        await services.sandbox.stop()
        signed_out = await services.session.sign_out(account, everywhere=True)
        assert (signed_out.revoked, signed_out.pending) == (False, True)
        assert services.accounts.all() == ()
        assert not any("/grant/" in s or "/access/" in s for s in world.keyring.services)


async def test_a_grant_is_not_shown_to_another_server(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        sandbox = services.connections.named("Sandbox")
        own = replace(sandbox, id="own-1", name="Egen", client_id="another-client")
        services.accounts.change(account.id, connection_id=(await services.connections.save(own)).id)
        sent = len(wire.seen)
        with pytest.raises(SessionExpired) as caught:
            await renewed(services, account)
        assert caught.value.details["reason"] == "other_connection"
        assert len(wire.seen) == sent


async def test_a_client_that_is_not_accepted_any_more(world: World) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        connection = services.connections.named("Sandbox")
        key = next(key for key in world.keyring.entries if key[0].endswith("client-secret/sandbox"))
        right, world.keyring.entries[key] = world.keyring.entries[key], "a-wrong-secret"
        with pytest.raises(ClientRefused):
            await renewed(services, account)
        assert services.accounts.by_id(account.id).state == AccountState.CLIENT_REFUSED
        assert await services.connections.has_client_secret(connection)
        world.keyring.entries[key] = right
        await renewed(services, account)
        assert services.accounts.by_id(account.id).state == AccountState.READY


async def test_a_renewal_for_another_person_is_not_kept(world: World) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        key = next(key for key in world.keyring.entries if key[0].endswith(f"/grant/{account.id}"))
        record = GrantRecord.opened(Secret(world.keyring.entries[key]))
        assert record is not None
        world.keyring.entries[key] = before = replace(record, subject="somebody-else").sealed().reveal()
        with pytest.raises(IdentityMismatch):
            await renewed(services, account)
        assert services.accounts.by_id(account.id).state == AccountState.SIGN_IN_NEEDED
        assert before not in world.keyring.entries.values()


async def test_a_renewal_elsewhere_that_does_not_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xena_desktop.services.process_locks.LOCK_SECONDS", 0.1)
    async with world.open() as services:
        account = await signed_in(services)
        with (
            FileLock(str(world.home / "locks" / f"{account.id}.lock")),
            pytest.raises(SessionExpired) as caught,
        ):
            await renewed(services, account)
        assert caught.value.details["reason"] == "busy"
        await renewed(services, account)


async def test_a_keychain_that_does_not_let_go(world: World) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        world.keyring.broken = KeyringLocked("locked")
        with pytest.raises(KeychainLocked):
            await services.session.sign_out(account)
        (kept,) = services.accounts.all()
        assert (kept.id, kept.state) == (account.id, AccountState.SIGNING_OUT)
        world.keyring.broken = None
        with pytest.raises(SessionExpired):
            await services.session.access_token(account)
        assert (await services.session.sign_out(account)).revoked
        assert services.accounts.all() == ()
