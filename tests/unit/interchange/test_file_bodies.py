"""Bodies of every kind in HAR files and Postman collections."""

from __future__ import annotations

import json
from typing import Any

import pytest

from xena_desktop.domain.body import Body, FileBody, Multipart, Part, UrlEncoded
from xena_desktop.domain.interchange import Imported, LeftOut, Note
from xena_desktop.interchange import files


def posted(data: dict[str, Any]) -> Imported:
    """The request of a HAR in which this was posted."""
    sent = {"method": "POST", "url": "https://my.test/Api/x", "postData": data,
            "headers": [{"name": "Content-Type", "value": data.get("mimeType", "")}]}  # fmt: skip
    document = {"log": {"version": "1.2", "entries": [{"request": sent}]}}
    return files.read_document(json.dumps(document).encode())[0]


WHOLE = (
    '--b\r\nContent-Disposition: form-data; name="note"\r\n\r\nhej\r\n--b\r\nContent-Disposition: form-data; '
    'name="token"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name="fil"; filename="a%22.pdf"\r\n'
    "Content-Type: application/pdf\r\n\r\n%PDF\r\n--b--\r\n"
)


@pytest.mark.parametrize(
    "data",
    [
        {"mimeType": "multipart/form-data; boundary=b", "text": WHOLE},
        {"mimeType": "multipart/form-data", "params": [
            {"name": "note", "value": "hej"}, {"name": "token", "value": "x"},
            {"name": "fil", "value": "%PDF", "fileName": 'a".pdf', "contentType": "application/pdf"}]},
    ],
)  # fmt: skip
def test_a_har_with_parts(data: dict[str, Any]) -> None:
    found = posted(data)
    assert found.request.body == Multipart(
        parts=(
            Part(name="note", value="hej"),
            Part(name="fil", file="", filename='a".pdf', content_type="application/pdf"),
        )
    )
    assert found.request.headers == ()
    assert set(found.notes) == {
        Note(kind=LeftOut.TOKEN, names=("token",)), Note(kind=LeftOut.FILES, names=('a".pdf',))
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "body"),
    [
        ({"mimeType": "application/x-www-form-urlencoded; charset=UTF-8", "text": "a=1+2&code=x&b=%C3%A6"},
         UrlEncoded(fields=(("a", "1 2"), ("b", "æ")))),
        ({"mimeType": "application/x-www-form-urlencoded", "text": "no form at all"}, b"no form at all"),
        ({"mimeType": "multipart/form-data; boundary=b", "text": WHOLE[:-6]}, WHOLE[:-6].encode()),
        ({"mimeType": "text/xml", "text": "<a/>"}, b"<a/>"),
        ({"mimeType": "text/xml"}, None),
    ],
)  # fmt: skip
def test_other_bodies_of_a_har(data: dict[str, Any], body: Body | None) -> None:
    assert posted(data).request.body == body


def of_postman(body: dict[str, Any]) -> Imported:
    """The request of a collection with this body."""
    item = {"name": "x", "request": {"method": "POST", "url": "my.test/x", "body": body}}
    return files.read_document(json.dumps({"info": {"name": "c"}, "item": [item]}).encode())[0]


@pytest.mark.parametrize(
    ("body", "expected", "left"),
    [
        ({"mode": "formdata", "formdata": [
            {"key": "a", "type": "file", "src": ["/x", "/y"]}, {"key": "b", "type": "file", "src": None},
            {"key": "c", "value": "{}", "contentType": "application/json"},
            {"key": "d", "value": "1", "disabled": True}, {"key": "api_key", "value": "x"}, {"value": "nameless"},
            {"key": "e", "type": "file", "src": "/z", "fileName": "æ.pdf"}]},
         Multipart(parts=(Part(name="a", file="/x"), Part(name="a", file="/y"), Part(name="b", file=""),
                          Part(name="c", value="{}", content_type="application/json"),
                          Part(name="e", file="/z", filename="æ.pdf"))),
         {LeftOut.FILES: ("b",), LeftOut.TOKEN: ("api_key",)}),
        ({"mode": "file", "file": {"src": "/a.xml"}}, FileBody(path="/a.xml"), {}),
        ({"mode": "file", "file": {"content": "hej"}}, b"hej", {}),
        ({"mode": "file", "file": {}}, FileBody(path=""), {LeftOut.FILES: ()}),
        ({"mode": "urlencoded", "urlencoded": [{"key": "a", "value": "{{x}}"}, {"key": "b", "disabled": True}]},
         UrlEncoded(fields=(("a", "{{x}}"),)), {LeftOut.VARIABLES: ("x",)}),
        ({"mode": "urlencoded"}, UrlEncoded(), {}),
    ],
)  # fmt: skip
def test_bodies_of_postman(
    body: dict[str, Any], expected: Body, left: dict[LeftOut, tuple[str, ...]]
) -> None:
    found = of_postman(body)
    assert found.request.body == expected
    assert {note.kind: note.names for note in found.notes} == left


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ({"query": "{ a }", "variables": '{"id": 1}'}, {"query": "{ a }", "variables": {"id": 1}}),
        ({"query": 'æ "q"'}, {"query": 'æ "q"'}),
        (None, {"query": ""}),
    ],
)
def test_a_graphql_query_becomes_the_json_that_carries_it(asked: object, sent: dict[str, Any]) -> None:
    found = of_postman({"mode": "graphql", "graphql": asked})
    assert isinstance(found.request.body, bytes)
    assert json.loads(found.request.body) == sent
    assert found.request.headers == (("Content-Type", "application/json"),)
