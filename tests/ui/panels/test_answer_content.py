from __future__ import annotations

import pytest

from xena_desktop.domain.exchange import ApiAnswer
from xena_desktop.ui.panels.answer_content import ContentKind, read_content


def _answer(body: bytes, media_type: str = "application/json") -> ApiAnswer:
    return ApiAnswer(
        method="GET",
        url="https://x.example/Api/Partner",
        status=200,
        reason="OK",
        headers=(("Content-Type", media_type),),
        body=body,
        seconds=0.1,
    )


def test_numbers_keep_every_digit() -> None:
    written = '{"a": 1.10, "b": 12345678901234567890123, "c": 1e400, "d": ' + "9" * 5000 + "}"
    content = read_content(_answer(written.encode()))
    assert content.kind is ContentKind.JSON
    assert isinstance(content.value, tuple)
    assert [str(value) for _, value in content.value] == [
        "1.10",
        "12345678901234567890123",
        "1e400",
        "9" * 5000,
    ]
    assert '"a": 1.10' in content.text


def test_double_names_and_their_order_are_kept() -> None:
    content = read_content(_answer(b'{"b": 1, "a": 2, "b": 3}'))
    assert content.value == (("b", "1"), ("a", "2"), ("b", "3"))


def test_an_envelope_says_how_many_there_are() -> None:
    content = read_content(_answer(b'{"Count": 38, "Entities": [{}, {}]}'))
    assert (content.count, content.shown) == (38, 2)


@pytest.mark.parametrize(
    "body", [b'{"Count": "38", "Entities": []}', b"[1]", b'{"Count": -1, "Entities": []}', b'"x"']
)
def test_what_is_no_envelope_has_no_count(body: bytes) -> None:
    assert read_content(_answer(body)).count is None


@pytest.mark.parametrize(
    ("body", "media_type", "kind"),
    [
        (b"", "application/json", ContentKind.EMPTY),
        (b"{broken", "application/json", ContentKind.TEXT),
        (b"[" * 100_000, "application/json", ContentKind.TEXT),
        (b"<h1>x</h1>", "text/html; charset=utf-8", ContentKind.TEXT),
        (b"[1]", "text/plain", ContentKind.JSON),
        (b"\xe6\xf8\xe5", "text/plain; charset=iso-8859-1", ContentKind.TEXT),
        (b"\xe6\xf8\xe5", "text/plain", ContentKind.BINARY),
        (b"x", "text/plain; charset=nonsense", ContentKind.BINARY),
        (b"a\x00b", "application/x-thing", ContentKind.BINARY),
        (b"%PDF-1.7", "application/pdf", ContentKind.BINARY),
        (b"\x89PNG", "image/png", ContentKind.PICTURE),
    ],
)
def test_kinds(body: bytes, media_type: str, kind: ContentKind) -> None:
    assert read_content(_answer(body, media_type)).kind is kind


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert read_content(_answer(b"\xef\xbb\xbf[1]")).kind is ContentKind.JSON
