"""G: the ID token of the token endpoint, and whether it speaks of the same sign-in as the one before it."""

from collections.abc import Iterator

import pytest

from tests.fakes.tokens import base64url, half_hash
from xena_desktop.domain.errors import IdentityMismatch, IdTokenInvalid, TokenResponseInvalid, XenaError

from .desk import Desk
from .id_tokens import Case, cases
from .rows import CODE, WHOLE_OF_CODE, Row, both, passes, refused, says, table

EXCHANGED = "discovery jwks token"
EXCHANGED_OF_CODE = "discovery token jwks"


NO_TOKEN = ("D1-over-16-KiB", "D25-white-space", "D25-line-feed")
"""What cannot stand in a token answer at all is refused there."""


def wrong(name: str, check: str) -> XenaError:
    return (
        TokenResponseInvalid(reason="id_token")
        if name in NO_TOKEN
        else IdTokenInvalid(place="back", check=check)
    )


def after_a_front_token(case: Case) -> Row:
    """G1: the same rules; the keys are known from the front ID token."""
    name, change, check = case
    if check is None:
        return passes(f"G1-{name}", change)
    asked = f"{EXCHANGED} jwks" if check in ("kid", "signature") else EXCHANGED
    return refused(f"G1-{name}", change, wrong(name, check), asked)


def alone(case: Case) -> Row:
    """G1 with the response type `code`: the keys are asked for only now."""
    name, change, check = case
    of_code = {"grant": "authorization_code", "response_type": CODE}
    if check is None:
        return passes(f"G1-code-{name}", change, WHOLE_OF_CODE, **of_code)
    asked = f"{EXCHANGED_OF_CODE} jwks" if check in ("kid", "signature") else EXCHANGED_OF_CODE
    asked = "discovery token" if name in NO_TOKEN else asked
    return refused(f"G1-code-{name}", change, wrong(name, check), asked, **of_code)


def needs_no_front_token(case: Case) -> bool:
    """Keys that are not those of the front ID token would fail that one first."""
    return (
        "several" not in case[0]
        and "signer" not in case[0]
        and "jwk" not in case[0]
        and "issuer" not in case[0]
    )


@table(map(after_a_front_token, filter(needs_no_front_token, cases("back"))))
async def test_every_rule_of_an_id_token(desk: Desk, row: Row) -> None:
    await row.holds(desk)


@table(map(alone, cases("back")))
async def test_every_rule_where_it_comes_alone(desk: Desk, row: Row) -> None:
    await row.holds(desk)


def compared() -> Iterator[Row]:
    """Both tokens are good, each by itself."""
    claims = "back_claims"
    yield refused("G2-sub", says(claims, sub="bob"), IdentityMismatch(claim="sub"), EXCHANGED)
    yield refused("G3-iss", says(claims, iss="https://evil.example"), IdTokenInvalid(check="iss"), EXCHANGED)
    yield refused("G4-aud", says(claims, aud="stranger"), IdTokenInvalid(check="aud"), EXCHANGED)
    yield passes("G4-aud-as-array", says(claims, aud=["client"]))
    for name, value in {
        "wrong": half_hash("x"),
        "empty": "",
        "long": base64url(b"\0" * 32),
        "number": 5,
    }.items():
        yield refused(
            f"G5-at-hash-{name}", says(claims, at_hash=value), IdTokenInvalid(check="at_hash"), EXCHANGED
        )
        yield refused(
            f"G6-c-hash-{name}", says(claims, c_hash=value), IdTokenInvalid(check="c_hash"), EXCHANGED
        )
    yield passes("G5-at-hash-missing", says(claims, at_hash=None))
    yield passes("G6-c-hash-right", says(claims, c_hash=half_hash("code-1")))
    yield refused("G7-nonce-missing", says(claims, nonce=None), IdTokenInvalid(check="nonce"), EXCHANGED)
    yield refused("G7-nonce", says(claims, nonce="another"), IdTokenInvalid(check="nonce"), EXCHANGED)
    auth_time = says(claims, auth_time=lambda server: int(server.now()) - 3600)
    yield refused("G8-auth-time", auth_time, IdentityMismatch(claim="auth_time"), EXCHANGED)
    yield passes("G8-auth-time-of-0-is-none", says(claims, auth_time=0))
    yield passes("G8-auth-time-missing", says(claims, auth_time=None))
    yield refused("G9-alg-none", says("back_header", alg="none"), IdTokenInvalid(check="alg"), EXCHANGED)
    for name, value in {"missing": None, "empty": "", "number": 5}.items():
        error = TokenResponseInvalid(reason="id_token")
        yield refused(f"F6-id-token-{name}", says("token", id_token=value), error, EXCHANGED)


@table(compared())
async def test_the_two_tokens_speak_of_one_sign_in(desk: Desk, row: Row) -> None:
    await row.holds(desk)


@pytest.mark.parametrize("response_type", ["code id_token", "code id_token token"])
async def test_G2_somebody_else_behind_the_code_is_noticed_for_every_hybrid_type(
    desk: Desk, response_type: str
) -> None:
    bob = both(says("back_claims", sub="bob"), says("userinfo", sub="bob"))
    await refused("G2", bob, IdentityMismatch(claim="sub"), EXCHANGED, response_type=response_type).holds(
        desk
    )
