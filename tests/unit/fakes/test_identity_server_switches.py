"""The switches of the test identity server and the orders of its control port."""

from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest
import requests

from tests.fakes.oidc_provider import OidcProvider
from tests.fakes.registered_clients import RegisteredClient
from tests.fakes.visitor import ErrorPage, Visitor
from tests.unit.fakes.by_hand import SCOPE, ByHand
from tests.unit.fakes.conftest import Clients


def methods(party: ByHand) -> object:
    document = party.web.get(f"{party.provider.issuer}/.well-known/openid-configuration").json()
    return document.get("code_challenge_methods_supported")


def test_pkce_of_identity_server_4(hybrid: ByHand) -> None:
    assert methods(hybrid) == ["plain", "S256"]
    assert hybrid.redeem(hybrid.authorize().parameters["code"], verifier="w" * 43).json() == {
        "error": "invalid_grant"
    }
    assert hybrid.redeem(hybrid.authorize().parameters["code"], verifier=None).json() == {
        "error": "invalid_grant"
    }
    bare = hybrid.authorize(code_challenge=None, code_challenge_method=None).parameters
    assert hybrid.redeem(bare["code"]).json() == {"error": "invalid_grant"}
    plain = hybrid.authorize(code_challenge="v" * 43, code_challenge_method="plain").parameters
    assert hybrid.redeem(plain["code"]).status_code == 200


def test_pkce_of_identity_server_3(hybrid: ByHand) -> None:
    hybrid.provider.change(pkce="is3")
    assert methods(hybrid) is None
    assert hybrid.redeem(hybrid.authorize().parameters["code"]).json() == {"error": "invalid_grant"}
    assert hybrid.redeem(hybrid.authorize().parameters["code"], verifier=None).status_code == 200


def test_refresh_tokens_work_once(hybrid: ByHand) -> None:
    first = hybrid.sign_in()["refresh_token"]
    renewed = hybrid.refresh(first).json()
    assert renewed["scope"] == SCOPE
    assert renewed["refresh_token"] != first
    assert "nonce" not in hybrid.claims(renewed["id_token"])
    assert hybrid.refresh(first).json() == {"error": "invalid_grant"}
    assert hybrid.refresh(first).json() == {"error": "invalid_grant"}
    assert hybrid.provider.refresh_token_reuses() == 2
    assert hybrid.refresh(renewed["refresh_token"]).status_code == 200


def test_reuse_may_end_the_family(hybrid: ByHand) -> None:
    hybrid.provider.change(reuse_ends_family=True)
    first = hybrid.sign_in()["refresh_token"]
    second = hybrid.refresh(first).json()["refresh_token"]
    assert hybrid.refresh(first).status_code == 400
    assert hybrid.refresh(second).json() == {"error": "invalid_grant"}
    assert hybrid.provider.refresh_token_reuses() == 1


def test_reusable_refresh_tokens(hybrid: ByHand) -> None:
    hybrid.provider.change(one_time_refresh=False)
    first = hybrid.sign_in()["refresh_token"]
    assert hybrid.refresh(first).json()["refresh_token"] == first
    assert hybrid.refresh(first).status_code == 200
    assert hybrid.provider.refresh_token_reuses() == 0


def test_clock_moves_for_server_and_api(hybrid: ByHand) -> None:
    tokens = hybrid.sign_in()
    hybrid.provider.advance_clock(3590)
    assert hybrid.api("User/FiscalSetup", tokens["access_token"]).status_code == 200
    hybrid.provider.advance_clock(20)
    expired = hybrid.api("User/FiscalSetup", tokens["access_token"])
    assert expired.status_code == 401
    assert (
        expired.headers["WWW-Authenticate"]
        == 'Bearer error="invalid_token", error_description="The token expired"'
    )
    assert hybrid.userinfo(tokens["access_token"]).status_code == 401
    assert hybrid.refresh(tokens["refresh_token"]).status_code == 200


