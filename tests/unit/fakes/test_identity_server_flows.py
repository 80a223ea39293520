"""The flows of the test identity server, followed over plain HTTP."""

import time
from urllib.parse import urlencode

import pytest

from tests.fakes.oidc_provider import OidcProvider
from tests.fakes.visitor import ErrorPage
from tests.unit.fakes.by_hand import REDIRECT_URI, SCOPE, ByHand, left_half
from tests.unit.fakes.conftest import Clients

# what reaches the client of all that can go wrong, and what stays at the server
KEPT = [
    {"scope": "openid nonsense"},
    {"client_id": "unknown.xena.biz"},
    {"redirect_uri": "http://127.0.0.1:51789/other"},
    {"redirect_uri": "http://127.0.0.1/callback"},
    {"redirect_uri": "http://127.0.0.1:51789/callback/"},
    {"redirect_uri": "http://localhost:51789/callback"},
    {"redirect_uri": "http://127.0.0.1:51789@evil.example/callback"},
    {"nonce": None},
    {"response_type": "code"},
    {"response_type": "code id_token token"},
    {"response_mode": "query"},
    {"response_mode": "nonsense"},
]


def test_discovery_names_the_routes_of_identity_server(provider: OidcProvider, hybrid: ByHand) -> None:
    document = hybrid.web.get(f"{provider.issuer}/.well-known/openid-configuration").json()
    routes = {
        "authorization_endpoint": "/connect/authorize",
        "token_endpoint": "/connect/token",
        "userinfo_endpoint": "/connect/userinfo",
        "end_session_endpoint": "/connect/endsession",
        "revocation_endpoint": "/connect/revocation",
        "jwks_uri": "/.well-known/openid-configuration/jwks",
    }
    assert {name: document[name] for name in routes} == {
        n: provider.issuer + path for n, path in routes.items()
    }
    assert document["issuer"] == provider.issuer
    assert set(SCOPE.split()) == set(document["scopes_supported"])
    assert "authorization_response_iss_parameter_supported" not in document


def test_hybrid_flow_with_form_post(hybrid: ByHand) -> None:
    response = hybrid.authorize()
    assert (response.redirect_uri, response.response_mode) == (REDIRECT_URI, "form_post")
    assert set(response.parameters) == {"code", "id_token", "scope", "state", "session_state"}
    assert response.parameters["state"] == "the state & more"
    assert response.parameters["scope"] == SCOPE

    front = hybrid.claims(response.parameters["id_token"])
    assert (front["iss"], front["aud"], front["sub"]) == (hybrid.provider.issuer, "hybrid.xena.biz", "soren")
    assert front["nonce"] == "the nonce"
    assert front["c_hash"] == left_half(response.parameters["code"])
    assert front["s_hash"] == left_half("the state & more")
    assert front["exp"] - front["iat"] == 300
    assert abs(front["iat"] - time.time()) < 30
    assert {"nbf", "sid", "auth_time", "idp", "amr"} <= set(front)
    assert not {"email", "name", "at_hash", "azp"} & set(front)

    answer = hybrid.redeem(response.parameters["code"])
    assert answer.headers["Content-Type"].startswith("application/json")
    tokens = answer.json()
    assert (tokens["token_type"], tokens["expires_in"], tokens["scope"]) == ("Bearer", 3600, SCOPE)
    back = hybrid.claims(tokens["id_token"])
    assert back["at_hash"] == left_half(tokens["access_token"])
    assert back["s_hash"] == front["s_hash"]
    assert {name: back[name] for name in ("iss", "aud", "sub", "nonce", "sid", "auth_time")} == {
        name: front[name] for name in ("iss", "aud", "sub", "nonce", "sid", "auth_time")
    }
    assert len(tokens["refresh_token"]) == 64
    int(tokens["refresh_token"], 16)


def test_userinfo_carries_the_claims_of_the_person(hybrid: ByHand) -> None:
    claims = hybrid.userinfo(hybrid.sign_in()["access_token"]).json()
    picture = hybrid.web.get(claims.pop("picture"))
    assert claims == {
        "sub": "soren",
        "name": "Søren Ågård",
        "preferred_username": "soren",
        "culture": "da-DK",
        "email": "soren@bageri-nord.example",
        "email_verified": True,
    }
    assert picture.content.startswith(b"\x89PNG")


def test_access_token_is_a_jwt_for_the_api(hybrid: ByHand) -> None:
    claims = hybrid.claims(hybrid.sign_in()["access_token"])
    assert claims["scope"] == SCOPE.split()
    assert "testapi" in claims["aud"]
    assert (claims["sub"], claims["client_id"]) == ("soren", "hybrid.xena.biz")
    assert claims["exp"] - claims["iat"] == 3600


@pytest.mark.parametrize("response_type", ["code id_token token", "id_token token code"])
def test_hybrid_flow_with_an_access_token_in_front(client: Clients, response_type: str) -> None:
    browser = client("browser")
    parameters = browser.authorize(response_type=response_type).parameters
    assert (parameters["token_type"], parameters["expires_in"]) == ("Bearer", "3600")
    claims = browser.claims(parameters["id_token"])
    assert claims["at_hash"] == left_half(parameters["access_token"])
    assert browser.userinfo(parameters["access_token"]).status_code == 200
    assert browser.redeem(parameters["code"]).status_code == 200


