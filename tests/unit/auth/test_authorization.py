import base64
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.fakes.hostile_provider import HostileProvider
from xena_desktop.auth.authorization import (
    AuthorizationRequest,
    AuthorizationResponse,
    authorization_request,
    read_authorization_response,
    states_match,
)
from xena_desktop.auth.discovery import Provider
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import (
    AuthorizationRefused,
    AuthorizationResponseInvalid,
    AuthorizationUnavailable,
    ConsentDenied,
    InteractionRequired,
)
from xena_desktop.domain.redaction import Secret

REDIRECT_URI = "http://127.0.0.1:51789/callback"


def request(provider: Provider, connection: Connection, **options: Any) -> AuthorizationRequest:
    texts: Iterator[str] = (character * 43 for character in "snv")
    return authorization_request(
        provider, connection, redirect_uri=REDIRECT_URI, random_text=lambda: next(texts), **options
    )


def sent(made: AuthorizationRequest) -> dict[str, str]:
    fields = parse_qs(urlsplit(made.url).query, strict_parsing=True)
    return {name: value for name, (value,) in fields.items()}


def test_the_request_says_what_the_standards_ask_for(provider: Provider, connection: Connection) -> None:
    made = request(provider, connection)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(b"v" * 43).digest()).rstrip(b"=").decode()
    assert made.url.startswith(f"{provider.issuer}/connect/authorize?")
    assert sent(made) == {
        "response_type": "code id_token",
        "client_id": "client",
        "redirect_uri": REDIRECT_URI,
        "scope": "openid profile testapi offline_access",
        "state": "s" * 43,
        "nonce": "n" * 43,
        "response_mode": "form_post",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    assert made.code_verifier == Secret("v" * 43)
    for secret in ("s" * 43, "n" * 43, "v" * 43):
        assert secret not in repr(replace(made, url=""))


def test_no_challenge_without_pkce(provider: Provider, connection: Connection) -> None:
    made = request(provider, replace(connection, pkce="off"))
    assert made.code_verifier is None
    assert not {"code_challenge", "code_challenge_method"} & set(sent(made))


def test_what_may_be_asked_besides(provider: Provider, connection: Connection) -> None:
    made = request(provider, connection, prompt="login", login_hint="alice@example.com", max_age=0)
    fields = sent(made)
    assert (fields["prompt"], fields["login_hint"], fields["max_age"]) == ("login", "alice@example.com", "0")


def test_other_scopes_than_the_connections(provider: Provider, connection: Connection) -> None:
    made = request(provider, connection, scopes=frozenset({"openid", "extra"}))
    assert sent(made)["scope"] == "openid extra"
    assert made.scopes == {"openid", "extra"}


def test_an_https_endpoint_stays_https_and_keeps_its_query(
    provider: Provider, connection: Connection
) -> None:
    provider = replace(provider, authorization_endpoint="https://xena.example/authorize?tenant=1")
    made = request(provider, connection)
    assert made.url.startswith("https://xena.example/authorize?tenant=1&")


@pytest.mark.parametrize("found", ["", "s" * 42, "s" * 44, "S" * 43, "s" * 42 + "t", "\udcff", "ß"])
def test_a_state_that_is_another(found: str) -> None:
    assert states_match(Secret("s" * 43), "s" * 43)
    assert not states_match(Secret("s" * 43), found)


# --- the response ----------------------------------------------------------------------------------------

HYBRID = {"state": ["s"], "code": ["code-1"], "id_token": ["a.b.c"]}
FRONT_TOKEN = {**HYBRID, "access_token": ["access-1"], "token_type": ["bearer"]}


def read(
    provider: Provider, connection: Connection, parameters: dict[str, list[str]], **changes: Any
) -> AuthorizationResponse:
    return read_authorization_response(
        parameters, provider=provider, connection=replace(connection, **changes)
    )


def test_a_response_of_each_type(provider: Provider, connection: Connection) -> None:
    code, id_token, access_token = Secret("code-1"), Secret("a.b.c"), Secret("access-1")
    full = AuthorizationResponse(code=code, id_token=id_token, access_token=access_token)
    hybrid = replace(full, access_token=None)
    assert read(provider, connection, HYBRID) == hybrid
    assert read(provider, connection, FRONT_TOKEN, response_type="code id_token token") == full
    assert read(provider, connection, HYBRID, response_type="code") == replace(hybrid, id_token=None)


@pytest.mark.parametrize(
    "more",
    [
        {"session_state": ["x"], "scope": ["openid"], "unknown": ["a", "b"]},
        {"iss": ["{issuer}"]},
        {"access_token": ["nobody asked"]},
        {"expires_in": ["junk"]},
        {"nothing": []},
    ],
)
def test_what_else_comes_is_ignored(
    provider: Provider, connection: Connection, more: dict[str, list[str]]
) -> None:
    more = {name: [value.format(issuer=provider.issuer) for value in values] for name, values in more.items()}
    response = read(provider, connection, {**HYBRID, **more})
    assert (response.code, response.access_token) == (Secret("code-1"), None)


def test_an_access_token_that_was_asked_for_and_does_not_come_is_no_loss(
    provider: Provider, connection: Connection
) -> None:
    assert read(provider, connection, HYBRID, response_type="code id_token token").access_token is None


SINGLE = ("code", "state", "id_token", "access_token", "error", "iss", "token_type", "expires_in")
INVALID: list[tuple[dict[str, list[str]], str]] = [
    *[({name: ["a", "a"]}, f"{name} twice") for name in SINGLE],
    *[({name: ["a", "b"]}, f"{name} twice") for name in SINGLE],
    ({"error": ["access_denied"]}, "error and code"),
    ({"code": []}, "code"),
    *[({"code": [code]}, "code") for code in ("", "c" * 2049, "a b", "a\nb", "a\0b", "café", "\u202ecode")],
    ({"id_token": []}, "id_token"),
    ({"id_token": [""]}, "id_token"),
    *[({"iss": [value]}, "iss") for value in ("https://evil.example", "", "{issuer}/", "{issuer}1")],
    ({"code": [], "response": ["a.b.c"]}, "response_mode"),
]


@pytest.mark.parametrize(("changes", "reason"), INVALID)
def test_a_response_that_is_invalid(
    provider: Provider, connection: Connection, changes: dict[str, list[str]], reason: str
) -> None:
    parameters = {
        name: [value.format(issuer=provider.issuer) for value in values]
        for name, values in {**HYBRID, **changes}.items()
    }
    with pytest.raises(AuthorizationResponseInvalid) as raised:
        read(provider, connection, {name: values for name, values in parameters.items() if values})
    assert raised.value.details == {"reason": reason}


@pytest.mark.parametrize("token_type", [None, "", "mac", "DPoP"])
def test_an_access_token_of_another_type(
    provider: Provider, connection: Connection, token_type: str | None
) -> None:
    parameters = {**FRONT_TOKEN, "token_type": [token_type] if token_type is not None else []}
    with pytest.raises(AuthorizationResponseInvalid) as raised:
        read(provider, connection, parameters, response_type="code id_token token")
    assert raised.value.details == {"reason": "token_type"}


def test_the_issuer_is_required_where_it_is_advertised_and_no_id_token_says_it(
    provider: Provider, connection: Connection
) -> None:
    stating = replace(provider, states_issuer=True)
    code = replace(connection, response_type="code", response_mode="query")
    assert read(stating, connection, HYBRID).code
    assert read(stating, code, {**HYBRID, "iss": [provider.issuer]}).code
    with pytest.raises(AuthorizationResponseInvalid) as raised:
        read(stating, code, HYBRID)
    assert raised.value.details == {"reason": "iss"}


@pytest.mark.parametrize(
    ("error", "raises", "details"),
    [
        ("access_denied", ConsentDenied, {}),
        ("login_required", InteractionRequired, {"error": "login_required"}),
        ("consent_required", InteractionRequired, {"error": "consent_required"}),
        ("interaction_required", InteractionRequired, {"error": "interaction_required"}),
        ("account_selection_required", InteractionRequired, {"error": "account_selection_required"}),
        ("server_error", AuthorizationUnavailable, {"error": "server_error"}),
        ("invalid_scope", AuthorizationRefused, {"error": "invalid_scope", "description": "why"}),
        ("", AuthorizationRefused, {"error": "", "description": "why"}),
        ("x" * 10_000, AuthorizationRefused, {"error": "x" * 59 + "…", "description": "why"}),
        ("fejl\u202e\n", AuthorizationRefused, {"error": "fejl\ufffd\ufffd", "description": "why"}),
    ],
)
def test_an_error_has_its_name(
    provider: Provider, connection: Connection, error: str, raises: type[Exception], details: dict[str, str]
) -> None:
    with pytest.raises(raises) as raised:
        read(provider, connection, {"state": ["s"], "error": [error], "error_description": ["why"]})
    assert getattr(raised.value, "details", None) == details


def test_a_description_is_cut_and_cleaned(provider: Provider, connection: Connection) -> None:
    described = {
        "state": ["s"],
        "error": ["invalid_scope"],
        "error_description": ["<b>\x1b[2J\u202e" + "x" * 999],
    }
    with pytest.raises(AuthorizationRefused) as raised:
        read(provider, connection, described)
    description = str(raised.value.details["description"])
    assert description.startswith("<b>\ufffd[2J\ufffdxxx")
    assert len(description) == 300


def test_an_error_of_another_issuer_is_no_answer(provider: Provider, connection: Connection) -> None:
    with pytest.raises(AuthorizationResponseInvalid):
        read(
            provider,
            connection,
            {"state": ["s"], "error": ["access_denied"], "iss": ["https://evil.example"]},
        )


def test_what_the_server_posts_is_understood(
    server: HostileProvider, provider: Provider, connection: Connection
) -> None:
    posted = server.authorize(request(provider, connection).url)
    response = read(provider, connection, {name: [value] for name, value in posted})
    assert response.code == Secret(server.code)