def test_refresh_token_ends_after_thirty_days_in_all(hybrid: ByHand) -> None:
    hybrid.provider.advance_clock(-20 * 24 * 3600)
    first = hybrid.sign_in()["refresh_token"]
    hybrid.provider.advance_clock(20 * 24 * 3600)
    second = hybrid.refresh(first).json()["refresh_token"]
    hybrid.provider.advance_clock(11 * 24 * 3600)
    assert hybrid.refresh(second).json() == {"error": "invalid_grant"}


@pytest.mark.parametrize("seconds", [-600, 600])
def test_wrong_clock_shows_in_tokens_and_in_the_date_header(hybrid: ByHand, seconds: int) -> None:
    before = hybrid.claims(hybrid.sign_in()["id_token"])["iat"]
    hybrid.provider.advance_clock(seconds)
    answer = hybrid.redeem(hybrid.authorize().parameters["code"])
    moved = hybrid.claims(answer.json()["id_token"])["iat"]
    assert abs(moved - before - seconds) < 30
    assert abs(parsedate_to_datetime(answer.headers["Date"]).timestamp() - moved) < 30


@pytest.mark.parametrize("keep_previous", [True, False])
def test_keys_rotate(hybrid: ByHand, keep_previous: bool) -> None:
    jwks = f"{hybrid.provider.issuer}/.well-known/openid-configuration/jwks"
    old = {key["kid"] for key in hybrid.web.get(jwks).json()["keys"]}
    access_token = hybrid.sign_in()["access_token"]
    hybrid.provider.rotate_keys(keep_previous=keep_previous)
    listed = {key["kid"] for key in hybrid.web.get(jwks).json()["keys"]}
    assert (old <= listed) is keep_previous
    assert listed != old
    assert not any("d" in key for key in hybrid.web.get(jwks).json()["keys"])
    assert hybrid.api("User/FiscalSetup", access_token).status_code == (200 if keep_previous else 401)
    assert hybrid.claims(hybrid.sign_in()["id_token"])["sub"] == "soren"


def test_lost_token_answer_was_worked_on(hybrid: ByHand) -> None:
    first = hybrid.sign_in()["refresh_token"]
    hybrid.provider.drop_next_response()
    with pytest.raises(requests.ConnectionError):
        hybrid.refresh(first)
    assert hybrid.refresh(first).json() == {"error": "invalid_grant"}
    assert hybrid.refresh(hybrid.provider.secrets().refresh_tokens[-1]).status_code == 200


def test_ordered_answers(hybrid: ByHand) -> None:
    tokens = hybrid.sign_in()
    order = hybrid.provider.answer_next
    order("token", status=200, content_type="text/html", body="<p>Sign in to the wireless network</p>")
    order("token", status=503, content_type=None, headers={"Retry-After": "7"})
    order("userinfo", body='{"sub": "someone else"}')
    order("api", status=401, headers={"WWW-Authenticate": "Bearer"})
    order("discovery", body='{"issuer": "https://elsewhere.example"}')
    html = hybrid.refresh(tokens["refresh_token"])
    assert (html.status_code, html.headers["Content-Type"]) == (200, "text/html")
    assert html.text == "<p>Sign in to the wireless network</p>"
    busy = hybrid.refresh(tokens["refresh_token"])
    assert (busy.status_code, busy.headers["Retry-After"], busy.content) == (503, "7", b"")
    assert "Content-Type" not in busy.headers
    assert hybrid.userinfo(tokens["access_token"]).json() == {"sub": "someone else"}
    assert hybrid.api("User/FiscalSetup", tokens["access_token"]).status_code == 401
    discovery = hybrid.web.get(f"{hybrid.provider.issuer}/.well-known/openid-configuration").json()
    assert discovery == {"issuer": "https://elsewhere.example"}
    assert hybrid.api("User/FiscalSetup", tokens["access_token"]).status_code == 200
    assert hybrid.refresh(tokens["refresh_token"]).status_code == 200


