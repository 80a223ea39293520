import re
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import KeySet

from xena_desktop.sandbox import SANDBOX_CLIENT_ID, Sandbox
from xena_desktop.sandbox.signing import half_hash

from .browser import CHALLENGE, REDIRECT_URI, SCOPE, Browser, Page, claims_of, exchange, tokens_of
from .conftest import Clock


def delivered(page: Page) -> dict[str, str]:
    assert page.delivered is not None, page.text
    return page.delivered


def test_hybrid_form_post_delivers_code_and_id_token(sandbox: Sandbox) -> None:
    page = Browser(sandbox).sign_in()
    values = delivered(page)
    assert page.response_mode == "form_post"
    assert page.url == REDIRECT_URI
    assert set(values) == {"code", "id_token", "scope", "state", "session_state"}
    assert (values["state"], values["scope"]) == ("a-state", SCOPE)
    claims = claims_of(values["id_token"])
    expected = {"iss": sandbox.authority, "aud": SANDBOX_CLIENT_ID, "nonce": "a-nonce", "idp": "local"}
    assert expected.items() <= claims.items()
    assert claims["c_hash"] == half_hash(values["code"])
    assert claims["s_hash"] == half_hash("a-state")
    assert {"sid", "auth_time", "amr", "nbf"} <= set(claims)
    assert "at_hash" not in claims
    lifetime = int(str(claims["exp"])) - int(str(claims["iat"]))
    assert lifetime == 300


def test_id_token_verifies_with_the_published_key(sandbox: Sandbox) -> None:
    answer = tokens_of(sandbox)
    discovery = requests.get(f"{sandbox.authority}/.well-known/openid-configuration", timeout=5).json()
    keys = KeySet.import_key_set(requests.get(discovery["jwks_uri"], timeout=5).json())
    verified = jwt.decode(answer["id_token"], keys, ["RS256"])
    assert verified.claims["at_hash"] == half_hash(answer["access_token"])
    assert verified.claims["nonce"] == "a-nonce"
    access = jwt.decode(answer["access_token"], keys, ["RS256"])
    assert access.header["typ"] == "at+jwt"
    assert access.claims["aud"] == [f"{sandbox.authority}/resources", "testapi"]
    assert access.claims["scope"] == SCOPE.split()


def test_hybrid_with_token_brings_an_access_token(sandbox: Sandbox) -> None:
    values = delivered(Browser(sandbox).sign_in(response_type="token id_token code"))
    assert claims_of(values["id_token"])["at_hash"] == half_hash(values["access_token"])
    assert (values["token_type"], values["expires_in"]) == ("Bearer", "3600")
    assert "refresh_token" not in values


def test_hybrid_by_fragment(sandbox: Sandbox) -> None:
    page = Browser(sandbox).sign_in(response_mode="fragment")
    assert page.response_mode == "fragment"
    assert exchange(sandbox, delivered(page)["code"]).status_code == 200


@pytest.mark.parametrize("mode", ["query", "form_post"])
def test_plain_code(sandbox: Sandbox, mode: str) -> None:
    page = Browser(sandbox).sign_in(response_type="code", response_mode=mode, nonce=None)
    values = delivered(page)
    assert page.response_mode == mode
    assert "id_token" not in values
    answer = exchange(sandbox, values["code"]).json()
    assert "nonce" not in claims_of(answer["id_token"])


def test_response_modes_that_are_taken_when_none_is_sent(sandbox: Sandbox) -> None:
    assert Browser(sandbox).sign_in(response_mode=None).response_mode == "form_post"
    assert Browser(sandbox).sign_in(response_mode=None, response_type="code").response_mode == "query"


def test_user_name_and_password(sandbox: Sandbox) -> None:
    browser = Browser(sandbox)
    page = browser.submit(browser.authorize(), form=1, username="mette@lund-revision.dk", password="wrong")
    assert 'id="problem"' in page.text
    page = browser.submit(page, form=1, username=" Mette@lund-revision.dk ", password="sandbox")
    assert "mette@lund-revision.dk" in page.text
    assert 'id="scope-offline_access"' in page.text


def test_second_sign_in_needs_no_password_and_consent_is_remembered_only_if_ticked(sandbox: Sandbox) -> None:
    browser = Browser(sandbox)
    browser.sign_in()
    page = browser.authorize()
    assert 'id="allow"' in page.text
    assert delivered(browser.submit(page, answer="allow", remember="yes"))["code"]
    assert delivered(browser.authorize())["code"]


def test_remembered_consent_does_not_cover_more_scopes(sandbox: Sandbox) -> None:
    browser = Browser(sandbox)
    page = browser.submit(browser.authorize(scope="openid"), person="soren")
    browser.submit(page, answer="allow", remember="yes")
    assert delivered(browser.authorize(scope="openid"))["code"]
    assert 'id="allow"' in browser.authorize(scope="openid email").text


