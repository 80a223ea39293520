import base64
import copy
import json
import logging
import pickle
import traceback
from dataclasses import asdict
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xena_desktop.domain.redaction import MASK, Redactor, Secret
from xena_desktop.domain.tokens import TokenResponse

SECRETS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=8, max_size=60)


@given(st.lists(SECRETS, min_size=1, max_size=4), st.lists(st.text(), min_size=5, max_size=5))
def test_a_learned_secret_never_survives(secrets: list[str], between: list[str]) -> None:
    redactor = Redactor()
    redactor.learn(*map(Secret, secrets))
    text = between[0] + "".join(secret + after for secret, after in zip(secrets, between[1:], strict=False))
    masked = redactor.masked(text)
    assert not any(secret in masked for secret in secrets)


@given(SECRETS)
def test_a_learned_secret_is_known_in_other_clothes(secret: str) -> None:
    redactor = Redactor()
    redactor.learn(Secret(secret), None)
    for dressed in (
        quote(secret, safe=""), quote_plus(secret), json.dumps({"x": secret}), urlencode({"x": secret}),
    ):  # fmt: skip
        masked = redactor.masked(f"sent {dressed}")
        assert secret not in masked
        assert MASK in masked


def test_one_secret_within_another() -> None:
    redactor = Redactor()
    redactor.learn(Secret("abcdefgh"), Secret("abcdefgh-and-more"))
    assert redactor.masked("x abcdefgh-and-more y abcdefgh z") == f"x {MASK} y {MASK} z"


def test_short_texts_are_not_learned() -> None:
    redactor = Redactor()
    redactor.learn(Secret("seven77"), Secret(""), None)
    assert redactor.masked("seven77 stays") == "seven77 stays"
    redactor.learn(Secret("eight888"))
    assert redactor.masked("eight888 goes") == f"{MASK} goes"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Authorization: Bearer abc.def-1", "abc.def-1"),
        ("authorization: bearer abc", "abc"),
        ("Authorization: Basic YWJjOmRlZg==", "YWJjOmRlZg=="),
        ("token eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln, next", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln"),
        ("http://127.0.0.1:1/callback?code=abc123&state=x", "abc123"),
        ('{"access_token": "abc123", "x": 1}', "abc123"),
        ("{'refresh_token': 'abc123'}", "abc123"),
        ("grant_type=refresh_token&refresh_token=abc123", "abc123"),
        ("client_secret=abc123", "abc123"),
        ("code_verifier: abc123", "abc123"),
        ("password=abc123 ", "abc123"),
    ],
)
def test_what_looks_like_a_secret(text: str, secret: str) -> None:
    masked = Redactor().masked(text)
    assert secret not in masked
    assert MASK in masked


@pytest.mark.parametrize(
    "text", ["", "GET /Api/User/FiscalSetup 200", "Søren Kjær", "exit code 7", "basic data"]
)
def test_other_texts_stay(text: str) -> None:
    assert Redactor().masked(text) == text


def test_a_secret_shows_nothing() -> None:
    secret = Secret("hunter2-hunter2")
    shown = [
        repr(secret),
        str(secret),
        f"{secret}",
        f"{secret!r}",
        format(secret),
        "%s %r" % (secret, secret),  # noqa: UP031 - it is one of the ways
    ]
    assert not any("hunter2" in text for text in shown)
    assert shown[0] == MASK
    with pytest.raises(TypeError):
        f"{secret:>40}"
    assert secret.reveal() == "hunter2-hunter2"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_secret_is_not_pickled(protocol: int) -> None:
    with pytest.raises(TypeError) as caught:
        pickle.dumps(Secret("hunter2-hunter2"), protocol)
    assert "hunter2" not in str(caught.value)


def test_a_secret_is_not_serialised_or_copied() -> None:
    secret = Secret("hunter2-hunter2")
    with pytest.raises(TypeError):
        json.dumps(secret)
    for copied in (copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            copied(secret)
    with pytest.raises(TypeError):
        vars(secret)


def test_a_secret_within_other_values() -> None:
    tokens = TokenResponse(
        access_token=Secret("hunter2-access"), expires_in=1, refresh_token=None, id_token=None, scopes=None
    )
    assert "hunter2" not in repr(tokens)
    with pytest.raises(TypeError):
        asdict(tokens)
    try:
        raise ValueError(tokens)
    except ValueError:
        assert "hunter2" not in traceback.format_exc()
    assert "hunter2" not in logging.makeLogRecord({"msg": "%s", "args": (tokens,)}).getMessage()


def test_secrets_compare_by_value() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a")}) == 1
    assert bool(Secret("a"))
    assert not Secret("")


def test_basic_credentials_are_masked_whole() -> None:
    credentials = base64.b64encode(b"client:secret").decode()
    assert credentials not in Redactor().masked(f"Basic {credentials}")
