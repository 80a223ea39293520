"""One HTTP conversation with a browser, or with whoever knocks at the loopback port.

Everything in a request is hostile until its state has matched. Answers never repeat anything of it.
"""

from __future__ import annotations

import base64
import hashlib
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
DONE_PATH: Final = "/done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """Where and how the awaited response comes, and whom to tell.

    ``receive`` takes the parameters of a well-formed response and gives the status to answer with; ``shown`` is
    called when the browser has its last page; ``unexpected`` for every request that is refused.
    """

    redirect_uri: str
    response_mode: str
    origins: frozenset[str]
    receive: Callable[[Mapping[str, Sequence[str]]], int]
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
    try:
        request, body = _read(connection, http, ends_at=ends_at)
        status = _judge(request, body, callback)
    except _Refused as refused:
        status = refused.status
    except h11.RemoteProtocolError as error:
        status = error.error_status_hint
    if status not in (HTTPStatus.OK, HTTPStatus.SEE_OTHER):
        callback.unexpected()
    _answer(connection, http, status)
    if status == HTTPStatus.OK:
        callback.shown()


def _read(connection: socket.socket, http: h11.Connection, *, ends_at: float) -> tuple[h11.Request, bytes]:
    request, body = None, bytearray()
    while True:
        event = http.next_event()
        if event is h11.NEED_DATA:
            remaining = ends_at - time.monotonic()
            if remaining <= 0:
                raise _Refused(HTTPStatus.REQUEST_TIMEOUT)
            connection.settimeout(remaining)
            http.receive_data(connection.recv(4096))
        elif isinstance(event, h11.Request):
            request = event
            _check_head(request)
        elif isinstance(event, h11.Data):
            body += event.data
            if len(body) > LARGEST_BODY:
                raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        elif isinstance(event, h11.EndOfMessage) and request is not None:
            return request, bytes(body)
        else:
            raise _Refused(HTTPStatus.BAD_REQUEST)


def _check_head(request: h11.Request) -> None:
    """Lengths are stated, once, and small; nothing is sent in pieces or on condition."""
    headers = _headers(request)
    if request.http_version != b"1.1" or "transfer-encoding" in headers or "expect" in headers:
        raise _Refused(HTTPStatus.BAD_REQUEST)
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
        return callback.receive(_fields(query))
    if request.method != b"POST":
        raise _Refused(HTTPStatus.METHOD_NOT_ALLOWED)
    if question or not _is_form(headers):
        raise _Refused(HTTPStatus.BAD_REQUEST)
    return callback.receive(_fields(body.decode("ascii", "replace")))


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


def _fields(text: str) -> dict[str, list[str]]:
    try:
        return parse_qs(
            text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError as error:
        raise _Refused(HTTPStatus.BAD_REQUEST) from error


# --- answers ---------------------------------------------------------------------------------------------


def _answer(connection: socket.socket, http: h11.Connection, status: int) -> None:
    if http.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
        return
    page = b"" if status == HTTPStatus.SEE_OTHER else _page(done=status == HTTPStatus.OK)
    connection.settimeout(2)
    head = h11.Response(status_code=status, headers=_answer_headers(page, status))
    connection.sendall((http.send(head) or b"") + (http.send(h11.Data(data=page)) or b""))
    connection.sendall(http.send(h11.EndOfMessage()) or b"")
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
