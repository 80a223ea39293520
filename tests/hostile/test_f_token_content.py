"""F: what a token answer holds."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from xena_desktop.domain.errors import ScopeNotGranted, TokenRequestRefused, TokenResponseInvalid
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.tokens import LIFE_UNSTATED, LONGEST_LIFE

from .desk import Desk, Kept
from .rows import Row, both, passes, refused, replies, says, table

EXCHANGED = "discovery jwks token"


def wrong(number: str, member: str, /, **values: object) -> Iterator[Row]:
    for name, value in values.items():
        yield refused(
            f"{number}-{name.replace('_', '-')}",
            says("token", **{member: value}),
            TokenResponseInvalid(reason=member),
            EXCHANGED,
        )


def rows() -> Iterator[Row]:
    yield from wrong(
        "F1", "access_token", missing=None, empty="", number=5, line_feed="a\r\nX: y", array=["a"]
    )
    yield from wrong(
        "F1", "access_token", non_ascii="ø", space="a b", over_16_KiB="a" * 64 * 1024, control="a\0b"
    )
    yield refused(
        "F1-null",
        replies("token", body=b'{"access_token": null, "token_type": "Bearer"}'),
        TokenResponseInvalid(reason="access_token"),
        EXCHANGED,
    )
    yield from wrong(
        "F2", "token_type", missing=None, empty="", mac="mac", DPoP="DPoP", N_A="N_A", array=["Bearer"]
    )
    yield from wrong(
        "F3", "expires_in", zero=0, negative=-5, word="soon", bool=True, list=[3600], text_minus="-5"
    )
    yield from wrong("F3", "expires_in", text_empty="", text_float="3600.0", object={})
    yield from wrong("F4", "scope", array=["openid"], number=5)
    yield from wrong("F5", "refresh_token", empty="", number=5, array=["a"], line_feed="a\nb")
    both_members = says("token", error="invalid_grant", error_description="x")
    yield refused("F8-error-and-tokens", both_members, TokenRequestRefused(error="invalid_grant"), EXCHANGED)


@table(rows())
async def test_members_that_are_wrong(desk: Desk, row: Row) -> None:
    await row.holds(desk)


@table(
    [
        passes("F2-lower-case", says("token", token_type="bearer")),
        passes("F2-upper-case", says("token", token_type="BEARER")),
    ]
)
async def test_the_token_type_in_any_case(desk: Desk, row: Row) -> None:
    await row.holds(desk)


LIVES = {
    "F3-missing": (None, LIFE_UNSTATED),
    "F3-digits": ("1800", timedelta(seconds=1800)),
    "F3-float": (1800.0, timedelta(seconds=1800)),
    "F3-huge": (10**30, LONGEST_LIFE),
    "F3-huge-digits": ("9" * 40, LONGEST_LIFE),
    "F3-infinite": (1e300, LONGEST_LIFE),
    "F3-a-day": (86_400, timedelta(days=1)),
}


@table(passes(name, says("token", expires_in=value)) for name, (value, _) in LIVES.items())
async def test_how_long_an_access_token_lives(desk: Desk, row: Row) -> None:
    account = (await row.holds(desk)).account
    assert account is not None
    assert account.access_expires_at is not None
    assert account.obtained_at is not None
    assert account.access_expires_at - account.obtained_at == LIVES[row.id][1]


ASKED = frozenset({"openid", "profile", "email", "testapi", "offline_access"})
SCOPES = {
    "F4-missing": (None, ASKED),
    "F4-empty": ("", ASKED),
    "F4-other-order": ("offline_access testapi email profile openid", ASKED),
    "F4-without-openid": ("profile email testapi offline_access", ASKED - {"openid"}),
    "F4-testapi-alone": ("testapi", frozenset({"testapi"})),
    "F4-reduced": ("openid profile", frozenset({"openid", "profile"})),
    "F4-enlarged": ("openid profile email testapi offline_access admin", ASKED | {"admin"}),
}


@table(passes(name, says("token", scope=value)) for name, (value, _) in SCOPES.items())
async def test_the_scopes_that_were_granted(desk: Desk, row: Row) -> None:
    account = (await row.holds(desk)).account
    assert account is not None
    assert (account.scopes_asked, account.scopes_granted) == (ASKED, SCOPES[row.id][1])


@table([passes("F4-reduced-without-the-api", says("token", scope="openid profile"))])
async def test_calls_that_the_api_is_bound_to_refuse_are_not_sent(desk: Desk, row: Row) -> None:
    account = (await row.holds(desk)).account
    assert account is not None
    asked = desk.asked
    async with desk.open() as services:
        with pytest.raises(ScopeNotGranted) as raised:
            await services.explorer.send(services.gate.permit(account, ApiRequest(path="User/FiscalSetup")))
        assert raised.value.details == {"name": account.name, "scope": "testapi"}
        assert desk.asked == asked
        profile = await services.explorer.profile(account)
        assert (profile.claims["sub"], profile.fiscal_setups) == ("alice", ())


@table([passes("F5-missing", says("token", refresh_token=None))])
async def test_without_a_refresh_token_the_account_lasts_as_long_as_its_access_token(
    desk: Desk, row: Row
) -> None:
    account = (await row.holds(desk)).account
    assert account is not None
    assert account.renewable is False


@table([passes("F5-over-1200-characters", says("token", refresh_token="r" * 5000))])
async def test_a_long_refresh_token_is_kept_whole(desk: Desk, row: Row) -> None:
    account = (await row.holds(desk)).account
    assert account is not None
    desk.server.change("token", refresh_token="refresh-2", id_token=None)
    async with desk.open() as services:
        first = await services.session.access_token(account)
        await services.session.another_access_token(account, refused=first)
    assert desk.server.asked("token")[-1].form["refresh_token"] == "r" * 5000


@table(
    [
        passes(
            "F7-unknown-members",
            both(
                says("token", password="PLANTED", x_token="PLANTED"), says("userinfo", email="a@example.com")
            ),
        )
    ]
)
async def test_unknown_members_are_not_kept(desk: Desk, row: Row) -> None:
    await row.holds(desk)
    kept = Kept.of(desk)
    assert not any(b"PLANTED" in content for content in kept.files.values())
    assert not any("PLANTED" in secret for secret in kept.entries.values())
