from dataclasses import replace
from typing import Any

import pytest

from tests.fakes.hostile_provider import HostileProvider
from tests.fakes.tokens import signed_token
from xena_desktop.auth.discovery import Provider
from xena_desktop.auth.userinfo import fetch_userinfo
from xena_desktop.domain.errors import IdentityMismatch, UnexpectedAnswer
from xena_desktop.domain.redaction import Secret
from xena_desktop.network.transport import Hardened


def claims(session: Hardened, provider: Provider) -> dict[str, Any]:
    return dict(fetch_userinfo(session, provider, access_token=Secret("access-1"), subject="alice"))


def test_claims_are_asked_for_with_the_token_in_the_header(
    server: HostileProvider, provider: Provider, session: Hardened
) -> None:
    assert claims(session, provider) == {"sub": "alice", "name": "Alice Andersen"}
    (request,) = server.asked("userinfo")
    assert (request.method, request.path, request.body) == ("GET", "/connect/userinfo", b"")
    assert request.headers.get_all("Authorization") == ["Bearer access-1"]


def test_a_server_without_the_endpoint_is_not_asked(
    server: HostileProvider, provider: Provider, session: Hardened
) -> None:
    assert claims(session, replace(provider, userinfo_endpoint=None)) == {}
    assert not server.asked("userinfo")


@pytest.mark.parametrize("subject", ["mallory", None, "", 5, ["alice"], "Alice", "alice "])
def test_claims_about_somebody_else(
    server: HostileProvider, provider: Provider, session: Hardened, subject: Any
) -> None:
    server.change("userinfo", sub=subject)
    with pytest.raises(IdentityMismatch) as raised:
        claims(session, provider)
    assert raised.value.details == {"claim": "sub"}


JWT = (("Content-Type", "application/jwt"),)
OTHERS: list[dict[str, Any]] = [
    *[{"status": status} for status in (301, 302, 307, 401, 403, 500)],
    {"headers": (("Content-Type", "text/html"),), "body": b"<html>"},
    {"headers": JWT, "body": signed_token({"sub": "alice"}).encode()},
    {"body": b"[]"},
    {"body": b"{"},
    {"body": b'{"sub": "mallory", "sub": "alice"}'},
]


@pytest.mark.parametrize("reply", OTHERS)
def test_an_answer_that_is_not_the_claims(
    server: HostileProvider,
    elsewhere: HostileProvider,
    provider: Provider,
    session: Hardened,
    reply: dict[str, Any],
) -> None:
    location = (("Location", f"{elsewhere.issuer}/connect/userinfo"),)
    server.answer("userinfo", **{"headers": (("Content-Type", "application/json"), *location), **reply})
    with pytest.raises(UnexpectedAnswer) as raised:
        claims(session, provider)
    assert raised.value.details["status"] == reply.get("status", 200)
    assert not elsewhere.received
