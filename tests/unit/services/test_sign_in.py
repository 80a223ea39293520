import asyncio
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from keyring.errors import KeyringLocked

from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import (
    ClientRefused,
    ClientSecretMissing,
    ConnectionNotConfigured,
    ConsentDenied,
    HostUnreachable,
    KeychainLocked,
    PortsBusy,
    SignInCancelled,
    SignInSuperseded,
    SignInTimedOut,
    TokenResponseInvalid,
    XenaError,
)
from xena_desktop.domain.redaction import Secret
from xena_desktop.sandbox import (
    SANDBOX_CLIENT_SECRET,
    SANDBOX_SERVICE_CLIENT_ID,
    SANDBOX_SERVICE_CLIENT_SECRET,
)
from xena_desktop.sandbox.people import People
from xena_desktop.services.house import Services
from xena_desktop.services.pending_sign_in import SignInStep

from .conftest import Wire, World, signed_in, soon


async def own_connection(services: Services, *, secret: str | None = None, **members: Any) -> Connection:
    """A connection of the person's own to the running Sandbox."""
    sandbox = await services.sandbox.start()
    connection = replace(sandbox, id="", name="Sørens egen", **members)
    return await services.connections.save(connection, client_secret=Secret(secret) if secret else None)


def is_listening(uri: str) -> bool:
    parts = urlsplit(uri)
    with socket.socket() as probe:
        return probe.connect_ex((str(parts.hostname), parts.port or 0)) == 0


def assert_nothing_kept(world: World, services: Services) -> None:
    assert services.accounts.all() == ()
    assert not any("/grant/" in service or "/access/" in service for service in world.keyring.services)
    assert not list(world.home.glob("accounts/*"))


@pytest.mark.parametrize("person", ["soren", "mette", "bo"])
async def test_hybrid_with_form_post(world: World, wire: Wire, person: str) -> None:
    world.person.person = person
    steps: list[SignInStep] = []
    changes: list[int] = []
    async with world.open() as services:
        services.accounts.subscribe(lambda: changes.append(len(services.accounts.all())))
        connection = services.connections.named("sandbox")
        async with services.sign_in.begin(connection, seconds=20) as pending:
            assert (pending.step, pending.browser_opened) == (SignInStep.WAITING, None)
            pending.on_step = steps.append
            assert is_listening(pending.redirect_uri)
            assert await pending.open_browser()
            account = await pending.completed()
        assert pending.browser_opened is True
        assert not is_listening(pending.redirect_uri)
        assert services.accounts.all() == (account,)
    asked = parse_qs(urlsplit(pending.url).query)
    assert asked["response_type"] == ["code id_token"]
    assert asked["response_mode"] == ["form_post"]
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce"} <= set(asked)
    assert steps == [SignInStep.CHECKING, SignInStep.EXCHANGING, SignInStep.SAVING]
    assert changes == [1]
    assert world.person.visited[-1].endswith("/done")
    known = {each.key: each for each in People().who_sign_in}[person]
    assert (account.name, account.subject, account.email) == (known.name, known.sub, known.email)
    assert account.scopes_granted == frozenset(connection.scopes)
    assert (account.connection_id, account.generation, account.renewable) == ("sandbox", 1, True)
    assert account.issuer == account.claims["iss"]
    assert account.access_expires_at is not None
    assert account.obtained_at is not None
    assert account.access_expires_at - account.obtained_at == timedelta(hours=1)
    assert len(wire.requests("/connect/token")) == 1
    assert (world.home / "accounts" / f"{account.id}.json").exists()


async def test_plain_code_with_query(world: World) -> None:
    async with world.open() as services:
        await own_connection(
            services,
            secret=SANDBOX_CLIENT_SECRET,
            grant="authorization_code",
            response_type="code",
            response_mode="query",
        )
        account = await signed_in(services, connection="sørens EGEN")
        assert services.accounts.connection_of(account).name == "Sørens egen"
        assert account.email
    assert urlsplit(world.person.visited[-1]).path == "/done"
    assert "code" not in world.person.carried


@pytest.mark.parametrize("method", ["client_secret_post", "client_secret_basic"])
@pytest.mark.parametrize(
    ("response_type", "response_mode", "grant"),
    [
        ("code id_token", "form_post", "hybrid"),
        ("code id_token token", "form_post", "hybrid"),
        ("code", "form_post", "authorization_code"),
        ("code", "query", "authorization_code"),
    ],
)
async def test_every_response_type_with_every_way_to_show_the_secret(
    world: World, wire: Wire, method: str, response_type: str, response_mode: str, grant: str
) -> None:
    async with world.open() as services:
        await own_connection(
            services,
            secret=SANDBOX_CLIENT_SECRET,
            grant=grant,
            response_type=response_type,
            response_mode=response_mode,
            token_endpoint_auth_method=method,
        )
        account = await signed_in(services, connection="Sørens egen")
        world.advance(hours=2)
        await services.session.access_token(account)
    asked = parse_qs(urlsplit(world.person.opened[0]).query)
    assert (asked["response_type"], asked["response_mode"]) == ([response_type], [response_mode])
    for exchange in wire.requests("/connect/token"):
        assert exchange.authorization.startswith("Basic ") == (method == "client_secret_basic")
        assert ("client_secret=" in exchange.form) == (method == "client_secret_post")


