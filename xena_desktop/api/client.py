"""One call to the REST API."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, TypeVar

from requests import PreparedRequest, Request
from requests.auth import AuthBase

from xena_desktop.api.masking import Masking
from xena_desktop.domain.addresses import origin, require_secure
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest, sent_headers, target_url
from xena_desktop.domain.redaction import MASK, Secret
from xena_desktop.domain.transfer import Phase, Transfer
from xena_desktop.network.stopwatch import Stopwatch
from xena_desktop.network.transport import Limits, Transport, hardened_session

Content = TypeVar("Content", str, bytes)

API_LIMITS: Final = Limits(read_seconds=600, body_seconds=3600, body_bytes=256 << 20)
_PIECE: Final = 1 << 14


def send(
    request: ApiRequest, *, connection: Connection, access_token: Secret, transport: Transport
) -> ApiAnswer:
    """Send ``request`` and wait for its answer, of whatever status; redirects are answers, too.

    With a receiver in ``transport`` the body is there, and the answer's own is empty.
    Raises as ``target_url`` does, and NetworkError.
    """
    url = target_url(connection, request)
    bearer = _Bearer(access_token, api_base_url=connection.api_base_url)
    prepared = Request(request.method, url, headers=dict(sent_headers(request)), auth=bearer)
    if request.body is not None:
        prepared.data = _Counted(request.body, transfer=transport.transfer) if request.body else b""
    return _answered(prepared, url=url, transport=transport, hidden=access_token)


def fetch_elsewhere(url: str, *, transport: Transport) -> ApiAnswer:
    """What another server holds at ``url``, asked for without token and without anything of the person's.

    Raises InsecureAddress and NetworkError.
    """
    return _answered(
        Request("GET", require_secure(url), headers={"Accept": "*/*"}), url=url, transport=transport
    )


def _answered(request: Request, *, url: str, transport: Transport, hidden: Secret | None = None) -> ApiAnswer:
    """The answer to one request; ``hidden`` is masked in it, for a server may echo what it was sent."""
    receiver = transport.receiver
    if receiver is not None and hidden is not None:
        receiver = Masking(receiver, secret=hidden)
    transport = replace(transport, stopwatch=Stopwatch(), receiver=receiver)
    with hardened_session(transport) as session:
        prepared = session.prepare_request(request)
        began = time.perf_counter()
        response = session.send(prepared)
        seconds = time.perf_counter() - began
    return ApiAnswer(
        method=request.method,
        url=url,
        status=response.status_code,
        reason=response.reason or "",
        headers=tuple((name, _without(hidden, value)) for name, value in response.headers.items()),
        body=_without(hidden, response.content),
        seconds=seconds,
        timing=transport.stopwatch.timing(),
    )


def _without(hidden: Secret | None, content: Content) -> Content:
    if hidden is None:
        return content
    value = hidden.reveal()
    if isinstance(content, bytes):
        return content.replace(value.encode(), MASK.encode())
    return content.replace(value, MASK)


class _Counted:
    """A body that tells how much of it has gone out; requests reads it in pieces and asks for its length."""

    def __init__(self, body: bytes, *, transfer: Transfer) -> None:
        self._body = io.BytesIO(body)
        self._transfer = transfer
        self._length = transfer.to_send = len(body)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.read(_PIECE), b"")

    def read(self, size: int = -1) -> bytes:
        """The next piece; asking for it means that those before have gone."""
        self._transfer.sent = self._body.tell()
        piece = self._body.read(size)
        if not piece:
            self._transfer.phase = Phase.WAITING
        return piece


class _Bearer(AuthBase):
    """Puts the access token into the header (RFC 6750 §2.1), for the API's own origin alone."""

    def __init__(self, access_token: Secret, *, api_base_url: str) -> None:
        self._access_token = access_token
        self._origin = origin(api_base_url)

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        if origin(request.url or "") == self._origin:
            request.headers["Authorization"] = f"Bearer {self._access_token.reveal()}"
        return request
