"""The modules of the OpenID Foundation's suite for relying parties, as rows under the suite's own names.

Of its plans Basic, Hybrid, Form Post and Config every module is here, for each response type and mode that the
program can ask for; of the plans for FAPI those that are about what is checked here too. The suite fails a relying
party that goes on to the next endpoint after a fault: each row says which endpoints were asked.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.fakes.tokens import base64url, elliptic_jwk, half_hash, public_jwk
from xena_desktop.domain.errors import (
    AuthorizationResponseInvalid,
    IdentityMismatch,
    IdTokenInvalid,
    InteractionRequired,
    IssuerMismatch,
    XenaError,
)

from .desk import CLIENT_SECRET, Desk
from .rows import (
    CODE,
    CODE_ID_TOKEN,
    CODE_ID_TOKEN_TOKEN,
    Change,
    Row,
    adds,
    behaves,
    both,
    hooked,
    passes,
    refused,
    replies,
    says,
    table,
)
from .test_a_discovery import signs_with
from .test_c_authorization_response import answers

BASIC: Final = (
    "oidcc-client-test",
    "oidcc-client-test-invalid-iss",
    "oidcc-client-test-missing-sub",
    "oidcc-client-test-invalid-aud",
    "oidcc-client-test-missing-iat",
    "oidcc-client-test-kid-absent-single-jwks",
    "oidcc-client-test-kid-absent-multiple-jwks",
    "oidcc-client-test-idtoken-sig-rs256",
    "oidcc-client-test-idtoken-sig-none",
    "oidcc-client-test-invalid-sig-rs256",
    "oidcc-client-test-userinfo-invalid-sub",
    "oidcc-client-test-nonce-invalid",
    "oidcc-client-test-scope-userinfo-claims",
    "oidcc-client-test-client-secret-basic",
)
HYBRID: Final = (
    *(name for name in BASIC if not name.endswith("sig-none")),
    "oidcc-client-test-nonce-unless-code-flow",
    "oidcc-client-test-invalid-chash",
    "oidcc-client-test-missing-chash",
)
HYBRID_WITH_TOKEN: Final = (*HYBRID, "oidcc-client-test-invalid-athash", "oidcc-client-test-missing-athash")
CONFIG: Final = (
    "oidcc-client-test-discovery-openid-config",
    "oidcc-client-test-discovery-jwks-uri-keys",
    "oidcc-client-test-discovery-issuer-mismatch",
    "oidcc-client-test-idtoken-sig-none",
    "oidcc-client-test-signing-key-rotation-just-before-signing",
    "oidcc-client-test-signing-key-rotation",
)
FORM_POST: Final = ("oidcc-client-test-form-post-error",)
FAPI1: Final = (
    "fapi1-advanced-final-client-test-invalid-alternate-alg",
    "fapi1-advanced-final-client-test-invalid-null-alg",
    "fapi1-advanced-final-client-test-invalid-expired-exp",
    "fapi1-advanced-final-client-test-invalid-missing-exp",
    "fapi1-advanced-final-client-test-invalid-missing-aud",
    "fapi1-advanced-final-client-test-invalid-missing-iss",
    "fapi1-advanced-final-client-test-invalid-missing-nonce",
    "fapi1-advanced-final-client-test-invalid-secondary-aud",
    "fapi1-advanced-final-client-test-valid-aud-as-array",
    "fapi1-advanced-final-client-test-invalid-shash",
    "fapi1-advanced-final-client-test-iat-is-week-in-past",
    "fapi1-advanced-final-client-test-no-scope-in-token-endpoint-response",
)
FAPI2: Final = (
    "fapi2-security-profile-final-client-test-token-endpoint-response-without-expires_in",
    "fapi2-security-profile-final-client-test-token-type-case-insensitivity",
    "fapi2-security-profile-final-client-test-invalid-authorization-response-iss",
    "fapi2-security-profile-final-client-test-remove-authorization-response-iss",
    "fapi2-security-profile-final-client-test-ensure-authorization-response-with-invalid-state-fails",
    "fapi2-security-profile-final-client-test-ensure-authorization-response-with-invalid-missing-state-fails",
)

Variant = tuple[str, str]
VARIANTS: Final[Mapping[Variant, tuple[str, ...]]] = {
    (CODE, "query"): (*BASIC, *CONFIG[:3], *FAPI2),
    (CODE, "form_post"): (*BASIC, *CONFIG, *FORM_POST, *FAPI2),
    (CODE_ID_TOKEN, "form_post"): (*HYBRID, *CONFIG, *FORM_POST, *FAPI1),
    (CODE_ID_TOKEN_TOKEN, "form_post"): (*HYBRID_WITH_TOKEN, *CONFIG, *FORM_POST, *FAPI1),
}


def in_both(part: str, **members: Any) -> Change:
    """The same in whichever ID token comes."""
    return both(says(f"front_{part}", **members), says(f"back_{part}", **members))


def flipped(token: str) -> str:
    """A signature with other bytes."""
    head, _, signature = token.rpartition(".")
    return f"{head}.{base64url(bytes(5))}{signature[7:]}"


ID_TOKENS: Final[Mapping[str, tuple[Change, str]]] = {
    "invalid-iss": (in_both("claims", iss=lambda s: f"{s.issuer}1"), "iss"),
    "missing-sub": (in_both("claims", sub=None), "sub"),
    "invalid-aud": (in_both("claims", aud="client1"), "aud"),
    "missing-iat": (in_both("claims", iat=None), "iat"),
    "nonce-invalid": (in_both("claims", nonce=lambda s: f"{s.nonce}1"), "nonce"),
    "idtoken-sig-none": (in_both("header", alg="none", kid=None), "alg"),
    "invalid-sig-rs256": (both(hooked("front_token", flipped), hooked("back_token", flipped)), "signature"),
    "invalid-chash": (says("front_claims", c_hash=half_hash("code-1") + "1"), "c_hash"),
    "missing-chash": (says("front_claims", c_hash=None), "c_hash"),
    "invalid-athash": (says("front_claims", at_hash=half_hash("access-1") + "1"), "at_hash"),
    "missing-athash": (says("front_claims", at_hash=None), "at_hash"),
    "kid-absent-multiple-jwks": (
        both(
            in_both("header", kid=None),
            says("jwks", keys=[public_jwk(), public_jwk("key-2"), elliptic_jwk()]),
        ),
        "kid",
    ),
    "invalid-alternate-alg": (in_both("header", alg="RS512"), "alg"),
    "invalid-null-alg": (in_both("header", alg=None), "alg"),
    "invalid-expired-exp": (in_both("claims", exp=lambda s: int(s.now()) - 900), "exp"),
    "invalid-missing-exp": (in_both("claims", exp=None), "exp"),
    "invalid-missing-aud": (in_both("claims", aud=None), "aud"),
    "invalid-missing-iss": (in_both("claims", iss=None), "iss"),
    "invalid-missing-nonce": (in_both("claims", nonce=None), "nonce"),
    "invalid-secondary-aud": (in_both("claims", aud=["client", "https://other.example"]), "aud"),
    "invalid-shash": (in_both("claims", s_hash=half_hash("x")), "s_hash"),
    "iat-is-week-in-past": (in_both("claims", iat=lambda s: int(s.now()) - 7 * 86_400), "iat"),
}
"""Modules that break the ID token, and the check that must refuse it before anything else is asked."""

ACCEPTED: Final[Mapping[str, Change]] = {
    "test": behaves,
    "idtoken-sig-rs256": behaves,
    "nonce-unless-code-flow": behaves,
    "client-secret-basic": behaves,
    "discovery-openid-config": behaves,
    "kid-absent-single-jwks": in_both("header", kid=None),
    "scope-userinfo-claims": says(
        "userinfo", name="Alice A.", email="alice@example.com", phone_number="+45 70 26"
    ),
    "discovery-jwks-uri-keys": says("discovery", jwks_uri=lambda s: f"{s.issuer}/jwks?of-this-run"),
    "signing-key-rotation": both(signs_with("key-2"), says("jwks", keys=[public_jwk(), public_jwk("key-2")])),
    "valid-aud-as-array": in_both("claims", aud=["client"]),
    "no-scope-in-token-endpoint-response": says("token", scope=None),
    "token-endpoint-response-without-expires_in": says("token", expires_in=None),
    "token-type-case-insensitivity": says("token", token_type="bEaReR"),
}

LAST_WORDS: Final[Mapping[str, tuple[Change, XenaError, str]]] = {
    "discovery-issuer-mismatch": (says("discovery", issuer="https://evil.example"), IssuerMismatch(), "discovery"),
    "form-post-error": (
        answers(("error", "login_required")), InteractionRequired(error="login_required"), "discovery"
    ),
    "invalid-authorization-response-iss": (
        adds(("iss", "https://evil.example")), AuthorizationResponseInvalid(reason="iss"), "discovery"
    ),
    "remove-authorization-response-iss": (
        says("discovery", authorization_response_iss_parameter_supported=True),
        AuthorizationResponseInvalid(reason="iss"),
        "discovery",
    ),
}  # fmt: skip
"""Modules that end before there is an ID token."""


def whole(response_type: str) -> str:
    return "discovery token jwks userinfo" if response_type == CODE else "discovery jwks token userinfo"


def row(module: str, variant: Variant) -> Row:
    """One module for one response type and mode."""
    response_type, mode = variant
    case = module.partition("client-test")[2].lstrip("-") or "test"
    name = f"{module} ({response_type}, {mode})"
    grant = "authorization_code" if response_type == CODE else "hybrid"
    method = "client_secret_basic" if case == "client-secret-basic" else "client_secret_post"
    connection: dict[str, Any] = {"grant": grant, "response_type": response_type, "response_mode": mode}
    connection["token_endpoint_auth_method"] = method
    if case == "scope-userinfo-claims":
        connection["scopes"] = ("openid", "profile", "email", "phone", "address", "testapi")
    if case in ID_TOKENS:
        change, check = ID_TOKENS[case]
        asked = "discovery token jwks" if response_type == CODE else "discovery jwks"
        asked += " jwks" if check in ("kid", "signature") else ""
        return refused(name, change, IdTokenInvalid(check=check), asked, **connection)
    if case in LAST_WORDS:
        change, error, asked = LAST_WORDS[case]
        return refused(name, change, error, asked, **connection)
    if case == "userinfo-invalid-sub":
        return refused(
            name,
            says("userinfo", sub="alice1"),
            IdentityMismatch(claim="sub"),
            whole(response_type),
            **connection,
        )
    change, asked = _accepted(case, response_type)
    return passes(name, change, asked, **connection)


def _accepted(case: str, response_type: str) -> tuple[Change, str]:
    asked = whole(response_type)
    if case == "signing-key-rotation-just-before-signing":
        return both(signs_with("key-2"), _old_keys_first), asked.replace("jwks", "jwks jwks")
    if case.startswith("ensure-authorization-response"):
        wrong = [("state", "another")] if "missing" not in case else []
        return hooked("authorization", lambda r: [*(p for p in r if p[0] != "state"), *wrong]), asked
    return ACCEPTED[case], asked


def _old_keys_first(server: Any) -> None:
    sets = iter([[public_jwk()], [public_jwk("key-2")], [public_jwk("key-2")]])
    server.hooks["jwks"] = lambda _: {"keys": next(sets)}


def rows() -> Iterator[Row]:
    for variant, modules in VARIANTS.items():
        yield from (row(module, variant) for module in dict.fromkeys(modules))


@table(rows())
async def test_module(desk: Desk, row: Row) -> None:
    """A response whose state is wrong is not the program's: it waits for its own, which then comes."""
    await row.holds(desk)
    if "ensure-authorization-response" in row.id:
        assert desk.browser.statuses == [400, 303]
    if "invalid" not in row.id and "discovery-issuer" not in row.id:
        assert "nonce" in dict(parse_qsl(urlsplit(desk.browser.opened[0]).query))


