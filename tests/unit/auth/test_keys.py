from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.hostile_provider import HostileProvider
from tests.fakes.tokens import KEY_ID, elliptic_jwk, public_jwk
from xena_desktop.auth.discovery import Provider, fetch_keys
from xena_desktop.domain.errors import DiscoveryInvalid
from xena_desktop.network.transport import Hardened

Keys = Callable[[], list[Any]]


def key_set(*keys: Any) -> dict[str, Any]:
    return {"keys": list(keys)}


USABLE: list[tuple[Keys, list[str]]] = [
    (lambda: [public_jwk()], [KEY_ID]),
    (lambda: [public_jwk(use=None, alg=None)], [KEY_ID]),
    (lambda: [public_jwk(), public_jwk("key-2")], [KEY_ID, "key-2"]),
    (lambda: [public_jwk(), elliptic_jwk()], [KEY_ID, "curve"]),
    (lambda: [public_jwk(), {"kty": "new", "kid": "x"}], [KEY_ID]),
    (lambda: [public_jwk(), {"kty": "oct", "kid": "x", "k": "c2VjcmV0"}], [KEY_ID]),
    (lambda: [public_jwk(), public_jwk(kid="encrypting", use="enc")], [KEY_ID]),
    (lambda: [public_jwk(), public_jwk("small", bits=1024)], [KEY_ID]),
    (lambda: [public_jwk(), public_jwk(kid="x", n="AQAB")], [KEY_ID]),
    (lambda: [public_jwk(), public_jwk(kid="x", n="A" * 400 + "AQAB")], [KEY_ID]),
    (lambda: [public_jwk(), public_jwk(kid="x", n="ø")], [KEY_ID]),
    (lambda: [public_jwk(), public_jwk(kid="x", e=5)], [KEY_ID]),
    (lambda: [public_jwk(), "text", 5, None, []], [KEY_ID]),
    (lambda: [public_jwk(), public_jwk(kid="x", n=None)], [KEY_ID]),
    (lambda: [public_jwk(), public_jwk(kid="x", n="!")], [KEY_ID]),
    (lambda: [public_jwk(), public_jwk(kid="x", n=5)], [KEY_ID]),
    (lambda: [public_jwk(), public_jwk(kid="x", n="")], [KEY_ID]),
    (lambda: [public_jwk(), public_jwk(kid="x", e="AQ")], [KEY_ID]),
    (lambda: [public_jwk(), {**elliptic_jwk(), "x": "AA"}], [KEY_ID]),
    (lambda: [public_jwk(), {**elliptic_jwk(), "crv": "P-1"}], [KEY_ID]),
]


@pytest.mark.parametrize(("keys", "kept"), USABLE)
def test_usable_keys_are_kept_and_others_passed_over(
    server: HostileProvider, provider: Provider, session: Hardened, keys: Keys, kept: list[str]
) -> None:
    server.hooks["jwks"] = lambda _: key_set(*keys())
    assert [key.kid for key in fetch_keys(session, provider).keys] == kept


UNUSABLE: list[tuple[Callable[[], Any], str]] = [
    (dict, "no list of keys"),
    (lambda: {"keys": None}, "no list of keys"),
    (lambda: {"keys": {}}, "no list of keys"),
    (lambda: {"keys": "text"}, "no list of keys"),
    (lambda: key_set(*[public_jwk(kid=str(number)) for number in range(200)]), "no list of keys"),
    (key_set, "no usable key"),
    (lambda: key_set({"kty": "oct", "kid": "x", "k": "c2VjcmV0"}), "no usable key"),
    (lambda: key_set(public_jwk(use="enc")), "no usable key"),
    (lambda: key_set(public_jwk("small", bits=1024)), "no usable key"),
    (lambda: key_set(public_jwk(), public_jwk()), "a key ID twice"),
    (lambda: key_set(public_jwk(d="AQAB")), "a private key in public"),
    (lambda: key_set(public_jwk(), {**elliptic_jwk(), "d": "AQAB"}), "a private key in public"),
    (list, "not an object"),
    (lambda: b"<html>", "not JSON"),
    (lambda: b'{"keys": [], "keys": []}', "not JSON"),
]


@pytest.mark.parametrize(("document", "reason"), UNUSABLE)
def test_a_key_set_that_is_none(
    server: HostileProvider,
    provider: Provider,
    session: Hardened,
    document: Callable[[], Any],
    reason: str,
) -> None:
    server.hooks["jwks"] = lambda _: document()
    with pytest.raises(DiscoveryInvalid) as raised:
        fetch_keys(session, provider)
    assert raised.value.details == {"url": provider.jwks_uri, "reason": reason}


def test_keys_are_not_fetched_from_where_a_redirect_points(
    server: HostileProvider, elsewhere: HostileProvider, provider: Provider, session: Hardened
) -> None:
    server.answer("jwks", status=302, headers=(("Location", f"{elsewhere.issuer}/jwks"),))
    with pytest.raises(DiscoveryInvalid):
        fetch_keys(session, provider)
    assert not elsewhere.received