@pytest.mark.parametrize(("mode", "came"), [("query", "query"), (None, "query"), ("form_post", "form_post")])
def test_code_flow(client: Clients, mode: str | None, came: str) -> None:
    code = client("code")
    response = code.authorize(response_mode=mode)
    assert response.response_mode == came
    assert set(response.parameters) == {"code", "scope", "state", "session_state"}
    assert code.redeem(response.parameters["code"]).json()["scope"] == SCOPE


@pytest.mark.parametrize("name", ["hybrid", "basic", "public"])
def test_each_way_to_authenticate_the_client(client: Clients, name: str) -> None:
    party = client(name)
    assert party.sign_in()["scope"] == SCOPE
    (logged,) = party.provider.requests("/connect/token")
    assert logged.authorization == ("basic" if name == "basic" else None)
    assert ("client_secret" in logged.parameters) == (name == "hybrid")


def test_wrong_client_secret_is_a_bad_request(hybrid: ByHand) -> None:
    answer = hybrid.token("refresh_token", refresh_token="0" * 64, client_secret="wrong")
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_client"})


def test_service_account(client: Clients) -> None:
    service = client("service")
    tokens = service.token("client_credentials", scope="testapi").json()
    assert set(tokens) == {"access_token", "expires_in", "token_type", "scope"}
    assert service.api("User/FiscalSetup", tokens["access_token"]).json()["Count"] == 1


def test_denied_consent_comes_back(hybrid: ByHand) -> None:
    response = hybrid.authorize(allow=False)
    assert response.response_mode == "form_post"
    assert response.parameters == {"error": "access_denied", "state": "the state & more"}


def test_denied_consent_in_a_query_ends_with_the_marker(client: Clients) -> None:
    response = client("code").authorize(allow=False)
    assert response.redirect_uri == REDIRECT_URI
    assert response.parameters == {"error": "access_denied", "state": "the state & more"}


def test_prompt_none_comes_back(hybrid: ByHand) -> None:
    assert hybrid.authorize(prompt="none").parameters["error"] == "login_required"
    hybrid.sign_in()
    assert hybrid.authorize(prompt="none").parameters["error"] == "consent_required"
    assert "code" in hybrid.authorize(prompt="none", scope="openid profile").parameters


@pytest.mark.parametrize("changes", KEPT, ids=str)
def test_every_other_error_stays_at_the_server(hybrid: ByHand, changes: dict[str, str | None]) -> None:
    with pytest.raises(ErrorPage):
        hybrid.visitor.answer(hybrid.authorization_url(**changes))


def test_wrong_password_stays_on_the_sign_in_page(hybrid: ByHand) -> None:
    with pytest.raises(ErrorPage, match="password is wrong"):
        hybrid.visitor.answer(hybrid.authorization_url(), password="wrong")


def test_no_refresh_token_without_offline_access(hybrid: ByHand) -> None:
    parameters = hybrid.authorize(scope="openid testapi").parameters
    tokens = hybrid.redeem(parameters["code"]).json()
    assert tokens["scope"] == "openid testapi"
    assert "refresh_token" not in tokens


def test_second_visit_needs_no_password(hybrid: ByHand) -> None:
    hybrid.sign_in()
    assert hybrid.authorize(username="nobody").parameters["code"]


def test_sign_out_at_the_server(hybrid: ByHand) -> None:
    hint = hybrid.sign_in()["id_token"]
    back = {"post_logout_redirect_uri": "http://127.0.0.1:51789/signed-out", "state": "out"}
    query = urlencode({"id_token_hint": hint, **back})
    led_to = hybrid.visitor.sign_out(f"{hybrid.provider.issuer}/connect/endsession?{query}")
    assert led_to == "http://127.0.0.1:51789/signed-out?state=out"
    assert hybrid.authorize(prompt="none", scope="openid").parameters["error"] == "login_required"


def test_sign_out_without_a_hint_leads_nowhere_else(hybrid: ByHand) -> None:
    hybrid.sign_in()
    query = urlencode(
        {"client_id": "hybrid.xena.biz", "post_logout_redirect_uri": "http://127.0.0.1:51789/signed-out"}
    )
    led_to = hybrid.visitor.sign_out(f"{hybrid.provider.issuer}/connect/endsession?{query}")
    assert led_to == f"{hybrid.provider.issuer}/connect/endsession/success"


def test_code_works_once_and_ends_nothing_else(hybrid: ByHand) -> None:
    code = hybrid.authorize().parameters["code"]
    tokens = hybrid.redeem(code).json()
    again = hybrid.redeem(code)
    assert (again.status_code, again.json()) == (400, {"error": "invalid_grant"})
    assert hybrid.refresh(tokens["refresh_token"]).status_code == 200


def test_revoked_refresh_token(hybrid: ByHand) -> None:
    tokens = hybrid.sign_in()
    form = {"client_id": hybrid.client.client_id, "client_secret": hybrid.client.client_secret}
    for value in (tokens["refresh_token"], "unknown", tokens["access_token"]):
        answer = hybrid.web.post(f"{hybrid.provider.issuer}/connect/revocation", {**form, "token": value})
        assert (answer.status_code, answer.content) == (200, b"")
    assert hybrid.refresh(tokens["refresh_token"]).json() == {"error": "invalid_grant"}
    assert hybrid.userinfo(tokens["access_token"]).status_code == 200
    assert hybrid.api("User/FiscalSetup", tokens["access_token"]).status_code == 200
