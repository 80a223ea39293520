"""The way to the servers: names, connections, certificates, discovery, clock and keys."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from xena_desktop.domain.check import CheckResult, CheckStep
from xena_desktop.domain.connection import Connection
from xena_desktop.services.check_parts import CheckParts
from xena_desktop.services.check_results import failed, passed, skipped, warned

if TYPE_CHECKING:
    from xena_desktop.network.cancellation import Cancellation

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
            host = urlsplit(url).hostname or ""
            if proxy := await self._proxy_of(url):
                facts.append((host, f"proxy {proxy}"))
                continue
            found = await self._parts.workers.disk(_resolved, url)
            facts.append((host, ", ".join(found)))
        return passed(CheckStep.NAMES, *facts)

    async def connect(self) -> CheckResult:
        """The servers take connections."""
        facts = []
        for url in await self._direct():
            started = self._parts.now()
            await self._parts.workers.network(partial(_connected, url))
            facts.append((urlsplit(url).netloc, _milliseconds(self._parts.now() - started)))
        return passed(CheckStep.CONNECT, *facts) if facts else skipped(CheckStep.CONNECT, "by_proxy")

    async def tls(self) -> CheckResult:
        """Their certificates are good, and for how long."""
        secure = [url for url in await self._direct() if url.startswith("https:")]
        if not secure:
            return skipped(CheckStep.TLS, "by_proxy" if not await self._direct() else "loopback")
        facts, least = [], timedelta.max
        for url in secure:
            found = await self._parts.workers.network(partial(_certificate, url, self._connection))
            issuer, valid_until = found
            left = valid_until - self._parts.now()
            least = min(least, left)
            facts.append((urlsplit(url).netloc, f"{issuer}, {valid_until:%Y-%m-%d} ({left.days} d)"))
        if least < _CERTIFICATE_WARNS:
            return warned(CheckStep.TLS, "certificate_ends", *facts)
        return passed(CheckStep.TLS, *facts)

    async def _direct(self) -> list[str]:
        """The addresses that are reached without a proxy."""
        return [url for url in self._addresses if not await self._proxy_of(url)]

    async def _proxy_of(self, url: str) -> str:
        return await self._parts.workers.network(lambda c: _proxy_of(url, c))

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


def _milliseconds(span: timedelta) -> str:
    return f"{span.total_seconds() * 1000:.0f} ms"


def _proxy_of(url: str, cancellation: Cancellation) -> str:
    from xena_desktop.network.probe import proxy_of

    return proxy_of(url, cancellation)


def _resolved(url: str) -> tuple[str, ...]:
    from xena_desktop.network.probe import resolved

    return resolved(url)


def _connected(url: str, cancellation: Cancellation) -> None:
    from xena_desktop.network.probe import connected
    from xena_desktop.network.transport import Limits

    connected(url, Limits(), cancellation)


def _certificate(url: str, connection: Connection, cancellation: Cancellation) -> tuple[str, datetime]:
    from xena_desktop.network.probe import certificate
    from xena_desktop.network.transport import Limits

    found = certificate(
        url, extra_ca_file=connection.extra_ca_file, limits=Limits(), cancellation=cancellation
    )
    return found.issuer, found.valid_until
