"""Table I of the negative cases: what may happen to a renewal, and what becomes of the account."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from keyring.errors import KeyringLocked, PasswordSetError

from tests.fakes.hostile_provider import Reply
from tests.fakes.rotating_provider import (
    Change,
    RotatingProvider,
    answer,
    lose,
    members,
    refuse,
)
from xena_desktop.domain.errors import (
    ClientRefused,
    ConnectionBroken,
    HostUnreachable,
    IdentityMismatch,
    IdTokenInvalid,
    ServerBusy,
    SessionExpired,
    SessionRevoked,
    TokenRequestRefused,
    TokenResponseInvalid,
    UnexpectedAnswer,
    XenaError,
)
from xena_desktop.domain.identity import Account, AccountState, InFlight, Passing
from xena_desktop.services.house import Services

from .conftest import World

READY, OFFLINE, REFUSED, ENDED = (
    AccountState.READY,
    AccountState.OFFLINE,
    AccountState.CLIENT_REFUSED,
    AccountState.SIGN_IN_NEEDED,
)


@dataclass
class Case:
    """One account, signed in an hour ago at a server that does as it is told."""

    world: World
    provider: RotatingProvider
    services: Services
    account: Account

    async def token(self) -> str:
        return (await self.services.session.access_token(self.account)).value.reveal()

    def now(self) -> Account:
        return self.services.accounts.by_id(self.account.id)

    def grant(self) -> str | None:
        entries = self.world.keyring.entries
        return next((value for (slot, _), value in entries.items() if "/grant/" in slot), None)


@pytest.fixture
def provider() -> Iterator[RotatingProvider]:
    with RotatingProvider() as provider:
        yield provider


async def signed_in(provider: RotatingProvider, services: Services) -> Account:
    """Sign somebody in; the world's browser must be the provider's since before it was opened."""
    connection = await services.connections.save(provider.connection())
    async with services.sign_in.begin(connection, seconds=20) as pending:
        assert await pending.open_browser()
        return await pending.completed()


@pytest.fixture
async def case(world: World, provider: RotatingProvider) -> AsyncIterator[Case]:
    world.browser = provider.browse
    provider.now = lambda: world.now().timestamp()
    async with world.open() as services:
        account = await signed_in(provider, services)
        world.advance(hours=1)
        yield Case(world, provider, services, account)


@dataclass(frozen=True, kw_only=True)
class Row:
    """The answers of the server; what is raised (None: a token comes), the account's state, the requests."""

    answers: tuple[Change, ...]
    instead: bool = True
    raises: type[XenaError] | None
    state: AccountState
    requests: int
    kept: bool = True
    details: dict[str, Any] | None = None


def twice(change: Change) -> tuple[Change, Change]:
    return change, change


