"""H: userinfo. It adds what can be shown; the sign-in stands without it, but not against it."""

from collections.abc import Iterator

from tests.fakes.tokens import signed_token
from xena_desktop.domain.errors import IdentityMismatch

from .desk import Desk
from .rows import WHOLE, Row, hooked, passes, refused, replies, says, table

HTML = (("Content-Type", "text/html"),)
LONG_NAME = "A" * 5000


def rows() -> Iterator[Row]:
    for name, value in {
        "other": "bob",
        "other-case": "Alice",
        "array": ["alice"],
        "with-1": "alice1",
    }.items():
        yield refused(f"H1-sub-{name}", says("userinfo", sub=value), IdentityMismatch(claim="sub"), WHOLE)
    yield refused("H2-sub-missing", says("userinfo", sub=None), IdentityMismatch(claim="sub"), WHOLE)
    yield refused("H2-sub-empty", says("userinfo", sub=""), IdentityMismatch(claim="sub"), WHOLE)
    for status in (401, 403, 404, 500, 503):
        yield passes(f"H3-status-{status}", replies("userinfo", status=status, body=b"{}"))
    for status in (301, 302, 307):
        elsewhere = (("Location", "https://127.0.0.1:9/"), ("Content-Type", "application/json"))
        yield passes(f"H3-redirect-{status}", replies("userinfo", status=status, headers=elsewhere))
    yield passes("H3-html", replies("userinfo", headers=HTML, body=b"<html>"))
    yield passes("H3-empty", replies("userinfo", body=b""))
    yield passes("H3-array", replies("userinfo", body=b'[{"sub": "alice"}]'))
    yield passes("H3-claim-twice", replies("userinfo", body=b'{"sub": "bob", "sub": "alice"}'))
    yield passes("H3-cut-off", replies("userinfo", cut=5))
    yield passes("H3-reset", replies("userinfo", reset=True))
    yield passes("H3-endless", replies("userinfo", endless=True, body=b" " * 65_536))


@table(rows())
async def test_userinfo(desk: Desk, row: Row) -> None:
    outcome = await row.holds(desk)
    if outcome.account is not None:
        assert (outcome.account.subject, outcome.account.claims.get("name")) == ("alice", None)


@table(
    [
        passes(
            "H4-signed-jwt",
            replies(
                "userinfo",
                headers=(("Content-Type", "application/jwt"),),
                body=signed_token({"sub": "alice", "name": "Mallory"}, key="foreign").encode(),
            ),
        )
    ]
)
async def test_what_is_not_verified_is_not_shown(desk: Desk, row: Row) -> None:
    outcome = await row.holds(desk)
    assert outcome.account is not None
    assert "name" not in outcome.account.claims


@table(
    [
        passes("H5-rich-text", says("userinfo", name="<img src=x onerror=alert(1)>")),
        passes("H5-direction", says("userinfo", name="\u202egnp.exe")),
        passes("H5-huge", says("userinfo", name=LONG_NAME)),
        passes("H5-no-text", says("userinfo", name={"first": "Alice"}, email=5)),
    ]
)
async def test_odd_claims_are_words_and_no_more(desk: Desk, row: Row) -> None:
    desk.server.subject = "carol"  # somebody new, so that a name is made
    row.change(desk.server)
    outcome = await desk.sign_in()
    assert outcome.account is not None
    assert outcome.account.name.isprintable()
    assert len(outcome.account.name) <= 300


@table([passes("H6-in-the-header", hooked("userinfo", dict))])
async def test_the_access_token_goes_in_the_header_alone(desk: Desk, row: Row) -> None:
    await row.holds(desk)
    (received,) = desk.server.asked("userinfo")
    assert received.headers["Authorization"] == "Bearer access-1"
    assert (received.method, received.path, received.body) == ("GET", "/connect/userinfo", b"")
