from collections.abc import Callable, Iterator

import pytest

from tests.fakes.oidc_provider import OidcProvider
from tests.fakes.visitor import Visitor
from tests.unit.fakes.by_hand import ByHand

Clients = Callable[[str], ByHand]


@pytest.fixture(scope="session")
def running_provider() -> Iterator[OidcProvider]:
    with OidcProvider() as provider:
        yield provider


@pytest.fixture
def provider(running_provider: OidcProvider) -> OidcProvider:
    running_provider.reset()
    return running_provider


@pytest.fixture
def visitor() -> Iterator[Visitor]:
    with Visitor() as visitor:
        yield visitor


@pytest.fixture
def client(provider: OidcProvider, visitor: Visitor) -> Iterator[Clients]:
    """Makes the relying party of a registered client, "hybrid" for hybrid.xena.biz."""
    made: list[ByHand] = []

    def make(name: str) -> ByHand:
        made.append(ByHand(provider, provider.clients[f"{name}.xena.biz"], visitor))
        made[-1].web.trust_env = False
        return made[-1]

    yield make
    for one in made:
        one.web.close()


@pytest.fixture
def hybrid(client: Clients) -> ByHand:
    return client("hybrid")
