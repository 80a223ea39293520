from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xena_desktop.domain.body import Body, FileBody, Multipart, Part, UrlEncoded
from xena_desktop.domain.errors import FileUnreadable, ImportUnreadable
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.interchange import Imported, LeftOut, Note
from xena_desktop.domain.redaction import Redactor
from xena_desktop.interchange import files, har
from xena_desktop.interchange.files import read_file

SECRET = "eyJhbGciOiJSUzI1NiJ9.secretpart.signature"
HAR: dict[str, Any] = json.loads((Path(__file__).parent / "browser.har").read_text(encoding="utf-8"))
POSTMAN: dict[str, Any] = json.loads((Path(__file__).parent / "collection.json").read_text(encoding="utf-8"))


def read(tmp_path: Path, document: object, *, name: str = "fil ø.har") -> tuple[Imported, ...]:
    file = tmp_path / name
    file.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return read_file(file)


def test_a_har_of_the_browser(tmp_path: Path) -> None:
    first, picture, form, params = read(tmp_path, HAR)
    assert first.request == ApiRequest(
        method="POST",
        path="https://my.test/Api/Fiscal/1/Order",
        query=(("Page", "0"), ("q", "Søren")),
        headers=(("content-type", "application/json"), ("x-note", "æ")),
        body=first.request.body,
    )
    assert isinstance(first.request.body, bytes)
    assert "Ø" in json.loads(first.request.body)["Name"]
    assert {note.kind for note in first.notes} == {LeftOut.TOKEN, LeftOut.COOKIES, LeftOut.BROWSER_HEADERS}
    assert first.name == "1/Order"
    assert first.answer is not None
    assert (first.answer.status, first.answer.reason) == (200, "OK")
    assert first.answer.headers == (("content-type", "application/json"),)
    assert SECRET not in repr((first, picture, form, params))
    assert picture.answer is not None
    assert picture.answer.body == b"\x89PNG\xff"
    assert form.request.body == UrlEncoded(fields=(("a", "1"),))
    assert form.answer is None
    assert params.request.body == UrlEncoded(fields=(("ø", "1 2"),))
    assert Note(kind=LeftOut.TOKEN, names=("token",)) in params.notes


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ('{"log": {"version": "1.2", "entries": [', "json"),
        ("", "json"),
        ("[" * 200_000, "json"),
        ("\x00\x00", "json"),
        ([], "version"),
        ({"a": 1}, "version"),
        ({"log": {"version": "2.0", "entries": []}}, "version"),
        ({"log": {"version": "1.2", "entries": []}}, "empty"),
        ({"log": {"entries": {"a": 1}}}, "empty"),
        ({"log": {"entries": [None, 5, {"request": {"url": 5}}]}}, "empty"),
        (
            {"info": {"schema": "https://schema.getpostman.com/json/collection/v1.0.0/"}, "item": []},
            "version",
        ),
        ({"info": {"name": "x"}, "item": []}, "empty"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, document: object, reason: str) -> None:
    with pytest.raises(ImportUnreadable) as caught:
        read(tmp_path, document)
    assert caught.value.details == {"reason": reason}


def test_a_huge_file_is_not_even_opened(tmp_path: Path) -> None:
    file = tmp_path / "huge.har"
    with file.open("wb") as out:
        out.truncate(files.LARGEST + 1)
    with pytest.raises(ImportUnreadable) as caught:
        read_file(file)
    assert caught.value.details == {"reason": "large"}


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        read_file(tmp_path / "gone.har")
    with pytest.raises(FileUnreadable):
        read_file(tmp_path)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def places(value: object) -> list[tuple[object, Any]]:
    """Every place in a document: the container and the key."""
    pairs = (
        list(value.items())
        if isinstance(value, dict)
        else list(enumerate(value))
        if isinstance(value, list)
        else []
    )
    return [(value, key) for key, _ in pairs] + [place for _, inner in pairs for place in places(inner)]


@given(st.data(), st.sampled_from(["har", "postman"]), JSON_VALUES)
def test_nonsense_anywhere_is_survived(data: st.DataObject, kind: str, nonsense: object) -> None:
    document = copy.deepcopy(HAR if kind == "har" else POSTMAN)
    container, key = data.draw(st.sampled_from(places(document)))
    container[key] = nonsense
    text = json.dumps(document).encode()
    try:
        files.read_document(text)
    except ImportUnreadable:
        return


@given(
    st.text(max_size=60)
    | st.sampled_from(["Bearer abc", "code=1", "CODE : '2'", "eyJhbGciOi.a", "Basic QWxhZGRpbg=="])
)
def test_a_glance_misses_nothing_that_would_be_masked(text: str) -> None:
    redactor = Redactor()
    assert har._masked_text(text, redactor=redactor) == redactor.masked(text)


def test_a_very_long_answer_is_left(tmp_path: Path) -> None:
    document = copy.deepcopy(HAR)
    document["log"]["entries"][0]["response"]["content"]["text"] = "x" * ((1 << 20) + 1)
    assert read(tmp_path, document)[0].answer is None


# --- Postman -----------------------------------------------------------------------------------------------


def test_a_postman_collection(tmp_path: Path) -> None:
    found = read(tmp_path, POSTMAN, name="samling.json")
    get, delete, new, form, parts, file, text = found
    assert get.request == ApiRequest(
        path="Fiscal/{fiscalId}/Partner/{{partner}}",
        query=(("Page", "0"),),
        headers=(("Accept", "text/csv"),),
    )
    assert (get.name, get.folder) == ("Hent", "Partnere")
    assert Note(kind=LeftOut.VARIABLES, names=("partner",)) in get.notes
    assert Note(kind=LeftOut.PASSWORD, names=("oauth2",)) in get.notes
    assert Note(kind=LeftOut.SCRIPTS) in get.notes
    assert (delete.request.method, delete.folder) == ("DELETE", "Partnere/Dybt")
    assert new.request.body == b'{"Name": "{{name}}"}'
    assert new.request.headers == (("Content-Type", "application/json"),)
    assert form.request.body == UrlEncoded(fields=(("ø", "1 2"),))
    assert parts.request.body == Multipart(parts=(Part(name="a", value="1"), Part(name="fil", file="/x")))
    assert file.request.body == FileBody(path="x")
    assert {note.kind for note in (*parts.notes, *file.notes)} <= {LeftOut.PASSWORD, LeftOut.SCRIPTS}
    assert text.request.path == "https://my.test/Api/User"
    assert SECRET not in repr(found)
    assert read(tmp_path, {"collection": POSTMAN}) == found


def test_folders_without_end(tmp_path: Path) -> None:
    deep: dict[str, Any] = {"name": "x", "request": "https://a/"}
    for _ in range(300):
        deep = {"name": "f", "item": [deep]}
    with pytest.raises(ImportUnreadable):
        read(tmp_path, {**POSTMAN, "item": [deep]})


# --- bodies of every kind ------------------------------------------------------------------------------------


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
