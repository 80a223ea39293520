from typing import Any

import pytest

from xena_desktop.domain.errors import ConsentDenied, XenaError
from xena_desktop.domain.identity import Account, AccountState, claim_text, display_name


def account(**claims: Any) -> Account:
    return Account(
        id="a", connection_id="c", name="Søren", subject="1", issuer="https://i.test", claims=claims
    )


def test_claims() -> None:
    soren = account(
        email="s@x.test", email_verified=True, culture="da-DK", locale="en", picture="https://p.test/1"
    )
    assert (soren.email, soren.email_verified, soren.culture) == ("s@x.test", True, "da-DK")
    assert soren.picture_url == "https://p.test/1"
    assert soren.state == AccountState.READY
    assert str(soren.state) == "ready"


def test_claims_that_are_not_there() -> None:
    nobody = account(locale="da")
    assert (nobody.email, nobody.email_verified, nobody.culture, nobody.picture_url) == ("", False, "da", "")


@pytest.mark.parametrize(
    ("value", "verified"),
    [
        (True, True),
        ("true", True),
        (False, False),
        ("false", False),
        ("True", False),
        (None, False),
        ([], False),
    ],
)
def test_email_verified(value: Any, verified: bool) -> None:
    assert account(email_verified=value).email_verified is verified


@pytest.mark.parametrize("value", [None, 1, True, ["a"], {"a": 1}])
def test_claims_that_are_no_text(value: Any) -> None:
    assert claim_text({"name": value}, "name") == ""


def test_claims_are_fit_to_be_shown() -> None:
    assert claim_text({"name": "a\u202eb"}, "name") == "a�b"
    assert len(claim_text({"name": "a" * 1000}, "name")) == 300


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"name": "Søren", "preferred_username": "soren", "email": "s@x"}, "Søren"),
        ({"name": "", "preferred_username": "soren", "email": "s@x"}, "soren"),
        ({"name": 5, "email": "s@x"}, "s@x"),
        ({}, "Xena"),
    ],
)
def test_display_name(claims: dict[str, Any], expected: str) -> None:
    assert display_name(claims, otherwise="Xena") == expected


def test_errors_say_what_they_know() -> None:
    assert str(ConsentDenied()) == "consent_denied()"
    assert str(XenaError(host="a", status=5)) == "fault(host='a', status=5)"


@pytest.mark.parametrize("state", AccountState)
def test_whose_tokens_no_process_may_use(state: AccountState) -> None:
    account = Account(id="a", connection_id="c", name="n", subject="s", issuer="i", state=state)
    assert account.is_signed_out is (state in (AccountState.SIGNING_OUT, AccountState.SIGNED_OUT))
