"""What a body is on the wire."""

from email.message import Message
from email.parser import BytesParser
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xena_desktop.domain.body import (
    Body,
    FileBody,
    Multipart,
    Part,
    UrlEncoded,
    files_of,
    texts_of,
    with_texts,
)
from xena_desktop.domain.exchange import ApiRequest, sent_headers, sent_pieces
from xena_desktop.domain.written_body import (
    FilePiece,
    boundary_in,
    declared_type,
    encoded,
    pieces,
    type_of_file,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


def parted(content_type: str, body: bytes) -> list[Message]:
    """The parts as a reader of MIME that is not ours finds them."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    return list(BytesParser().parsebytes(head + body).get_payload())


@pytest.mark.parametrize(
    ("body", "written", "declared"),
    [
        (b"{}", "", "application/json"),
        (b"{}", "text/x", "text/x"),
        (UrlEncoded(), "", "application/x-www-form-urlencoded"),
        (UrlEncoded(), "text/x", "text/x"),
        (FileBody(path="/a/b.PDF"), "", "application/pdf"),
        (FileBody(path="/a/b"), "", "application/octet-stream"),
        (FileBody(path="/a/b.pdf"), "text/x", "text/x"),
        (Multipart(), "multipart/form-data; boundary=mine", "multipart/form-data; boundary=mine"),
        (Multipart(), "application/x-parts", "application/x-parts"),
    ],
)
def test_what_is_declared(body: Body, written: str, declared: str) -> None:
    assert declared_type(body, written=written) == declared
    said = (("content-type", written),) if written else ()
    assert (
        dict(sent_headers(ApiRequest(body=body, headers=said)))["content-type" if written else "Content-Type"]
        == declared
    )


@given(st.lists(st.tuples(TEXTS, TEXTS)))
def test_a_form_arrives_as_it_was_written(fields: list[tuple[str, str]]) -> None:
    text = encoded(UrlEncoded(fields=tuple(fields)))
    assert text.isascii()
    assert " " not in text
    assert parse_qsl(text, keep_blank_values=True) == fields


def test_a_blank_and_a_plus_are_told_apart() -> None:
    assert (
        encoded(UrlEncoded(fields=(("a b", "1+1 & =~*"), ("æ", "")))) == "a%20b=1%2B1%20%26%20%3D~%2A&%C3%A6="
    )


@given(st.lists(st.tuples(NAMES, TEXTS), min_size=1, max_size=5))
def test_parts_arrive_as_they_were_written(values: list[tuple[str, str]]) -> None:
    body = Multipart(parts=tuple(Part(name=name, value=value) for name, value in values))
    request = ApiRequest(method="POST", body=body)
    declared = dict(sent_headers(request))["Content-Type"]
    (whole,) = sent_pieces(request)
    assert isinstance(whole, bytes)
    boundary = boundary_in(declared).encode()
    found = whole.split(b"--" + boundary)
    assert (found[0], found[-1]) == (b"", b"--\r\n")
    assert [one.partition(b"\r\n\r\n")[2][:-2].decode() for one in found[1:-1]] == [
        value for _, value in values
    ]


def test_a_file_has_a_name_and_a_type_and_its_place_among_the_parts() -> None:
    body = Multipart(
        parts=(
            Part(name="note", value="hej"),
            Part(name='up"load', file="/tmp/bilag å.pdf"),  # noqa: S108 - only a name
            Part(name="x", file="C:\\a\\b.bin", filename='c"\r\nd', content_type="text/x\r\nEvil: 1"),
        )
    )
    declared = declared_type(body)
    boundary = boundary_in(declared)
    assert declared == f"multipart/form-data; boundary={boundary}"
    assert pieces(body, content_type=declared) == (
        f'--{boundary}\r\nContent-Disposition: form-data; name="note"\r\n\r\nhej\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="up%22load"; filename="bilag å.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n".encode(),
        FilePiece("/tmp/bilag å.pdf", 'up"load'),  # noqa: S108 - only a name
        f'\r\n--{boundary}\r\nContent-Disposition: form-data; name="x"; filename="c%22%0D%0Ad"\r\n'
        "Content-Type: text/x Evil: 1\r\n\r\n".encode(),
        FilePiece("C:\\a\\b.bin", "x"),
        f"\r\n--{boundary}--\r\n".encode(),
    )
    assert files_of(body) == ("/tmp/bilag å.pdf", "C:\\a\\b.bin")  # noqa: S108 - only names


def test_another_reader_of_mime_understands_it() -> None:
    body = Multipart(parts=(Part(name="json", value='{"a": 1}', content_type="application/json"),))
    declared = declared_type(body)
    (whole,) = pieces(body, content_type=declared)
    assert isinstance(whole, bytes)
    (part,) = parted(declared, whole)
    assert (part.get_content_type(), part.get_payload()) == ("application/json", '{"a": 1}')
    assert part.get_param("name", header="content-disposition") == "json"


def test_the_boundary_of_the_person_is_used() -> None:
    body = Multipart(parts=(Part(name="a", value="b"),))
    for written in ("multipart/mixed; boundary=mine", 'multipart/mixed; Boundary="mine"; charset=x'):
        assert boundary_in(declared_type(body, written=written)) == "mine"
        (whole,) = pieces(body, content_type=written)
        assert isinstance(whole, bytes)
        assert whole.startswith(b"--mine\r\n")
    assert declared_type(body, written="multipart/mixed").startswith("multipart/mixed; boundary=xena-")


@given(st.lists(st.tuples(NAMES, TEXTS), max_size=4))
def test_the_same_parts_give_the_same_boundary_and_no_part_holds_it(values: list[tuple[str, str]]) -> None:
    body = Multipart(parts=tuple(Part(name=name, value=value) for name, value in values))
    boundary = boundary_in(declared_type(body))
    assert boundary == boundary_in(declared_type(body))
    plain, same = (Multipart(parts=(*body.parts, Part(name="x", value=text))) for text in ("", boundary))
    assert boundary_in(declared_type(plain)) != boundary_in(declared_type(same)) != boundary


@pytest.mark.parametrize("body", [b"", UrlEncoded()])
def test_nothing_is_nothing(body: Body) -> None:
    assert pieces(body, content_type="") == ()
    assert sent_pieces(ApiRequest()) == ()


def test_every_text_of_a_body_is_looked_through_and_no_file() -> None:
    part = Part(name="a", value="b", file="c", filename="d", content_type="e")
    assert texts_of(Multipart(parts=(part,))) == ("a", "b", "c", "d", "e")
    assert texts_of(UrlEncoded(fields=(("a", "b"),))) == ("a", "b")
    assert texts_of(FileBody(path="a")) == ("a",)
    assert texts_of(None) == ()
    changed = with_texts(Multipart(parts=(part, Part(name="x"))), str.upper)
    assert changed == Multipart(
        parts=(Part(name="A", value="B", file="C", filename="D", content_type="E"), Part(name="X"))
    )


def test_types_of_files_are_the_same_on_every_machine() -> None:
    assert type_of_file("a.XLSX").endswith("spreadsheetml.sheet")
    assert type_of_file("a.unknown") == "application/octet-stream"
