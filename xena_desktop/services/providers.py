"""Identity servers as their discovery documents describe them, remembered for an hour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import ConnectionBroken, HostUnreachable, NameNotResolved, NetworkTimeout
from xena_desktop.domain.trace import TraceStep
from xena_desktop.network.cancellation import Cancellation
from xena_desktop.services.sandbox import SandboxHost
from xena_desktop.services.workers import Workers

if TYPE_CHECKING:
    from xena_desktop.auth.discovery import Provider, SigningKeys
    from xena_desktop.auth.trace import TraceRecorder
    from xena_desktop.network.observed import Observe
    from xena_desktop.network.transport import Transport

_Key = tuple[str, str | None]
_REMEMBERED: Final = timedelta(hours=1)
_OF_USE: Final = timedelta(hours=24)
"""How old a document may be while the server cannot be reached."""
_BETWEEN_KEY_SETS: Final = timedelta(minutes=1)
_UNREACHABLE: Final = (NameNotResolved, HostUnreachable, NetworkTimeout, ConnectionBroken)


@dataclass(slots=True)
class _Known:
    """What is remembered of one server, read at that moment of this computer's clock."""

    provider: Provider
    read_at: datetime
    keys: SigningKeys | None = None
    keys_of: str = field(default="")


class Providers:
    """Discovery documents and key sets by authority. Raises SignInError and NetworkError."""

    def __init__(self, *, workers: Workers, sandbox: SandboxHost, now: Callable[[], datetime]) -> None:
        self._workers = workers
        self._sandbox = sandbox
        self._now = now
        self._known: dict[_Key, _Known] = {}
        self._keys_asked_again: dict[_Key, datetime] = {}

    async def ready(self, connection: Connection) -> Connection:
        """``connection``, its server running where it is the Sandbox's."""
        return await self._sandbox.ready(connection)

    async def provider(
        self, connection: Connection, *, anew: bool = False, trace: TraceRecorder | None = None
    ) -> Provider:
        """The provider at the connection's authority; ``anew`` asks the server whatever is remembered.

        While the server cannot be reached, what it said within a day is good enough.
        """
        known = self._known.get(_key(connection))
        if known is not None and not anew and self._now() - known.read_at <= _REMEMBERED:
            return known.provider
        try:
            found = await self._workers.network(lambda c: _discover(connection, c, trace))
        except _UNREACHABLE:
            if known is None or self._now() - known.read_at > _OF_USE:
                raise
            return known.provider
        self._known[_key(connection)] = _Known(found, self._now())
        return found

    async def keys(
        self,
        provider: Provider,
        connection: Connection,
        *,
        anew: bool = False,
        trace: TraceRecorder | None = None,
    ) -> SigningKeys:
        """The provider's signing keys; ``anew``, at most once a minute, for a token whose key is not among them."""
        known = self._known.setdefault(_key(connection), _Known(provider, self._now()))
        if (
            known.keys is None
            or known.keys_of != provider.jwks_uri
            or (anew and self._may_ask_again(connection))
        ):
            known.keys = await self._workers.network(lambda c: _fetch_keys(provider, connection, c, trace))
            known.keys_of = provider.jwks_uri
        return known.keys

    def clock_ahead(self, connection: Connection) -> timedelta:
        """How far this computer's clock was ahead of the server's when its document was read; negative: behind."""
        known = self._known.get(_key(connection))
        date = known.provider.date if known else None
        return known.read_at - date if known and date else timedelta()

    def _may_ask_again(self, connection: Connection) -> bool:
        """Whether a key set is due again: key IDs that nobody knows must not make a storm of requests."""
        now, last = self._now(), self._keys_asked_again.get(_key(connection))
        if last is not None and now - last < _BETWEEN_KEY_SETS:
            return False
        self._keys_asked_again[_key(connection)] = now
        return True


def transport_of(
    connection: Connection, cancellation: Cancellation, *, observe: Observe | None = None
) -> Transport:
    """How to speak with the connection's servers; for a worker's thread, for the first call imports what is slow.

    ``observe`` is told of every exchange.
    """
    from xena_desktop.network.transport import Transport

    return Transport(extra_ca_file=connection.extra_ca_file, cancellation=cancellation, observe=observe)


def _key(connection: Connection) -> _Key:
    return connection.authority, connection.extra_ca_file


def _discover(connection: Connection, cancellation: Cancellation, trace: TraceRecorder | None) -> Provider:
    from xena_desktop.auth.discovery import discover
    from xena_desktop.network.transport import hardened_session

    observe = trace.http(TraceStep.DISCOVERY) if trace else None
    with hardened_session(transport_of(connection, cancellation, observe=observe)) as session:
        return discover(session, connection)


def _fetch_keys(
    provider: Provider, connection: Connection, cancellation: Cancellation, trace: TraceRecorder | None
) -> SigningKeys:
    from xena_desktop.auth.discovery import fetch_keys
    from xena_desktop.network.transport import hardened_session

    observe = trace.http(TraceStep.KEYS) if trace else None
    with hardened_session(transport_of(connection, cancellation, observe=observe)) as session:
        return fetch_keys(session, provider)