def test_delayed_answer(hybrid: ByHand) -> None:
    tokens = hybrid.sign_in()
    hybrid.provider.delay_next("userinfo", seconds=0.3)
    assert hybrid.userinfo(tokens["access_token"]).elapsed.total_seconds() >= 0.3


def test_every_secret_is_listed(client: Clients) -> None:
    browser = client("browser")
    parameters = browser.authorize(response_type="code id_token token").parameters
    tokens = browser.redeem(parameters["code"]).json()
    secrets = browser.provider.secrets()
    assert secrets.authorization_codes == (parameters["code"],)
    assert set(secrets.access_tokens) == {parameters["access_token"], tokens["access_token"]}
    assert set(secrets.id_tokens) == {parameters["id_token"], tokens["id_token"]}
    assert secrets.refresh_tokens == (tokens["refresh_token"],)
    assert browser.client.client_secret in secrets.client_secrets
    assert set(tokens.values()) & set(secrets.all()) == {
        tokens[name] for name in ("access_token", "refresh_token", "id_token")
    }
    assert tokens["refresh_token"] not in repr(secrets)
    assert str(browser.client.client_secret) not in repr(browser.client)


def test_requests_are_logged_without_secrets(hybrid: ByHand) -> None:
    tokens = hybrid.sign_in()
    hybrid.api("User/FiscalSetup", tokens["access_token"])
    hybrid.api("User/FiscalSetup", None)
    with_token, without = hybrid.provider.requests("/User/FiscalSetup")
    assert (with_token.server, with_token.method, with_token.path) == ("api", "GET", "/Api/User/FiscalSetup")
    assert (with_token.authorization, with_token.status) == ("bearer", 200)
    assert (without.authorization, without.status) == (None, 401)
    (token_request,) = hybrid.provider.requests("/connect/token")
    assert token_request.parameters["grant_type"] == "authorization_code"
    assert "code_verifier" in token_request.parameters
    logged = repr(hybrid.provider.requests())
    assert not [secret for secret in hybrid.provider.secrets().all() if secret in logged]


def test_reset_forgets_everything(hybrid: ByHand) -> None:
    hybrid.provider.change(pkce="is3")
    hybrid.provider.advance_clock(100)
    refresh_token = hybrid.redeem(hybrid.authorize().parameters["code"], verifier=None).json()[
        "refresh_token"
    ]
    hybrid.provider.reset()
    assert hybrid.provider.requests() == []
    assert hybrid.provider.secrets().refresh_tokens == ()
    assert methods(hybrid) == ["plain", "S256"]
    assert hybrid.refresh(refresh_token).json() == {"error": "invalid_grant"}


def test_own_clients_and_an_exact_port(visitor: Visitor) -> None:
    exact = RegisteredClient(
        client_id="exact.xena.biz", redirect_uris=("http://127.0.0.1:51789/callback",), require_pkce=True
    )
    with OidcProvider(clients=(exact,)) as provider:
        party = ByHand(provider, exact, visitor)
        with pytest.raises(ErrorPage, match="redirect_uri"):
            party.authorize(redirect_uri="http://127.0.0.1:51790/callback")
        with pytest.raises(ErrorPage, match="PKCE"):
            party.authorize(code_challenge=None, code_challenge_method=None)
        assert party.sign_in()["scope"] == SCOPE
        party.web.close()


def test_server_ends_with_its_standard_input() -> None:
    with OidcProvider() as provider:
        process = provider._process
        assert process is not None
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0


def test_server_that_cannot_start_says_why(provider: OidcProvider) -> None:
    taken = urlsplit(provider.issuer).port or 0
    with pytest.raises(RuntimeError, match="EADDRINUSE"), OidcProvider(port=taken):
        pass


def test_stopped_server_is_gone(visitor: Visitor) -> None:
    with OidcProvider() as provider:
        process = provider._process
        assert process is not None
        provider.stop()
        assert process.poll() is not None
        with pytest.raises(requests.ConnectionError):
            visitor.answer(f"{provider.issuer}/connect/authorize")
