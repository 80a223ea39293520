import asyncio
import json
import threading
import time
from dataclasses import replace

import pytest

from xena_desktop.domain.body import Multipart, Part
from xena_desktop.domain.errors import (
    AddressOutsideConnection,
    DeletionUnconfirmed,
    HostUnreachable,
    PlaceholdersUnfilled,
    ReadOnlyConnection,
    RefusedError,
    RequestInvalid,
    XenaError,
)
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.identity import Account
from xena_desktop.services.house import Services

from .conftest import Wire, World, signed_in, soon


async def read_only(services: Services, account: Account) -> None:
    """Let the account's connection be read-only."""
    own = replace(services.connections.named("Sandbox"), id="own-1", name="Kun læsning", read_only=True)
    services.accounts.change(account.id, connection_id=(await services.connections.save(own)).id)


async def test_profile(world: World) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        profile = await services.explorer.profile(account)
        assert profile.claims["name"] == account.name
        assert len(profile.fiscal_setups) > 1
        assert all(setup.name and setup.role and setup.id.isdigit() for setup in profile.fiscal_setups)
        assert profile.picture
        assert profile.picture.startswith(b"\x89PNG")
        chosen = services.accounts.by_id(account.id).fiscal_id
        assert chosen == profile.fiscal_setups[0].id
        await services.accounts.choose_fiscal_setup(account, profile.fiscal_setups[1].id)
        await services.explorer.profile(account)
        assert services.accounts.by_id(account.id).fiscal_id == profile.fiscal_setups[1].id


async def test_a_profile_without_userinfo_and_picture(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        wire.answers["/connect/userinfo"] = "500 Internal Server Error"
        wire.answers["/Api/User/XenaUserMembership"] = "500 Internal Server Error"
        for path in {seen.path for seen in wire.seen} | {"/sandbox/pictures/soren.png"}:
            if "picture" in path:
                wire.answers[path] = "404 Not Found"
        profile = await services.explorer.profile(account)
        assert profile.claims == account.claims
        assert profile.picture is None
        assert profile.fiscal_setups
        assert {setup.role for setup in profile.fiscal_setups} == {""}


@pytest.mark.parametrize("picture", ["", "http://evil.test/p.png", "http://127.0.0.1:1/p.png", 5, None])
async def test_pictures_that_are_not_fetched(world: World, wire: Wire, picture: object) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        account = services.accounts.change(account.id, claims={**account.claims, "picture": picture})
        wire.answers["/connect/userinfo"] = "500 Internal Server Error"
        assert (await services.explorer.profile(account)).picture is None


async def test_a_call_fills_the_fiscal_setup(world: World) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        with pytest.raises(PlaceholdersUnfilled):
            await services.explorer.send(
                services.gate.permit(account, ApiRequest(path="Fiscal/{fiscalId}/Partner/{partnerId}"))
            )
        setups = (await services.explorer.profile(account)).fiscal_setups
        await services.accounts.choose_fiscal_setup(account, setups[0].id)
        answer = await services.explorer.send(
            services.gate.permit(account, ApiRequest(path="Fiscal/{fiscalId}/Partner"))
        )
        assert (answer.status, answer.method) == (200, "GET")
        assert answer.url.endswith(f"/Api/Fiscal/{setups[0].id}/Partner")
        assert json.loads(answer.body)
        assert answer.header("content-type").startswith("application/json")


async def test_the_only_fiscal_setup_is_taken(world: World) -> None:
    world.person.person = "bo"
    async with world.open() as services:
        account = await signed_in(services)
        answer = await services.explorer.send(
            services.gate.permit(account, ApiRequest(path="Fiscal/{FiscalId}/Partner"))
        )
        assert answer.status == 200


async def test_what_is_sent(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        token = await services.session.access_token(account)
        request = ApiRequest(
            method="post", path="Søg/x", query=(("ø", "1 2"),), headers=(("X-A", " b"),), body='{"æ": 1}'.encode()
        )  # fmt: skip
        answer = await services.explorer.send(services.gate.permit(account, request))
        assert answer.status == 404
        seen = wire.requests("/Api/S")[0]
        assert (seen.method, seen.form) == ("POST", '{"æ": 1}')
        assert seen.authorization == f"Bearer {token.value.reveal()}"


async def test_what_stands_between_parts_cannot_be_foretold(world: World, wire: Wire) -> None:
    request = ApiRequest(
        method="POST", path="Nothing/parts", body=Multipart(parts=(Part(name="a", value="1"),))
    )
    async with world.open() as services:
        account = await signed_in(services)
        for _ in range(2):
            await services.explorer.send(services.gate.permit(account, request))
        boundaries = {seen.form.partition("\r\n")[0] for seen in wire.requests("/Api/Nothing/parts")}
        assert len(boundaries) == 2
        assert all(len(boundary) > 32 for boundary in boundaries)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "delete"])
async def test_read_only_refuses_before_anything_is_sent(world: World, wire: Wire, method: str) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        await read_only(services, account)
        account = services.accounts.by_id(account.id)
        calls, sent = len(world.keyring.calls), len(wire.seen)
        with pytest.raises((ReadOnlyConnection, DeletionUnconfirmed)):
            await services.explorer.send(
                services.gate.permit(account, ApiRequest(method=method, path="Fiscal/{fiscalId}/Partner"))
            )
        assert (len(world.keyring.calls), len(wire.seen)) == (calls, sent)


async def test_writing_with_leave(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        await read_only(services, account)
        account = services.accounts.by_id(account.id)
        request = ApiRequest(method="DELETE", path="Nothing/5")
        answer = await services.explorer.send(
            services.gate.permit_in_terminal(account, request, allow_write=True)
        )
        assert answer.is_error
        assert [seen.method for seen in wire.requests("/Api/Nothing/5")] == ["DELETE"]


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("https://evil.test/", AddressOutsideConnection),
        ("http://127.0.0.1:1/Api/User", AddressOutsideConnection),
        ("http://evil.test/", RefusedError),
        ("//evil.test/", RequestInvalid),
        ("../x", RequestInvalid),
    ],
)
async def test_addresses_outside(world: World, wire: Wire, path: str, error: type[XenaError]) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        sent = len(wire.seen)
        with pytest.raises(error):
            await services.explorer.send(services.gate.permit(account, ApiRequest(path=path)))
        assert len(wire.seen) == sent


async def test_cancelling_closes_the_connection(world: World, wire: Wire) -> None:
    def network_threads() -> list[threading.Thread]:
        return [thread for thread in threading.enumerate() if thread.name == "network"]

    async with world.open() as services:
        account = await signed_in(services)
        await services.session.access_token(account)
        wire.hold("/Api/User/FiscalSetup")
        call = asyncio.create_task(
            services.explorer.send(services.gate.permit(account, ApiRequest(path="User/FiscalSetup")))
        )
        await soon(wire.arrived.is_set)
        assert network_threads()
        began = time.monotonic()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        await soon(lambda: not network_threads())
        assert time.monotonic() - began < 2  # while the Sandbox still holds its answer back
        wire.release()


async def test_a_server_that_went_away(world: World) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        connection = services.connections.named("Sandbox")
        own = await services.connections.save(replace(connection, id="own-1", name="Egen"))
        account = services.accounts.change(account.id, connection_id=own.id)
        await services.sandbox.stop()
        with pytest.raises(HostUnreachable):
            await services.explorer.send(services.gate.permit(account, ApiRequest(path="User/FiscalSetup")))
