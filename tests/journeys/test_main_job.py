"""The main job with every real part: Chromium, gnome-keyring, Xvfb, and an identity server that is not ours."""

from collections.abc import Iterator

import pytest

from tests.fakes.driven_window import DrivenWindow
from tests.fakes.oidc_provider import OidcProvider
from tests.journeys.workplace import Workplace

PERSON = ("soren", "test")
SETUPS = "/Api/User/FiscalSetup"

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def provider() -> Iterator[OidcProvider]:
    with OidcProvider() as running:
        yield running


def sign_in(window: DrivenWindow, connection: str) -> None:
    """From the welcome page, over a connection that is there."""
    window.click("connectXenaButton")
    window.shown("connectionCombo")
    window.do("choose", "connectionCombo", text=connection)
    window.click("signInButton")
    window.until(lambda: window.do("enabled", "openBrowserButton"))


def call(window: DrivenWindow) -> None:
    window.click("sendButton")
    window.until(lambda: "200" in window.text("responseStatus"))


def test_sign_in_call_die_and_call_again_tomorrow(provider: OidcProvider) -> None:
    with Workplace() as desk:
        desk.connect(provider, "hybrid.xena.biz")
        with desk.window("--verbose") as window:
            sign_in(window, "hybrid.xena.biz")
            desk.browser.consent(*PERSON)
            window.until(lambda: "Søren" in window.text("profileName"))
            assert "@" in window.text("profileEmail")
            window.click("newTabButton")
            window.shown("urlEdit")
            window.do("type", "urlEdit", text=SETUPS)
            call(window)
            seen_by_everybody = window.arguments_seen
            window.kill()
        provider.rotate_keys(keep_previous=False)  # the API takes the access token no longer, as tomorrow
        before = len(provider.requests("/connect/authorize"))
        with desk.window("--verbose") as window:
            window.shown("urlEdit")
            assert window.text("urlEdit") == SETUPS
            call(window)
            assert window.close() == 0
        assert len(provider.requests("/connect/authorize")) == before, "nobody was sent to the browser again"
        assert provider.refresh_token_reuses() == 0
        written = desk.everything_written() + seen_by_everybody
        assert b"xena_desktop" in written, "the log was on"
        leaked = [secret[:8] for secret in provider.secrets().all() if secret.encode() in written]
        assert leaked == []


def test_denied_consent_is_a_calm_word_in_the_window(provider: OidcProvider) -> None:
    with Workplace() as desk:
        desk.connect(provider, "hybrid.xena.biz")
        with desk.window() as window:
            sign_in(window, "hybrid.xena.biz")
            desk.browser.deny(*PERSON)
            window.shown("noticeBar")
            said = window.do("texts")
            assert any("declined" in text or "said no" in text for text in said), said
            assert window.close() == 0


@pytest.mark.parametrize(
    ("client_id", "members"),
    [
        ("hybrid.xena.biz", {}),
        ("code.xena.biz", {"grant": "authorization_code"}),
        ("code.xena.biz", {"grant": "authorization_code", "response_mode": "form_post"}),
        ("browser.xena.biz", {"response_type": "code id_token token"}),
        ("basic.xena.biz", {"token_endpoint_auth_method": "client_secret_basic"}),
        ("public.xena.biz", {"token_endpoint_auth_method": "none"}),
    ],
)
def test_the_command_line_does_the_same(
    provider: OidcProvider, client_id: str, members: dict[str, object]
) -> None:
    with Workplace(with_screen=False) as desk:
        desk.connect(provider, client_id, **members)
        with desk.started("sign-in", client_id, "--json") as signing_in:
            desk.browser.consent(*PERSON)
            answer, said = signing_in.communicate(timeout=60)
        assert signing_in.returncode == 0, answer + said
        assert desk.command("call", SETUPS)[1]["status"] == 200
        provider.rotate_keys(keep_previous=False)
        code, answered, _ = desk.command("call", SETUPS)
        assert (code, answered["status"]) == (0, 200)
        _, listed, _ = desk.command("accounts")
        assert [account["connection"] for account in listed["accounts"]] == [client_id]
        assert desk.command("sign-out", listed["accounts"][0]["name"])[0] == 0
        assert desk.command("whoami")[0] == 3
        written = desk.everything_written()
        assert [s[:8] for s in provider.secrets().all() if s.encode() in written] == []


def test_a_service_account_needs_nobody(provider: OidcProvider) -> None:
    with Workplace(with_screen=False) as desk:
        desk.connect(provider, "service.xena.biz", grant="client_credentials", scopes=["testapi"])
        code, account, said = desk.command("sign-in", "service.xena.biz")
        assert code == 0, said
        assert (account["is_service"], account["scopes_granted"]) == (True, ["testapi"])
        assert desk.command("call", SETUPS)[1]["status"] == 200
        provider.rotate_keys(keep_previous=False)  # the token at hand is good no longer
        assert desk.command("call", SETUPS)[1]["status"] == 200
        assert provider.requests("/connect/authorize") == []
        assert provider.requests("/connect/userinfo") == []
        grants = [request.parameters.get("grant_type") for request in provider.requests("/connect/token")]
        assert grants == ["client_credentials", "client_credentials"]


def test_denied_consent_ends_the_command_with_4(provider: OidcProvider) -> None:
    with Workplace(with_screen=False) as desk:
        desk.connect(provider, "hybrid.xena.biz")
        with desk.started("sign-in", "hybrid.xena.biz", "--json") as signing_in:
            desk.browser.deny(*PERSON)
            answer, _ = signing_in.communicate(timeout=60)
        assert signing_in.returncode == 4
        assert '"consent_denied"' in answer
