from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xena_desktop.domain.body import FileBody, Multipart, Part, UrlEncoded
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
