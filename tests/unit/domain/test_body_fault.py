"""Where a byte stands, in lines and columns as a person counts them."""

from __future__ import annotations

import pytest

from xena_desktop.domain.body_fault import line_and_column


@pytest.mark.parametrize(
    ("text", "position", "place"),
    [
        ("abc", 0, (1, 1)),
        ("abc", 2, (1, 3)),
        ("a\nbc", 2, (2, 1)),
        ("a\r\nbc", 4, (2, 2)),
        ("Ærø\nÆx", 9, (2, 3)),
        ("\n" * 100_000 + "x", 100_000, (100_001, 1)),
    ],
)
def test_lines_and_columns_count_from_one(text: str, position: int, place: tuple[int, int]) -> None:
    body = text.encode()
    assert line_and_column(body, min(position, len(body))) == place
