from __future__ import annotations

from xena_desktop.domain.redaction import MASK
from xena_desktop.ui.panels.sent_parameters import explained

_URL = (
    "https://login.example/connect/authorize?client_id=abc&redirect_uri=http%3A%2F%2F127.0.0.1%3A51789%2Fcallback"
    "&state=SECRET1&nonce=SECRET2&scope=openid+email"
)


def test_each_parameter_is_explained_and_one_time_values_are_masked() -> None:
    rows = {name: (value, meaning) for name, value, meaning in explained(_URL + "&code_challenge=SECRET3")}
    assert rows["client_id"][0] == "abc"
    assert rows["redirect_uri"][0] == "http://127.0.0.1:51789/callback"
    assert rows["scope"][0] == "openid email"
    assert all(rows[name][0] == MASK for name in ("state", "nonce", "code_challenge"))
    assert all(meaning for _, meaning in rows.values())
    assert "SECRET" not in str(rows)


def test_it_is_said_when_pkce_is_not_used() -> None:
    assert ("PKCE", "no") in [(name, value) for name, value, _ in explained(_URL)]
