import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xena_desktop.domain.body import Body, Multipart, Part
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import (
    AddressOutsideConnection,
    InsecureAddress,
    PlaceholdersUnfilled,
    RequestInvalid,
)
from xena_desktop.domain.exchange import (
    METHOD_PATTERN,
    METHODS,
    ApiAnswer,
    ApiRequest,
    checked,
    sent_headers,
    target_url,
    with_boundary,
)

CONNECTION = Connection(
    id="own-1",
    name="Sørens Xena",
    authority="https://login.xena.biz",
    api_base_url="https://my.xena.biz/Api",
    client_id="a.xena.biz",
)
WRITING = ("POST", "PUT", "PATCH", "DELETE")


def url_of(path: str, *query: tuple[str, str]) -> str:
    return target_url(CONNECTION, ApiRequest(path=path, query=query))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("User/FiscalSetup", "https://my.xena.biz/Api/User/FiscalSetup"),
        ("  User/FiscalSetup\n", "https://my.xena.biz/Api/User/FiscalSetup"),
        ("/Api/User/FiscalSetup", "https://my.xena.biz/Api/User/FiscalSetup"),
        ("/other", "https://my.xena.biz/other"),
        ("https://my.xena.biz/Api/Partner", "https://my.xena.biz/Api/Partner"),
        ("https://MY.xena.biz:443/Api/Partner", "https://MY.xena.biz:443/Api/Partner"),
        ("https://my.xena.biz", "https://my.xena.biz"),
        ("https://my.xena.biz/Api/Søg?q=ø", "https://my.xena.biz/Api/S%C3%B8g?q=%C3%B8"),
        ("Partner/Søren Kjær", "https://my.xena.biz/Api/Partner/S%C3%B8ren%20Kj%C3%A6r"),
        ("Partner/S%C3%B8ren", "https://my.xena.biz/Api/Partner/S%C3%B8ren"),
        ("Partner?q=Søren K", "https://my.xena.biz/Api/Partner?q=S%C3%B8ren%20K"),
        ("Partner?callback=https://a.test/?b", "https://my.xena.biz/Api/Partner?callback=https://a.test/?b"),
        ("Partner?", "https://my.xena.biz/Api/Partner?"),
        ("a...b/..c", "https://my.xena.biz/Api/a...b/..c"),
        ("Partner(1);v=2,3!*'@$&+", "https://my.xena.biz/Api/Partner(1);v=2,3!*'@$&+"),
    ],
)
def test_path_forms(path: str, expected: str) -> None:
    assert url_of(path) == expected


@pytest.mark.parametrize(
    "path",
    [
        "",
        "   ",
        "//evil.test/Api",
        "//evil.test",
        "a#b",
        "https://my.xena.biz/Api#x",
        "a\\b",
        "\\\\evil.test\\Api",
        "https://my.xena.biz\\@evil.test/",
        "https:\\\\my.xena.biz",
        "../Api",
        "User/../../x",
        "/./x",
        "..",
    ],
)
def test_paths_that_are_refused(path: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        url_of(path)
    assert caught.value.details["part"] == "path"


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.test/",
        "https://www.my.xena.biz/Api",
        "https://my.xena.biz.evil.test/Api",
        "https://my.xena.biz:8443/Api",
        "http://127.0.0.1/Api",
        "https://login.xena.biz/connect/token",
    ],
)
def test_other_origins_are_refused(path: str) -> None:
    with pytest.raises(AddressOutsideConnection) as caught:
        url_of(path)
    assert caught.value.details == {"url": path, "allowed": CONNECTION.api_base_url}


@pytest.mark.parametrize(
    "path",
    [
        "http://my.xena.biz/Api",
        "https://my.xena.biz@evil.test/",
        "https://a:b@my.xena.biz/Api",
        "https://my.xenа.biz/Api",  # a Cyrillic letter
        "https://my.xena.biz\t/Api",
        "ftp://my.xena.biz/Api",
        "javascript://my.xena.biz/Api",
        "https:///Api",
        "://my.xena.biz",
    ],
)
def test_insecure_addresses_are_refused(path: str) -> None:
    with pytest.raises((InsecureAddress, AddressOutsideConnection)):
        url_of(path)


def test_query_in_order_and_encoded() -> None:
    query = (("b", "2"), ("a", "1"), ("b", "Søren K&=+?"), ("tom", ""), ("æ", "/"))
    expected = "b=2&a=1&b=S%C3%B8ren%20K%26%3D%2B%3F&tom=&%C3%A6=%2F"
    assert url_of("Partner", *query) == f"https://my.xena.biz/Api/Partner?{expected}"
    assert url_of("Partner?x=1", *query) == f"https://my.xena.biz/Api/Partner?x=1&{expected}"


