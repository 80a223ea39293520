"""Bodies that come as text, read as the forms that they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xena_desktop.domain.body import Multipart, Part, UrlEncoded
from xena_desktop.domain.read_body import form_of, is_form, parts_of
from xena_desktop.domain.written_body import declared_type, encoded, pieces

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    lambda name: not any(code in name.upper() for code in ("%22", "%0D", "%0A"))
)


@given(st.lists(st.tuples(TEXTS.filter(bool), TEXTS), min_size=1, max_size=4).map(tuple))
def test_a_form_that_was_written_is_read(fields: tuple[tuple[str, str], ...]) -> None:
    form = UrlEncoded(fields=fields)
    assert form_of(encoded(form)) == form


@given(st.lists(st.builds(Part, name=NAMES, value=TEXTS), min_size=1, max_size=4).map(tuple))
def test_parts_that_were_written_are_read(parts: tuple[Part, ...]) -> None:
    body = Multipart(parts=parts)
    declared = declared_type(body)
    (whole,) = pieces(body, content_type=declared)
    assert isinstance(whole, bytes)
    assert parts_of(whole.decode(), declared) == body


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("a=1&b=", (("a", "1"), ("b", ""))),
        ("a=b+c%2B", (("a", "b c+"),)),
        ("Ids[]={{id}}&x=/a:b,c;d", (("Ids[]", "{{id}}"), ("x", "/a:b,c;d"))),
        ("a", None), ("=a", None), ("a=b c", None), ('{"a":"="}', None), ("a=%F", None), ("a=%FF", None),
        ("a=b\n", None), ("a=b&c", None), ("", None), ("a=b=c", None),
    ],
)  # fmt: skip
def test_what_is_a_form(text: str, fields: tuple[tuple[str, str], ...] | None) -> None:
    assert form_of(text) == (None if fields is None else UrlEncoded(fields=fields))


WHOLE = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b--\r\n'


@pytest.mark.parametrize(
    ("text", "content_type"),
    [
        (WHOLE, "multipart/form-data"),
        (WHOLE, "multipart/mixed; boundary=b"),
        (WHOLE, "text/plain; boundary=b"),
        (WHOLE, "multipart/form-data; boundary=c"),
        ("before" + WHOLE, "multipart/form-data; boundary=b"),
        (WHOLE + "after", "multipart/form-data; boundary=b"),
        (WHOLE.replace("--b--", "--b"), "multipart/form-data; boundary=b"),
        (WHOLE.replace(' name="a"', ""), "multipart/form-data; boundary=b"),
        (WHOLE.replace("\r\n\r\n", "\r\n"), "multipart/form-data; boundary=b"),
        (WHOLE.replace("\r\n\r\n", "\r\nX-Mine: 1\r\n\r\n"), "multipart/form-data; boundary=b"),
        ("--b--\r\n", "multipart/form-data; boundary=b"),
        ("", "multipart/form-data; boundary=b"),
    ],
)
def test_what_would_not_go_out_again_as_it_came_is_no_form_of_parts(text: str, content_type: str) -> None:
    assert parts_of(text, content_type) is None


def test_a_file_is_still_to_be_chosen() -> None:
    text = WHOLE.replace('name="a"', 'name="a%22"; filename="b%22.pdf"\r\ncontent-type: x/y')
    part = Part(name='a"', file="", filename='b".pdf', content_type="x/y")
    assert parts_of(text, 'Multipart/Form-Data; boundary="b"') == Multipart(parts=(part,))


def test_the_type_of_a_form() -> None:
    assert is_form("Application/X-WWW-Form-URLEncoded; charset=UTF-8")
    assert not is_form("multipart/form-data")