EVERY_MODULE: Final = """
    test  invalid-iss  invalid-aud  missing-iat  missing-sub  invalid-chash  missing-chash  invalid-athash
    missing-athash  nonce-invalid  nonce-unless-code-flow  invalid-sig-rs256  idtoken-sig-none  idtoken-sig-rs256
    kid-absent-single-jwks  kid-absent-multiple-jwks  userinfo-invalid-sub  scope-userinfo-claims  client-secret-basic
    form-post-error  discovery-openid-config  discovery-jwks-uri-keys  discovery-issuer-mismatch  signing-key-rotation
    signing-key-rotation-just-before-signing  invalid-alternate-alg  invalid-null-alg  invalid-expired-exp
    invalid-missing-exp  invalid-missing-aud  invalid-missing-iss  invalid-missing-nonce  invalid-secondary-aud
    valid-aud-as-array  invalid-shash  iat-is-week-in-past  no-scope-in-token-endpoint-response
    token-endpoint-response-without-expires_in  token-type-case-insensitivity  invalid-authorization-response-iss
    remove-authorization-response-iss  ensure-authorization-response-with-invalid-state-fails
    ensure-authorization-response-with-invalid-missing-state-fails
"""
"""The names as the plans list them, without the suite's prefixes."""


def test_every_module_of_the_plans_has_its_row() -> None:
    named = {
        name.partition("client-test")[2].lstrip("-") or "test"
        for names in VARIANTS.values()
        for name in names
    }
    assert named == set(EVERY_MODULE.split())
    assert named >= {*ID_TOKENS, *LAST_WORDS, *ACCEPTED}


