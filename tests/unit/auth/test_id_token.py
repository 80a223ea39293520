import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import KeySet

from tests.fakes.hostile_provider import HostileProvider
from tests.fakes.tokens import KEY_ID, base64url, half_hash, public_jwk, public_pem, signed_token
from tests.unit.auth.conftest import NOW
from xena_desktop.auth.discovery import Provider, fetch_keys
from xena_desktop.auth.id_token import Expectation, verify_id_token
from xena_desktop.domain.errors import IdTokenInvalid
from xena_desktop.domain.redaction import Secret
from xena_desktop.network.transport import Hardened

AT = int(NOW.timestamp())
LEEWAY = 300

CLAIMS = {
    "iss": "https://idp.example", "aud": "client", "sub": "alice", "iat": AT, "nbf": AT, "exp": AT + 300,
    "nonce": "n-1", "c_hash": half_hash("code-1"), "at_hash": half_hash("access-1"), "s_hash": half_hash("state-1"),
    "auth_time": AT, "idp": "local", "amr": ["pwd"], "sid": "x",
}  # fmt: skip

EXPECTED = Expectation(
    place="front",
    issuer="https://idp.example",
    client_id="client",
    nonce=Secret("n-1"),
    now=NOW,
    started_at=NOW - timedelta(seconds=60),
    code=Secret("code-1"),
    access_token=Secret("access-1"),
    state=Secret("state-1"),
    c_hash_required=True,
    at_hash_required=True,
)


def keys(*jwks: dict[str, Any]) -> KeySet:
    return KeySet.import_key_set({"keys": list(jwks or (public_jwk(),))})


def check_failed(token: str, expected: Expectation = EXPECTED, *, among: KeySet | None = None) -> str:
    """The check that refuses `token`."""
    with pytest.raises(IdTokenInvalid) as raised:
        verify_id_token(Secret(token), keys=among or keys(), expected=expected)
    assert raised.value.details["place"] == expected.place
    return str(raised.value.details["check"])


def accepted(token: str, expected: Expectation = EXPECTED, *, among: KeySet | None = None) -> bool:
    return bool(verify_id_token(Secret(token), keys=among or keys(), expected=expected))


def changed(**claims: Any) -> dict[str, Any]:
    """The claims with some of them different; None takes one away."""
    return {name: value for name, value in {**CLAIMS, **claims}.items() if value is not None}


def each(claim: str, values: list[Any]) -> list[tuple[dict[str, Any], str]]:
    """Rows in which one claim has each of these values."""
    return [({claim: value}, claim) for value in values]


REFUSED_CLAIMS: list[tuple[dict[str, Any], str]] = [
    *each("iss", [None, "", "https://idp.example1", "https://idp.example/", 5]),
    *each("iss", [["https://idp.example"], "HTTPS://idp.example", True]),
    *each("aud", [None, "", "Client", "client1", [], 5, {}, ["other"], [["client"]]]),
    *each("aud", [["client", "other"], ["client", "client"], "client "]),
    ({"aud": ["client", "other"], "azp": "client"}, "aud"),
    *each("azp", ["other", "", 5, ["client"]]),
    *each("sub", [None, "", 5, ["alice"], "a" * 256, True]),
    *each("nonce", [None, "", "n-2", "n-11", "N-1", ["n-1"], 5, "ñ\ud800"]),
    *each("exp", [None, AT - LEEWAY, AT - 3600, str(AT + 300), True, -1, 10**30, 0]),
    *each("exp", [[AT + 300], 1e300]),
    *each("iat", [None, AT + LEEWAY + 1, AT - 60 - LEEWAY - 1, str(AT), True, -AT]),
    ({"iat": AT - 7 * 86_400}, "iat"),
    *each("nbf", [AT + LEEWAY + 1, str(AT), True]),
    *each("c_hash", [None, "", half_hash("code-2"), half_hash("code-1") + "1", 5]),
    ({"c_hash": half_hash("code-1") + "=="}, "c_hash"),
    ({"c_hash": base64url(b"\0" * 32)}, "c_hash"),
    ({"c_hash": "not base64url, ø"}, "c_hash"),
    *each("at_hash", [None, half_hash("access-2"), ["x"]]),
    *each("s_hash", ["", half_hash("state-2"), 5]),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "check"), REFUSED_CLAIMS)
