import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.tokens import (
    LIFE_UNSTATED,
    LONGEST_LIFE,
    SAFETY_MARGIN,
    AccessToken,
    GrantRecord,
    TokenResponse,
    fingerprint,
    open_access_token,
    seal_access_token,
)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
RECORD = GrantRecord(
    refresh_token=Secret("9F2C" * 16),
    generation=3,
    issuer="https://login.xena.biz",
    client_id="søren.xena.biz",
    subject="1b2c",
    scopes=frozenset({"openid", "testapi"}),
    obtained_at=NOW,
)
TOKEN = AccessToken(value=Secret("eyJ-access"), expires_at=NOW + timedelta(hours=1))


def response(expires_in: int | None) -> TokenResponse:
    return TokenResponse(
        access_token=Secret("access"), expires_in=expires_in, refresh_token=None, id_token=None, scopes=None
    )


@pytest.mark.parametrize(
    ("expires_in", "life"),
    [
        (None, LIFE_UNSTATED),
        (0, timedelta()),
        (3600, timedelta(hours=1)),
        (86_399, timedelta(seconds=86_399)),
        (86_400, LONGEST_LIFE),
        (86_401, LONGEST_LIFE),
        (10**9, LONGEST_LIFE),
    ],
)
def test_life(expires_in: int | None, life: timedelta) -> None:
    assert AccessToken.received(response(expires_in), now=NOW).expires_at == NOW + life


@pytest.mark.parametrize(
    ("age", "life", "fresh"),
    [
        (-61, 3600, False),
        (-60, 3600, True),
        (0, 1, True),
        (29, 1, True),
        (30, 1, False),
        (30, 90, False),
        (30, 91, True),
        (3539, 3600, True),
        (3540, 3600, False),
    ],
)
def test_fresh_by_when_it_came(age: int, life: int, fresh: bool) -> None:
    """Thirty seconds whatever its life; not when it comes from the future, for the clock was put back."""
    token = AccessToken.received(response(life), now=NOW)
    assert token.is_fresh(now=NOW + age * SECOND) is fresh
    opened = open_access_token(seal_access_token(token, generation=1), generation=1)
    assert opened == token


def test_fresh_until_a_minute_before_the_end() -> None:
    last = TOKEN.expires_at - SAFETY_MARGIN
    assert TOKEN.is_fresh(now=last - SECOND)
    assert not TOKEN.is_fresh(now=last)
    assert not TOKEN.is_fresh(now=last + SECOND)


def test_record_round_trip() -> None:
    assert GrantRecord.opened(RECORD.sealed()) == RECORD
    service = replace(RECORD, refresh_token=None, scopes=frozenset())
    assert GrantRecord.opened(service.sealed()) == service
    assert RECORD.sealed().reveal().isascii()


def test_a_record_fits_one_keychain_entry() -> None:
    assert len(RECORD.sealed().reveal()) < 1200


def flipped(sealed: Secret) -> list[Secret]:
    text = sealed.reveal()
    masks = (0x01, 0x04, 0x20)
    return [
        Secret(text[:i] + chr(ord(text[i]) ^ mask) + text[i + 1 :])
        for i in range(len(text))
        for mask in masks
    ]


def test_every_flipped_byte_of_a_record_is_noticed() -> None:
    sealed = replace(RECORD, client_id="a.xena.biz").sealed()  # \u00f8 and \u00F8 are the same letter
    assert not any(GrantRecord.opened(each) for each in flipped(sealed))


def test_every_flipped_byte_of_an_access_token_is_noticed() -> None:
    sealed = seal_access_token(TOKEN, generation=3)
    assert not any(open_access_token(each, generation=3) for each in flipped(sealed))


@pytest.mark.parametrize("length", [0, 1, 50, -2, -1])
def test_cut_records(length: int) -> None:
    assert GrantRecord.opened(Secret(RECORD.sealed().reveal()[:length])) is None
    sealed = seal_access_token(TOKEN, generation=1)
    assert open_access_token(Secret(sealed.reveal()[:length]), generation=1) is None


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "1", '"text"', "{}", '{"digest": null}', '{"v": 2, "digest": "x"}']
)
def test_texts_that_are_no_record(text: str) -> None:
    assert GrantRecord.opened(Secret(text)) is None
    assert open_access_token(Secret(text), generation=1) is None


def test_a_record_of_another_version() -> None:
    members = json.loads(RECORD.sealed().reveal())
    assert GrantRecord.opened(Secret(json.dumps(members | {"v": 2}))) is None


def test_access_token_round_trip() -> None:
    sealed = seal_access_token(TOKEN, generation=3)
    assert open_access_token(sealed, generation=3) == TOKEN
    elsewhere = TOKEN.expires_at.astimezone(timezone(timedelta(hours=2)))
    assert seal_access_token(replace(TOKEN, expires_at=elsewhere), generation=3) == sealed


@pytest.mark.parametrize("generation", [0, 2, 4])
def test_an_access_token_of_another_generation(generation: int) -> None:
    assert open_access_token(seal_access_token(TOKEN, generation=3), generation=generation) is None


def test_fingerprint() -> None:
    assert fingerprint(Secret("a")) == "ca978112ca1bbdca"
    assert fingerprint(Secret("a")) != fingerprint(Secret("b"))


def test_a_grant_with_one_character_changed_is_none() -> None:
    """T67: whatever is done to an entry, it is the same grant or none."""
    sealed = RECORD.sealed().reveal()
    for place in range(len(sealed)):
        for other in ("", "0", "}", '"', "\x00", "é"):
            if sealed[place] == other:
                continue
            opened = GrantRecord.opened(Secret(sealed[:place] + other + sealed[place + 1 :]))
            assert opened is None or opened == RECORD


@pytest.mark.parametrize("text", ["", "null", "[]", "7", "{}", '{"digest": null}', '{"v": 1, "digest": {}}'])
def test_what_is_no_grant(text: str) -> None:
    assert GrantRecord.opened(Secret(text)) is None
