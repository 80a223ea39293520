import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.fakes.certificates import Authority
from tests.fakes.hostile_provider import HostileProvider

from .desk import Browser, Desk, Kept


@pytest.fixture(scope="package")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The certificate authority that the desk's connection names."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="package")
def served(authority: Authority) -> Iterator[HostileProvider]:
    """One server with TLS for all tests of a process."""
    with HostileProvider(tls=authority.server("127.0.0.1")) as server:
        yield server


@pytest.fixture(scope="package")
def furnished(
    served: HostileProvider, authority: Authority, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Desk, Kept]:
    """A desk where somebody has signed in, and what is kept of that."""
    desk = Desk(tmp_path_factory.mktemp("desk") / "Sørens mappe", served, authority)
    asyncio.run(desk.furnish())
    return desk, Kept.of(desk)


@pytest.fixture
def desk(furnished: tuple[Desk, Kept]) -> Iterator[Desk]:
    """The desk as it was after that sign-in, at a server that behaves until the test changes it."""
    found, kept = furnished
    kept.restore(found)
    found.server.behave()
    found.offset, found.browser, found.options = timedelta(), Browser(found.server), {}
    found.server.now = lambda: found.now().timestamp()
    yield found
    found.server.behave()