async def test_a_recent_password_is_asked_for(world: World) -> None:
    async with world.open() as services:
        connection = services.connections.named("Sandbox")
        async with services.sign_in.begin(connection, max_age=300, seconds=20) as pending:
            assert parse_qs(urlsplit(pending.url).query)["max_age"] == ["300"]
            await pending.open_browser()
            account = await pending.completed()
        assert "auth_time" in account.claims


async def test_signing_in_again_asks_for_no_less_than_before(world: World) -> None:
    async with world.open() as services:
        await own_connection(services, secret=SANDBOX_CLIENT_SECRET, scopes=("openid", "testapi"))
        connection = services.connections.named("Sørens egen")
        more = frozenset({"openid", "testapi", "email"})
        async with services.sign_in.begin(connection, scopes=more, prompt="consent", seconds=20) as pending:
            await pending.open_browser()
            account = await pending.completed()
        assert account.scopes_granted == more
        async with services.sign_in.begin(connection, replaces=account, seconds=20) as pending:
            asked = parse_qs(urlsplit(pending.url).query)["scope"][0].split()
            pending.cancel()
        assert asked == ["openid", "testapi", "email"]


async def test_fewer_scopes_and_hints(world: World) -> None:
    async with world.open() as services:
        connection = services.connections.named("Sandbox")
        first = await signed_in(services)
        scopes = frozenset({"openid", "testapi"})
        async with services.sign_in.begin(
            connection, scopes=scopes, prompt="login", replaces=first, seconds=20
        ) as pending:
            asked = parse_qs(urlsplit(pending.url).query)
            await pending.open_browser()
            second = await pending.completed()
        assert asked["prompt"] == ["login"]
        assert asked["login_hint"] == [first.email]
        assert set(asked["scope"][0].split()) == scopes
        assert (second.scopes_asked, second.scopes_granted) == (scopes, scopes)
        assert second.renewable is False


async def test_signing_in_again_keeps_the_account(world: World) -> None:
    async with world.open() as services:
        first = await signed_in(services)
        await services.accounts.choose_fiscal_setup(first, "70001")
        second = await signed_in(services)
        assert services.accounts.all() == (second,)
        assert (second.id, second.generation, second.fiscal_id) == (first.id, 2, "70001")
        world.person.person = "mette"
        third = await signed_in(services)
        assert {account.id for account in services.accounts.all()} == {first.id, third.id}


async def failed(
    world: World, services: Services, error: type[XenaError], act: Callable[[Any], object] = lambda _p: None,
    *, seconds: float = 20,
) -> XenaError:  # fmt: skip
    """What a sign-in raised that must not succeed; nothing of it is left."""
    uris: list[str] = []

    async def attempt() -> None:
        async with services.sign_in.begin(services.connections.named("Sandbox"), seconds=seconds) as pending:
            uris.append(pending.redirect_uri)
            await pending.open_browser()
            act(pending)
            await pending.completed()

    with pytest.raises(error) as caught:
        await attempt()
    assert not is_listening(uris[0])
    assert_nothing_kept(world, services)
    return caught.value


async def test_denied(world: World, wire: Wire) -> None:
    world.person.answer = "deny"
    async with world.open() as services:
        await failed(world, services, ConsentDenied)
        assert wire.requests("/connect/token") == []
        world.person.answer = "allow"
        await signed_in(services)


async def test_cancelled(world: World) -> None:
    world.person.answer = "leave"
    async with world.open() as services:
        await failed(world, services, SignInCancelled, lambda pending: pending.cancel())


async def test_cancelled_while_waiting(world: World) -> None:
    world.person.answer = "leave"
    async with world.open() as services:
        loop = asyncio.get_running_loop()
        await failed(world, services, SignInCancelled, lambda pending: loop.call_later(0.05, pending.cancel))


async def test_the_waiting_task_is_cancelled(world: World) -> None:
    world.person.answer = "leave"
    async with world.open() as services:
        waiting = asyncio.create_task(signed_in(services))
        await soon(lambda: world.person.finished == 1)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert_nothing_kept(world, services)
        world.person.answer = "allow"
        await signed_in(services)


async def test_timed_out(world: World) -> None:
    world.person.answer = "leave"
    async with world.open() as services:
        error = await failed(world, services, SignInTimedOut, seconds=0.6)
        assert error.details == {"seconds": 1}


async def test_one_at_a_time(world: World) -> None:
    async with world.open() as services:
        connection = services.connections.named("Sandbox")
        async with services.sign_in.begin(connection, seconds=20) as first:
            with pytest.raises(SignInSuperseded):
                await signed_in(services)
            await first.open_browser()
            await first.completed()


