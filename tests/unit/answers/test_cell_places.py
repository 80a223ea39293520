"""What is found in the cells of a table, of all that is found in the text around it."""

from __future__ import annotations

import pytest

from xena_desktop.answers.cell_places import in_cells
from xena_desktop.domain.searching import Wanted, find_all

TEXT = '{"Name": "Name", "Rows": [{"Name": "a Name: b", "Na\\"me": 12, "x": ["Name", {"Name": 1}]}], "z": "Name"}'


def found(text: str, *, is_pattern: bool = False) -> list[int]:
    body = TEXT.encode()
    places = find_all(body, Wanted(text=text, is_pattern=is_pattern))
    return list(in_cells(body, places, start=body.index(b"["), end=body.rindex(b'], "z"')).starts)


IN_TEXT, IN_ARRAY = TEXT.index("a Name") + 2, TEXT.index('["Name"') + 2


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("name", [IN_TEXT, IN_ARRAY]),
        ("na", [IN_TEXT, IN_ARRAY]),
        ("me", [IN_TEXT + 2, IN_ARRAY + 2]),
        ("12", [TEXT.index("12")]),
        ("rows", []),
    ],
)
def test_names_of_members_are_no_cells(text: str, places: list[int]) -> None:
    assert found(text) == places


def test_patterns_keep_to_the_cells_too() -> None:
    assert found("n.me", is_pattern=True) == [IN_TEXT, IN_ARRAY]
