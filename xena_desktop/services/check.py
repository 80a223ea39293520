"""Checking an account from the network to its fiscal setups."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final

from xena_desktop.domain.check import CheckResult, CheckStatus, CheckStep
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.identity import Account
from xena_desktop.services.check_account import AccountChecks
from xena_desktop.services.check_network import NetworkChecks
from xena_desktop.services.check_parts import CheckParts

_NEEDS: Final[Mapping[CheckStep, tuple[CheckStep, ...]]] = MappingProxyType(
    {
        CheckStep.CONNECT: (CheckStep.NAMES,),
        CheckStep.TLS: (CheckStep.CONNECT,),
        CheckStep.CLOCK: (CheckStep.DISCOVERY,),
        CheckStep.KEYS: (CheckStep.DISCOVERY,),
        CheckStep.REFRESH: (CheckStep.KEYCHAIN,),
        CheckStep.ACCESS_TOKEN: (CheckStep.KEYCHAIN,),
        CheckStep.FISCAL_SETUPS: (CheckStep.ACCESS_TOKEN, CheckStep.API),
        CheckStep.RIGHTS: (CheckStep.ACCESS_TOKEN, CheckStep.API),
    }
)
"""Which steps must not have failed before; otherwise a step is passed over."""


class Checker:
    """Takes one step after the other, and goes on where one fails as far as that makes sense."""

    def __init__(self, parts: CheckParts) -> None:
        self._parts = parts

    async def run(self, account: Account) -> AsyncIterator[CheckResult]:
        """Every step's result as it comes; raises UnknownConnection, and nothing else."""
        connection = await self._ready(account)
        network = NetworkChecks(self._parts, connection)
        own = AccountChecks(self._parts, account, connection)
        failed: set[CheckStep] = set()
        for step, look in _steps(network, own):
            if failed & set(_NEEDS.get(step, ())):
                result = CheckResult(step=step, status=CheckStatus.SKIPPED, reason="needs_former")
            else:
                result = await _looked(step, look)
            if result.status is CheckStatus.FAILED or result.reason == "needs_former":
                failed.add(step)
            yield result

    async def _ready(self, account: Account) -> Connection:
        """The connection, its server started where it is the Sandbox's; where that fails, the steps will tell."""
        connection = self._parts.accounts.connection_of(account)
        try:
            return await self._parts.providers.ready(connection)
        except XenaError:
            return connection


async def _looked(step: CheckStep, look: Callable[[], Awaitable[CheckResult]]) -> CheckResult:
    try:
        return await look()
    except XenaError as error:
        facts = tuple((name, str(value)) for name, value in error.details.items() if value is not None)
        return CheckResult(step=step, status=CheckStatus.FAILED, facts=facts, reason=error.code)


def _steps(
    network: NetworkChecks, own: AccountChecks
) -> list[tuple[CheckStep, Callable[[], Awaitable[CheckResult]]]]:
    """Every step with what looks at it."""
    return [
        (CheckStep.NAMES, network.names),
        (CheckStep.CONNECT, network.connect),
        (CheckStep.TLS, network.tls),
        (CheckStep.DISCOVERY, network.discovery),
        (CheckStep.CLOCK, network.clock),
        (CheckStep.KEYS, network.keys),
        (CheckStep.KEYCHAIN, own.keychain),
        (CheckStep.REFRESH, own.refresh),
        (CheckStep.ACCESS_TOKEN, own.access_token),
        (CheckStep.API, own.api),
        (CheckStep.FISCAL_SETUPS, own.fiscal_setups),
        (CheckStep.RIGHTS, own.rights),
    ]