def test_deny_cancel_and_silent_errors_go_back_to_the_client(sandbox: Sandbox) -> None:
    browser = Browser(sandbox)
    silent = browser.authorize(prompt="none")
    assert delivered(silent) == {"error": "login_required", "state": "a-state"}
    page = browser.authorize()
    assert delivered(browser.submit(page, form=1, cancel="yes"))["error"] == "access_denied"
    page = browser.submit(browser.authorize(), person="bo")
    assert delivered(browser.submit(page, answer="deny"))["error"] == "access_denied"
    assert delivered(browser.authorize(prompt="none"))["error"] == "consent_required"


def test_error_in_the_query_ends_with_an_empty_fragment(sandbox: Sandbox) -> None:
    page = Browser(sandbox).authorize(response_type="code", response_mode="query", prompt="none")
    assert page.text == f"{REDIRECT_URI}?error=login_required&state=a-state#_=_"


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"client_id": "nobody"}, "The client is not known"),
        ({"client_id": None}, "The client is not known"),
        ({"redirect_uri": "http://127.0.0.1:51789/callback/"}, "The redirect URI is not registered"),
        ({"redirect_uri": "http://localhost:51789/callback"}, "The redirect URI is not registered"),
        ({"redirect_uri": "http://127.0.0.1:0/callback?x=1"}, "The redirect URI is not registered"),
        ({"redirect_uri": "http://127.0.0.1:99999/callback"}, "The redirect URI is not registered"),
        ({"redirect_uri": None}, "The redirect URI is not registered"),
        ({"scope": "openid everything"}, "A scope is not allowed"),
        ({"scope": "testapi"}, "A scope is not allowed"),
        ({"response_type": "id_token token"}, "The response type is not allowed"),
        ({"response_type": None}, "The response type is not allowed"),
        ({"response_mode": "query"}, "The response mode does not suit the response type"),
        ({"nonce": None}, "The nonce is missing"),
        ({"code_challenge": "short"}, "The PKCE value cannot be used"),
        ({"code_challenge_method": "S512"}, "The PKCE value cannot be used"),
        ({"prompt": "none login"}, "The prompt cannot be used"),
        ({"prompt": "create"}, "The prompt cannot be used"),
        ({"max_age": "soon"}, "The request cannot be understood"),
        ({"nonce": "n" * 301}, "The request cannot be understood"),
    ],
)
def test_mistakes_of_a_client_end_on_a_page(
    sandbox: Sandbox, changes: dict[str, str | None], title: str
) -> None:
    page = Browser(sandbox).authorize(**changes)
    assert (page.status, page.delivered) == (400, None)
    assert f"<h1>{title}</h1>" in page.text


def test_any_loopback_port_is_accepted(sandbox: Sandbox) -> None:
    page = Browser(sandbox).sign_in(redirect_uri="http://127.0.0.1:40123/callback")
    assert page.url == "http://127.0.0.1:40123/callback"


@pytest.mark.parametrize("prompt", ["login", "select_account"])
def test_prompt_asks_again_who_it_is(sandbox: Sandbox, prompt: str) -> None:
    browser = Browser(sandbox)
    browser.sign_in()
    page = browser.authorize(prompt=prompt)
    assert "person-soren" in page.text
    page = browser.submit(page, person="bo")
    assert "bo@example.dk" in page.text


def test_prompt_consent_asks_in_spite_of_remembered_consent(sandbox: Sandbox) -> None:
    browser = Browser(sandbox)
    browser.submit(browser.submit(browser.authorize(), person="soren"), answer="allow", remember="yes")
    assert 'id="allow"' in browser.authorize(prompt="consent").text


def test_max_age(sandbox: Sandbox, clock: Clock) -> None:
    browser = Browser(sandbox)
    browser.sign_in()
    assert "person-soren" in browser.authorize(max_age="0").text
    clock.advance(seconds=60)
    assert 'id="allow"' in browser.authorize(max_age="60").text
    clock.advance(seconds=1)
    assert "person-soren" in browser.authorize(max_age="60").text
    assert delivered(browser.authorize(max_age="60", prompt="none"))["error"] == "login_required"


def test_login_hint_fills_in_the_user_name(sandbox: Sandbox) -> None:
    page = Browser(sandbox).authorize(login_hint='mette@lund-revision.dk"><b>')
    assert 'value="mette@lund-revision.dk&#34;&gt;&lt;b&gt;"' in page.text


