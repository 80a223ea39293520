"""Every error has a text, and every text can be filled with the details its error documents."""

from __future__ import annotations

import re

import pytest

from xena_desktop.domain import errors
from xena_desktop.domain.errors import XenaError
from xena_desktop.error_texts import DETAILS, TEXTS, ErrorText, explain, explain_fault

ACTIONS = {None, "sign_in", "retry", "edit_connection", "allow_write"}
CODES_THAT_STAY = {
    errors.AuthorizationResponseInvalid: {"reason": "state_mismatch"},
    errors.IdTokenInvalid: {"place": "front", "check": "c_hash"},
    errors.TokenResponseInvalid: {"reason": "not_json"},
    errors.RequestInvalid: {"part": "path", "reason": "a\\b"},
    errors.DiscoveryInvalid: {"url": "https://a.test", "reason": "not_json"},
    errors.AuthorizationRefused: {"error": "invalid_scope"},
    errors.AuthorizationUnavailable: {"error": "server_error"},
    errors.ScopeNotGranted: {"name": "Mette", "scope": "testapi"},
}


def _concrete(kind: type[XenaError]) -> list[type[XenaError]]:
    below = kind.__subclasses__()
    return [leaf for child in below for leaf in _concrete(child)] if below else [kind]


LEAVES = [kind for kind in _concrete(XenaError) if kind.__module__ == errors.__name__]


def _documented(kind: type[XenaError]) -> set[str]:
    return set(re.findall(r"``(\w+)``", kind.__doc__ or ""))


def _explained(kind: type[XenaError]) -> ErrorText:
    return explain(kind(**{name: f"<{name}>" for name in _documented(kind)}))


def test_the_tree_is_found() -> None:
    assert len(LEAVES) > 40
    assert errors.KeychainLocked in LEAVES
    assert errors.SignInError not in LEAVES


@pytest.mark.parametrize("kind", LEAVES)
def test_every_error_has_a_text_of_its_own(kind: type[XenaError]) -> None:
    assert kind in TEXTS, f"{kind.__name__} needs a title and an advice in error_texts"


def test_no_text_is_left_of_an_error_that_is_gone() -> None:
    assert set(TEXTS) == set(LEAVES)


@pytest.mark.parametrize("kind", LEAVES)
def test_every_text_is_filled_from_the_documented_details(kind: type[XenaError]) -> None:
    text = _explained(kind)
    shown = f"{text.title} {text.advice}".replace("{fiscalId}", "")
    assert "{" not in shown
    assert "–" not in shown, "a detail is used that the error's docstring does not name"
    assert text.action in ACTIONS


@pytest.mark.parametrize("kind", LEAVES)
def test_every_text_stands_without_details_too(kind: type[XenaError]) -> None:
    text = explain(kind())
    assert text.title
    assert text.advice


@pytest.mark.parametrize("kind", LEAVES)
def test_texts_are_calm_sentences(kind: type[XenaError]) -> None:
    text = _explained(kind)
    assert "!" not in text.title + text.advice
    assert text.title[0].isupper() or text.title[0] in "<“"
    assert text.advice[0].isupper() or text.advice[0] in "<“"


def test_every_documented_detail_has_a_stand_in() -> None:
    used = set().union(*(set(re.findall(r"``([a-z]+)``", kind.__doc__ or "")) for kind in LEAVES))
    assert used - set(DETAILS) <= {"built", "accounts"}


@pytest.mark.parametrize(("kind", "details"), CODES_THAT_STAY.items())
def test_codes_stay_readable_in_the_sentence(kind: type[XenaError], details: dict[str, str]) -> None:
    text = explain(kind(**details))
    for code in details.values():
        if code not in ("path",):
            assert code in text.title + text.advice


@pytest.mark.parametrize(
    ("member", "expected", "advice"),
    [
        (
            "redirect_uris",
            "list of loopback addresses",
            '"redirect_uris" must be a list of loopback addresses.',
        ),
        ("client_id", "present", '"client_id" is missing.'),
        ("pkce", "auto | require | off", '"pkce" must be one of "auto", "require", "off".'),
        ("format", "xena-connection/1", '"format" must be "xena-connection/1".'),
        ("read_only", "true | false", '"read_only" must be true or false.'),
        (
            "authority",
            "https address",
            '"authority" must be an address that begins with https:// and has no query.',
        ),
        ("scopes", "openid", '"scopes" must be a list of scopes that contains "openid".'),
        ("color", "#rrggbb", '"color" must be a colour such as #7fb800.'),
        ("name", "text", '"name" must be a text that is not empty.'),
        ("", "json", "The file must hold one JSON object in UTF-8."),
    ],
)
def test_a_wrong_member_is_named_with_what_should_stand_there(
    member: str, expected: str, advice: str
) -> None:
    assert explain(errors.ConnectionFileInvalid(member=member, expected=expected)).advice.endswith(advice)


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 second"), (30, "30 seconds"), (600, "10 minutes"), (90, "90 seconds")]
)
def test_waiting_times_are_told_in_words(seconds: int, words: str) -> None:
    assert words in explain(errors.SignInTimedOut(seconds=seconds)).title


def test_sizes_are_told_in_words() -> None:
    assert "64 MiB" in explain(errors.AnswerTooLarge(host="a.test", limit=64 << 20)).title
    assert "500 B" in explain(errors.AnswerTooLarge(host="a.test", limit=500)).title


def test_both_reasons_for_keeping_a_connection_differ() -> None:
    built_in = explain(errors.ConnectionInUse(name="Xena", reason="built_in"))
    accounts = explain(errors.ConnectionInUse(name="Mine", reason="accounts"))
    assert built_in.advice != accounts.advice


def test_braces_from_a_server_are_plain_text() -> None:
    assert "{name}" in explain(errors.UnknownConnection(name="{name}", known="{x}")).title


def test_an_error_of_a_later_version_is_explained_by_its_kind() -> None:
    class KeychainAsleep(errors.KeychainLocked):
        code = "keychain_asleep"

    assert explain(KeychainAsleep()).title == "The keychain is locked."


def test_a_fault_is_named_on_one_line_with_secrets_masked() -> None:
    text = explain_fault(ValueError("first\nBearer abcdefghijklmnop"))
    assert "ValueError: first Bearer •••" in text.advice
    assert "\n" not in text.advice
    assert explain_fault(KeyError()).advice.endswith("KeyError")
