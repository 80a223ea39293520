"""Case I9: the process dies at each named point of a renewal and of signing out, against three kinds of server.

What dies is the command line in a process of its own; what comes after it is the program anew, on the same home
folder and the same keychain.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fakes.clocked_program import ClockedHome
from tests.fakes.rotating_provider import RotatingProvider, lose
from xena_desktop.app import open_services
from xena_desktop.domain.errors import SessionRevoked
from xena_desktop.domain.identity import AccountState
from xena_desktop.services.crash_points import POINTS, VARIABLE

KILLED = 137
WORKS, LOST = "works", "lost"


@dataclass(frozen=True)
class Kind:
    """How a server treats refresh tokens."""

    rotates: bool
    ends_family: bool = False


IDENTITY_SERVER_4, REUSE_KILLING, REUSABLE = (
    Kind(rotates=True),
    Kind(rotates=True, ends_family=True),
    Kind(rotates=False),
)


@pytest.fixture
def shared(tmp_path: Path) -> ClockedHome:
    return ClockedHome(tmp_path)


@pytest.fixture
def provider(shared: ClockedHome) -> Iterator[RotatingProvider]:
    with RotatingProvider(now=lambda: shared.now().timestamp()) as provider:
        yield provider


@pytest.fixture
async def signed_in(shared: ClockedHome, provider: RotatingProvider) -> str:
    """The id of an account that was signed in an hour ago."""
    async with open_services(open_browser=provider.browse, **shared.settings()) as services:
        connection = await services.connections.save(provider.connection())
        async with services.sign_in.begin(connection, seconds=20) as pending:
            assert await pending.open_browser()
            account = await pending.completed()
    shared.advance(hours=1)
    return account.id


ROWS = [
    (point, kind, outcome)
    for point, outcomes in {
        "asked": (WORKS, WORKS, WORKS),
        "locked": (WORKS, WORKS, WORKS),
        "read": (WORKS, WORKS, WORKS),
        "marked": (WORKS, WORKS, WORKS),
        "unanswered": (LOST, LOST, WORKS),
        "answered": (LOST, LOST, WORKS),
        "kept": (WORKS, WORKS, WORKS),
        "noted": (WORKS, WORKS, WORKS),
    }.items()
    for kind, outcome in zip((IDENTITY_SERVER_4, REUSE_KILLING, REUSABLE), outcomes, strict=True)
]
NAMES = {IDENTITY_SERVER_4: "is4", REUSE_KILLING: "reuse-killing", REUSABLE: "reusable"}


@pytest.mark.parametrize(
    ("point", "kind", "outcome"), ROWS, ids=[f"I9-{point}-{NAMES[kind]}" for point, kind, _ in ROWS]
)
async def test_renewal(
    shared: ClockedHome, provider: RotatingProvider, signed_in: str, point: str, kind: Kind, outcome: str
) -> None:
    provider.rotates, provider.ends_family = kind.rotates, kind.ends_family
    if point == "unanswered":
        provider.order(lose)
    done = shared.run("token", "--yes", environment={VARIABLE: point})
    assert (done.returncode, done.stdout) == (KILLED, ""), done.stderr
    async with open_services(open_browser=provider.browse, **shared.settings()) as services:
        account = services.accounts.by_id(signed_in)
        if outcome is WORKS:
            token = await services.session.access_token(account)
            assert token.value.reveal() == provider.access_token
            account = services.accounts.by_id(signed_in)
            assert (account.state, account.in_flight) == (AccountState.READY, None)
            assert provider.reuses == 0
            shared.advance(hours=1)
            await services.session.access_token(account)
        else:
            with pytest.raises(SessionRevoked) as caught:
                await services.session.access_token(account)
            assert caught.value.details["reason"] == "answer_lost"
            assert services.accounts.by_id(signed_in).state is AccountState.SIGN_IN_NEEDED
            assert provider.refreshed() == ["refresh-1", "refresh-1"]
        assert provider.reuses == (0 if outcome is WORKS else 1)


@pytest.mark.parametrize("point", ["signing_out", "forgotten", "revoked"])
async def test_signing_out(
    shared: ClockedHome, provider: RotatingProvider, signed_in: str, point: str
) -> None:
    done = shared.run("sign-out", signed_in, environment={VARIABLE: point})
    assert done.returncode == KILLED, done.stderr
    async with open_services(open_browser=provider.browse, **shared.settings()) as services:
        await services.session.finish_signing_out()
        assert services.accounts.all() == ()
    assert provider.revoked == {"refresh-1"}
    assert shared.keyring.entries() == {}
    assert not list((shared.home / "accounts").glob("*.json"))
    assert provider.refreshed() == []


def test_every_point_has_its_rows() -> None:
    assert {point for point, *_ in ROWS} | {"signing_out", "forgotten", "revoked"} == set(POINTS)


def test_any_other_name_does_nothing(shared: ClockedHome, provider: RotatingProvider, signed_in: str) -> None:
    done = shared.run("token", "--yes", environment={VARIABLE: "nowhere"})
    assert (done.returncode, done.stdout.strip()) == (0, "access-2")