def test_another_account(sandbox: Sandbox) -> None:
    browser = Browser(sandbox)
    page = browser.submit(browser.authorize(), person="soren")
    link = re.search(r'href="(/account/sign-in\?request=[^"]+)"', page.text)
    assert link
    page = browser.submit(browser.get(sandbox.authority + link[1]), person="mette")
    code = delivered(browser.submit(page, answer="allow"))["code"]
    answer = exchange(sandbox, code).json()
    assert claims_of(answer["id_token"])["sub"] == "9b27d415-0f6c-4c3e-8d1a-7a52e9c04b68"


def test_forms_need_the_token_of_their_browser(sandbox: Sandbox) -> None:
    page = Browser(sandbox).authorize()
    action, hidden = page.forms[0]
    stranger = requests.post(sandbox.authority + action, data=hidden | {"person": "soren"}, timeout=5)
    assert stranger.status_code == 400
    assert "The page does not belong to this browser" in stranger.text


def test_a_request_is_answered_once(sandbox: Sandbox) -> None:
    browser = Browser(sandbox)
    page = browser.submit(browser.authorize(), person="soren")
    assert delivered(browser.submit(page, answer="allow"))["code"]
    assert "This sign-in is no longer going on" in browser.submit(page, answer="allow").text


def test_session_cookie_changes_at_sign_in_and_is_out_of_reach_of_scripts(sandbox: Sandbox) -> None:
    browser = Browser(sandbox)
    browser.authorize()
    before = browser.http.cookies.get_dict()
    browser.sign_in()
    after = browser.http.cookies.get_dict()
    assert set(before) == set(after)
    assert before != after
    answer = requests.get(browser.authorize(prompt="login").url, timeout=5)
    assert answer.status_code == 200
    raw = requests.get(
        f"{sandbox.authority}/connect/authorize",
        params=parse_qs(urlsplit(_authorize_url(sandbox)).query),
        allow_redirects=False,
        timeout=5,
    )
    assert "HttpOnly" in raw.headers["Set-Cookie"]
    assert "SameSite=Lax" in raw.headers["Set-Cookie"]


def _authorize_url(sandbox: Sandbox) -> str:
    query = f"client_id={SANDBOX_CLIENT_ID}&redirect_uri={REDIRECT_URI}&scope=openid&nonce=n"
    return f"{sandbox.authority}/connect/authorize?{query}&response_type=code&code_challenge={CHALLENGE}"


def test_pages_have_no_script_but_the_one_that_posts_the_answer(sandbox: Sandbox) -> None:
    browser = Browser(sandbox)
    page = browser.authorize()
    assert "<script" not in page.text
    assert "script-src" not in page.headers["Content-Security-Policy"]
    answer = browser.sign_in()
    assert "script-src 'sha256-" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "<noscript>" in answer.text
    assert "http" not in page.text.replace(sandbox.authority, "").partition("<main")[0].lower()


@pytest.mark.parametrize(
    ("language", "heading"), [("da-DK,da;q=0.9", "Log ind"), ("en-GB", "Sign in"), ("fr", "Sign in")]
)
def test_pages_speak_danish_and_english(sandbox: Sandbox, language: str, heading: str) -> None:
    assert f"<h1>{heading}</h1>" in Browser(sandbox, language=language).authorize().text


def test_sign_out(sandbox: Sandbox) -> None:
    browser = Browser(sandbox)
    id_token = exchange(sandbox, delivered(browser.sign_in())["code"]).json()["id_token"]
    end, back = f"{sandbox.authority}/connect/endsession", "http://127.0.0.1:51789/signed-out"
    page = browser.get(f"{end}?post_logout_redirect_uri={back}")
    assert "<h1>You are signed out</h1>" in page.text
    assert "person-soren" in browser.authorize().text
    page = browser.get(f"{end}?id_token_hint={id_token}&post_logout_redirect_uri={back}&state=s")
    assert page.text == f"{back}?state=s"
    for hint, target in (("garbled", back), (id_token, "https://elsewhere.example/signed-out")):
        page = browser.get(f"{end}?id_token_hint={hint}&post_logout_redirect_uri={target}")
        assert "<h1>You are signed out</h1>" in page.text


def test_pages_that_do_not_exist(sandbox: Sandbox) -> None:
    for path in ("/nowhere", "/sandbox/pictures/nobody.png", "/sandbox/pictures/..png"):
        page = Browser(sandbox).get(sandbox.authority + path)
        assert page.status == 404
        assert "There is no such page" in page.text
    assert "no longer going on" in Browser(sandbox).get(f"{sandbox.authority}/account/consent").text


def test_both_languages_have_the_same_texts() -> None:
    from xena_desktop.sandbox.resource_files import read_json

    def names(value: object, path: str = "") -> set[str]:
        if not isinstance(value, dict):
            return {path}
        return {name for key, inner in value.items() for name in names(inner, f"{path}.{key}")}

    texts = read_json("pages/sandbox/texts.json")
    assert names(texts["da"]) == names(texts["en"])