async def test_the_answer_to_a_former_sign_in(world: World) -> None:
    async with world.open() as services:
        connection = services.connections.named("Sandbox")
        world.person.answer = "leave"
        async with services.sign_in.begin(connection, seconds=20) as first:
            first.cancel()
            with pytest.raises(SignInCancelled):
                await first.completed()
        former = parse_qs(urlsplit(first.url).query)["state"][0]
        world.person.answer = "allow"
        async with services.sign_in.begin(connection, seconds=20) as second:

            def post(state: str) -> int:
                form = {"state": state, "code": "x" * 64, "id_token": "x"}
                with requests.Session() as web:
                    web.trust_env = False
                    return web.post(second.redirect_uri, form, timeout=5).status_code

            assert await asyncio.to_thread(post, former) == 410
            assert await asyncio.to_thread(post, "unheard-of") == 400
            assert second.unexpected_requests >= 1
            await second.open_browser()
            await second.completed()


async def test_without_client_secret(world: World) -> None:
    async with world.open() as services:
        await own_connection(services)
        with pytest.raises(ClientSecretMissing) as caught:
            await signed_in(services, connection="Sørens egen")
        assert caught.value.details == {"name": "Sørens egen"}
    assert world.person.opened == []


async def test_wrong_client_secret(world: World) -> None:
    async with world.open() as services:
        await own_connection(services, secret="not-the-secret")
        with pytest.raises(ClientRefused):
            await signed_in(services, connection="Sørens egen")
        assert_nothing_kept(world, services)


async def test_without_client_id(world: World) -> None:
    async with world.open() as services:
        with pytest.raises(ConnectionNotConfigured):
            await signed_in(services, connection="Xena")


async def test_a_locked_keychain_is_noticed_before_the_browser(world: World) -> None:
    world.keyring.broken = KeyringLocked("locked")
    async with world.open() as services:
        with pytest.raises(KeychainLocked):
            await signed_in(services)
        assert world.person.opened == []
        assert (await services.session.keychain_status()).state == "locked"
        world.keyring.broken = None
        await signed_in(services)
        status = await services.session.keychain_status()
        assert (status.name, status.state) == ("Memory", "ready")


async def test_a_keychain_that_locks_at_the_end(world: World) -> None:
    async with world.open() as services:

        def lock(_pending: object) -> None:
            world.keyring.broken = KeyringLocked("locked")

        await failed(world, services, KeychainLocked, lock)
        world.keyring.broken = None
        await signed_in(services)


async def test_busy_ports(world: World) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with world.open() as services:
            await own_connection(
                services,
                secret=SANDBOX_CLIENT_SECRET,
                redirect_uris=(f"http://127.0.0.1:{port}/callback",),
            )
            with pytest.raises(PortsBusy):
                await signed_in(services, connection="Sørens egen")
    assert world.person.opened == []


async def test_a_server_that_is_not_there(world: World) -> None:
    async with world.open() as services:
        await own_connection(services, secret=SANDBOX_CLIENT_SECRET)
        await services.sandbox.stop()
        with pytest.raises(HostUnreachable):
            await signed_in(services, connection="Sørens egen")


async def test_the_sign_in_stands_without_userinfo(world: World, wire: Wire) -> None:
    async with world.open() as services:
        wire.answers["/connect/userinfo"] = "500 Internal Server Error"
        account = await signed_in(services)
        assert account.subject == account.claims["sub"]
        assert account.name == "Sandbox"


async def test_a_token_answer_that_is_none(world: World, wire: Wire) -> None:
    async with world.open() as services:
        wire.answers["/connect/token"] = "200 OK"
        await failed(world, services, TokenResponseInvalid)


async def test_service_account(world: World, wire: Wire) -> None:
    async with world.open() as services:
        connection = await own_connection(
            services,
            secret=SANDBOX_SERVICE_CLIENT_SECRET,
            client_id=SANDBOX_SERVICE_CLIENT_ID,
            grant="client_credentials",
            scopes=("testapi",),
        )
        account = await services.sign_in.service_account(connection)
        assert (account.is_service, account.renewable) == (True, True)
        assert (account.name, account.subject) == ("Servicekonto Holm VVS", SANDBOX_SERVICE_CLIENT_ID)
        assert account.scopes_asked == account.scopes_granted == {"testapi"}
        assert len(wire.requests("/Api/User/XenaUserMembership")) == 1
        former = await services.session.access_token(account)
        world.advance(hours=2)
        renewed = await services.session.access_token(account)
        assert renewed.value != former.value
        profile = await services.explorer.profile(account)
        assert profile.fiscal_setups
        assert wire.requests("/connect/userinfo") == []
        assert (await services.session.sign_out(account)).revoked is False
        assert_nothing_kept(world, services)
    assert world.person.opened == []


async def test_a_service_account_without_memberships_is_called_as_its_connection(
    world: World, wire: Wire
) -> None:
    async with world.open() as services:
        connection = await own_connection(
            services,
            secret=SANDBOX_SERVICE_CLIENT_SECRET,
            client_id=SANDBOX_SERVICE_CLIENT_ID,
            grant="client_credentials",
            scopes=("testapi",),
        )
        wire.answers["/Api/User/XenaUserMembership"] = "500 Internal Server Error"
        account = await services.sign_in.service_account(connection)
        assert account.name == "Sørens egen"
        assert dict(account.claims) == {"sub": SANDBOX_SERVICE_CLIENT_ID}
