"""One HTTP conversation with a browser, or with whoever knocks at the loopback port.

Everything in a request is hostile until its state has matched. Answers never repeat anything of it.
"""

from __future__ import annotations

import base64
import hashlib
import re
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from importlib import resources
from string import Template
from typing import Final
from urllib.parse import parse_qs, urlsplit

import h11

from xena_desktop.translation import tr

LARGEST_HEAD: Final = 16 * 1024
LARGEST_BODY: Final = 64 * 1024
MOST_FIELDS: Final = 32
MOST_HEADERS: Final = 100
DONE_PATH: Final = "/done"
_BAD_ESCAPE: Final = re.compile("%(?![0-9A-Fa-f]{2})|%00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """Where and how the awaited response comes, and whom to tell.

    ``receive`` takes the parameters of a well-formed response and gives the status to answer with; ``consumed``
    says whether that has happened; ``shown`` is called when the browser then has its last page; ``unexpected``
    for every request that is refused.
    """

    redirect_uri: str
    response_mode: str
    origins: frozenset[str]
    receive: Callable[[Mapping[str, Sequence[str]]], int]
    consumed: Callable[[], bool]
    shown: Callable[[], None]
    unexpected: Callable[[], None]


class _Refused(Exception):
    """The request is answered with ``status`` and not read further."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def converse(connection: socket.socket, callback: Callback, *, seconds: float) -> None:
    """Read one request, answer it and stop; the whole may take ``seconds``."""
    http = h11.Connection(h11.SERVER, max_incomplete_event_size=LARGEST_HEAD)
    ends_at = time.monotonic() + seconds
    method = b""
    try:
        request = _event(connection, http, ends_at=ends_at)
        if not isinstance(request, h11.Request):
            raise _Refused(HTTPStatus.BAD_REQUEST)
        method = request.method
        _check_head(request)
        status = _judge(request, _body(connection, http, ends_at=ends_at), callback)
    except _Refused as refused:
        status = refused.status
    except h11.RemoteProtocolError as error:
        status = error.error_status_hint
    if status not in (HTTPStatus.OK, HTTPStatus.SEE_OTHER):
        callback.unexpected()
    is_last = status == HTTPStatus.OK and callback.consumed()  # the page may be fetched too early, by anybody
    _answer(connection, http, status, with_page=method != b"HEAD")
    if is_last:
        callback.shown()


def _event(connection: socket.socket, http: h11.Connection, *, ends_at: float) -> object:
    """The next thing the client says; raises _Refused when it takes too long over it."""
    while (event := http.next_event()) is h11.NEED_DATA:
        connection.settimeout(max(0.001, ends_at - time.monotonic()))
        try:
            http.receive_data(connection.recv(4096))
        except TimeoutError as error:
            raise _Refused(HTTPStatus.REQUEST_TIMEOUT) from error
    return event


def _body(connection: socket.socket, http: h11.Connection, *, ends_at: float) -> bytes:
    """The body, whose length the head has limited."""
    body = bytearray()
    while isinstance(event := _event(connection, http, ends_at=ends_at), h11.Data):
        body += event.data
    return bytes(body)


def _check_head(request: h11.Request) -> None:
    """Lengths are stated, once, and small; nothing is sent in pieces or on condition."""
    headers = _headers(request)
    if request.http_version != b"1.1" or "transfer-encoding" in headers or "expect" in headers:
        raise _Refused(HTTPStatus.BAD_REQUEST)
    if len(request.headers) > MOST_HEADERS:
        raise _Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
    if int((headers.get("content-length") or ["0"])[0]) > LARGEST_BODY:
        raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _headers(request: h11.Request) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in request.headers:
        found.setdefault(name.decode("ascii"), []).append(value.decode("latin-1"))
    return found


def _judge(request: h11.Request, body: bytes, callback: Callback) -> int:
    """The status for a whole request."""
    headers, redirect = _headers(request), urlsplit(callback.redirect_uri)
    if [host.lower() for host in headers.get("host", [])] != [redirect.netloc.lower()]:
        raise _Refused(HTTPStatus.MISDIRECTED_REQUEST)
    path, question, query = request.target.decode("ascii", "replace").partition("?")
    if path == DONE_PATH and request.method == b"GET":
        return HTTPStatus.OK
    if path != redirect.path:
        raise _Refused(HTTPStatus.NOT_FOUND)
    _check_sender(headers, callback.origins)
    if callback.response_mode == "query":
        if request.method != b"GET":
            raise _Refused(HTTPStatus.METHOD_NOT_ALLOWED)
        return callback.receive(_fields(query.encode()))
    if request.method != b"POST":
        raise _Refused(HTTPStatus.METHOD_NOT_ALLOWED)
    if question or not _is_form(headers):
        raise _Refused(HTTPStatus.BAD_REQUEST)
    return callback.receive(_fields(body))


def _check_sender(headers: dict[str, list[str]], origins: frozenset[str]) -> None:
    """A page's script, picture or frame is no navigation (Fetch Metadata); a foreign form has a foreign Origin."""
    if headers.get("sec-fetch-mode", ["navigate"]) != ["navigate"]:
        raise _Refused(HTTPStatus.FORBIDDEN)
    if headers.get("sec-fetch-dest", ["document"]) != ["document"]:
        raise _Refused(HTTPStatus.FORBIDDEN)
    if any(origin != "null" and origin not in origins for origin in headers.get("origin", [])):
        raise _Refused(HTTPStatus.FORBIDDEN)


def _is_form(headers: dict[str, list[str]]) -> bool:
    types = headers.get("content-type", [])
    if len(types) != 1 or "content-length" not in headers:
        return False
    message = Message()
    message["Content-Type"] = types[0]
    charset = str(message.get_param("charset", "utf-8")).lower()
    return message.get_content_type() == "application/x-www-form-urlencoded" and charset == "utf-8"


def _fields(encoded: bytes) -> dict[str, list[str]]:
    try:
        text = encoded.decode("ascii")
        if _BAD_ESCAPE.search(text):
            raise _Refused(HTTPStatus.BAD_REQUEST)
        return parse_qs(
            text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError as error:
        raise _Refused(HTTPStatus.BAD_REQUEST) from error


# --- answers ---------------------------------------------------------------------------------------------


def _answer(connection: socket.socket, http: h11.Connection, status: int, *, with_page: bool) -> None:
    if http.our_state is h11.MUST_CLOSE:  # whoever knocked is gone
        return
    page = b"" if status == HTTPStatus.SEE_OTHER else _page(done=status == HTTPStatus.OK)
    connection.settimeout(2)
    head = h11.Response(status_code=status, headers=_answer_headers(page, status))
    body = h11.Data(data=page if with_page else b"")
    connection.sendall(b"".join(http.send(event) or b"" for event in (head, body, h11.EndOfMessage())))
    connection.shutdown(socket.SHUT_WR)


def _answer_headers(page: bytes, status: int) -> list[tuple[str, str]]:
    style = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{style}'; frame-ancestors 'none'; base-uri 'none'"
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(page))),
        ("Content-Security-Policy", policy),
        ("Referrer-Policy", "no-referrer"),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Connection", "close"),
    ]
    if status == HTTPStatus.SEE_OTHER:
        headers.append(("Location", DONE_PATH))
    return headers


def _page(*, done: bool) -> bytes:
    """One of two constant pages: come back to the window, or: nothing to see here."""
    if done:
        title, text = (
            tr("Return to Xena Desktop"),
            tr("The answer has been received. You can close this tab."),
        )
    else:
        title = tr("Nothing to see here")
        text = tr("This address only waits for a sign-in. Return to Xena Desktop and begin again from there.")
    source = (_pages() / "callback.html").read_text(encoding="utf-8")
    return (
        Template(source)
        .substitute(title=title, text=text, style=_style(), mark="✓" if done else "·")
        .encode()
    )


def _style() -> str:
    return (_pages() / "callback.css").read_text(encoding="utf-8").strip()


def _pages() -> resources.abc.Traversable:
    return resources.files("xena_desktop.resources") / "pages"
