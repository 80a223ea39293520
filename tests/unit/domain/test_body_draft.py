"""Bodies while they are written, and what becomes of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xena_desktop.domain.body import Body, FileBody, Multipart, Part, UrlEncoded
from xena_desktop.domain.body_draft import BodyDraft, BodyKind, PartRow, drafted, json_draft, kind_of
from xena_desktop.domain.exchange import ApiRequest, sent_headers

FULL = BodyDraft(
    json='{"a": 1}',
    xml="<a/>",
    text="hej",
    fields=((True, "a", "1"), (False, "b", "2"), (True, "", "3")),
    parts=(PartRow(part=Part(name="a", value="1")), PartRow(used=False, part=Part(name="b", file="/f"))),
    file="/f.pdf",
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PAIRS = st.lists(st.tuples(TEXTS.filter(bool), TEXTS), min_size=1, max_size=3).map(tuple)
PARTS = st.builds(Part, name=TEXTS.filter(bool), value=TEXTS) | st.builds(
    Part, name=TEXTS.filter(bool), file=TEXTS
)
BODIES: st.SearchStrategy[Body] = st.one_of(
    TEXTS.filter(lambda text: bool(text.strip())).map(str.encode),
    st.builds(UrlEncoded, fields=PAIRS),
    st.builds(Multipart, parts=st.lists(PARTS, min_size=1, max_size=3).map(tuple)),
    st.builds(FileBody, path=TEXTS),
)
TYPES = st.sampled_from(
    ["", "application/json", "application/json; charset=utf-8", "text/xml; charset=utf-8", "text/csv",
     "application/x-www-form-urlencoded", "multipart/form-data", "application/pdf", "image/png; x=y"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "body", "declared"),
    [
        (BodyKind.NONE, None, None),
        (BodyKind.JSON, b'{"a": 1}', "application/json; charset=utf-8"),
        (BodyKind.XML, b"<a/>", "application/xml; charset=utf-8"),
        (BodyKind.TEXT, b"hej", "text/plain; charset=utf-8"),
        (BodyKind.FORM, UrlEncoded(fields=(("a", "1"),)), None),
        (BodyKind.MULTIPART, Multipart(parts=(Part(name="a", value="1"),)), None),
        (BodyKind.FILE, FileBody(path="/f.pdf"), None),
    ],
)
def test_one_kind_is_sent_and_the_others_wait(
    kind: BodyKind, body: Body | None, declared: str | None
) -> None:
    request = replace(FULL, kind=kind).put_into(ApiRequest(method="POST", path="x"))
    assert request.body == body
    assert dict(request.headers).get("Content-Type") == declared


@pytest.mark.parametrize("kind", BodyKind)
def test_nothing_written_is_nothing_sent_but_a_file_that_was_not_chosen_is_asked_for(kind: BodyKind) -> None:
    assert BodyDraft(kind=kind).body() == (FileBody(path="") if kind is BodyKind.FILE else None)


def test_what_only_waits_in_a_row_of_a_file_is_not_sent() -> None:
    row = PartRow(part=Part(name="a", value="{{waits}}", file="/f"), file_before="/g")
    draft = BodyDraft(kind=BodyKind.MULTIPART, parts=(row, PartRow(part=Part(name="", value="x"))))
    assert draft.body() == Multipart(parts=(Part(name="a", file="/f"),))


def test_a_type_that_was_chosen_or_stands_in_the_headers_wins() -> None:
    chosen = replace(
        FULL, kind=BodyKind.XML, content_types=((BodyKind.XML, "text/xml"), (BodyKind.JSON, "x/json"))
    )
    assert chosen.content_type() == "text/xml; charset=utf-8"
    said = (("content-type", "application/soap+xml"),)
    assert chosen.put_into(ApiRequest(headers=said)).headers == said
    empty = (("Content-Type", ""),)
    assert len(chosen.put_into(ApiRequest(headers=empty)).headers) == 2


@given(BODIES, TYPES)
def test_a_request_comes_back_from_its_draft_as_it_was(body: Body, said: str) -> None:
    headers = (("X-A", "1"),) + ((("Content-Type", said),) if said else ())
    request = ApiRequest(method="POST", path="x", headers=headers, body=body)
    draft, kept = drafted(request)
    again = draft.put_into(replace(request, headers=kept, body=None))
    assert again.body == body
    if said:
        assert dict(sent_headers(again))["Content-Type"] == dict(sent_headers(request))["Content-Type"]


def test_bytes_that_are_fields_of_a_form_are_drafted_as_such() -> None:
    said = (("Content-Type", "application/x-www-form-urlencoded"),)
    draft, _ = drafted(ApiRequest(method="POST", path="x", headers=said, body=b"a=1&b=%C3%B8"))
    assert draft.kind is BodyKind.FORM
    assert draft.put_into(ApiRequest()).body == UrlEncoded(fields=(("a", "1"), ("b", "ø")))


def test_a_type_that_the_form_says_itself_is_no_header_of_the_persons() -> None:
    def kept(body: Body, said: str) -> tuple[BodyDraft, int]:
        draft, headers = drafted(ApiRequest(body=body, headers=(("content-type", said),)))
        return draft, len(headers)

    assert kept(b"{}", "application/json; charset=utf-8") == (json_draft("{}"), 0)
    assert kept(b"<a/>", "text/xml; charset=utf-8") == (
        BodyDraft(kind=BodyKind.XML, xml="<a/>", content_types=((BodyKind.XML, "text/xml"),)), 0
    )  # fmt: skip
    assert kept(b"{}", "application/json") == (json_draft("{}"), 1)
    assert kept(UrlEncoded(fields=(("a", "b"),)), "application/x-www-form-urlencoded")[1] == 0
    assert kept(Multipart(), "multipart/form-data; boundary=x")[1] == 0
    assert kept(FileBody(path="a"), "image/png") == (
        BodyDraft(kind=BodyKind.FILE, file="a", content_types=((BodyKind.FILE, "image/png"),)), 0
    )  # fmt: skip
    assert drafted(ApiRequest(body=b"\xff", headers=(("Content-Type", "image/png"),)))[0].body() is None


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("", BodyKind.JSON), ("application/problem+json; charset=utf-8", BodyKind.JSON), ("TEXT/XML", BodyKind.XML),
        ("application/soap+xml", BodyKind.XML), ("application/x-www-form-urlencoded", BodyKind.FORM),
        ("multipart/form-data", BodyKind.MULTIPART), ("multipart/related", BodyKind.MULTIPART),
        ("text/csv", BodyKind.TEXT), ("application/yaml", BodyKind.TEXT), ("application/octet-stream", BodyKind.FILE),
        ("image/*", BodyKind.FILE),
    ],
)  # fmt: skip
def test_what_a_type_is_written_as(content_type: str, kind: BodyKind) -> None:
    assert kind_of(content_type) is kind
