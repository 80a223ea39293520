"""Cookies of the API: off, in memory, and never anywhere else."""

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.fakes.raw_server import RawServer, read_head
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.history import HistorySearch
from xena_desktop.domain.identity import Account
from xena_desktop.services.house import Services

from .conftest import World, signed_in

SET = "Set-Cookie: kurv=blåbær9; Path=/Api; HttpOnly\r\nSet-Cookie: sprog=da; Max-Age=3600\r\n"


class Shop(RawServer):
    """Gives cookies with each answer; ``seen`` are those it was told."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        super().__init__(self._converse)

    def _converse(self, connection: socket.socket) -> None:
        lines = read_head(connection).decode("latin-1").split("\r\n")
        told = [line.partition(": ")[2] for line in lines if line.lower().startswith("cookie:")]
        self.seen.append("; ".join(told))
        answer = f"HTTP/1.1 200 OK\r\n{SET}Content-Length: 2\r\n\r\n[]"
        connection.sendall(answer.encode("latin-1", "replace"))


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop() as server:
        yield server


async def at(services: Services, account: Account, shop: Shop, name: str) -> Account:
    """The account over a connection to this server."""
    base = f"http://127.0.0.1:{shop.port}/Api"
    own = replace(services.connections.named("Sandbox"), id=f"own-{shop.port}", name=name, api_base_url=base)
    return services.accounts.change(account.id, connection_id=(await services.connections.save(own)).id)


async def call(services: Services, account: Account, *headers: tuple[str, str]) -> None:
    request = ApiRequest(path="Cart", headers=headers)
    await services.explorer.send(services.gate.permit(account, request))


async def test_they_are_passed_over_until_somebody_wants_them(world: World, shop: Shop) -> None:
    async with world.open() as services:
        account = await at(services, await signed_in(services), shop, "Butik")
        for _ in range(2):
            await call(services, account)
        assert shop.seen == ["", ""]
        assert services.cookies.all(account) == []


async def test_wanted_ones_come_back_are_shown_and_cleared(world: World, shop: Shop) -> None:
    async with world.open() as services:
        account = await at(services, await signed_in(services), shop, "Butik")
        services.cookies.keep(account, kept=True)
        await call(services, account)
        await call(services, account)
        assert shop.seen[0] == ""
        assert set(shop.seen[1].split("; ")) == {"kurv=blåbær9", "sprog=da"}
        first, second = services.cookies.all(account)
        assert (first.name, first.value, first.host, first.path) == ("kurv", "blåbær9", "127.0.0.1", "/Api")
        assert (first.expires_at, second.expires_at is None) == (None, False)
        await call(services, account, ("Cookie", "egen=1"))
        assert shop.seen[2] == "egen=1"
        services.cookies.clear(account)
        await call(services, account)
        assert shop.seen[3] == ""
        services.cookies.keep(account, kept=False)
        await call(services, account)
        assert shop.seen[4] == ""
        await services.history.settled()
        entries = await services.history.page(HistorySearch())
        assert len(entries) == 5
        whole = repr([await services.history.read(entry.id) for entry in entries])
        assert "blåbær9" not in whole + world.text_of_home()


async def test_they_go_to_no_other_origin_and_to_no_other_account(world: World, shop: Shop) -> None:
    async with world.open() as services:
        account = await at(services, await signed_in(services), shop, "Butik")
        services.cookies.keep(account, kept=True)
        await call(services, account)
        with Shop() as other:
            account = await at(services, account, other, "En anden")
            await call(services, account)
            assert other.seen == [""]
        somebody = replace(account, id="somebody-else")
        assert not services.cookies.are_kept(somebody)
        assert services.cookies.jar(somebody, services.accounts.connection_of(account)) is None


async def test_signing_out_takes_them_along(world: World, shop: Shop) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        services.cookies.keep(account, kept=True)
        await services.session.sign_out(account)
        assert not services.cookies.are_kept(account)
