import json
import stat
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from requests.auth import HTTPBasicAuth

from xena_desktop.sandbox import (
    SANDBOX_CLIENT_ID,
    SANDBOX_CLIENT_SECRET,
    SANDBOX_SERVICE_CLIENT_ID,
    SANDBOX_SERVICE_CLIENT_SECRET,
    Sandbox,
)

from .browser import SCOPE, VERIFIER, Browser, claims_of, exchange, token, tokens_of
from .conftest import Clock


def new_code(sandbox: Sandbox, **changes: str | None) -> str:
    page = Browser(sandbox).sign_in(**changes)
    assert page.delivered is not None
    return page.delivered["code"]


def refresh(sandbox: Sandbox, refresh_token: str, **changes: str | None) -> requests.Response:
    return token(sandbox, grant_type="refresh_token", refresh_token=refresh_token, **changes)


def userinfo(sandbox: Sandbox, access_token: str) -> requests.Response:
    headers = {"Authorization": f"Bearer {access_token}"}
    return requests.get(f"{sandbox.authority}/connect/userinfo", headers=headers, timeout=5)


def test_answer_of_the_token_endpoint(sandbox: Sandbox) -> None:
    response = exchange(sandbox, new_code(sandbox))
    answer = response.json()
    assert set(answer) == {
        "access_token",
        "expires_in",
        "id_token",
        "refresh_token",
        "scope",
        "token_type",
    }
    assert (answer["expires_in"], answer["scope"], len(answer["refresh_token"])) == (3600, SCOPE, 64)
    assert response.headers["Cache-Control"] == "no-store"


def test_basic_authentication(sandbox: Sandbox) -> None:
    response = requests.post(
        f"{sandbox.authority}/connect/token",
        data={
            "grant_type": "authorization_code",
            "code": new_code(sandbox),
            "redirect_uri": "http://127.0.0.1:51789/callback",
            "code_verifier": VERIFIER,
        },
        auth=HTTPBasicAuth(SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET),
        timeout=5,
    )
    assert response.status_code == 200


def test_without_offline_access_there_is_no_refresh_token(sandbox: Sandbox) -> None:
    answer = exchange(sandbox, new_code(sandbox, scope="openid testapi")).json()
    assert "refresh_token" not in answer


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "nobody"}, "invalid_client"),
        ({"client_secret": None}, "invalid_client"),
        ({"redirect_uri": "http://127.0.0.1:51790/callback"}, "invalid_grant"),
        ({"code_verifier": "w" * 50}, "invalid_grant"),
        ({"code_verifier": None}, "invalid_grant"),
        ({"redirect_uri": None}, "invalid_grant"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        (
            {"client_id": SANDBOX_SERVICE_CLIENT_ID, "client_secret": SANDBOX_SERVICE_CLIENT_SECRET},
            "unauthorized_client",
        ),
    ],
)
def test_refusals_are_400_with_their_code(
    sandbox: Sandbox, changes: dict[str, str | None], error: str
) -> None:
    response = exchange(sandbox, new_code(sandbox), **changes)
    assert (response.status_code, response.json()) == (400, {"error": error})
    assert response.headers["Cache-Control"] == "no-store"


def test_wrong_secret_with_basic_is_400_too(sandbox: Sandbox) -> None:
    auth = HTTPBasicAuth(SANDBOX_CLIENT_ID, "wrong")
    data = {"grant_type": "client_credentials"}
    response = requests.post(f"{sandbox.authority}/connect/token", data=data, auth=auth, timeout=5)
    assert (response.status_code, response.json()) == (400, {"error": "invalid_client"})


def test_verifier_without_challenge_is_refused(sandbox: Sandbox) -> None:
    code = new_code(sandbox, code_challenge=None, code_challenge_method=None)
    assert exchange(sandbox, code).json() == {"error": "invalid_grant"}
    code = new_code(sandbox, code_challenge=None, code_challenge_method=None)
    assert exchange(sandbox, code, code_verifier=None).status_code == 200


