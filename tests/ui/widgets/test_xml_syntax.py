"""What keeps a text from being XML, in words, while it is written."""

import pytest

from xena_desktop.ui.models.xml_syntax import LONGEST_CHECKED, problem

BOMB = (
    "<!DOCTYPE a ["
    '<!ENTITY x0 "'
    + "x" * 1000
    + '">'
    + "".join(f'<!ENTITY x{n + 1} "{f"&x{n};" * 10}">' for n in range(9))
    + "]><a>&x9;</a>"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        (" \n", ""),
        ("<a/>", ""),
        ("<?xml version='1.0' encoding='UTF-8'?>\n<a xmlns:b='urn:b'><b:c>Ø</b:c></a>", ""),
        ("<a", "Line 1, column 1: a tag begins here and does not end"),
        ("<a>", "Line 1, column 4: an element is missing or not closed"),
        ("hej", "Line 1, column 1: a tag is expected here"),
        ("<a/>\n<b/>", "Line 2, column 1: there is something after the end"),
        ('<a b="1" b="2"/>', "Line 1, column 10: this attribute stands here twice"),
        ("<a>&x;</a>", "Line 1, column 4: this entity is not known; write &amp; for an ampersand"),
        ("<p:a/>", "Line 1, column 1: this prefix has no namespace"),
        ('<?xml version="1.0" encoding="iso-8859-1"?><a/>',
         "The first line says iso-8859-1, and it is sent as UTF-8"),
    ],
)  # fmt: skip
def test_what_is_said(text: str, said: str) -> None:
    assert problem(text) == said


def test_entities_are_never_unfolded() -> None:
    assert problem(BOMB) == ""
    assert problem('<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>') == ""


def test_what_is_very_long_is_not_checked() -> None:
    assert problem("<a>" * LONGEST_CHECKED) == ""
