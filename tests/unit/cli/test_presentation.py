from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from xena_desktop.cli.presentation import (
    account_document,
    claim_value,
    connection_document,
    size_text,
    state_now,
    state_text,
    table,
    utc_text,
)
from xena_desktop.domain.built_in import xena_test
from xena_desktop.domain.identity import Account, AccountState

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
ACCOUNT = Account(
    id="account-1",
    connection_id="sandbox",
    name="Søren Holm",
    subject="5c0e",
    issuer="http://127.0.0.1:1",
    claims={"email": "soren@holm.dk"},
    scopes_asked=frozenset({"openid", "email", "testapi"}),
    scopes_granted=frozenset({"openid", "email"}),
    access_expires_at=NOW,
    fiscal_id="98824",
)


def test_an_account_as_a_document() -> None:
    assert account_document(ACCOUNT, connection_name="Sandbox", now=NOW) == {
        "id": "account-1",
        "name": "Søren Holm",
        "connection": "Sandbox",
        "subject": "5c0e",
        "issuer": "http://127.0.0.1:1",
        "email": "soren@holm.dk",
        "scopes_asked": ["email", "openid", "testapi"],
        "scopes_granted": ["email", "openid"],
        "access_expires_at": "2026-11-24T08:00:00Z",
        "renewable": True,
        "state": "ready",
        "is_service": False,
        "color": None,
        "note": "",
        "fiscal_id": "98824",
    }


@pytest.mark.parametrize(
    ("renewable", "seconds", "state"),
    [(True, 0, "ready"), (False, -1, "ready"), (False, 0, "sign_in_needed"), (False, 1, "sign_in_needed")],
)
def test_an_account_that_nothing_renews_ends_with_its_token(
    renewable: bool, seconds: int, state: str
) -> None:
    account = Account(
        id="a",
        connection_id="c",
        name="n",
        subject="s",
        issuer="i",
        renewable=renewable,
        access_expires_at=NOW,
    )
    assert state_now(account, now=NOW + timedelta(seconds=seconds)) == state


def test_every_state_has_words() -> None:
    assert len({state_text(state) for state in AccountState}) == len(AccountState)


def test_a_connection_as_a_document_is_its_file_and_id() -> None:
    document = connection_document(xena_test())
    assert document["id"] == "xena-test"
    assert document["scopes"] == ["openid", "profile", "email", "testapi", "offline_access"]
    assert "format" not in document


def test_times_for_scripts_are_utc() -> None:
    danish = datetime(2026, 11, 24, 9, 5, 59, 900_000, tzinfo=timezone(timedelta(hours=1)))
    assert utc_text(danish) == "2026-11-24T08:05:59Z"
    assert utc_text(None) is None


def test_columns_stand_under_each_other() -> None:
    assert table([("Name", "B"), ("Søren Holm", "x"), ("Bo", "")]) == "Name        B\nSøren Holm  x\nBo"


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 B"), (999, "999 B"), (14_200, "14.2 kB"), (2_500_000, "2.5 MB")]
)
def test_sizes(size: int, text: str) -> None:
    assert size_text(size) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Søren", "Søren"),
        (True, "true"),
        (["a", 1], '["a", 1]'),
        ("\x1b[31mred\u202e", "�[31mred�"),
        (None, "null"),
    ],
)
def test_claims_cannot_move_the_cursor(value: object, text: str) -> None:
    assert claim_value(value) == text
