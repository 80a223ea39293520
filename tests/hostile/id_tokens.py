"""What can be wrong with an ID token, whichever way it comes; the numbers are those of chapter D.

Each case: number and name, what the server does to the token of `place`, and the check that must refuse it, or None
where the token is as good as any.
"""

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.fakes.hostile_provider import HostileProvider
from tests.fakes.tokens import base64url, elliptic_jwk, half_hash, public_jwk, signed_token

from .rows import Change, both, hooked, says

Case = tuple[str, Change, str | None]
LEEWAY = 300
_SPELLINGS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def cases(place: str) -> list[Case]:
    """Every case for the ID token of `place`, front or back."""
    return [
        *_forms(place),
        *_headers(place),
        *_signatures(place),
        *_key_ids(place),
        *_claims(place),
        *_times(place),
    ]


def _pieces(change: Callable[[str, str, str], str]) -> Callable[[str], str]:
    def changed(token: str) -> str:
        header, payload, signature = token.split(".")
        return change(header, payload, signature)

    return changed


def _other_spelling(part: str) -> str:
    """The same bytes for a lax decoder: the unused last bits are set."""
    return part[:-1] + _SPELLINGS[_SPELLINGS.index(part[-1]) + 1]


def _claims_text(change: Callable[[str], str]) -> Callable[[str], str]:
    """The token with its claims changed as text, and signed rightly."""

    def changed(token: str) -> str:
        payload = token.split(".")[1]
        return signed_token(change(base64.urlsafe_b64decode(payload + "==").decode()))

    return changed


def _forms(place: str) -> Iterator[Case]:
    """D1 and D25: no compact JWS of one JSON object, or the same one spelt otherwise."""
    forms: list[tuple[str, Callable[[str], str]]] = [
        ("D1-empty-parts", lambda _: ".."),
        ("D1-two-parts", _pieces(lambda h, p, _s: f"{h}.{p}")),
        ("D1-five-parts", _pieces(lambda h, p, s: f"{h}.{p}.{s}.{s}.{s}")),
        ("D1-bad-base64", _pieces(lambda h, p, s: f"{h}.{p}!.{s}")),
        ("D1-padding", _pieces(lambda h, p, s: f"{h}.{p}==.{s}")),
        ("D1-claims-not-json", _claims_text(lambda _: "text")),
        ("D1-claims-array", _claims_text(lambda claims: f"[{claims}]")),
        ("D1-claim-twice", _claims_text(lambda claims: claims[:-1] + ', "sub": "mallory"}')),
        ("D1-header-array", _pieces(lambda _h, p, s: f"{base64url(b'[]')}.{p}.{s}")),
        ("D1-over-16-KiB", _claims_text(lambda claims: claims[:-1] + f', "x": "{"x" * 16_384}"}}')),
        ("D25-white-space", lambda token: f" {token}"),
        ("D25-line-feed", lambda token: f"{token}\n"),
        ("D25-plus-and-slash", _pieces(lambda h, p, s: f"{h}.{p}.+/{s[2:]}")),
        ("D25-padded", lambda token: f"{token}=="),
        ("D25-other-spelling", _pieces(lambda h, p, s: f"{h}.{p}.{_other_spelling(s)}")),
    ]  # fmt: skip
    for name, function in forms:
        yield name, hooked(f"{place}_token", function), "format"


def _headers(place: str) -> Iterator[Case]:
    """D2, D3, D6 and D7: what the header says of itself."""
    for name, algorithm in (
        ("none", "none"),
        ("None", "None"),
        ("nOnE", "nOnE"),
        ("missing", None),
        ("empty", ""),
    ):
        yield f"D2-{name}", says(f"{place}_header", alg=algorithm), "alg"
    for algorithm in ("HS256", "RS512", "PS256", "rs256"):
        yield f"D3-{algorithm}", says(f"{place}_header", alg=algorithm), "alg"
    yield "D3-HS256-client-secret", hooked(f"{place}_token", _signed_with_the_client_secret), "alg"
    address = f"{place}_header"
    yield "D6-jku", says(address, jku=lambda server: f"{server.issuer}/evil"), None
    yield "D6-x5u", says(address, x5u=lambda server: f"{server.issuer}/evil"), None
    yield "D6-jwk", both(_signed_by("foreign"), says(address, jwk=public_jwk("foreign"))), "signature"
    yield (
        "D6-jku-of-the-signer",
        both(_signed_by("foreign"), says(address, jku=lambda server: f"{server.issuer}/evil")),
        "signature",
    )
    yield "D6-crit", says(address, crit=["exp"]), "typ"
    yield "D6-b64", says(address, crit=["b64"], b64=False), "typ"
    for kind in ("at+jwt", "logout+jwt", "", 5):
        yield f"D7-{kind or 'empty'}", says(address, typ=kind), "typ"
    yield "D7-jwt", says(address, typ="jwt"), None
    yield "D7-absent", says(address, typ=None), None


