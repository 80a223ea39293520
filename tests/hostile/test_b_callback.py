"""B: what the listener says to requests that are not the awaited one. The sign-in outlives them all."""

import asyncio
import contextlib
import select
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.fakes.raw_http import connected, form_post, page_request, read_answer
from tests.unit.auth.listening import FORMER_STATE, ORIGIN, STATE, TRUE, Listening
from xena_desktop.auth.loopback import MOST_CONNECTIONS
from xena_desktop.domain.errors import SignInCancelled, SignInTimedOut

from .desk import CONNECTION, Desk


@pytest.fixture
def listening() -> Iterator[Listening]:
    with Listening() as started:
        yield started


def survives(listening: Listening) -> None:
    """Nothing was taken so far, and the true answer still is."""
    assert not listening.delivered
    listening.complete()


CHANGES: dict[str, list[tuple[dict[str, Any], int]]] = {
    "B3-method": [
        ({"method": method}, 405) for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "post")
    ],
    "B4-path": [
        *[({"target": target}, 404) for target in ("/", "/callback/", "//callback", "/%63allback", "/Callback")],
        *[({"target": target}, 404) for target in ("/callback/x", "/callback;x", "*", "/./callback")],
        *[({"target": target}, 404) for target in ("/%2e/callback", "http://127.0.0.1/callback")],
    ],
    "B5-query": [({"target": f"/callback?{query}"}, 400) for query in ("", "state=x", f"state={STATE}&code=evil")],
    "B6-host": [
        *[({"Host": host}, 421) for host in ("evil.example", "127.0.0.1", "127.0.0.1:1", "localhost")],
        *[({"Host": host}, 421) for host in ("2130706433", "")],
        ({"Host": None}, 400),
    ],
    "B7-origin": [
        ({"Origin": origin}, 403)
        for origin in ("https://evil.example", "", "http://127.0.0.1", f"{ORIGIN}.evil", ORIGIN.upper())
    ],
    "B8-fetched-by": [
        *[({"Sec_Fetch_Mode": mode}, 403) for mode in ("cors", "no-cors", "same-origin", "websocket", "")],
        *[({"Sec_Fetch_Dest": kind}, 403) for kind in ("iframe", "image", "empty", "script", "object")],
    ],
    "B9-content-type": [
        ({"Content_Type": None}, 400),
        *[({"Content_Type": kind}, 400) for kind in ("application/json", "multipart/form-data; boundary=x")],
        *[({"Content_Type": kind}, 400) for kind in ("", "text/plain")],
    ],
    "B10-charset": [
        ({"Content_Type": f"application/x-www-form-urlencoded; charset={name}"}, 400) for name in ("x", "latin-1")
    ],
    "B11-content-length": [
        *[({"Content_Length": length}, 400) for length in (None, "-1", "+5", "0x10", "5, 6", "", "1e3")],
        *[({"Content_Length": length}, 413) for length in (str(64 * 1024 + 1), "9" * 15)],
        ({"Content_Length": "9999"}, 400),  # and then the body ends
        ({"Content_Length": "5"}, 400),  # of a body that is longer
    ],
    "B12-transfer-encoding": [
        ({"Transfer_Encoding": "chunked", "Content_Length": None}, 400),
        ({"Transfer_Encoding": "chunked"}, 400),
        ({"Transfer_Encoding": "gzip", "Content_Length": None}, 501),
    ],
    "B13-body": [({"body": "state=" + "x" * (64 * 1024)}, 413)],
    "B15-version": [({"version": version}, 400) for version in ("HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTQ/1.1")],
    "B21-empty": [({"body": ""}, 400)],
    "B23-expect": [({"Expect": "100-continue"}, 400)],
}  # fmt: skip


def numbered(table: dict[str, list[Any]]) -> list[Any]:
    """The rows of a table, each with its number, a name and a count as id."""
    return [
        pytest.param(*row, id=f"{name}-{count}")
        for name, rows in table.items()
        for count, row in enumerate(rows, start=1)
    ]


@pytest.mark.parametrize(("changes", "status"), numbered(CHANGES))
def test_a_request_that_is_not_the_browsers(
    listening: Listening, changes: dict[str, Any], status: int
) -> None:
    assert listening.post(TRUE, **changes).status == status
    assert listening.listener.unexpected_requests == 1
    survives(listening)


