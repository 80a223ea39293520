"""What is passed on of an answer while it comes: all of it at once, and never the secret."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from requests import Response

from xena_desktop.api.masking import Masking
from xena_desktop.domain.redaction import MASK, Secret


class Kept:
    def __init__(self) -> None:
        self.body = bytearray()
        self.is_ended = False

    def begin(self, _response: Response) -> None:
        self.body.clear()

    def write(self, piece: bytes) -> None:
        self.body += piece

    def end(self) -> None:
        self.is_ended = True


@given(st.lists(st.text("abc", max_size=6).map(str.encode), max_size=12))
def test_the_secret_is_masked_wherever_the_pieces_were_cut(pieces: list[bytes]) -> None:
    kept = Kept()
    masking = Masking(kept, secret=Secret("abca"))
    masking.begin(Response())
    for piece in pieces:
        masking.write(piece)
        assert b"abca" not in kept.body
    masking.end()
    assert bytes(kept.body) == b"".join(pieces).replace(b"abca", MASK.encode())
    assert kept.is_ended


def test_nothing_waits_but_what_may_be_the_beginning_of_the_secret() -> None:
    kept = Kept()
    masking = Masking(kept, secret=Secret("eyJhbGciOiJSUzI1NiJ9.secret"))
    masking.begin(Response())
    masking.write(b"line 1\n")
    assert kept.body == b"line 1\n"
    masking.write(b"line 2 eyJ")
    assert kept.body == b"line 1\nline 2 "
    masking.write(b"ust not")
    assert kept.body == b"line 1\nline 2 eyJust not"


def test_the_head_is_masked_too() -> None:
    response = Response()
    response.headers["X-Echo"] = "Bearer secret-of-somebody"
    Masking(Kept(), secret=Secret("secret-of-somebody")).begin(response)
    assert response.headers["X-Echo"] == f"Bearer {MASK}"
