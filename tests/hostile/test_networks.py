"""T48 and T49 through the whole program: a company's certificates and proxy, and a network that does not answer."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.certificates import Authority
from tests.fakes.hostile_provider import HostileProvider
from tests.fakes.proxy_server import ProxyServer
from xena_desktop.domain.errors import (
    NetworkTimeout,
    ProxySignInRequired,
    SettingInvalid,
    TlsFailed,
)
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.settings import Settings
from xena_desktop.error_texts import explain
from xena_desktop.services.house import Services

from .desk import CONNECTION, Desk, Kept
from .rows import refused, replies

USER, PASSWORD = "søren", "the proxy's own: word"
NAME = "login.xena.example"


@pytest.fixture
def beyond(authority: Authority) -> Iterator[HostileProvider]:
    """A server that only a proxy leads to: nobody else knows its name."""
    with HostileProvider(tls=authority.server(NAME), host=NAME) as server:
        yield server


@pytest.fixture
def proxy(beyond: HostileProvider) -> Iterator[ProxyServer]:
    with ProxyServer(beyond.port, user=USER, password=PASSWORD) as running:
        yield running


def through(proxy: ProxyServer, /, **changes: Any) -> Settings:
    manual = Settings(proxy="manual", proxy_host="127.0.0.1", proxy_port=proxy.port, proxy_user=USER)
    return replace(manual, **changes)


async def led_there(services: Services, beyond: HostileProvider) -> None:
    connection = services.connections.named(CONNECTION)
    moved = replace(connection, authority=beyond.issuer, api_base_url=f"{beyond.issuer}/Api")
    await services.connections.save(moved)


async def test_T49_sign_in_and_call_through_the_persons_own_proxy(
    desk: Desk, beyond: HostileProvider, proxy: ProxyServer
) -> None:
    """The password is kept in the keychain, is told to the proxy alone, and is there the next time, too."""
    desk.browser.server = beyond
    async with desk.open() as services:
        await services.networks.choose(through(proxy), password=Secret(PASSWORD))
        assert await services.networks.has_password()
        await led_there(services, beyond)
    async with desk.open() as services:
        outcome = await desk.signed_in(services)
        assert outcome.account is not None, outcome.error
        permit = services.gate.permit(outcome.account, ApiRequest(path="User"))
        assert (await services.explorer.send(permit)).status == 200
    assert [received.endpoint for received in beyond.received] == [
        "discovery",
        "jwks",
        "token",
        "userinfo",
        "api",
    ]
    assert len(proxy.heads) == 5
    for head in proxy.heads:
        assert head.startswith(f"CONNECT {NAME}:443 HTTP/1.".encode())
        assert b"Bearer" not in head
    for received in beyond.received:
        assert received.headers["Proxy-Authorization"] is None
    assert not any(PASSWORD.encode() in content for content in Kept.of(desk).files.values())
    assert PASSWORD in desk.keyring.entries.values()


@pytest.mark.parametrize("password", [None, "another"])
async def test_T49_a_proxy_that_is_not_told_the_right_words(
    desk: Desk, beyond: HostileProvider, proxy: ProxyServer, password: str | None
) -> None:
    async with desk.open() as services:
        await services.networks.choose(through(proxy), password=Secret(password) if password else None)
        await led_there(services, beyond)
        outcome = await desk.signed_in(services)
    assert isinstance(outcome.error, ProxySignInRequired)
    assert "Settings" in explain(outcome.error).advice
    assert not beyond.received
    assert not desk.browser.opened


async def test_T49_this_computer_is_never_reached_through_it(desk: Desk, proxy: ProxyServer) -> None:
    async with desk.open() as services:
        await services.networks.choose(through(proxy), password=Secret(PASSWORD))
        assert (await desk.signed_in(services)).account is not None
    assert not proxy.heads


async def test_the_password_goes_with_its_user(desk: Desk, proxy: ProxyServer) -> None:
    async with desk.open() as services:
        await services.networks.choose(through(proxy), password=Secret(PASSWORD))
        await services.networks.choose(through(proxy, connect_seconds=5))
        assert await services.networks.has_password()
        await services.networks.choose(through(proxy, proxy_user="mette"))
        assert not await services.networks.has_password()
        way = await services.networks.way()
        assert way.proxy is not None
        assert (way.proxy.user, way.proxy.password, way.connect_seconds) == ("mette", None, 10)
        await services.networks.choose(Settings(proxy="none"))
        assert (await services.networks.way()).follows_system is False


WRONG: dict[str, dict[str, Any]] = {
    "proxy": {"proxy": "pac"},
    "proxy_host": {"proxy_host": "http://proxy.example"},
    "proxy_port": {"proxy_port": 65_536},
    "proxy_user": {"proxy_user": "a:b"},
    "connect_seconds": {"connect_seconds": 0},
    "answer_seconds": {"answer_seconds": 601},
}


@pytest.mark.parametrize("member", WRONG)
async def test_settings_that_cannot_be(desk: Desk, proxy: ProxyServer, member: str) -> None:
    kept = Kept.of(desk)
    async with desk.open() as services:
        with pytest.raises(SettingInvalid) as raised:
            await services.networks.choose(through(proxy, **WRONG[member]), password=Secret(PASSWORD))
    assert raised.value.details == {"member": member}
    assert Kept.of(desk) == kept


async def test_T48_a_company_that_looks_into_the_traffic(desk: Desk, tmp_path: Path) -> None:
    """Its certificate is refused until the connection names it; whose it is stands in the title."""
    company = Authority(tmp_path)
    with HostileProvider(tls=company.server("127.0.0.1")) as between:
        desk.browser.server = between
        outcome = await desk.sign_in(authority=between.issuer)
        assert isinstance(outcome.error, TlsFailed)
        assert outcome.error.details["fault"] == "unknown_issuer"
        assert "Authority of the tests" in explain(outcome.error).title
        assert not between.received
        trusted = await desk.sign_in(authority=between.issuer, extra_ca_file=str(company.file))
        assert trusted.account is not None


@pytest.mark.parametrize(
    ("endpoint", "asked"),
    [("discovery", "discovery"), ("jwks", "discovery jwks"), ("token", "discovery jwks token")],
    ids=["A20-timeout", "A14-timeout", "E9-timeout"],
)
async def test_a_server_that_falls_silent(desk: Desk, endpoint: str, asked: str) -> None:
    async with desk.open() as services:
        await services.networks.choose(replace(services.settings.settings, answer_seconds=1))
    row = refused("timeout", replies(endpoint, silent=True), NetworkTimeout(seconds=1), asked)
    await row.holds(desk)


async def test_a_silent_userinfo_is_no_loss(desk: Desk) -> None:
    async with desk.open() as services:
        await services.networks.choose(replace(services.settings.settings, answer_seconds=1))
    desk.server.answer("userinfo", silent=True)
    assert (await desk.sign_in()).account is not None