def test_code_works_once_even_when_the_first_try_failed(sandbox: Sandbox) -> None:
    code = new_code(sandbox)
    assert exchange(sandbox, code, code_verifier="w" * 50).status_code == 400
    assert exchange(sandbox, code).json() == {"error": "invalid_grant"}
    assert exchange(sandbox, "unknown").json() == {"error": "invalid_grant"}


def test_code_lives_five_minutes(sandbox: Sandbox, clock: Clock) -> None:
    code, later = new_code(sandbox), new_code(sandbox)
    clock.advance(seconds=299)
    assert exchange(sandbox, code).status_code == 200
    clock.advance(seconds=1)
    assert exchange(sandbox, later).json() == {"error": "invalid_grant"}


def test_refresh_tokens_rotate_and_the_newer_outlives_a_replay(sandbox: Sandbox) -> None:
    first = tokens_of(sandbox)["refresh_token"]
    answer = refresh(sandbox, first).json()
    assert answer["refresh_token"] != first
    assert "nonce" not in claims_of(answer["id_token"])
    assert refresh(sandbox, first).json() == {"error": "invalid_grant"}
    assert refresh(sandbox, answer["refresh_token"]).status_code == 200


def test_of_two_refreshes_at_once_one_wins(sandbox: Sandbox) -> None:
    first = tokens_of(sandbox)["refresh_token"]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: refresh(sandbox, first).status_code, range(4)))
    assert sorted(answers) == [200, 400, 400, 400]


def test_refresh_token_ends_thirty_days_after_sign_in(sandbox: Sandbox, clock: Clock) -> None:
    current = tokens_of(sandbox)["refresh_token"]
    clock.advance(seconds=30 * 24 * 3600 - 1)
    current = refresh(sandbox, current).json()["refresh_token"]
    clock.advance(seconds=1)
    assert refresh(sandbox, current).json() == {"error": "invalid_grant"}


def test_refresh_with_fewer_and_with_more_scopes(sandbox: Sandbox) -> None:
    current = tokens_of(sandbox)["refresh_token"]
    assert refresh(sandbox, current, scope="openid everything").json() == {"error": "invalid_scope"}
    assert refresh(sandbox, current, scope="testapi").json()["scope"] == "testapi"


def test_restart_keeps_refresh_tokens_and_consents_but_not_keys(start: Callable[[], Sandbox]) -> None:
    with start() as sandbox:
        browser = Browser(sandbox)
        page = browser.submit(browser.authorize(), person="soren")
        page = browser.submit(page, answer="allow", remember="yes")
        assert page.delivered
        answer = exchange(sandbox, page.delivered["code"]).json()
        identity = requests.get(f"{sandbox.authority}/sandbox/identity", timeout=5).json()
    with start() as sandbox:
        assert requests.get(f"{sandbox.authority}/sandbox/identity", timeout=5).json() == identity
        assert userinfo(sandbox, answer["access_token"]).status_code == 401
        renewed = refresh(sandbox, answer["refresh_token"]).json()
        assert userinfo(sandbox, renewed["access_token"]).status_code == 200
        again = Browser(sandbox)
        assert again.submit(again.authorize(), person="soren").delivered


def test_state_file_holds_no_token_and_is_private(sandbox: Sandbox, tmp_path: Path) -> None:
    answer = tokens_of(sandbox)
    folder = tmp_path / "sandbox"
    (file,) = folder.iterdir()
    text = file.read_text()
    assert answer["refresh_token"].lower() not in text.lower()
    assert answer["access_token"] not in text
    assert len(json.loads(text)["refresh_tokens"]) == 1
    if sys.platform != "win32":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_state_file_that_cannot_be_read_is_replaced(start: Callable[[], Sandbox], tmp_path: Path) -> None:
    (tmp_path / "sandbox").mkdir()
    (tmp_path / "sandbox" / "state.json").write_text("{half")
    with start() as sandbox:
        assert tokens_of(sandbox)["refresh_token"]


