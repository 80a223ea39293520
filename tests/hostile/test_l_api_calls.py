"""L: calls to the API. The access token goes to the API's own origin and nowhere else, and is renewed once."""

import asyncio
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.fakes.hostile_provider import HostileProvider
from tests.fakes.processes import wait_until
from xena_desktop.domain.errors import (
    AddressOutsideConnection,
    ConnectionFileInvalid,
    InsecureAddress,
    RefusedError,
    RequestInvalid,
    SessionExpired,
    XenaError,
)
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest, target_url
from xena_desktop.services.house import Services

from .desk import CONNECTION, Desk

SETUPS = ApiRequest(path="User/FiscalSetup")
RENEWED = {"access_token": "access-2", "refresh_token": "refresh-2", "id_token": None}


async def call(desk: Desk, request: ApiRequest = SETUPS) -> ApiAnswer:
    async with desk.open() as services:
        return await services.explorer.send(services.gate.permit(services.accounts.named(None), request))


def tokens(desk: Desk) -> list[str]:
    return [received.headers["Authorization"] for received in desk.server.asked("api")]


@pytest.mark.parametrize(
    "headers",
    [(), (("WWW-Authenticate", "Bearer"),), (("WWW-Authenticate", 'Bearer error="invalid_token"'),)],
    ids=["L2-without-www-authenticate", "L2-bare", "L2-invalid-token"],
)
async def test_L2_a_401_renews_once_and_asks_once_more(
    desk: Desk, headers: tuple[tuple[str, str], ...]
) -> None:
    desk.server.change("token", **RENEWED)
    desk.server.answer("api", status=401, headers=headers)
    assert (await call(desk)).status == 401
    assert desk.asked == "api discovery token api"
    assert tokens(desk) == ["Bearer access-1", "Bearer access-2"]


async def test_L3_a_401_for_want_of_scope_renews_nothing(desk: Desk) -> None:
    challenge = 'Bearer realm="Xena", error="insufficient_scope", scope="testapi"'
    desk.server.answer("api", status=401, headers=(("WWW-Authenticate", challenge),))
    assert (await call(desk)).status == 401
    assert desk.asked == "api"


@contextmanager
def held(desk: Desk) -> Iterator[threading.Event]:
    """The API takes a request, and answers when the block is left; the event says that it has one."""
    arrived, released = threading.Event(), threading.Event()

    def hold(document: Any) -> Any:
        arrived.set()
        released.wait(10)
        return document

    desk.server.hooks["api"] = hold
    try:
        yield arrived
    finally:
        released.set()


async def begun(services: Services, arrived: threading.Event) -> "asyncio.Task[ApiAnswer]":
    task = asyncio.create_task(
        services.explorer.send(services.gate.permit(services.accounts.named(None), SETUPS))
    )
    await asyncio.to_thread(wait_until, arrived.is_set, what="the call", seconds=5)
    return task


async def test_L5_signing_out_during_a_call(desk: Desk) -> None:
    """A renewal that the call then needs is not begun, and nothing of the account comes back."""
    desk.server.answer("api", status=401)
    async with desk.open() as services:
        with held(desk) as arrived:
            task = await begun(services, arrived)
            await services.session.sign_out(services.accounts.named(None))
        with pytest.raises(SessionExpired):
            await task
    assert desk.asked == "api discovery revocation"
    assert not any("/grant/" in service or "/access/" in service for service in desk.keyring.services)
    assert not list(desk.home.glob("accounts/*.json"))


async def test_L6_another_account_is_chosen_during_a_call(desk: Desk) -> None:
    """The answer belongs to whoever asked; a later call asks as the other one."""
    async with desk.open() as services:
        alice = services.accounts.named(None)
        desk.server.subject, desk.server.access_token = "bob", "access-of-bob"
        bob = (await desk.signed_in(services)).account
        assert bob is not None
        with held(desk) as arrived:
            task = asyncio.create_task(services.explorer.send(services.gate.permit(alice, SETUPS)))
            await asyncio.to_thread(wait_until, arrived.is_set, what="the call", seconds=5)
            await services.settings.save(replace(services.settings.settings, last_account_id=bob.id))
        assert (await task).status == 200
        await services.explorer.send(services.gate.permit(bob, SETUPS))
    assert tokens(desk) == ["Bearer access-1", "Bearer access-of-bob"]