def _signed_with_the_client_secret(token: str) -> str:
    claims = base64.urlsafe_b64decode(token.split(".")[1] + "==").decode()
    return signed_token(claims, header={"alg": "HS256", "typ": "JWT"}, hmac_key=b"the client's secret")


def _signed_by(name: str) -> Change:
    def change(server: HostileProvider) -> None:
        server.signing_key = name

    return change


def _signatures(place: str) -> Iterator[Case]:
    """D4: a signature that does not fit."""
    forms: list[tuple[str, Callable[[str], str]]] = [
        ("D4-flipped", _pieces(lambda h, p, s: f"{h}.{p}.{'B' if s[0] == 'A' else 'A'}{s[1:]}")),
        ("D4-truncated", _pieces(lambda h, p, s: f"{h}.{p}.{s[:-6]}")),
        ("D4-empty", _pieces(lambda h, p, _s: f"{h}.{p}.")),
        ("D4-payload-changed", _pieces(lambda h, _p, s: f"{h}.{base64url(json.dumps({'sub': 'x'}).encode())}.{s}")),
    ]  # fmt: skip
    for name, function in forms:
        yield name, hooked(f"{place}_token", function), "signature"


def _key_ids(place: str) -> Iterator[Case]:
    """D5: which key the token says it is signed with."""
    several = hooked("jwks", lambda _: {"keys": [public_jwk(), public_jwk("key-2"), elliptic_jwk()]})
    without = says(f"{place}_header", kid=None)
    yield "D5-unknown", says(f"{place}_header", kid="other"), "kid"
    yield "D5-not-a-text", says(f"{place}_header", kid=5), "kid"
    yield "D5-key-of-another-issuer", _signed_by("foreign"), "signature"
    yield "D5-missing-with-one-key", without, None
    yield "D5-missing-with-several", both(without, several), "kid"
    yield "D5-right-one-of-several", several, None


def _claims(place: str) -> Iterator[Case]:
    """D8 to D12, D16, D17 and D20: who speaks of whom, to whom, and about which request."""

    def claim(name: str, number: str, /, **values: Any) -> Iterator[Case]:
        for case, value in values.items():
            yield f"{number}-{case.replace('_', '-')}", says(f"{place}_claims", **{name: value}), name

    yield from claim("iss", "D8", wrong="https://evil.example", missing=None, array=lambda s: [s.issuer])
    yield from claim("iss", "D8", with_1=lambda s: f"{s.issuer}1", trailing_slash=lambda s: f"{s.issuer}/")
    yield from claim(
        "aud", "D9", wrong="other", missing=None, empty_array=[], other_case="Client", with_1="client1"
    )
    yield f"D10-{place}", says(f"{place}_claims", aud=["client"]), None
    yield from claim("aud", "D11", stranger=["client", "stranger"], twice=["client", "client"])
    stranger = says(f"{place}_claims", aud=["client", "stranger"], azp="client")
    yield "D11-stranger-with-azp", stranger, "aud"
    yield from claim("azp", "D12", wrong="stranger", empty="", array=["client"])
    yield "D12-right", says(f"{place}_claims", azp="client"), None
    yield from claim("nonce", "D16", missing=None, wrong="another", empty="", array=lambda s: [s.nonce])
    yield from claim("nonce", "D16", with_1=lambda s: f"{s.nonce}1")
    yield from claim("sub", "D17", missing=None, empty="", number=5, over_255="a" * 256, array=["alice"])
    yield from claim("s_hash", "D20", wrong=half_hash("another"), empty="")
    yield "D20-missing", says(f"{place}_claims", s_hash=None), None


def _times(place: str) -> Iterator[Case]:
    """D13, D14 and D15: when it was made, and how long it lives."""

    def times(name: str, number: str, check: str | None = "", /, **values: Any) -> Iterator[Case]:
        for case, value in values.items():
            yield (
                f"{number}-{case.replace('_', '-')}",
                says(f"{place}_claims", **{name: value}),
                (name if check == "" else check),
            )

    def in_seconds(seconds: float) -> Callable[[HostileProvider], float]:
        return lambda server: int(server.now() + seconds)

    yield from times(
        "exp", "D13", missing=None, past=in_seconds(-LEEWAY - 5), string=lambda s: str(int(s.now()) + 99)
    )
    yield from times("exp", "D13", bool=True, huge=10**30, negative=-1, array=lambda s: [int(s.now()) + 99])
    yield from times(
        "exp", "D13", None, float=lambda s: s.now() + 99.5, within_leeway=in_seconds(20 - LEEWAY)
    )
    yield from times(
        "iat", "D14", missing=None, future=in_seconds(LEEWAY + 30), string=lambda s: str(int(s.now()))
    )
    yield from times(
        "iat", "D14", before_the_attempt=in_seconds(-LEEWAY - 60), a_week_ago=in_seconds(-7 * 86_400)
    )
    yield from times("iat", "D14", None, ahead_within_leeway=in_seconds(LEEWAY - 20))
    yield from times("nbf", "D15", future=in_seconds(LEEWAY + 30), string="now", bool=True)
    yield from times("nbf", "D15", None, missing=None)