def test_a_claim_that_is_wrong(claims: dict[str, Any], check: str) -> None:
    assert check_failed(signed_token(changed(**claims))) == check


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"aud": ["client"]},
        {"azp": "client"},
        {"exp": AT + 300.5},
        {"exp": AT - LEEWAY + 1},
        {"iat": AT + LEEWAY},
        {"iat": AT - 60 - LEEWAY},
        {"nbf": None},
        {"s_hash": None},
        {"sub": "a" * 255},
        {"auth_time": 0},
        {"unknown": {"deep": [1]}},
    ],
)
def test_claims_that_are_as_good(claims: dict[str, Any]) -> None:
    assert accepted(signed_token(changed(**claims)))


def test_hashes_are_optional_where_the_token_came_directly_but_checked() -> None:
    back = replace(EXPECTED, place="back", c_hash_required=False, at_hash_required=False)
    assert accepted(signed_token(changed(c_hash=None, at_hash=None)), back)
    assert check_failed(signed_token(changed(c_hash=half_hash("x"), at_hash=None)), back) == "c_hash"
    assert check_failed(signed_token(changed(c_hash=None, at_hash=half_hash("x"))), back) == "at_hash"


def test_a_renewed_token_need_not_repeat_the_nonce() -> None:
    renewed = replace(EXPECTED, place="renewed", nonce=None, code=None, state=None, c_hash_required=False)
    assert accepted(signed_token(changed(nonce=None, s_hash="whatever")), renewed)


@pytest.mark.parametrize(
    ("auth_time", "recent"),
    [(AT, True), (AT - 60 - LEEWAY, True), (AT - 3600, False), (None, False), ("now", False), (True, False)],
)
def test_auth_time_when_max_age_was_asked(auth_time: Any, recent: bool) -> None:
    token, expected = signed_token(changed(auth_time=auth_time)), replace(EXPECTED, max_age=0)
    if recent:
        assert accepted(token, expected)
    else:
        assert check_failed(token, expected) == "auth_time"


# --- the form of the token -------------------------------------------------------------------------------


def pieces(change: Callable[[str, str, str], str]) -> str:
    header, payload, signature = signed_token(CLAIMS).split(".")
    return change(header, payload, signature)