@pytest.mark.parametrize("variant", VARIANTS, ids=" ".join)
async def test_scope_userinfo_claims_asks_for_every_scope_of_the_standard(
    desk: Desk, variant: Variant
) -> None:
    outcome = await row("oidcc-client-test-scope-userinfo-claims", variant).holds(desk)
    asked = dict(parse_qsl(urlsplit(desk.browser.opened[0]).query))
    assert {"openid", "profile", "email", "phone", "address"} <= set(asked["scope"].split())
    assert outcome.account is not None
    assert outcome.account.claims["phone_number"] == "+45 70 26"


@pytest.mark.parametrize("variant", VARIANTS, ids=" ".join)
async def test_client_secret_basic_authenticates_by_header_alone(desk: Desk, variant: Variant) -> None:
    await row("oidcc-client-test-client-secret-basic", variant).holds(desk)
    (received,) = desk.server.asked("token")
    assert received.headers["Authorization"].startswith("Basic ")
    assert "client_secret" not in received.form
    assert CLIENT_SECRET not in received.body.decode()


async def test_userinfo_bearer_header(desk: Desk) -> None:
    await passes("oidcc-client-test-userinfo-bearer-header", replies("discovery")).holds(desk)
    (received,) = desk.server.asked("userinfo")
    assert received.headers["Authorization"] == "Bearer access-1"