def test_placeholders() -> None:
    request = ApiRequest(path="Fiscal/{fiscalId}/Partner/{partnerId}?x={fiscalId}")
    assert request.placeholders == ("fiscalId", "partnerId", "fiscalId")
    with pytest.raises(PlaceholdersUnfilled) as caught:
        target_url(CONNECTION, request)
    assert caught.value.details == {"names": "fiscalId, partnerId, fiscalId"}
    filled = request.filled({"fiscalId": "1 ø/2", "unused": "x"})
    assert filled.path == "Fiscal/1%20%C3%B8%2F2/Partner/{partnerId}?x=1%20%C3%B8%2F2"
    assert filled.placeholders == ("partnerId",)
    done = filled.filled({"partnerId": "../../../x"})
    assert target_url(CONNECTION, done).startswith(
        "https://my.xena.biz/Api/Fiscal/1%20%C3%B8%2F2/Partner/..%2F"
    )


def test_a_filled_value_brings_no_new_placeholder() -> None:
    assert ApiRequest(path="a/{b}").filled({"b": "{c}", "c": "x"}).path == "a/%7Bc%7D"


@pytest.mark.parametrize("method", METHODS)
def test_methods(method: str) -> None:
    request = ApiRequest(method=method.lower(), path="x")
    assert request.writes is (method in WRITING)
    assert checked(request).method == method


@pytest.mark.parametrize("method", ["", "TRACE", "CONNECT", "GET ", "GET\r\nX: y", "gét"])
def test_methods_that_are_refused(method: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        checked(ApiRequest(method=method, path="x"))
    assert caught.value.details["part"] == "method"


@given(st.from_regex(METHOD_PATTERN, fullmatch=True))
def test_any_token_may_be_a_method_and_one_that_is_not_known_writes(method: str) -> None:
    request = ApiRequest(method=method, path="x")
    assume(method.upper() not in {"CONNECT", "TRACE", *METHODS})
    assert checked(request).method == method.upper()
    assert request.writes


def test_methods_in_capitals_stay() -> None:
    for method in ("GET", "HEAD", "OPTIONS"):
        assert checked(ApiRequest(method=method, path="x")).method == method


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", "Bearer x"),
        ("authorization", ""),
        ("Host", "evil.test"),
        ("Content-Length", "1"),
        ("Transfer-Encoding", "chunked"),
        ("Connection", "close"),
        ("", "x"),
        ("a b", "x"),
        ("ø", "x"),
        ("X:", "x"),
        ("X", "a\r\nY: b"),
        ("X", "ø"),
        ("X", "\x00"),
        ("X", "\x7f"),
    ],
)
def test_headers_that_are_refused(name: str, value: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        checked(ApiRequest(path="x", headers=((name, value),)))
    assert caught.value.details["part"] == "headers"


def test_headers_without_white_space_around() -> None:
    request = ApiRequest(path="x", headers=(("Accept", " text/csv\t"), ("X-A", "a\tb"), ("If-Match", '"1"')))
    expected = (("Accept", "text/csv"), ("X-A", "a\tb"), ("If-Match", '"1"'))
    assert checked(request).headers == expected


def test_answers() -> None:
    headers = (("Content-Type", "text/csv"), ("X-A", "1"), ("x-a", "2"))
    answer = ApiAnswer(method="GET", url="u", status=399, reason="", headers=headers, body=b"", seconds=0.1)
    assert (answer.header("content-TYPE"), answer.header("X-a"), answer.header("Y")) == ("text/csv", "1", "")
    assert not answer.is_error
    assert ApiAnswer(method="GET", url="u", status=400, reason="", headers=(), body=b"", seconds=0).is_error


PARTS = Multipart(parts=(Part(name="a", value="1"),))


@pytest.mark.parametrize(
    ("body", "written", "sent"),
    [
        (PARTS, "", "multipart/form-data; boundary=b"),
        (PARTS, "Multipart/Related", "Multipart/Related; boundary=b"),
        (PARTS, "multipart/form-data; boundary=mine", "multipart/form-data; boundary=mine"),
        (PARTS, "text/plain", "text/plain"),
        (b"{}", "", "application/json"),
    ],
)
def test_a_boundary_is_given_to_parts_that_have_none_of_their_own(
    body: Body, written: str, sent: str
) -> None:
    headers = (("content-type", written),) if written else ()
    request = ApiRequest(method="POST", path="x", headers=headers, body=body)
    given = sent_headers(with_boundary(request, "b"))
    assert [value for name, value in given if name.lower() == "content-type"] == [sent]