HTML = answer(200, body=b"<html>Please accept our terms</html>")
LOST = {"reason": "answer_lost"}
ROWS = {
    "I1": Row(answers=(refuse("invalid_grant"),), raises=SessionRevoked, state=ENDED, requests=1, kept=False),
    "I2-invalid_client": Row(
        answers=(refuse("invalid_client"),), raises=ClientRefused, state=REFUSED, requests=1
    ),
    "I2-unauthorized_client": Row(
        answers=(refuse("unauthorized_client"),), raises=ClientRefused, state=REFUSED, requests=1
    ),
    "I3": Row(answers=(refuse("invalid_scope"),), raises=TokenRequestRefused, state=REFUSED, requests=1),
    "I4-500": Row(answers=twice(answer(500)), raises=UnexpectedAnswer, state=OFFLINE, requests=2),
    "I4-503": Row(answers=twice(answer(503)), raises=UnexpectedAnswer, state=OFFLINE, requests=2),
    "I4-502-once": Row(answers=(answer(502),), raises=None, state=READY, requests=2),
    "I4-429": Row(answers=(answer(429),), raises=ServerBusy, state=OFFLINE, requests=1, details={"seconds": 30}),
    "I4-429-retry-after": Row(
        answers=(answer(429, Retry_After="90"),), raises=ServerBusy, state=OFFLINE, requests=1,
        details={"seconds": 90},
    ),
    "I4-503-retry-after": Row(
        answers=(answer(503, Retry_After="7"),), raises=ServerBusy, state=OFFLINE, requests=1,
        details={"seconds": 7},
    ),
    "I4-server_error": Row(
        answers=(refuse("server_error"),), raises=TokenRequestRefused, state=OFFLINE, requests=1
    ),
    "I7-before-rotation": Row(
        answers=twice(members(access_token=None)), raises=TokenResponseInvalid, state=OFFLINE, requests=2
    ),
    "I7-after-rotation": Row(
        answers=(members(access_token=None),), instead=False, raises=SessionRevoked, state=ENDED, requests=2,
        kept=False, details=LOST,
    ),
    "I8-before-rotation": Row(answers=(lose,), raises=None, state=READY, requests=2),
    "I8-before-rotation-twice": Row(answers=twice(lose), raises=ConnectionBroken, state=OFFLINE, requests=2),
    "I8-after-rotation": Row(
        answers=(lose,), instead=False, raises=SessionRevoked, state=ENDED, requests=2, kept=False, details=LOST
    ),
    "I14": Row(answers=twice(HTML), raises=TokenResponseInvalid, state=OFFLINE, requests=2),
    "I14-once": Row(answers=(HTML,), raises=None, state=READY, requests=2),
    "I16-302": Row(
        answers=twice(answer(302, Location="/elsewhere")), raises=UnexpectedAnswer, state=OFFLINE, requests=2
    ),
    "I16-307": Row(
        answers=twice(answer(307, Location="/elsewhere")), raises=UnexpectedAnswer, state=OFFLINE, requests=2
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
async def test_what_the_server_answers(case: Case, row: Row) -> None:
    before = case.grant()
    case.provider.order(*row.answers, instead=row.instead)
    if row.raises is None:
        assert await case.token() == "access-2"
    else:
        with pytest.raises(row.raises) as caught:
            await case.token()
        assert row.details is None or row.details.items() <= caught.value.details.items()
        assert case.now().last_error.split("/")[0] == caught.value.code
        assert case.grant() == (before if row.kept else None)
    assert case.now().state is row.state
    assert case.provider.refreshed() == ["refresh-1"] * row.requests
    assert not [each for each in case.provider.received if each.path == "/elsewhere"]
    if row.state in (OFFLINE, REFUSED):
        case.world.advance(minutes=2)
        assert await case.token() == "access-2"
        assert (case.now().state, case.now().last_error, case.now().in_flight) == (READY, "", None)


async def test_nothing_was_sent(case: Case) -> None:
    """I4, offline."""
    case.provider.__exit__(None, None, None)
    with pytest.raises(HostUnreachable):
        await case.token()
    assert (case.now().state, case.now().in_flight) == (OFFLINE, None)
    case.provider.__enter__()  # the fixture ends it once more


async def test_a_busy_server_is_left_alone(case: Case) -> None:
    """I4: no request before the time is over, and none for other accounts of the server either."""
    case.provider.order(answer(429, Retry_After="90"), instead=True)
    for expected in (90, 90, 90):
        with pytest.raises(ServerBusy) as caught:
            await case.token()
        assert caught.value.details["seconds"] == expected
    case.world.advance(seconds=60)
    with pytest.raises(ServerBusy) as caught:
        await case.token()
    assert caught.value.details["seconds"] == 30
    assert len(case.provider.refreshed()) == 1
    case.world.advance(seconds=31)
    assert await case.token() == "access-2"


@pytest.mark.parametrize(
    ("change", "next_one"),
    [
        pytest.param(members(), "refresh-2", id="I5-new"),
        pytest.param(members(refresh_token="refresh-1"), "refresh-1", id="I5-same"),
        pytest.param(members(refresh_token=None), "refresh-1", id="I5-none"),
    ],
)
async def test_the_next_refresh_token(case: Case, change: Change, next_one: str) -> None:
    case.provider.rotates = next_one == "refresh-2"
    case.provider.order(change)
    assert await case.token() == "access-2"
    case.world.advance(hours=1)
    assert await case.token() == "access-3"
    assert case.provider.refreshed() == ["refresh-1", next_one]
    assert case.provider.reuses == 0


@pytest.mark.parametrize(
    ("claims", "error"),
    [
        pytest.param({"iss": "https://login.evil.example"}, IdTokenInvalid, id="I6-iss"),
        pytest.param({"sub": "somebody-else"}, IdentityMismatch, id="I6-sub"),
        pytest.param({"aud": "another-client"}, IdTokenInvalid, id="I6-aud"),
        pytest.param({"aud": None}, IdTokenInvalid, id="I6-aud-lost"),
        pytest.param({"auth_time": 1}, IdentityMismatch, id="I6-auth_time"),
        pytest.param({"nonce": "another"}, IdentityMismatch, id="I6-nonce"),
    ],
)
async def test_the_renewed_id_token(case: Case, claims: dict[str, Any], error: type[XenaError]) -> None:
    assert await case.token() == "access-2"
    case.world.advance(hours=1)
    case.provider.change("back_claims", **claims)
    with pytest.raises(error):
        await case.token()
    assert case.now().state is ENDED
    assert case.grant() is None
    assert "access-3" not in "".join(case.world.keyring.entries.values())
    with pytest.raises(SessionExpired):
        await case.token()
    assert len(case.provider.refreshed()) == 2


@pytest.mark.parametrize("when", ["exp", "iat"])
async def test_a_clock_that_is_wrong_loses_no_refresh_token(case: Case, when: str) -> None:
    """I6 and I13: the times of a renewed ID token are of no consequence."""
    moment = case.provider.now() + (-9000 if when == "exp" else 9000)
    case.provider.change("back_claims", **{when: int(moment)})
    assert await case.token() == "access-2"


async def test_keys_that_cannot_be_read_lose_no_refresh_token(case: Case) -> None:
    case.provider.change("back_header", kid="key-9")
    case.provider.answer("jwks", status=503)
    assert await case.token() == "access-2"


class TestKeychainAndClock:
    async def test_keychain_write_fails_after_rotation(self, case: Case) -> None:
        """I10: the new tokens live in memory until the keychain takes them."""
        before = case.grant()
        case.world.keyring.refuse_writes = PasswordSetError("full")
        assert await case.token() == "access-2"
        assert case.grant() == before
        assert case.now().unsaved_by is not None
        assert case.services.accounts.passing(case.account.id) is Passing.UNSAVED
        case.world.advance(hours=1)
        assert await case.token() == "access-3"
        assert case.provider.refreshed() == ["refresh-1", "refresh-2"]
        case.world.keyring.refuse_writes = None
        await case.services.session.save_unsaved()
        assert case.now().unsaved_by is None
        assert case.services.accounts.passing(case.account.id) is None
        assert case.now().generation == 3
        async with case.world.open() as again:
            token = await again.session.access_token(again.accounts.by_id(case.account.id))
            case.world.advance(hours=1)
            token = await again.session.access_token(again.accounts.by_id(case.account.id))
        assert token.value.reveal() == "access-4"
        assert case.provider.reuses == 0

    async def test_another_process_leaves_the_spent_token_alone(self, case: Case) -> None:
        """I10: while one process holds the tokens, another does not show the spent one."""
        case.world.keyring.refuse_writes = KeyringLocked("locked")
        await case.token()
        async with case.world.open() as other:
            with pytest.raises(SessionExpired) as caught:
                await other.session.access_token(case.account)
            assert caught.value.details["reason"] == "unsaved_elsewhere"
        assert case.provider.reuses == 0
        case.world.keyring.refuse_writes = None
        await case.services.session.save_unsaved()
        async with case.world.open() as other:
            await other.session.access_token(case.account)
        assert case.provider.reuses == 0

    async def test_the_process_that_held_them_is_gone(self, case: Case) -> None:
        """I10: what was in memory alone is lost; the spent refresh token is shown to nobody."""
        case.world.keyring.refuse_writes = KeyringLocked("locked")
        await case.token()
        lost = case.services.session
        lost._parts.locks.release_unsaved(case.account.id)  # as the system does when a process dies
        lost._tokens.forget(case.account.id)
        case.world.keyring.refuse_writes = None
        async with case.world.open() as other:
            with pytest.raises(SessionExpired) as caught:
                await other.session.access_token(case.account)
            assert caught.value.details["reason"] == "unsaved_lost"
            assert other.accounts.by_id(case.account.id).state is ENDED
        assert case.provider.refreshed() == ["refresh-1"]

    async def test_kept_at_exit(self, world: World, provider: RotatingProvider, case: Case) -> None:
        """I10: the last try is made when the program ends."""
        async with world.open() as other:
            world.keyring.refuse_writes = KeyringLocked("locked")
            await other.session.access_token(case.account)
            world.keyring.refuse_writes = None
        assert case.services.accounts.refreshed(case.account.id)
        assert (case.now().unsaved_by, case.now().generation) == (None, 2)

    async def test_two_processes(self, case: Case) -> None:
        """I11: eight callers in two programs, one renewal."""
        async with case.world.open() as other:
            sessions = [case.services.session, other.session] * 4
            tokens = await asyncio.gather(*(each.access_token(case.account) for each in sessions))
        assert {token.value.reveal() for token in tokens} == {"access-2"}
        assert case.provider.refreshed() == ["refresh-1"]

    async def test_a_copy_on_another_computer_has_renewed(self, case: Case) -> None:
        """I12: the server says no once, and is not asked again."""
        case.provider.refresh_token = "refresh-9"
        for _ in range(2):
            with pytest.raises(SessionRevoked) as caught:
                await case.token()
            assert caught.value.details["reason"] is None
        assert case.provider.refreshed() == ["refresh-1"]

    async def test_the_keychain_has_a_newer_one_after_all(self, case: Case) -> None:
        """Step 8b: somebody without our lock wrote meanwhile; that one gets one try."""
        before = case.grant()
        assert before is not None
        await case.token()
        newer = case.grant()
        key = next(key for key, value in case.world.keyring.entries.items() if value == newer)
        case.services.accounts.change(case.account.id, generation=1)
        case.world.keyring.entries = {key: before}

        def restore(_: Reply) -> Reply:
            assert newer is not None
            case.world.keyring.entries[key] = newer
            return refuse("invalid_grant")(_)

        case.world.advance(hours=1)
        case.provider.order(restore, instead=True)
        async with case.world.open() as other:
            token = await other.session.access_token(case.account)
        assert token.value.reveal() == "access-3"
        assert case.provider.refreshed() == ["refresh-1", "refresh-1", "refresh-2"]

    async def test_the_keychain_is_newer_than_the_account(self, case: Case) -> None:
        """I9: a process died between keychain and file; the keychain is right, and nothing is asked again."""
        await case.token()
        mark = InFlight(generation=1, fingerprint="0" * 16, pid=1, started_at=case.world.now())
        case.services.accounts.change(case.account.id, generation=1, in_flight=mark)
        async with case.world.open() as other:
            token = await other.session.access_token(case.account)
            account = other.accounts.by_id(case.account.id)
        assert token.value.reveal() == "access-2"
        assert (account.generation, account.in_flight) == (2, None)
        assert case.provider.refreshed() == ["refresh-1"]

    async def test_an_older_copy_is_shown_to_nobody(self, case: Case) -> None:
        """M13 and 3.1: an older generation than the account's would trip the detection of reuse."""
        before = dict(case.world.keyring.entries)
        await case.token()
        case.world.keyring.entries = before
        case.world.advance(hours=1)
        async with case.world.open() as other:
            with pytest.raises(SessionExpired) as caught:
                await other.session.access_token(case.account)
        assert caught.value.details["reason"] == "older_copy"
        assert case.provider.reuses == 0

    @pytest.mark.parametrize(
        ("span", "renewals"),
        [
            pytest.param({"days": 1}, 1, id="I13-a-day-ahead"),
            pytest.param({"days": -1}, 1, id="I13-a-day-back"),
            pytest.param({"hours": 8}, 1, id="I13-suspended-eight-hours"),
            pytest.param({"seconds": -40}, 0, id="I13-a-little-back"),
        ],
    )
    async def test_clocks_that_jump(self, case: Case, span: dict[str, float], renewals: int) -> None:
        await case.token()
        case.world.advance(**span)
        for _ in range(3):
            await case.token()
        assert len(case.provider.refreshed()) == 1 + renewals
        assert case.provider.reuses == 0

    async def test_scope_reduced(self, case: Case) -> None:
        """I15."""
        case.provider.order(members(scope="openid testapi"))
        assert await case.token() == "access-2"
        assert case.now().scopes_granted == {"openid", "testapi"}

    @pytest.mark.parametrize("expires_in", [1, 45, 60])
    async def test_no_storm_where_tokens_live_for_seconds(self, case: Case, expires_in: int) -> None:
        """I17: at most one renewal in thirty seconds."""
        case.provider.change("token", expires_in=expires_in)
        for _ in range(29):
            await case.token()
            case.world.advance(seconds=1)
        assert len(case.provider.refreshed()) == 1
        case.world.advance(seconds=2)
        await case.token()
        assert len(case.provider.refreshed()) == 2

    async def test_waiters_share_the_failure_too(self, case: Case) -> None:
        """T40: twenty calls while the server is down make one renewal, which is two requests."""
        case.provider.order(*twice(answer(500)), instead=True)
        found = await asyncio.gather(*(case.token() for _ in range(20)), return_exceptions=True)
        assert {type(each) for each in found} == {UnexpectedAnswer}
        assert len(case.provider.refreshed()) == 2


async def test_fifty_accounts_renew_without_a_storm(world: World, provider: RotatingProvider) -> None:
    """Each renews once, and never more than a few at the same time."""
    provider.rotates, world.browser = False, provider.browse
    async with world.open() as services:
        accounts = []
        for number in range(50):
            provider.subject = f"person-{number}"
            accounts.append(await signed_in(provider, services))
        world.advance(hours=1)
        provider.change("token", id_token=None)
        running: list[int] = [0]
        most: list[int] = []

        def count(reply: Reply) -> Reply:
            running[0] += 1
            most.append(running[0])
            time.sleep(0.02)
            running[0] -= 1
            return reply

        provider.hooks["token_reply"] = count
        await asyncio.gather(
            *(services.session.access_token(account) for account in accounts for _ in range(2))
        )
    assert len(provider.refreshed()) == 50
    assert 1 < max(most) <= 4
