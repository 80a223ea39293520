"""What is done without being asked: early renewal, retries with patience, saving and revoking later."""

from collections.abc import AsyncIterator, Iterator

import pytest
from keyring.errors import KeyringLocked

from tests.fakes.rotating_provider import RotatingProvider, answer
from tests.unit.services.test_renewal_table import Case, signed_in
from xena_desktop.domain.errors import UnexpectedAnswer
from xena_desktop.domain.identity import AccountState
from xena_desktop.services.upkeep import Upkeep

from .conftest import World


@pytest.fixture
def provider() -> Iterator[RotatingProvider]:
    with RotatingProvider() as provider:
        yield provider


@pytest.fixture
async def case(world: World, provider: RotatingProvider) -> AsyncIterator[Case]:
    world.browser = provider.browse
    provider.now = lambda: world.now().timestamp()
    async with world.open() as services:
        await services.upkeep.close()  # the tests tick by hand
        yield Case(world, provider, services, await signed_in(provider, services))


@pytest.fixture
def upkeep(case: Case) -> Upkeep:
    return Upkeep(
        case.services.session, accounts=case.services.accounts, now=case.world.now, jitter=lambda: 0.0
    )


async def test_the_account_at_hand_is_renewed_at_four_fifths(case: Case, upkeep: Upkeep) -> None:
    upkeep.at_hand = case.now
    for minutes, renewals in ((47, 0), (2, 1), (0, 1), (40, 1), (10, 2)):
        case.world.advance(minutes=minutes)
        await upkeep.tick()
        assert len(case.provider.refreshed()) == renewals


async def test_accounts_that_nobody_looks_at_wait_for_a_call(case: Case, upkeep: Upkeep) -> None:
    case.world.advance(hours=2)
    await upkeep.tick()
    assert case.provider.refreshed() == []


async def test_a_life_of_seconds_makes_no_storm(case: Case, upkeep: Upkeep) -> None:
    """I17, where nobody asks."""
    case.provider.change("token", expires_in=1)
    case.world.advance(hours=1)
    upkeep.at_hand = case.now
    for _ in range(61):
        await upkeep.tick()
        case.world.advance(seconds=1)
    assert len(case.provider.refreshed()) == 3


async def test_no_answer_is_tried_again_with_growing_patience(case: Case, upkeep: Upkeep) -> None:
    case.world.advance(hours=1)
    case.provider.order(*[answer(500)] * 200, instead=True)
    with pytest.raises(UnexpectedAnswer):
        await case.token()
    at: list[int] = []
    for second in range(200):
        before = len(case.provider.refreshed())
        await upkeep.tick()
        if len(case.provider.refreshed()) > before:
            at.append(second)
        case.world.advance(seconds=1)
    assert at == [1, 3, 7, 15, 31, 63, 123, 183]
    case.provider.orders.clear()
    case.world.advance(seconds=60)
    await upkeep.tick()
    assert case.now().state is AccountState.READY


async def test_what_the_keychain_did_not_take_is_offered_every_ten_seconds(
    case: Case, upkeep: Upkeep
) -> None:
    case.world.advance(hours=1)
    case.world.keyring.refuse_writes = KeyringLocked("locked")
    await case.token()
    await upkeep.tick()
    case.world.keyring.refuse_writes = None
    case.world.advance(seconds=9)
    await upkeep.tick()
    assert case.now().unsaved_by is not None
    case.world.advance(seconds=1)
    await upkeep.tick()
    assert case.now().unsaved_by is None


async def test_a_sign_out_is_finished_later(case: Case, upkeep: Upkeep) -> None:
    case.provider.answer("revocation", status=503)
    await case.services.session.sign_out(case.account)
    await upkeep.tick()
    case.provider.hooks.clear()
    case.world.advance(minutes=4)
    await upkeep.tick()
    revoked = list(case.provider.asked("revocation"))
    case.world.advance(minutes=1)
    await upkeep.tick()
    assert len(case.provider.asked("revocation")) == len(revoked) + 1
    assert case.services.accounts.to_be_revoked() == ()
