"""One call to the REST API."""

from __future__ import annotations

import contextlib
import time
from dataclasses import replace
from typing import Final, TypeVar

from requests import PreparedRequest, Request
from requests.auth import AuthBase

from xena_desktop.api.masking import Masking
from xena_desktop.api.upload import Upload
from xena_desktop.domain.addresses import origin, require_secure
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest, sent_headers, sent_pieces, target_url
from xena_desktop.domain.redaction import MASK, Secret
from xena_desktop.network.receiving import Limits
from xena_desktop.network.stopwatch import Stopwatch
from xena_desktop.network.transport import Transport, hardened_session

Content = TypeVar("Content", str, bytes)

API_LIMITS: Final = Limits(read_seconds=600, body_seconds=3600, body_bytes=256 << 20)


def send(
    request: ApiRequest, *, connection: Connection, access_token: Secret, transport: Transport
) -> ApiAnswer:
    """Send ``request`` and wait for its answer, of whatever status; redirects are answers, too.

    With a receiver in ``transport`` the body is there, and the answer's own is empty.
    Files are read while they go out. Raises as ``target_url`` and ``Upload`` do, and NetworkError.
    """
    url = target_url(connection, request)
    bearer = _Bearer(access_token, api_base_url=connection.api_base_url)
    prepared = Request(request.method, url, headers=dict(sent_headers(request)), auth=bearer)
    with contextlib.ExitStack() as opened:
        if request.body is not None:
            upload = opened.enter_context(Upload(sent_pieces(request), transfer=transport.transfer))
            prepared.data = upload if len(upload) else b""
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


class _Bearer(AuthBase):
    """Puts the access token into the header (RFC 6750 §2.1), for the API's own origin alone."""

    def __init__(self, access_token: Secret, *, api_base_url: str) -> None:
        self._access_token = access_token
        self._origin = origin(api_base_url)

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        if origin(request.url or "") == self._origin:
            request.headers["Authorization"] = f"Bearer {self._access_token.reveal()}"
        return request
