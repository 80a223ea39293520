from __future__ import annotations

import contextlib
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xena_desktop.domain.body import Body, FileBody, Multipart, Part, UrlEncoded
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import ImportUnreadable
from xena_desktop.domain.exchange import METHOD_PATTERN, METHODS, ApiRequest, is_method
from xena_desktop.domain.interchange import Language, LeftOut, Note, fitted, outgoing
from xena_desktop.interchange.curl_command import is_curl, read_curl
from xena_desktop.interchange.snippets import snippet

CONNECTION = Connection(
    id="c", name="c", authority="https://login.test", api_base_url="https://my.test/Api", client_id="c"
)
URL = "https://my.test/Api/Fiscal/1/Partner"
FORM = "application/x-www-form-urlencoded"


def request_of(command: str) -> ApiRequest:
    return read_curl(command).request


# --- what browsers copy ----------------------------------------------------------------------------------

CHROME_BASH = r"""curl 'https://my.test/Api/Fiscal/1/Order?Page=0&q=S%C3%B8ren%20%26' \
  -H 'accept: application/json, text/plain, */*' \
  -H 'accept-language: da-DK,da;q=0.9' \
  -H 'authorization: Bearer eyJhbGciOi.x.y' \
  -H 'content-type: application/json' \
  -b 'sid=1; other=2' \
  -H 'origin: https://my.test' \
  -H 'sec-ch-ua: "Chromium";v="140"' \
  -H 'user-agent: Mozilla/5.0' \
  --data-raw $'{"Name":"S\u00f8rens \'\u00d8\'","Text":"a\\nb\u0021"}' \
  --compressed"""
CHROME_CMD = r"""curl ^"https://my.test/Api/Fiscal/1/Order?Page=0^&q=S^%^C3^%^B8ren^%^20^%^26^" ^
  -H ^"accept: application/json, text/plain, */*^" ^
  -H ^"accept-language: da-DK,da;q=0.9^" ^
  -H ^"authorization: Bearer eyJhbGciOi.x.y^" ^
  -H ^"content-type: application/json^" ^
  -b ^"sid=1; other=2^" ^
  -H ^"sec-ch-ua: ^\^"Chromium^\^";v=^\^"140^\^"^" ^
  --data-raw ^"^{^\^"Name^\^":^\^"Sørens 'Ø'^\^",^\^"Text^\^":^\^"a^\\nb^!^\^"^}^" """
FIREFOX_POSIX = r"""curl 'https://my.test/Api/Fiscal/1/Order?Page=0&q=S%C3%B8ren%20%26' -X POST -H 'User-Agent: Mozilla/5.0' -H 'Accept: application/json, text/plain, */*' -H 'Accept-Language: da-DK,da;q=0.9' -H 'Accept-Encoding: gzip, deflate' -H 'Content-Type: application/json' -H 'Authorization: Bearer x' -H 'Cookie: a=b' --data-raw $'{"Name":"S\u00f8rens \'\u00d8\'","Text":"a\\nb!"}'"""  # noqa: E501 - as it is copied
POWERSHELL = """curl.exe 'https://my.test/Api/Fiscal/1/Order?Page=0&q=S%C3%B8ren%20%26' `
  -H 'Accept: application/json, text/plain, */*' `
  -H 'Accept-Language: da-DK,da;q=0.9' `
  -H "Authorization: Bearer $env:TOKEN" `
  -H 'Cookie: a=b' `
  -H 'Content-Type: application/json' `
  --data-raw '{"Name":"Sørens ''Ø''","Text":"a\\nb!"}'"""


@pytest.mark.parametrize(
    "command", [CHROME_BASH, CHROME_CMD, FIREFOX_POSIX, POWERSHELL, CHROME_BASH.replace("\n", "\r\n")],
    ids=["chrome bash", "chrome cmd", "firefox", "powershell", "with carriage returns"],
)  # fmt: skip
def test_what_browsers_copy(command: str) -> None:
    assert is_curl(command)
    found = read_curl(command)
    assert found.request.method == "POST"
    assert found.request.path == "https://my.test/Api/Fiscal/1/Order"
    assert found.request.query == (("Page", "0"), ("q", "Søren &"))
    assert found.request.body == '{"Name":"Sørens \'Ø\'","Text":"a\\nb!"}'.encode()
    assert {name.lower(): value for name, value in found.request.headers} == {
        "accept": "application/json, text/plain, */*",
        "accept-language": "da-DK,da;q=0.9",
        "content-type": "application/json",
    }
    kinds = {note.kind for note in found.notes}
    assert (
        {LeftOut.TOKEN, LeftOut.COOKIES} <= kinds <= {LeftOut.TOKEN, LeftOut.COOKIES, LeftOut.BROWSER_HEADERS}
    )


