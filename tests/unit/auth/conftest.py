from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.fakes.hostile_provider import HostileProvider
from xena_desktop.auth.discovery import Provider, discover
from xena_desktop.domain.connection import Connection
from xena_desktop.network.receiving import Limits
from xena_desktop.network.transport import Hardened, Transport, hardened_session

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[HostileProvider]:
    with HostileProvider(now=NOW.timestamp) as running:
        yield running


@pytest.fixture
def elsewhere() -> Iterator[HostileProvider]:
    """A second server, which must not hear of anything."""
    with HostileProvider(now=NOW.timestamp) as running:
        yield running


@pytest.fixture
def connection(server: HostileProvider) -> Connection:
    return Connection(
        id="test",
        name="Test",
        authority=server.issuer,
        api_base_url=server.issuer,
        client_id=server.client_id,
        scopes=("openid", "profile", "testapi", "offline_access"),
        pkce="require",
    )


@pytest.fixture
def transport() -> Transport:
    return Transport(limits=Limits(connect_seconds=2, read_seconds=5))


@pytest.fixture
def session(transport: Transport) -> Iterator[Hardened]:
    with hardened_session(transport) as opened:
        yield opened


@pytest.fixture
def provider(server: HostileProvider, connection: Connection, session: Hardened) -> Provider:
    """The server as discovered while it still behaved."""
    return discover(session, connection)