MORE: dict[str, list[tuple[tuple[str, ...], int]]] = {
    "B6-two-hosts": [(("Host: evil.example",), 400), (("Host: evil.example", "Host: evil.example"), 400)],
    "B7-two-origins": [(("Origin: https://evil.example",), 403)],
    "B8-two-destinations": [(("Sec-Fetch-Dest: iframe",), 403)],
    "B9-two-content-types": [(("Content-Type: text/plain",), 400)],
    "B11-two-lengths": [(("Content-Length: 5",), 400)],
    "B14-headers": [
        (tuple(f"X-{number}: x" for number in range(1000)), 431),
        (("X: " + "x" * 24_000,), 431),
        (("Bad Header: x",), 400),
        ((" folded: x",), 403),
    ],
}


@pytest.mark.parametrize(("more", "status"), numbered(MORE))
def test_more_headers(listening: Listening, more: tuple[str, ...], status: int) -> None:
    assert listening.post(TRUE, *more).status == status
    survives(listening)


BODIES: dict[str, list[tuple[bytes, int]]] = {
    "C1-no-state": [(urlencode([("code", "x")]).encode(), 400), (b"error=access_denied", 400)],
    "C2-state": [
        (b"state=", 400),
        *[(f"state={s}".encode(), 400) for s in (STATE[:-1], STATE + "x", STATE.upper(), "x", f"{STATE}%20")],
        (f"error=access_denied&state={STATE}x".encode(), 400),
    ],
    "C3-state-twice": [
        (f"state={STATE}&state={STATE}".encode(), 400),
        (f"state={STATE}&state=other".encode(), 400),
    ],
    "B20-escapes": [
        *[(f"state={STATE}&code={code}".encode(), 400) for code in ("%zz", "%", "a%00b", "%ff")],
        (f"state={STATE}&code=".encode() + b"\xc3\xb8", 400),
        (f"state={STATE}&code=".encode() + b"\xff", 400),
    ],
    "B20-fields": [
        (f"state={STATE}&code".encode(), 400),
        (f"state={STATE}&&code=x".encode(), 400),
        (b"&", 400),
        (b"=", 400),
        (f"state={STATE}&".encode() + urlencode([(f"f{n}", "") for n in range(32)]).encode(), 400),
    ],
    "B27-stale-state": [(f"state={FORMER_STATE}&code=x".encode(), 410)],
}


@pytest.mark.parametrize(("body", "status"), numbered(BODIES))
def test_a_form_that_is_not_the_answer(listening: Listening, body: bytes, status: int) -> None:
    assert listening.post([], body=body).status == status
    survives(listening)


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET /callback\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\0" * 64,
        b"\xff" * 20_000,
        b"x" * 20_000,
        b"\r\n\r\n",
        b"POST /callback HTTP/1.1\r\n\r\n",
        b"POST /callback HTTP/1.1\nHost: x\n\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
        b"POST /callback HTTP/1.1\r\nHost: ",
        b"",
    ],
)
def test_B15_what_is_hardly_a_request(listening: Listening, request_bytes: bytes) -> None:
    assert listening.ask(request_bytes).status in (0, 400, 404, 421, 431)
    survives(listening)


@pytest.mark.parametrize("target", ["/favicon.ico", "/", "/apple-touch-icon.png", "/callbac"])
def test_B22_what_browsers_ask_for_by_themselves(listening: Listening, target: str) -> None:
    assert listening.get(target).status == 404
    survives(listening)


@pytest.mark.parametrize("target", ["/callback", f"/callback?state={STATE}&code=x", "/callback?state=x"])
def test_B1_B2_an_answer_in_the_address_is_not_taken(listening: Listening, target: str) -> None:
    assert listening.get(target).status == 405
    survives(listening)


def test_B3_head_has_no_page(listening: Listening) -> None:
    answer = listening.get("/callback", "HEAD")
    assert (answer.status, answer.body) == (405, b"")
    assert listening.get("/done", "HEAD").status == 404
    survives(listening)