def other_spelling(part: str) -> str:
    """Base64url whose unused last bits are set: the same bytes for a lax decoder."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    assert len(part) % 4
    return part[:-1] + alphabet[alphabet.index(part[-1]) + 1]


DUPLICATE = json.dumps(CLAIMS)[:-1] + ', "sub": "mallory"}'
NO_FORM: list[Callable[[], str]] = [
    str,
    lambda: "a.b",
    lambda: "a.b.c",
    lambda: "..",
    lambda: pieces(lambda h, p, s: f"{h}.{p}"),
    lambda: pieces(lambda h, p, s: f"{h}.{p}.{s}.{s}.{s}"),
    lambda: pieces(lambda h, p, s: f"{h}.{p}.{s}="),
    lambda: pieces(lambda h, p, s: f"{h}=.{p}.{s}"),
    lambda: pieces(lambda h, p, s: f" {h}.{p}.{s}"),
    lambda: pieces(lambda h, p, s: f"{h}.{p}.{s}\n"),
    lambda: pieces(lambda h, p, s: f"{h}.{p}.{other_spelling(s)}"),
    lambda: pieces(lambda h, p, s: f"{h}.{p}.+/{s[2:]}"),
    lambda: pieces(lambda h, p, s: f"{h}.{p}.ø{s}"),
    lambda: pieces(lambda h, p, s: f"{h}.{base64.b64encode(b'[1]').decode()}.{s}"),
    lambda: pieces(lambda h, p, s: f"{base64url(b'[]')}.{p}.{s}"),
    lambda: pieces(lambda h, p, s: f"{base64url(b'text')}.{p}.{s}"),
    lambda: pieces(lambda h, p, s: ".".join((base64url(b'{"alg":"RS256","alg":"none"}'), p, s))),
    lambda: signed_token(DUPLICATE),
    lambda: signed_token("[]"),
    lambda: signed_token('{"exp": NaN}'),
    lambda: signed_token(changed(filler="x" * 16_384)),
]


@pytest.mark.parametrize("token", NO_FORM)
def test_what_is_no_token(token: Callable[[], str]) -> None:
    assert check_failed(token()) == "format"


# --- the header and the signature ------------------------------------------------------------------------

REFUSED_HEADERS: list[tuple[dict[str, Any], str]] = [
    *[({"alg": value, "kid": KEY_ID}, "alg") for value in ("none", "None", "nOnE", "", None, 5, ["RS256"])],
    *[({"alg": value, "kid": KEY_ID}, "alg") for value in ("HS256", "RS512", "PS256", "rs256")],
    ({"kid": KEY_ID}, "alg"),
    *[({"alg": "RS256", "kid": value}, "kid") for value in ("other", "", 5, [KEY_ID])],
    *[({"alg": "RS256", "kid": KEY_ID, "typ": value}, "typ") for value in ("at+jwt", "logout+jwt", "", 5)],
    ({"alg": "RS256", "kid": KEY_ID, "crit": ["exp"]}, "typ"),
    ({"alg": "RS256", "kid": KEY_ID, "crit": ["b64"], "b64": False}, "typ"),
]


@pytest.mark.parametrize(("header", "check"), REFUSED_HEADERS)
def test_a_header_that_is_refused(header: dict[str, Any], check: str) -> None:
    assert check_failed(signed_token(CLAIMS, header=header, hmac_key=public_pem())) == check


@pytest.mark.parametrize("secret", [b"the client's secret", b""])
def test_a_token_signed_with_what_everybody_knows(secret: bytes) -> None:
    header = {"alg": "HS256", "kid": KEY_ID, "typ": "JWT"}
    for key in (secret, public_pem()):
        assert check_failed(signed_token(CLAIMS, header=header, hmac_key=key)) == "alg"


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "RS256", "kid": KEY_ID},
        {"alg": "RS256", "kid": KEY_ID, "typ": "jwt"},
        {"alg": "RS256", "kid": KEY_ID, "typ": "JWT", "x5t": base64url(b"\0" * 20)},
        {"alg": "RS256"},
    ],
)
def test_headers_that_are_as_good(header: dict[str, Any]) -> None:
    assert accepted(signed_token(CLAIMS, header=header))


def test_without_a_key_id_several_keys_are_no_choice() -> None:
    among = keys(public_jwk(), public_jwk("key-2"))
    assert check_failed(signed_token(CLAIMS, header={"alg": "RS256"}), among=among) == "kid"
    assert accepted(signed_token(CLAIMS), among=among)


def foreign_key_in_the_header(**members: Any) -> str:
    header = {"alg": "RS256", "kid": KEY_ID, "typ": "JWT", **members}
    return signed_token(CLAIMS, header=header, key="foreign")


BAD_SIGNATURES: list[Callable[[], str]] = [
    lambda: signed_token(CLAIMS, header={"alg": "RS256", "kid": KEY_ID}, key="foreign"),
    lambda: pieces(lambda h, p, s: f"{h}.{p}."),
    lambda: pieces(lambda h, p, s: f"{h}.{p}.{s[:-6]}"),
    lambda: pieces(lambda h, p, s: f"{h}.{p}.{'B' if s[0] == 'A' else 'A'}{s[1:]}"),
    lambda: pieces(lambda h, p, s: f"{h}.{base64url(json.dumps(changed(sub='mallory')).encode())}.{s}"),
    lambda: foreign_key_in_the_header(jwk=public_jwk("foreign")),
    lambda: foreign_key_in_the_header(jku="https://evil.example/jwks"),
    lambda: foreign_key_in_the_header(x5u="https://evil.example/x5u"),
]


@pytest.mark.parametrize("token", BAD_SIGNATURES)
def test_a_signature_that_is_not_the_servers(token: Callable[[], str]) -> None:
    assert check_failed(token()) == "signature"


@pytest.mark.parametrize("member", ["jku", "x5u"])
def test_an_address_in_the_header_is_not_fetched(
    server: HostileProvider, elsewhere: HostileProvider, provider: Provider, session: Hardened, member: str
) -> None:
    elsewhere.hooks["jwks"] = lambda _: {"keys": [public_jwk("foreign", kid=KEY_ID)]}
    found = fetch_keys(session, provider)
    check_failed(foreign_key_in_the_header(**{member: f"{elsewhere.issuer}/jwks"}), among=found)
    assert not elsewhere.received


def test_a_key_published_without_an_id_verifies_a_token_without_one(
    server: HostileProvider, provider: Provider, session: Hardened
) -> None:
    server.hooks["jwks"] = lambda _: {"keys": [public_jwk(kid=None)]}
    assert accepted(signed_token(CLAIMS, header={"alg": "RS256"}), among=fetch_keys(session, provider))


def test_neither_error_nor_expectation_shows_the_token_or_a_secret() -> None:
    token = signed_token(changed(sub=None))
    with pytest.raises(IdTokenInvalid) as raised:
        verify_id_token(Secret(token), keys=keys(), expected=EXPECTED)
    shown = f"{raised.value} {raised.value!r} {EXPECTED!r}"
    for secret in (token, "n-1", "code-1", "access-1", "state-1"):
        assert secret not in shown