def test_a_line_break_in_a_body_copied_for_cmd() -> None:
    command = 'curl ^"https://my.test/x^" ^\n  --data-raw ^"^{^\n\n  ^\\^"a^\\^": 1^\n\n^}^"'
    assert request_of(command).body == b'{\n  "a": 1\n}'


# --- options ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "method", "body", "content_type"),
    [
        ("", "GET", None, None),
        ("-XDELETE", "DELETE", None, None),
        ("--request PUT -d {}", "PUT", b"{}", "application/x-www-form-urlencoded"),
        ("--data=a --data-binary 'b\n'", "POST", b"a&b\n", "application/x-www-form-urlencoded"),
        ("--data-raw @a", "POST", b"@a", "application/x-www-form-urlencoded"),
        ("--data-urlencode 'q=æ &' --data-urlencode '=a b'", "POST", b"q=%C3%A6%20%26&a%20b", None),
        ("--data-urlencode 'a+b'", "POST", b"a%2Bb", None),
        ("--json '{\"a\":' --json 1}", "POST", b'{"a":1}', "application/json"),
        ("-H 'Content-Type: text/csv' -d x", "POST", b"x", "text/csv"),
        ("-I", "HEAD", None, None),
        ("-sSLd x", "POST", b"x", None),
        ("--compressed -g --http2 -o /dev/null -m 5", "GET", None, None),
    ],
)
def test_options(options: str, method: str, body: bytes | None, content_type: str | None) -> None:
    for command in (f"curl {options} {URL}", f"curl {URL} {options}", f"curl {options} --url {URL}"):
        found = read_curl(command)
        assert (found.request.method, found.request.body, found.request.path) == (method, body, URL)
        if content_type:
            assert dict(found.request.headers)["Content-Type"] == content_type
        assert found.notes == ()


def test_data_as_query() -> None:
    found = request_of(f"curl -G {URL}?a=1 -d b=2 --data-urlencode 'c=æ' --url-query d=4")
    assert (found.method, found.body) == ("GET", None)
    assert found.query == (("a", "1"), ("b", "2"), ("c", "æ"), ("d", "4"))


@pytest.mark.parametrize(
    ("options", "note"),
    [
        ("-u me:secret", Note(kind=LeftOut.PASSWORD, names=("-u",))),
        ("--oauth2-bearer x", Note(kind=LeftOut.PASSWORD, names=("--oauth2-bearer",))),
        ("-b a=b -H 'Cookie: c'", Note(kind=LeftOut.COOKIES, names=("-b", "Cookie"))),
        ("-H 'X-Api-Key: x' -H 'XSRF-TOKEN: y'", Note(kind=LeftOut.TOKEN, names=("X-Api-Key", "XSRF-TOKEN"))),
        ("-d @-", Note(kind=LeftOut.FILES, names=("-",))),
        ("-d a=b -d @file.json", Note(kind=LeftOut.FILES, names=("file.json",))),
        ("-d @a -d @b", Note(kind=LeftOut.FILES, names=("b",))),
        ("-T -", Note(kind=LeftOut.FILES, names=("-",))),
        ("-F a=@- -F 'b=<c;type=x'", Note(kind=LeftOut.FILES, names=("-", "c"))),
        ("--data-urlencode n@f", Note(kind=LeftOut.FILES, names=("f",))),
        (
            "--never-heard-of -Y -k",
            Note(kind=LeftOut.OPTIONS, names=("--never-heard-of", "-Y", "--insecure")),
        ),
        ("-X TRACE", Note(kind=LeftOut.OPTIONS, names=("-X TRACE",))),
        ("--data-raw $'\\xff'", Note(kind=LeftOut.NOT_TEXT)),
        ("-A x -e y", Note(kind=LeftOut.BROWSER_HEADERS, names=("user-agent", "referer"))),
    ],
)
def test_what_is_left_out_is_said(options: str, note: Note) -> None:
    assert note in read_curl(f"curl {URL} {options}").notes


def test_tokens_in_the_query_stay_behind() -> None:
    found = read_curl(f"curl '{URL}?access_token=x&Page=0&XenaApiKey=y#frag'")
    assert found.request.query == (("Page", "0"),)
    assert found.notes == (Note(kind=LeftOut.TOKEN, names=("access_token", "XenaApiKey")),)


@pytest.mark.parametrize(
    "text",
    [
        *("", "curl", "curl ", "curl -X POST", "wget x", "curlew x"),
        *("curl 'https://a", 'curl "https://a', "curl $'a", 'curl ^"a'),
    ],
)
def test_what_is_no_command(text: str) -> None:
    with pytest.raises(ImportUnreadable):
        read_curl(text)


@given(st.text())
def test_nothing_makes_it_fall(text: str) -> None:
    with contextlib.suppress(ImportUnreadable):
        read_curl("curl " + text)


