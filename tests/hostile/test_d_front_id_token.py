"""D: the ID token that comes through the browser. Whatever is wrong with it, the code is never used."""

from urllib.parse import parse_qsl, urlsplit

from tests.fakes.hostile_provider import HostileProvider
from tests.fakes.tokens import base64url, half_hash
from xena_desktop.domain.errors import IdTokenInvalid

from .desk import Desk
from .id_tokens import Case, cases
from .rows import CODE_ID_TOKEN_TOKEN, Row, behaves, hooked, passes, refused, says, table

CHECKED = "discovery jwks"
ASKED_ONCE_MORE = "discovery jwks jwks"
"""A key that is not known, or does not fit, may have been changed a moment ago."""


def as_row(case: Case) -> Row:
    name, change, check = case
    if check is None:
        return passes(name, change)
    asked = ASKED_ONCE_MORE if check in ("kid", "signature") else CHECKED
    return refused(name, change, IdTokenInvalid(place="front", check=check), asked)


def hashes(number: str, claim: str, **connection: str) -> list[Row]:
    """A hash that is required, and not that of what came with the token."""
    wrong = {
        "missing": None,
        "wrong": half_hash("another"),
        "with-1": half_hash("code-1" if claim == "c_hash" else "access-1") + "1",
        "wrong-length": base64url(b"\0" * 32),
        "not-base64url": "not base64url",
        "number": 5,
    }
    return [
        refused(
            f"{number}-{case}",
            says("front_claims", **{claim: value}),
            IdTokenInvalid(place="front", check=claim),
            CHECKED,
            **connection,
        )
        for case, value in wrong.items()
    ]


@table([passes("D0-as-it-should-be", behaves), *map(as_row, cases("front"))])
async def test_every_rule_of_an_id_token(desk: Desk, row: Row) -> None:
    await row.holds(desk)


@table([*hashes("D18", "c_hash"), *hashes("D19", "at_hash", response_type=CODE_ID_TOKEN_TOKEN)])
async def test_the_hashes_of_what_comes_with_it(desk: Desk, row: Row) -> None:
    await row.holds(desk)


@table(
    [
        refused(
            "D24-of-another-client",
            says("front_claims", aud="another client"),
            IdTokenInvalid(place="front", check="aud"),
            CHECKED,
        )
    ]
)
async def test_an_id_token_for_somebody_else(desk: Desk, row: Row) -> None:
    await row.holds(desk)


def signed_in_long_ago(server: HostileProvider) -> int:
    return int(server.now()) - 3600


FRESH = [
    refused(
        f"D21-auth-time-{name}",
        says("front_claims", auth_time=value),
        IdTokenInvalid(place="front", check="auth_time"),
        CHECKED,
    )
    for name, value in {
        "missing": None,
        "too-old": signed_in_long_ago,
        "0": 0,
        "text": "now",
        "bool": True,
    }.items()
]


@table([*FRESH, passes("D21-auth-time-of-now", behaves)])
async def test_a_sign_in_that_was_asked_to_be_fresh(desk: Desk, row: Row) -> None:
    desk.options["max_age"] = 60
    await row.holds(desk)
    assert dict(parse_qsl(urlsplit(desk.browser.opened[0]).query))["max_age"] == "60"


@table(
    [
        refused(
            "G1-D21-auth-time-missing",
            says("back_claims", auth_time=None),
            IdTokenInvalid(place="back", check="auth_time"),
            "discovery jwks token",
        )
    ]
)
async def test_the_second_token_must_say_so_too(desk: Desk, row: Row) -> None:
    desk.options["max_age"] = 60
    await row.holds(desk)


async def test_D22_no_level_of_authentication_is_asked_for(desk: Desk) -> None:
    """What is not asked for need not be checked."""
    await desk.sign_in()
    assert "acr_values" not in dict(parse_qsl(urlsplit(desk.browser.opened[0]).query))


async def test_D23_the_id_token_of_an_earlier_sign_in(desk: Desk) -> None:
    earlier: list[str] = []

    def remembered(token: str) -> str:
        earlier.append(token)
        return token

    desk.server.hooks["front_token"] = remembered
    await desk.sign_in()
    replayed = refused(
        "D23",
        hooked("front_token", lambda _: earlier[0]),
        IdTokenInvalid(place="front", check="nonce"),
        CHECKED,
    )
    await replayed.holds(desk)
