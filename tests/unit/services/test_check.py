"""The account check, one thing wrong at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from keyring.errors import KeyringLocked

from xena_desktop.domain.check import CheckResult, CheckStatus, CheckStep
from xena_desktop.domain.identity import Account
from xena_desktop.sandbox import SANDBOX_CLIENT_SECRET
from xena_desktop.services.house import Services

from .conftest import Wire, World, signed_in
from .test_sign_in import own_connection

PASSED, WARNED, FAILED, SKIPPED = (
    CheckStatus.PASSED,
    CheckStatus.WARNED,
    CheckStatus.FAILED,
    CheckStatus.SKIPPED,
)


async def check(services: Services, account: Account) -> dict[CheckStep, CheckResult]:
    results = [result async for result in services.checker.run(account)]
    assert [result.step for result in results] == list(CheckStep)
    return {result.step: result for result in results}


def told(results: dict[CheckStep, CheckResult]) -> dict[CheckStep, tuple[CheckStatus, str]]:
    """What did not simply pass."""
    return {
        step: (result.status, result.reason)
        for step, result in results.items()
        if result.status is not PASSED
    }


async def test_all_is_well(world: World) -> None:
    async with world.open() as services:
        results = await check(services, await signed_in(services))
    assert told(results) == {CheckStep.TLS: (SKIPPED, "loopback")}
    assert results[CheckStep.NAMES].facts == (("127.0.0.1", "127.0.0.1"),)
    assert results[CheckStep.KEYCHAIN].facts == (("keychain", "Memory"),)
    assert results[CheckStep.FISCAL_SETUPS].facts == (("status", "200"), ("fiscal setups", "3"))
    assert ("Holm VVS ApS", "Administrator") in results[CheckStep.RIGHTS].facts


async def test_a_server_that_is_gone(world: World) -> None:
    async with world.open() as services:
        await own_connection(services, secret=SANDBOX_CLIENT_SECRET)
        account = await signed_in(services, connection="Sørens egen")
        await services.sandbox.stop()
    async with world.open() as services:
        results = told(await check(services, account))
    assert results[CheckStep.CONNECT] == (FAILED, "host_unreachable")
    assert results[CheckStep.TLS] == (SKIPPED, "needs_former")
    assert results[CheckStep.DISCOVERY] == (FAILED, "host_unreachable")
    assert results[CheckStep.CLOCK] == results[CheckStep.KEYS] == (SKIPPED, "needs_former")
    assert results[CheckStep.API] == (FAILED, "host_unreachable")
    assert results[CheckStep.FISCAL_SETUPS] == results[CheckStep.RIGHTS] == (SKIPPED, "needs_former")
    assert CheckStep.KEYCHAIN not in results


async def test_a_name_that_nobody_knows(world: World) -> None:
    async with world.open() as services:
        connection = await own_connection(services, secret=SANDBOX_CLIENT_SECRET)
        account = await signed_in(services, connection="Sørens egen")
        await services.connections.save(replace(connection, api_base_url="https://api.xena.invalid/Api"))
        results = await check(services, account)
    assert told(results)[CheckStep.NAMES] == (FAILED, "name_not_resolved")
    assert told(results)[CheckStep.API] == (FAILED, "name_not_resolved")


async def test_a_locked_keychain(world: World) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        world.keyring.broken = KeyringLocked("locked")
        results = told(await check(services, account))
    assert results[CheckStep.KEYCHAIN] == (FAILED, "keychain_locked")
    assert results[CheckStep.REFRESH] == results[CheckStep.ACCESS_TOKEN] == (SKIPPED, "needs_former")
    assert results[CheckStep.RIGHTS] == (SKIPPED, "needs_former")


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(2, (WARNED, "clock_off")), (8, (FAILED, "clock_wrong")), (-8, (FAILED, "clock_wrong"))],
)
async def test_a_clock_that_is_wrong(world: World, minutes: int, expected: tuple[CheckStatus, str]) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        world.advance(minutes=minutes)
        results = told(await check(services, account))
    assert results[CheckStep.CLOCK] == expected


async def test_an_account_that_ends_with_its_access_token(world: World) -> None:
    async with world.open() as services:
        scopes = frozenset({"openid", "testapi"})
        async with services.sign_in.begin(
            services.connections.named("Sandbox"), scopes=scopes, seconds=20
        ) as pending:
            await pending.open_browser()
            account = await pending.completed()
        assert told(await check(services, account))[CheckStep.REFRESH] == (WARNED, "no_offline_access")
        world.advance(hours=2)
        results = told(await check(services, account))
        assert results[CheckStep.ACCESS_TOKEN] == (FAILED, "session_expired")


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("403 Forbidden", "forbidden"),
        ("404 Not Found", "refused"),
        ("503 Service Unavailable", "server_error"),
    ],
)
async def test_an_api_that_refuses(world: World, wire: Wire, status: str, reason: str) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        wire.answers["/Api/User/FiscalSetup"] = status
        results = told(await check(services, account))
        assert results[CheckStep.FISCAL_SETUPS] == (FAILED, reason)
        wire.answers = {"/Api/User/FiscalSetup": "200 OK", "/Api/actuator/health": "502 Bad Gateway"}
        results = told(await check(services, account))
        assert results[CheckStep.API] == (FAILED, "server_error")
        del wire.answers["/Api/actuator/health"]
        results = told(await check(services, account))
        assert results[CheckStep.FISCAL_SETUPS] == (WARNED, "no_fiscal_setups")


async def test_scopes_that_were_refused(world: World) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        less = services.accounts.change(account.id, scopes_granted=account.scopes_granted - {"email"})
        assert told(await check(services, less))[CheckStep.RIGHTS] == (WARNED, "scopes_refused")


async def test_a_client_secret_that_is_gone(world: World) -> None:
    async with world.open() as services:
        connection = await own_connection(services, secret=SANDBOX_CLIENT_SECRET)
        account = await signed_in(services, connection="Sørens egen")
        for entry in [
            entry for entry in world.keyring.entries if f"client-secret/{connection.id}" in entry[0]
        ]:
            del world.keyring.entries[entry]
        results = told(await check(services, account))
    assert results[CheckStep.REFRESH] == (FAILED, "client_secret_missing")