def test_what_follows_the_command_is_not_read() -> None:
    assert request_of(f"$ curl {URL} | jq . && rm -rf x").path == URL
    assert request_of("curl my.test/x").path == "https://my.test/x"
    assert request_of("curl '{{base}}/x?y={{z}}'").path == "{{base}}/x"


# --- on a connection -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "path", "other"),
    [
        (URL, "/Api/Fiscal/1/Partner", ()),
        ("https://xena.test/api/Fiscal/1/Partner", "/api/Fiscal/1/Partner", ("xena.test",)),
        ("https://xena.test/other/1", "https://xena.test/other/1", None),
        ("http://my.test/Api/x", "/Api/x", ("my.test",)),
        ("https://my.test/other", "/other", ()),
        ("{{base}}/x", "{{base}}/x", None),
    ],
)
def test_a_request_fits_a_connection(url: str, path: str, other: tuple[str, ...] | None) -> None:
    found = fitted(read_curl(f"curl {url}"), CONNECTION)
    assert found.request.path == path
    notes = [note.names for note in found.notes if note.kind is LeftOut.OTHER_SERVER]
    assert notes == ([other] if other else [])


# --- round trips -----------------------------------------------------------------------------------------

VISIBLE = st.characters(min_codepoint=0x20, exclude_categories=["Cs", "Cc"])
TEXT = st.text(VISIBLE, max_size=20) | st.text(
    st.sampled_from("'\"`\\$!%^&|<>(){}[]#~*?;=@ +,åØ😀"), max_size=20
)
BODY = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=60) | st.text(
    st.sampled_from("'\"\\$!%^&\n\r\t@åØ\x01nx0"), max_size=40
)
VALUES = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=30).map(
    str.strip
)
NAMES = st.text(VISIBLE, min_size=1, max_size=10).map(str.strip).filter(bool)
LINES = st.text(
    st.characters(min_codepoint=0x20, exclude_characters="\x7f", exclude_categories=["Cs", "Cc"]), max_size=20
)
TYPES = st.sampled_from(["", "application/json", "text/csv; charset=utf-8", "image/png"])
PARTS = st.builds(Part, name=NAMES, value=BODY, content_type=TYPES) | st.builds(
    Part,
    name=NAMES,
    file=LINES.filter(lambda path: path not in ("", "-", ".")),
    filename=LINES,
    content_type=TYPES,
)
BODIES: st.SearchStrategy[Body] = st.one_of(
    BODY.map(str.encode),
    st.builds(UrlEncoded, fields=st.lists(st.tuples(NAMES, BODY), min_size=1, max_size=4).map(tuple)),
    st.builds(Multipart, parts=st.lists(PARTS, min_size=1, max_size=4).map(tuple)),
    st.builds(FileBody, path=LINES.filter(lambda path: path not in ("", "-", "."))),
)
REQUESTS = st.builds(
    lambda method, words, query, values, body: ApiRequest(
        method=method,
        path="/".join(quote(word, safe="") for word in words),
        query=query,
        headers=(
            *((f"X-Note-{row}", value) for row, value in enumerate(values) if value),
            *((("Content-Type", "text/x"),) if isinstance(body, bytes | None) else ()),
        ),
        body=None if method == "HEAD" else body,
    ),
    st.sampled_from(METHODS) | st.from_regex(METHOD_PATTERN, fullmatch=True).map(str.upper).filter(is_method),
    st.lists(
        st.text(VISIBLE, min_size=1, max_size=10).filter(lambda word: word.strip(".")), min_size=1, max_size=4
    ),
    st.lists(st.tuples(st.text("abcXYZ._[]", min_size=1, max_size=8), TEXT), max_size=4).map(tuple),
    st.lists(VALUES, max_size=3),
    st.none() | BODIES,
)


@given(REQUESTS)
@example(ApiRequest(method="POST", path="Note", headers=(("Content-Type", "text/x"),), body=b"^\n"))
@example(ApiRequest(method="POST", path="Note", headers=(("Content-Type", "text/x"),), body=b"it's `\n"))
def test_curl_to_request_to_curl(request: ApiRequest) -> None:
    sent = outgoing(CONNECTION, request)
    written = snippet(sent, language=Language.CURL)
    back = fitted(read_curl(written), CONNECTION)
    assert back.notes == (Note(kind=LeftOut.TOKEN, names=("Authorization",)),)
    again = outgoing(CONNECTION, back.request)
    assert (again.method, again.url, again.headers) == (sent.method, sent.url, sent.headers)
    assert "".join(map(str, again.pieces)) == "".join(map(str, sent.pieces)) or {
        *again.pieces,
        *sent.pieces,
    } == {b""}
    assert read_curl(snippet(again, language=Language.CURL)).request == read_curl(written).request
