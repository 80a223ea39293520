"""E: how the token endpoint answers. One request, no redirect, nothing tried twice."""

import gzip
from collections.abc import Iterator
from typing import Any

from tests.fakes.hostile_provider import HostileProvider
from xena_desktop.domain.errors import (
    AnswerTooLarge,
    ClientRefused,
    ConnectionBroken,
    TokenRequestRefused,
    TokenResponseInvalid,
    UnexpectedAnswer,
    XenaError,
)

from .desk import CLIENT_SECRET, Desk
from .rows import Row, hooked, passes, refused, replies, table

EXCHANGED = "discovery jwks token"
JSON = (("Content-Type", "application/json"),)
NONE = TokenResponseInvalid(reason="no JSON object")
TOKENS = b'{"access_token": "evil", "token_type": "Bearer", "expires_in": 3600}'


def token(id: str, error: XenaError, **reply: Any) -> Row:  # noqa: A002 - pytest's word
    return refused(id, replies("token", **reply), error, EXCHANGED)


def kind(media_type: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", media_type),)


def redirects() -> Iterator[Row]:
    """E1, T47: a 307 would carry code, verifier and secret to wherever it points."""
    for status in (301, 302, 303, 307, 308):
        headers = (("Location", "/connect/userinfo"), *JSON)
        yield token(f"E1-{status}", UnexpectedAnswer(status=status), status=status, headers=headers)


def statuses() -> Iterator[Row]:
    """E2: an error that the server names, and one that it does not."""
    for status in (400, 401, 403):
        for code in ("invalid_grant", "invalid_request", "unsupported_grant_type", "user_blocked"):
            body = f'{{"error": "{code}"}}'.encode()
            yield token(f"E2-{status}-{code}", TokenRequestRefused(error=code), status=status, body=body)
        for code in ("invalid_client", "unauthorized_client"):
            body = f'{{"error": "{code}", "error_description": "<b>"}}'.encode()
            yield token(f"E2-{status}-{code}", ClientRefused(error=code), status=status, body=body)
    for status in (404, 429, 500, 502, 503):
        for name, body in {"json": b'{"error": "invalid_grant"}', "html": b"<html>", "empty": b""}.items():
            yield token(f"E2-{status}-{name}", UnexpectedAnswer(status=status), status=status, body=body)
    yield token("E2-400-empty", UnexpectedAnswer(status=400), status=400, body=b"")
    yield token(
        "E2-400-html", UnexpectedAnswer(status=400), status=400, headers=kind("text/html"), body=b"<html>"
    )
    yield token("E2-500-like-a-form", UnexpectedAnswer(status=500), status=500, body=b"a=b&access_token=EVIL")
    yield token("E2-201", UnexpectedAnswer(status=201), status=201)


def bodies() -> Iterator[Row]:
    """E3 to E8 and E12: a 200 that is no token answer."""
    form = kind("application/x-www-form-urlencoded")
    yield token("E3-html", NONE, headers=kind("text/html"), body=b"<html>Welcome to our network</html>")
    yield token("E4-urlencoded", NONE, headers=form, body=b"access_token=evil&token_type=Bearer")
    for name, media_type in {
        "text": "text/plain",
        "html": "text/html",
        "jwt": "application/jwt",
        "none": "",
    }.items():
        yield token(f"E5-{name}", NONE, headers=kind(media_type))
    yield token("E5-missing", NONE, headers=())
    for name, body in {
        "truncated": TOKENS[:-5],
        "trailing": TOKENS + b"x",
        "two": TOKENS + TOKENS,
        "nan": TOKENS[:-1] + b', "x": NaN}',
        "bom": b"\xef\xbb\xbf" + TOKENS,
        "utf-16": TOKENS.decode().encode("utf-16"),
        "latin-1": TOKENS[:-1] + b', "x": "\xf8"}',
        "deep": b"[" * 100_000,
        "empty": b"",
    }.items():
        yield token(f"E6-{name}", NONE, body=body)
    yield token("E6-10-MB", AnswerTooLarge(), body=b" " * 10_000_000)
    yield token("E6-endless", AnswerTooLarge(), body=b" " * 65_536, endless=True)
    bomb = gzip.compress(b" " * 50_000_000, 6)
    yield token("E6-gzip-bomb", AnswerTooLarge(), body=bomb, headers=(*JSON, ("Content-Encoding", "gzip")))
    broken = (*JSON, ("Content-Encoding", "gzip"))
    yield token("E6-broken-gzip", ConnectionBroken(), body=b"no gzip", headers=broken)
    for name, body in {
        "array": b"[" + TOKENS + b"]",
        "string": b'"access_token"',
        "null": b"null",
        "5": b"5",
    }.items():
        yield token(f"E7-{name}", NONE, body=body)
    yield token("E8-twice", NONE, body=TOKENS[:-1] + b', "access_token": "other"}')
    yield token(
        "E12-error-in-a-200", TokenRequestRefused(error="invalid_grant"), body=b'{"error": "invalid_grant"}'
    )


def connections() -> Iterator[Row]:
    """E9: the answer does not come, or not whole; whether the code is spent is not known."""
    yield token("E9-reset", ConnectionBroken(), reset=True)
    yield token("E9-cut-off", ConnectionBroken(), cut=20)
    yield token("E9-no-body", ConnectionBroken(), cut=0)


@table([*redirects(), *statuses(), *bodies(), *connections()])
async def test_answers_that_are_none(desk: Desk, row: Row) -> None:
    outcome = await row.holds(desk)
    assert CLIENT_SECRET not in str(outcome.error)


@table(
    [
        passes("E5-json-with-a-charset", replies("token", headers=kind("application/json; charset=utf-8"))),
        passes("E5-json-in-other-case", replies("token", headers=kind("Application/JSON"))),
    ]
)
async def test_answers_that_are_as_good(desk: Desk, row: Row) -> None:
    await row.holds(desk)


async def test_E11_cookies_are_not_sent_back(desk: Desk) -> None:
    def set_cookie(server: HostileProvider) -> None:
        for endpoint in ("discovery", "jwks", "token", "userinfo"):
            server.answer(endpoint, headers=(*JSON, ("Set-Cookie", "a=b; Path=/")))

    await passes("E11", set_cookie).holds(desk)
    assert [received.headers["Cookie"] for received in desk.server.received] == [None] * 4


async def test_E1_nothing_of_the_exchange_reaches_another_server(desk: Desk) -> None:
    """T47: whatever the redirect says, code, verifier and secret stay with the token endpoint."""
    with HostileProvider() as elsewhere:
        for status in (302, 307, 308):
            desk.server.answer(
                "token", status=status, headers=(("Location", f"{elsewhere.issuer}/connect/token"), *JSON)
            )
            outcome = await desk.sign_in()
            assert isinstance(outcome.error, UnexpectedAnswer)
        assert not elsewhere.received


@table([passes("E0-one-request", hooked("token", dict))])
async def test_what_the_one_request_holds(desk: Desk, row: Row) -> None:
    await row.holds(desk)
    (received,) = desk.server.asked("token")
    form = received.form
    assert len(form.pop("code_verifier")) == 43
    assert form.pop("redirect_uri").startswith("http://127.0.0.1:")
    assert form == {
        "grant_type": "authorization_code",
        "code": "code-1",
        "client_id": "client",
        "client_secret": CLIENT_SECRET,
    }
    assert "?" not in received.path