def test_B16_of_two_requests_on_one_connection_the_first_counts(listening: Listening) -> None:
    other = page_request(listening.uri, "/favicon.ico")
    assert listening.ask(other + form_post(listening.uri, TRUE)).status == 404
    survives(listening)


@pytest.mark.parametrize(
    "changes",
    [
        {"Origin": None},
        {"Origin": ORIGIN},
        {"Sec_Fetch_Site": None, "Sec_Fetch_Mode": None, "Sec_Fetch_Dest": None},
        {"Content_Type": "application/x-www-form-urlencoded; charset=utf-8"},
        {"Content_Type": 'Application/X-WWW-Form-URLEncoded;charset="UTF-8"'},
    ],
)
def test_what_browsers_may_do_differently(listening: Listening, changes: dict[str, Any]) -> None:
    assert listening.post(TRUE, **changes).status == 303
    assert len(listening.delivered) == 1
    assert listening.get("/done").status == 200


def test_the_name_of_the_host_in_other_case() -> None:
    with Listening(["http://localhost:0/callback"]) as listening:
        port = listening.uri.removeprefix("http://localhost:").partition("/")[0]
        assert listening.post(TRUE, Host=f"LocalHost:{port}").status == 303
        assert listening.get("/done").status == 200


def test_an_error_with_the_right_state_is_the_answer(listening: Listening) -> None:
    assert listening.post([("error", "access_denied"), ("state", STATE)]).status == 303
    assert listening.delivered == [{"error": ["access_denied"], "state": [STATE]}]
    assert listening.get("/done").status == 200


def test_repeated_parameters_are_all_delivered(listening: Listening) -> None:
    assert listening.post([*TRUE, ("code", "code-2")]).status == 303
    assert listening.delivered[0]["code"] == ["code-1", "code-2"]
    assert listening.get("/done").status == 200


def test_B25_the_answer_counts_once(listening: Listening) -> None:
    listening.complete()
    for _ in range(2):
        with contextlib.suppress(ConnectionError):  # it closes by and by, the last page having been shown
            assert listening.post(TRUE).status == 410
    assert len(listening.delivered) == 1


def test_B25_of_two_answers_at_once_one_counts(listening: Listening) -> None:
    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(lambda _: listening.post(TRUE).status, range(8)))
    assert statuses == [303] + [410] * 7
    assert len(listening.delivered) == 1
    assert listening.get("/done").status == 200


def test_B24_the_answer_counts_when_the_browser_does_not_wait(listening: Listening) -> None:
    with connected(listening.uri) as connection:
        connection.sendall(form_post(listening.uri, TRUE))
    assert listening.arrived.wait(5)
    assert listening.get("/done").status == 200


def test_a_query_where_the_connection_says_so() -> None:
    with Listening(response_mode="query") as listening:
        assert listening.post(TRUE).status == 405
        assert listening.get("/callback").status == 400
        assert listening.get("/callback?state=%zz").status == 400
        assert listening.get("/callback?state=x").status == 400
        assert not listening.delivered
        assert listening.get(f"/callback?{urlencode(TRUE)}").status == 303
        assert listening.get("/done").status == 200
    assert listening.delivered == [{name: [value] for name, value in TRUE}]


PAGES: list[Callable[[Listening], Any]] = [
    lambda listening: listening.get("/favicon.ico"),
    lambda listening: listening.post([("error_description", "<img src=x>\u202e"), ("state", "x")]),
    lambda listening: listening.get("/<script>"),
    lambda listening: listening.ask(b"<script>\r\n\r\n"),
    lambda listening: listening.get("/done"),
]


@pytest.mark.parametrize("ask", PAGES)
def test_pages_are_constant_and_inert(listening: Listening, ask: Callable[[Listening], Any]) -> None:
    answer = ask(listening)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Location"] is None
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]
    for trace in (b"img src", b"<script", b"Server"):
        assert trace not in answer.body
    survives(listening)


def test_no_parameter_steers_the_redirect(listening: Listening) -> None:
    steering = [(name, "https://evil.example") for name in ("redirect_uri", "next", "Location", "error_uri")]
    assert listening.post([*TRUE, *steering]).headers.get_all("Location") == ["/done"]
    assert listening.get("/done").status == 200


