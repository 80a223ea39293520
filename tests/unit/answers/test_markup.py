"""XML and HTML laid out: no character of a value changes, nothing is expanded, faults are found."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xena_desktop.answers.html_text import text_of_html
from xena_desktop.answers.jobs import JOBS
from xena_desktop.answers.xml_check import ENTITIES, xml_fault
from xena_desktop.answers.xml_layout import laid_out

LAID_OUT = """<?xml version="1.0"?>
<!-- c -->
<a x="1>2">
  <b>t &amp; æ</b>
  <c/>
  <d>
    <e>1</e>
    <f y='2'></f>
  </d>
  <p>Hello <i>you</i> and <b>me</b></p>
  <q xml:space="preserve"> <r/></q>
</a>"""


def lay_out(text: str) -> str:
    body = text.encode()
    return b"".join(laid_out(body, until=len(body))).decode()


_WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=6)
_OTHERS = st.sampled_from([" ", "<c/>", "<!-- c > -->", "<![CDATA[<]]>"])
_NAMES = st.sampled_from(["a", "b", "Æ", "x:y", "long-name"])


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, value, inner: f"<{name} x={quoteattr(value)}>{''.join(inner)}</{name}>",
        _NAMES,
        _WORDS,
        st.lists(children | _WORDS.map(escape) | _OTHERS, max_size=4),
    )


_TREES = _element(st.recursive(st.just("<d />"), _element, max_leaves=8)).map(
    lambda text: text.replace("<x:y", "<x:y xmlns:x='u'")
)


def plain(element: ElementTree.Element) -> list[Any]:
    """All that counts; white space between elements does where there is other text beside it, or no element."""
    texts = [element.text or "", *((child.tail or "") for child in element)]
    counts = len(element) == 0 or any(text.strip() for text in texts)
    return [element.tag, element.attrib, texts if counts else [], [plain(child) for child in element]]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(_TREES)
def test_only_white_space_that_does_not_count_changes(text: str) -> None:
    found = lay_out(text)
    assert plain(ElementTree.fromstring(found)) == plain(ElementTree.fromstring(text))  # noqa: S314 - our own
    assert lay_out(found) == found


def test_levels_are_two_spaces_and_mixed_text_stays() -> None:
    text = (
        '<?xml version="1.0"?><!-- c --><a x="1>2"><b>t &amp; æ</b><c/><d><e>1</e> <f y=\'2\'></f></d>'
        '<p>Hello <i>you</i> and <b>me</b></p><q xml:space="preserve"> <r/></q></a>'
    )
    assert lay_out(text) == LAID_OUT


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("<a><b/></a>", -1, ""),
        ("<a><b></a>", 8, "mismatched tag"),
        ("<a><b", 3, "unclosed token"),
        ("<a>", 3, "no element found"),
        ("<a/>x", 4, "junk after document element"),
        ("<a x='1' x='2'/>", 9, "duplicate attribute"),
        ("<a>&nbsp;</a>", 3, "undefined entity"),
        ("<?xml version='1.0' encoding='UTF-16'?><a>æ</a>", -1, ""),
        ("<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'><a/>", -1, ""),
        ("<!DOCTYPE a [<!ENTITY l 'lol'>]><a>&l;</a>", None, ENTITIES),
        ("<!DOCTYPE a [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><a/>", None, ENTITIES),
    ],
)
def test_faults_have_their_place(text: str, place: int | None, reason: str) -> None:
    found = xml_fault(text.encode())
    assert found[1] == reason
    assert place is None or found[0] == place


def test_a_fault_far_behind_is_found_across_slices() -> None:
    body = b"<a>" + b"<b>1</b>" * 400_000 + b"</c></a>"
    assert xml_fault(body) == (3 + 8 * 400_000 + 2, "mismatched tag")


def test_what_follows_a_fault_is_shown_as_it_is(tmp_path: Path) -> None:
    path, target = tmp_path / "a", tmp_path / "b"
    path.write_text("<a><b><c>1</c></x><d>2</d>", encoding="utf-8")
    assert JOBS["lay_out_xml"]({}, path=str(path), target=str(target)) == 16
    assert target.read_text("utf-8") == "<a>\n  <b>\n    <c>1</c>\n</x><d>2</d>"


def test_entities_are_left_alone(tmp_path: Path) -> None:
    path, target = tmp_path / "a", tmp_path / "b"
    lol = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    text = f"<!DOCTYPE a [<!ENTITY l0 'lol'>{lol}]><a><b>&l11;</b></a>"
    path.write_text(text, encoding="utf-8")
    JOBS["lay_out_xml"]({}, path=str(path), target=str(target))
    assert target.read_text("utf-8") == text


def test_a_hundred_thousand_levels_are_laid_out() -> None:
    text = "<a>" * 100_000 + "</a>" * 100_000
    assert lay_out(text).replace("\n", "").replace(" ", "") == text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>a  b\n c</p><p>d</p>", "a b c\n\nd\n"),
        ("<b>a</b><i>b</i> c<br>d", "ab c\nd\n"),
        ("<ul><li>x<li>y</ul>z", "• x\n• y\nz\n"),
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>1<td>2</table>", "A\tB\n1\t2\n"),
        ("<pre>\n a\n  b</pre>c", " a\n  b\nc\n"),
        ("<style>p{}</style><script>'<p>'</script>x &amp; &aelig;", "x & æ\n"),
        ("<img alt=Logo> <img src=x>!", "Logo !\n"),
        ("</pre></script>a", "a\n"),
        ("", "\n"),
    ],
)
def test_a_page_is_read_as_a_person_would(page: str, text: str) -> None:
    assert "".join(text_of_html(page.encode())) == text