def test_revocation(sandbox: Sandbox) -> None:
    answer = tokens_of(sandbox)
    client = {"client_id": SANDBOX_CLIENT_ID, "client_secret": SANDBOX_CLIENT_SECRET}
    service = {"client_id": SANDBOX_SERVICE_CLIENT_ID, "client_secret": SANDBOX_SERVICE_CLIENT_SECRET}

    def revoke(value: str, who: dict[str, str]) -> requests.Response:
        return requests.post(
            f"{sandbox.authority}/connect/revocation", data={"token": value, **who}, timeout=5
        )

    assert revoke("unknown", client).status_code == 200
    assert revoke(answer["access_token"], client).status_code == 200
    assert userinfo(sandbox, answer["access_token"]).status_code == 200
    assert revoke(answer["refresh_token"], client | {"client_secret": "wrong"}).status_code == 400
    assert revoke(answer["refresh_token"], service).status_code == 200
    current = refresh(sandbox, answer["refresh_token"]).json()["refresh_token"]
    assert revoke(current, client).status_code == 200
    assert refresh(sandbox, current).json() == {"error": "invalid_grant"}


def test_userinfo_follows_the_scopes(sandbox: Sandbox) -> None:
    info = userinfo(sandbox, tokens_of(sandbox)["access_token"]).json()
    assert (info["name"], info["culture"], info["email_verified"]) == ("Søren Holm", "da-DK", True)
    picture = requests.get(info["picture"], timeout=5)
    assert picture.content.startswith(b"\x89PNG")
    bo = userinfo(sandbox, tokens_of(sandbox, "bo")["access_token"]).json()
    assert (bo["email_verified"], bo["culture"]) == (False, "en-GB")
    code = new_code(sandbox, scope="openid testapi")
    assert set(userinfo(sandbox, exchange(sandbox, code).json()["access_token"]).json()) == {"sub"}


def test_access_token_ends_after_an_hour(sandbox: Sandbox, clock: Clock) -> None:
    access_token = tokens_of(sandbox)["access_token"]
    clock.advance(seconds=3599)
    assert userinfo(sandbox, access_token).status_code == 200
    clock.advance(seconds=1)
    response = userinfo(sandbox, access_token)
    assert response.status_code == 401
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]


def test_id_token_is_no_access_token(sandbox: Sandbox) -> None:
    assert userinfo(sandbox, tokens_of(sandbox)["id_token"]).status_code == 401


def test_service_account(sandbox: Sandbox) -> None:
    who = {"client_id": SANDBOX_SERVICE_CLIENT_ID, "client_secret": SANDBOX_SERVICE_CLIENT_SECRET}
    answer = token(sandbox, grant_type="client_credentials", scope="testapi", **who).json()
    assert set(answer) == {"access_token", "expires_in", "scope", "token_type"}
    assert "sub" not in claims_of(answer["access_token"])
    assert userinfo(sandbox, answer["access_token"]).status_code == 403
    refused = token(sandbox, grant_type="client_credentials", scope="openid", **who)
    assert refused.json() == {"error": "invalid_scope"}


def test_nothing_secret_is_logged_at_debug(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    page = Browser(sandbox).sign_in()
    assert page.delivered
    answer = exchange(sandbox, page.delivered["code"]).json()
    renewed = refresh(sandbox, answer["refresh_token"]).json()
    lines = "\n".join(record.getMessage() for record in caplog.records)
    secrets = [page.delivered["code"], page.delivered["id_token"], SANDBOX_CLIENT_SECRET]
    secrets += [
        bag[name] for bag in (answer, renewed) for name in ("access_token", "refresh_token", "id_token")
    ]
    assert not [secret for secret in secrets if secret in lines]
