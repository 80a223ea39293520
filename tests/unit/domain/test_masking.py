import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xena_desktop.domain.body import Body, FileBody, Multipart, Part, UrlEncoded
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.history import Exchange, HistoryEntry
from xena_desktop.domain.masking import is_secret_name, mask_body, mask_exchange, mask_pairs, mask_url
from xena_desktop.domain.redaction import MASK, Redactor, Secret
from xena_desktop.domain.transfer import Attachment

LIVE = "live-secret-of-today"
NAMES = st.sampled_from(
    ["token", "Access_Token", "clientSecret", "NewPassword", "api-key", "apiKey", "Adgangskode"]
)


@pytest.fixture
def redactor() -> Redactor:
    redactor = Redactor()
    redactor.learn(Secret(LIVE))
    return redactor


def masked(body: str) -> str:
    return mask_body(body.encode(), redactor=Redactor()).decode()


@pytest.mark.parametrize(
    "name", ["Authorization", "cookie", "SET-COOKIE", "Proxy-Authorization", "X-Api-Key", "MyToken"]
)
def test_secret_names(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize("name", ["Accept", "Code", "Version", "Content-Type", "Key", "Pass", ""])
def test_other_names(name: str) -> None:
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"token": "abc", "Name": "x"}', f'{{"token": "{MASK}", "Name": "x"}}'),
        ('{"A":{"clientSecret":"a\\"b\\\\"},"B":1}', f'{{"A":{{"clientSecret":"{MASK}"}},"B":1}}'),
        ('{"password": 12345, "n": 1}', f'{{"password": "{MASK}", "n": 1}}'),
        ('{"tokens": ["a", "b"], "n": 1}', f'{{"tokens": "{MASK}", "n": 1}}'),
        ('{"token": null, "hasToken": true}', '{"token": null, "hasToken": true}'),
        ('{"token": "cut off in the midd', f'{{"token": "{MASK}"'),
        ('{"Code": "4010", "Id": 7}', '{"Code": "4010", "Id": 7}'),
        ("grant=x&client_secret=abc&password=&b=c", f"grant=x&client_secret={MASK}&password={MASK}&b=c"),
        ("<a><Password>abc</Password><b token='x'>y</b></a>",
         f'<a><Password>{MASK}</Password><b token="{MASK}">y</b></a>'),
        ('--b\r\nContent-Disposition: form-data; name="token"\r\n\r\nab\r\nc\r\n--b--\r\n',
         f'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n{MASK}\r\n--b--\r\n'),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", MASK),
        ("Bearer 0123456789abcdef0123", f"Bearer {MASK}"),
        ("a bearer of news", "a bearer of news"),
    ],
)  # fmt: skip
def test_bodies(body: str, expected: str) -> None:
    assert masked(body) == expected


@given(
    NAMES,
    st.text(min_size=1),
    st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner, max_size=3)),
)
def test_secret_members_of_any_json(name: str, secret: str, other: object) -> None:
    document = {"First": other, "Inner": [{name: secret, "Last": other}]}
    kept = json.loads(masked(json.dumps(document, ensure_ascii=False)))
    assert kept["Inner"][0][name] == MASK
    assert kept["First"] == other


@given(st.binary())
def test_bytes_without_secrets_stay(body: bytes) -> None:
    assert mask_body(body, redactor=Redactor()) == body or any(sign in body for sign in b"<=:")


def test_live_secrets_are_masked_wherever_they_stand(redactor: Redactor) -> None:
    kept = mask_body(b"\xff" + LIVE.encode() + b"\xff", redactor=redactor)
    assert kept == b"\xff" + MASK.encode() + b"\xff"
    assert mask_pairs((("X-Other", f"is {LIVE}"), ("Cookie", "a=b"), ("Cookie", "")), redactor=redactor) == (
        ("X-Other", f"is {MASK}"), ("Cookie", MASK), ("Cookie", ""),
    )  # fmt: skip
    assert mask_url(f"/a/{LIVE}?token=x&Page=1", redactor=redactor) == f"/a/{MASK}?token={MASK}&Page=1"