async def test_L7_an_api_on_http_is_not_called(desk: Desk) -> None:
    async with desk.open() as services:
        http = replace(services.connections.named(CONNECTION), api_base_url="http://api.xena.example/Api")
        with pytest.raises(ConnectionFileInvalid):
            await services.connections.save(http)
    with pytest.raises(InsecureAddress):
        target_url(http, SETUPS)


async def test_L8_an_echoed_token_is_masked(desk: Desk) -> None:
    desk.server.hooks["api"] = lambda _: {"Authorization": "Bearer access-1", "other": "ø"}
    echo = (("X-Echo", "Bearer access-1"), ("Content-Type", "application/json"))
    desk.server.answer("api", headers=echo)
    answer = await call(desk)
    assert b"access-1" not in answer.body
    assert "access-1" not in str(answer.headers)
    assert "•••" in answer.body.decode()
    assert answer.header("X-Echo") == "Bearer •••"


# --- to whom the access token goes ------------------------------------------------------------------------


@pytest.fixture
def elsewhere() -> Iterator[HostileProvider]:
    """Another server on this computer, which must not hear of anything."""
    with HostileProvider() as running:
        yield running


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_T44_a_redirect_is_shown_and_not_followed(
    desk: Desk, elsewhere: HostileProvider, status: int
) -> None:
    desk.server.answer("api", status=status, headers=(("Location", f"{elsewhere.issuer}/Api/User"),))
    answer = await call(desk)
    assert (answer.status, answer.header("Location")) == (status, f"{elsewhere.issuer}/Api/User")
    assert not elsewhere.received
    assert desk.asked == "api"


ADDRESSES: dict[str, type[XenaError]] = {
    "https://evil.example/": AddressOutsideConnection,
    "https://127.0.0.1.evil.example/Api/User": AddressOutsideConnection,
    "https://127.0.0.1:{port}.evil.example/": RefusedError,
    "https://127.0.0.1:{port}@evil.example/": RefusedError,
    "https://evil.example\\@127.0.0.1:{port}/": RequestInvalid,
    "https://127.0.0.1:{port}\\.evil.example/": RequestInvalid,
    "https://127.0.0.1:{elsewhere}/Api/User": AddressOutsideConnection,
    "http://127.0.0.1:{elsewhere}/Api/User": AddressOutsideConnection,
    "http://127.0.0.1:{port}/Api/User": AddressOutsideConnection,
    "https://localhost:{port}/Api/User": AddressOutsideConnection,
    "https://127.0.0.1/Api/User": AddressOutsideConnection,
    "https://xеna.biz/Api/User": RefusedError,
    "//evil.example/Api/User": RequestInvalid,
    "\\\\evil.example\\Api": RequestInvalid,
    "/\\evil.example/": RequestInvalid,
    "../../evil": RequestInvalid,
    "ftp://127.0.0.1:{port}/": RefusedError,
}


@pytest.mark.parametrize("address", ADDRESSES)
async def test_T45_no_typed_address_leads_the_token_away(
    desk: Desk, elsewhere: HostileProvider, address: str
) -> None:
    path = address.format(port=desk.server.port, elsewhere=elsewhere.port)
    with pytest.raises(ADDRESSES[address]):
        await call(desk, ApiRequest(path=path))
    assert not elsewhere.received
    assert desk.asked == ""


async def test_T45_the_whole_address_of_the_api_itself_is_one_of_its_paths(desk: Desk) -> None:
    assert (await call(desk, ApiRequest(path=f"{desk.server.issuer}/Api/User"))).status == 200
    assert tokens(desk) == ["Bearer access-1"]


async def test_T46_a_netrc_neither_adds_nor_replaces_credentials(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(os.environ["HOME"]) / ".netrc"
    file.write_text("machine 127.0.0.1 login somebody password word\n", encoding="ascii")
    file.chmod(0o600)
    monkeypatch.setenv("NETRC", str(file))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(file))
    try:
        assert requests.utils.get_netrc_auth(desk.server.issuer) == ("somebody", "word")
        outcome = await desk.sign_in()
        assert outcome.account is not None, outcome.error
        await call(desk)
    finally:
        file.unlink()
    assert [received.headers["Authorization"] for received in desk.server.received] == [
        *(None, None, None),
        "Bearer access-1",
        "Bearer access-1",
    ]