def test_nothing_is_printed(listening: Listening, capfd: pytest.CaptureFixture[str]) -> None:
    listening.ask(b"garbage\r\n\r\n")
    listening.complete()
    assert capfd.readouterr() == ("", "")


# --- slowness and crowds ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"POST /callback HTTP/1.1\r\n",
        b"POST /callback HTTP/1.1\r\nHost: {host}\r\nContent-Length: 50\r\n\r\nstate=",
    ],
)
def test_B17_who_does_not_go_on_is_not_waited_for(beginning: bytes) -> None:
    with Listening(connection_seconds=0.2) as listening:
        host = listening.uri.split("/")[2].encode()
        answer = listening.ask(beginning.replace(b"{host}", host), finish=False)
        assert answer.status == 408
        survives(listening)


def test_B17_a_trickle_is_limited_as_a_whole() -> None:
    with Listening(connection_seconds=0.3) as listening, connected(listening.uri) as connection:
        connection.settimeout(0.05)
        sent = 0
        while sent < 100:
            try:
                connection.sendall(b"x")
                sent += 1
                if connection.recv(1):
                    break
            except TimeoutError:
                continue
            except ConnectionError:
                break
        assert sent < 50
        survives(listening)


def test_B18_idle_connections_keep_nobody_waiting(listening: Listening) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(5):
            stack.enter_context(connected(listening.uri))
        listening.get("/favicon.ico")
        survives(listening)


def test_B18_a_crowd_larger_than_the_places_keeps_nobody_waiting(listening: Listening) -> None:
    """Who came first and says nothing gives way; the rest of the crowd need not end before the answer is taken."""
    with contextlib.ExitStack() as stack:
        crowd = [stack.enter_context(connected(listening.uri)) for _ in range(3 * MOST_CONNECTIONS)]
        survives(listening)
        silent_still, _, _ = select.select(crowd, [], [], 0)
        assert len(crowd) - len(silent_still) >= MOST_CONNECTIONS - 2
        assert crowd[-1] not in silent_still


def test_B19_a_hundred_at_once(listening: Listening) -> None:
    with ThreadPoolExecutor(25) as pool:
        statuses = set(pool.map(lambda _: listening.post([("state", "x"), ("code", "x")]).status, range(100)))
    assert statuses == {400}
    assert listening.listener.unexpected_requests == 100
    survives(listening)


def test_whoever_is_silent_is_cut_off_at_the_end() -> None:
    with Listening() as listening, connected(listening.uri, seconds=5) as connection:
        connection.sendall(b"POST")
        assert listening.get("/").status == 404  # so the silent one was accepted before
        listening.listener.close()
        assert read_answer(connection).status in (0, 400)


def test_nobody_else_on_the_network_is_heard() -> None:
    with Listening() as listening, socket.socket() as probe:
        port = int(listening.uri.rsplit(":", 1)[1].partition("/")[0])
        assert probe.connect_ex(("127.0.0.2", port)) != 0


# --- the sign-in behind it ---------------------------------------------------------------------------------


@pytest.mark.parametrize("ended", ["cancelled", "timed-out"])
async def test_B26_an_answer_after_the_end_is_not_used(desk: Desk, ended: str) -> None:
    browser = desk.browser
    async with desk.open() as services:
        connection = services.connections.named(CONNECTION)
        async with services.sign_in.begin(connection, seconds=0.2) as pending:
            if ended == "cancelled":
                pending.cancel()
            with pytest.raises((SignInCancelled, SignInTimedOut)):
                await pending.completed()
            answer = desk.server.authorize(pending.url)
            late = await asyncio.to_thread(browser.carry, answer, pending.redirect_uri)
        assert late.status == 410
        assert desk.asked == "discovery"


async def test_B27_an_answer_to_a_former_sign_in_is_not_used(desk: Desk) -> None:
    async with desk.open() as services:
        connection = services.connections.named(CONNECTION)
        async with services.sign_in.begin(connection) as former:
            stale = desk.server.authorize(former.url)
        desk.browser.before = lambda redirect_uri: desk.browser.carry(stale, redirect_uri)
        outcome = await desk.signed_in(services)
        assert outcome.account is not None
        assert desk.browser.statuses == [410, 303]