def exchange(body: bytes) -> Exchange:
    entry = HistoryEntry(
        at=datetime(2026, 11, 24, tzinfo=UTC), account_id="a", account="A", connection_id="c", connection="C",
        method="PUT", path="p?token=1", url="https://x.test/p?token=1", status=200, reason="OK", seconds=1,
        request_size=len(body), answer_size=len(body),
    )  # fmt: skip
    request = ApiRequest(
        method="PUT", path="p?token=1", query=(("apikey", "1"),), headers=(("Authorization", "x"),), body=body
    )
    return Exchange(entry=entry, request=request, answer_headers=(("Set-Cookie", "s"),), answer_body=body)


def test_a_whole_exchange(redactor: Redactor) -> None:
    kept = mask_exchange(exchange(LIVE.encode()), redactor=redactor, most_bytes=1000)
    assert kept.entry.path == kept.request.path == f"p?token={MASK}"
    assert kept.entry.url == f"https://x.test/p?token={MASK}"
    assert kept.request.query == (("apikey", MASK),)
    assert kept.request.headers == (("Authorization", MASK),)
    assert kept.answer_headers == (("Set-Cookie", MASK),)
    assert kept.request.body == kept.answer_body == MASK.encode()


def test_a_long_body_is_cut_and_never_within_a_secret(redactor: Redactor) -> None:
    most = 100_000
    for place in range(most + (1 << 16) - 40, most + (1 << 16) + 1, 7):
        body = b"x" * place + LIVE.encode() + b"y" * 100_000
        kept = mask_exchange(exchange(body), redactor=redactor, most_bytes=most).answer_body
        assert b"live" not in kept
        assert kept.strip(b"x") == b""
        assert most - 30 < len(kept) <= most


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (
            UrlEncoded(
                fields=(("client_secret", "abc"), ("Name", "x"), ("token", ""), ("data", '{"token": "abc"}'))
            ),
            UrlEncoded(
                fields=(
                    ("client_secret", MASK),
                    ("Name", "x"),
                    ("token", ""),
                    ("data", f'{{"token": "{MASK}"}}'),
                )
            ),
        ),
        (
            Multipart(
                parts=(
                    Part(name="password", value="abc"),
                    Part(
                        name="json",
                        value=f'{{"apiKey": "abc", "a": "{LIVE}"}}',
                        content_type="application/json",
                    ),
                    Part(name="token", file=f"/home/{LIVE}/a.pdf", filename="a.pdf"),
                )
            ),
            Multipart(
                parts=(
                    Part(name="password", value=MASK),
                    Part(
                        name="json",
                        value=f'{{"apiKey": "{MASK}", "a": "{MASK}"}}',
                        content_type="application/json",
                    ),
                    Part(name="token", file=f"/home/{MASK}/a.pdf", filename="a.pdf"),
                )
            ),
        ),
        (FileBody(path=f"/{LIVE}"), FileBody(path=f"/{MASK}")),
        (None, None),
    ],
)
def test_forms_parts_and_files(body: Body | None, kept: Body | None, redactor: Redactor) -> None:
    whole = replace(exchange(b""), attachments=(Attachment(path=f"/{LIVE}", size=7),))
    whole = replace(whole, request=replace(whole.request, body=body))
    masked = mask_exchange(whole, redactor=redactor, most_bytes=1000)
    assert masked.request.body == kept
    assert masked.attachments == (Attachment(path=f"/{MASK}", size=7),)


def test_a_long_field_is_cut_as_a_long_body_is(redactor: Redactor) -> None:
    whole = exchange(b"")
    body = UrlEncoded(fields=(("a", "x" * 200_000), ("b", "y")))
    found = mask_exchange(
        replace(whole, request=replace(whole.request, body=body)), redactor=redactor, most_bytes=10
    ).request.body
    assert found == UrlEncoded(fields=(("a", "x" * 10), ("b", "y")))
