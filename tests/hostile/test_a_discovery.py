"""A: what a server says of itself, and its keys."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.fakes.certificates import Authority
from tests.fakes.hostile_provider import HostileProvider
from tests.fakes.tokens import elliptic_jwk, public_jwk, rsa_key
from xena_desktop.domain.errors import (
    AnswerTooLarge,
    ConnectionBroken,
    DiscoveryInvalid,
    HostUnreachable,
    IdTokenInvalid,
    InsecureAddress,
    IssuerMismatch,
    NameNotResolved,
    PkceUnsupported,
    ResponseTypeUnsupported,
    TlsFailed,
)
from xena_desktop.error_texts import explain

from .desk import Desk
from .rows import WHOLE, Change, Row, both, passes, refused, replies, says, table

ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
OPTIONAL = ("userinfo_endpoint", "revocation_endpoint", "end_session_endpoint")


def documents() -> Iterator[Row]:
    """A1 to A9: nothing but the document itself was asked for."""
    mismatch = IssuerMismatch()
    issuers: dict[str, Any] = {
        "A1-other": "https://evil.example",
        "A1-with-1": lambda s: f"{s.issuer}1",
        "A2-trailing-slash": lambda s: f"{s.issuer}/",
        "A2-case": lambda s: s.issuer.upper(),
        "A2-other-name-of-the-host": lambda s: s.issuer.replace("127.0.0.1", "localhost"),
        "A2-white-space": lambda s: f" {s.issuer}",
        "A3-missing": None,
        "A3-number": 5,
        "A3-array": lambda s: [s.issuer],
        "A4-http": lambda s: s.issuer.replace("https:", "http:"),
    }
    for name, issuer in issuers.items():
        yield refused(name, says("discovery", issuer=issuer), mismatch, "discovery")
    yield refused(
        "A4-http-authority", replies("jwks"), InsecureAddress(), "", authority="http://xena.example"
    )
    yield from _endpoints()
    yield from _answers()


def _endpoints() -> Iterator[Row]:
    addresses = {
        "http": "http://xena.example/x",
        "relative": "/connect/x",
        "no-scheme": "//xena.example/x",
        "file": "file:///etc/passwd",
        "userinfo": "https://xena.example@evil.example/",
        "password": "https://a:b@xena.example/",
        "fragment": "https://xena.example/#x",
        "backslash": "https://xena.example\\@evil.example/",
        "line-feed": "https://xena.example/\n",
        "script": "javascript:alert(1)",
        "number": 5,
        "empty": "",
        "array": ["https://xena.example/"],
    }
    for name, address in addresses.items():
        for endpoint in (*ENDPOINTS, *OPTIONAL):
            change = says("discovery", **{endpoint: address})
            yield refused(f"A5-{endpoint}-{name}", change, DiscoveryInvalid(), "discovery")
    for endpoint in ENDPOINTS:
        error = DiscoveryInvalid(reason=f"{endpoint} is missing")
        yield refused(f"A9-{endpoint}", says("discovery", **{endpoint: None}), error, "discovery")


def _answers() -> Iterator[Row]:
    for status in (301, 302, 307, 308):
        change = replies("discovery", status=status, headers=(("Location", "/connect/userinfo"),))
        yield refused(f"A6-{status}", change, DiscoveryInvalid(reason=f"status {status}"), "discovery")
    for status in (404, 500, 503):
        change = replies("discovery", status=status)
        yield refused(f"A7-{status}", change, DiscoveryInvalid(reason=f"status {status}"), "discovery")
    bodies = {
        "html": b"<!doctype html>",
        "empty": b"",
        "not-json": b"{issuer}",
        "array": b"[]",
        "bom": b'\xef\xbb\xbf{"issuer": "x"}',
        "twice": b'{"issuer": "x", "issuer": "x"}',
        "nan": b'{"issuer": NaN}',
        "utf-16": '{"issuer": "x"}'.encode("utf-16"),
        "deep": b'{"a":' * 100_000,
    }
    for name, body in bodies.items():
        yield refused(f"A7-{name}", replies("discovery", body=body), DiscoveryInvalid(), "discovery")
    too_large = AnswerTooLarge(limit=1 << 20)
    yield refused("A8-over-1-MiB", replies("discovery", body=b" " * (1 << 21)), too_large, "discovery")
    yield refused(
        "A8-never-ends", replies("discovery", body=b" " * 65_536, endless=True), too_large, "discovery"
    )
    yield refused("A7-cut-off", replies("discovery", cut=9), ConnectionBroken(), "discovery")


def offers() -> Iterator[Row]:
    """A10 to A12: what the server offers, and what the connection wants of it."""
    types, modes, methods = (
        "response_types_supported",
        "response_modes_supported",
        "code_challenge_methods_supported",
    )
    unsupported = ResponseTypeUnsupported
    yield refused(
        "A10",
        says("discovery", **{types: ["code", "id_token"]}),
        unsupported(wanted="code id_token"),
        "discovery",
    )
    yield passes("A10-words-in-any-order", says("discovery", **{types: ["id_token code"]}))
    yield passes("A10-not-listed", says("discovery", **{types: None}))
    yield refused(
        "A11",
        says("discovery", **{modes: ["query", "fragment"]}),
        unsupported(wanted="form_post"),
        "discovery",
    )
    yield passes("A11-not-listed", says("discovery", **{modes: None}))
    for name, listed in {"missing": None, "plain": ["plain"], "case": ["s256"], "text": "S256"}.items():
        change = says("discovery", **{methods: listed})
        yield refused(f"A12-{name}", change, PkceUnsupported(), "discovery", pkce="require")
        yield passes(f"A12-{name}-not-required", change, pkce="auto")
    yield passes("A12-listed", says("discovery", **{methods: ["S256"]}), pkce="require")


def keys() -> Iterator[Row]:
    """A14: key sets. Nothing is asked of the token endpoint without a key to verify with."""
    good = public_jwk()
    none = DiscoveryInvalid(reason="no usable key")
    sets: dict[str, tuple[list[Any] | None, DiscoveryInvalid]] = {
        "no-keys": (None, DiscoveryInvalid(reason="no list of keys")),
        "empty": ([], none),
        "none-usable": ([public_jwk(use="enc"), {"kty": "?"}, {}, 5], none),
        "rsa-under-2048": ([public_jwk("short", bits=1024, kid="key-1")], none),
        "for-encryption": ([public_jwk(use="enc")], none),
        "private": ([{**good, "d": "x"}], DiscoveryInvalid(reason="a private key in public")),
        "key-id-twice": ([good, public_jwk("key-2", kid="key-1")], DiscoveryInvalid(reason="a key ID twice")),
        "symmetric": ([{"kty": "oct", "k": "AAAA", "kid": "key-1"}], none),
        "broken-numbers": ([{**good, "n": "!"}], none),
        "200-keys": (
            [{**good, "kid": str(n)} for n in range(200)],
            DiscoveryInvalid(reason="no list of keys"),
        ),
    }
    for name, (members, error) in sets.items():
        yield refused(f"A14-{name}", says("jwks", keys=members), error, "discovery jwks")
    others = [{"kty": "?"}, {"kty": "oct", "k": "AAAA"}, elliptic_jwk(), public_jwk("key-2", use="enc"), good]
    yield passes("A14-the-good-one-among-others", says("jwks", keys=others))
    for name, body in {
        "not-json": b"<html>",
        "array": b"[]",
        "empty": b"",
        "twice": b'{"keys":[],"keys":[]}',
    }.items():
        yield refused(f"A14-body-{name}", replies("jwks", body=body), DiscoveryInvalid(), "discovery jwks")
    for status in (302, 404, 500):
        error = DiscoveryInvalid(reason=f"status {status}")
        yield refused(f"A14-status-{status}", replies("jwks", status=status), error, "discovery jwks")
    yield refused(
        "A14-endless", replies("jwks", body=b" " * 65_536, endless=True), AnswerTooLarge(), "discovery jwks"
    )


@table([*documents(), *offers(), *keys()])
async def test_documents_and_keys(desk: Desk, row: Row) -> None:
    await row.holds(desk)
    assert bool(desk.browser.opened) == (row.error is None or "jwks" in row.asked), (
        "the browser came too early"
    )


async def test_A12_no_challenge_where_the_server_lists_none(desk: Desk) -> None:
    desk.server.change("discovery", code_challenge_methods_supported=None)
    await desk.sign_in()
    assert "code_challenge" not in dict(parse_qsl(urlsplit(desk.browser.opened[0]).query))
    assert "code_verifier" not in desk.server.asked("token")[0].form


@pytest.mark.expect_log("does not list client_secret_post")
async def test_A13_a_way_to_authenticate_that_is_not_listed_is_a_warning(desk: Desk) -> None:
    change = says("discovery", token_endpoint_auth_methods_supported=["private_key_jwt"])
    await passes("A13", change).holds(desk)


async def test_A15_another_address_for_the_keys_each_time(desk: Desk) -> None:
    numbers = iter(range(10))
    desk.server.hooks["discovery"] = lambda d: {**d, "jwks_uri": f"{d['jwks_uri']}?{next(numbers)}"}
    async with desk.open() as services:
        for number in range(2):
            assert (await desk.signed_in(services)).account is not None
            assert desk.server.asked("jwks")[-1].path == f"/jwks?{number}"


def signs_with(name: str) -> Change:
    def change(server: HostileProvider) -> None:
        server.signing_key = name
        for place in ("front", "back"):
            server.change(f"{place}_header", kid=name)

    return change


async def test_A16_keys_that_changed_since_the_last_sign_in(desk: Desk) -> None:
    async with desk.open() as services:
        assert (await desk.signed_in(services)).account is not None
        both(signs_with("key-2"), says("jwks", keys=[public_jwk("key-2")]))(desk.server)
        outcome = await desk.signed_in(services)
        assert (outcome.error, outcome.asked) == (None, WHOLE)


async def test_A17_keys_that_change_just_before_signing(desk: Desk) -> None:
    """The document is read, the key set of a moment ago, and then the new one: once more, not twice."""
    signs_with("key-2")(desk.server)
    sets = iter([[public_jwk()], [public_jwk("key-2")]])
    desk.server.hooks["jwks"] = lambda _: {"keys": next(sets)}
    outcome = await desk.sign_in()
    assert (outcome.error, outcome.asked) == (None, "discovery jwks jwks token userinfo")


async def test_A17_a_new_key_under_the_old_id(desk: Desk) -> None:
    desk.server.signing_key = "key-2"
    sets = iter([[public_jwk()], [public_jwk("key-2", kid="key-1")]])
    desk.server.hooks["jwks"] = lambda _: {"keys": next(sets)}
    outcome = await desk.sign_in()
    assert (outcome.error, outcome.asked) == (None, "discovery jwks jwks token userinfo")


async def test_A18_a_key_id_that_never_comes_is_asked_for_once_a_minute(desk: Desk) -> None:
    desk.server.change("front_header", kid="never")
    async with desk.open() as services:
        asked = []
        for seconds in (0, 1, 55, 10):
            desk.offset += timedelta(seconds=seconds)
            outcome = await desk.signed_in(services)
            assert isinstance(outcome.error, IdTokenInvalid)
            asked.append(outcome.asked)
    assert asked == ["discovery jwks jwks", "discovery jwks", "discovery jwks", "discovery jwks jwks"]


async def test_A19_a_document_of_today_serves_while_the_server_is_not_there(desk: Desk) -> None:
    async with desk.open() as services:
        assert (await desk.signed_in(services)).account is not None
        desk.server.answer("discovery", reset=True)
        desk.offset += timedelta(hours=23)
        assert (await desk.signed_in(services)).account is not None
        desk.offset += timedelta(hours=2)
        assert isinstance((await desk.signed_in(services)).error, ConnectionBroken)


async def test_A19_never_for_another_authority(desk: Desk) -> None:
    async with desk.open() as services:
        assert (await desk.signed_in(services)).account is not None
        outcome = await desk.signed_in(services, authority="https://127.0.0.1:9")
        assert isinstance(outcome.error, HostUnreachable)


async def test_A20_each_way_of_not_reaching_the_server_has_its_own_words(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = [await desk.sign_in(authority="https://127.0.0.1:9")]
    with HostileProvider(tls=Authority(tmp_path).server("127.0.0.1")) as stranger:
        outcomes.append(await desk.sign_in(authority=stranger.issuer))
        assert not stranger.received
    desk.server.answer("discovery", reset=True)
    outcomes.append(await desk.sign_in())

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    outcomes.append(await desk.sign_in(authority="https://nobody.invalid"))
    found = [type(outcome.error) for outcome in outcomes]
    assert found == [HostUnreachable, TlsFailed, ConnectionBroken, NameNotResolved]
    titles = [explain(outcome.error).title for outcome in outcomes if outcome.error]
    assert len(set(titles)) == len(found)


def test_the_short_key_is_a_key() -> None:
    """Row A14-rsa-under-2048 is about its length alone."""
    assert rsa_key("short", bits=1024).key_size == 1024
