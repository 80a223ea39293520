"""The way to the servers: names, connections, certificates, discovery, clock and keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urlsplit

from xena_desktop.domain.check import CheckResult, CheckStep
from xena_desktop.domain.connection import Connection
from xena_desktop.services.check_parts import CheckParts
from xena_desktop.services.check_results import failed, passed, skipped, warned
from xena_desktop.services.providers import transport_of

if TYPE_CHECKING:
    from xena_desktop.network.transport import Transport

T = TypeVar("T")

_CLOCK_WARNS: Final = timedelta(seconds=60)
_CLOCK_FAILS: Final = timedelta(minutes=5)
_CERTIFICATE_WARNS: Final = timedelta(days=21)


class NetworkChecks:
    """Looks at the authority, and at the API where that is another server."""

    def __init__(self, parts: CheckParts, connection: Connection) -> None:
        self._parts = parts
        self._connection = connection
        self._addresses = _distinct_hosts(connection)

    async def names(self) -> CheckResult:
        """The hosts' names can be resolved."""
        facts = []
        for url in self._addresses:
            proxy = await self._looked(_proxy_of, url)
            found = f"proxy {proxy}" if proxy else ", ".join(await self._looked(_resolved, url))
            facts.append((urlsplit(url).hostname or "", found))
        return passed(CheckStep.NAMES, *facts)

    async def connect(self) -> CheckResult:
        """The servers take connections."""
        facts = []
        for url in await self._direct():
            seconds = await self._looked(_connected, url)
            facts.append((urlsplit(url).netloc, f"{seconds * 1000:.0f} ms"))
        return passed(CheckStep.CONNECT, *facts) if facts else skipped(CheckStep.CONNECT, "by_proxy")

    async def tls(self) -> CheckResult:
        """Their certificates are good, and for how long."""
        direct = await self._direct()
        secure = [url for url in direct if url.startswith("https:")]
        if not secure:
            return skipped(CheckStep.TLS, "loopback" if direct else "by_proxy")
        facts, least = [], timedelta.max
        for url in secure:
            issuer, valid_until = await self._looked(_certificate, url)
            left = valid_until - self._parts.now()
            least = min(least, left)
            facts.append((urlsplit(url).netloc, f"{issuer}, {valid_until:%Y-%m-%d} ({left.days} d)"))
        if least < _CERTIFICATE_WARNS:
            return warned(CheckStep.TLS, "certificate_ends", *facts)
        return passed(CheckStep.TLS, *facts)

    async def _direct(self) -> list[str]:
        """The addresses that are reached without a proxy."""
        return [url for url in self._addresses if not await self._looked(_proxy_of, url)]

    async def _looked(self, look: Callable[[str, Transport], T], url: str) -> T:
        """What ``look`` sees at ``url``, on a worker's thread."""
        return await self._parts.workers.network(lambda c: look(url, transport_of(self._connection, c)))

    async def discovery(self) -> CheckResult:
        """The authority describes itself, under its own name."""
        provider = await self._parts.providers.provider(self._connection, anew=True)
        pkce = "S256" if provider.signs_challenge_s256 else "–"
        return passed(CheckStep.DISCOVERY, ("issuer", provider.issuer), ("PKCE", pkce))

    async def clock(self) -> CheckResult:
        """This computer's clock is right."""
        ahead = self._parts.providers.clock_ahead(self._connection)
        fact = ("seconds", f"{ahead.total_seconds():+.0f}")
        if abs(ahead) > _CLOCK_FAILS:
            return failed(CheckStep.CLOCK, "clock_wrong", fact)
        if abs(ahead) > _CLOCK_WARNS:
            return warned(CheckStep.CLOCK, "clock_off", fact)
        return passed(CheckStep.CLOCK, fact)

    async def keys(self) -> CheckResult:
        """The signing keys can be read."""
        provider = await self._parts.providers.provider(self._connection)
        keys = await self._parts.providers.keys(provider, self._connection, anew=True)
        return passed(CheckStep.KEYS, ("keys", str(len(keys.keys))))


def _distinct_hosts(connection: Connection) -> list[str]:
    """The addresses to look at: the authority's, and the API's where that is another server."""
    places: dict[str, str] = {}
    for url in (connection.authority, connection.api_base_url):
        places.setdefault(urlsplit(url).netloc, url)
    return list(places.values())


def _proxy_of(url: str, transport: Transport) -> str:
    from xena_desktop.network.probe import proxy_of

    return proxy_of(url, transport)


def _resolved(url: str, transport: Transport) -> tuple[str, ...]:
    from xena_desktop.network.probe import resolved

    return resolved(url, transport)


def _connected(url: str, transport: Transport) -> float:
    from xena_desktop.network.probe import connected

    return connected(url, transport)


def _certificate(url: str, transport: Transport) -> tuple[str, datetime]:
    from xena_desktop.network.probe import certificate

    found = certificate(url, transport)
    return found.issuer, found.valid_until
