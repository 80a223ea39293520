"""One call to the REST API."""

from __future__ import annotations

import time
from typing import Final, TypeVar

from requests import PreparedRequest, Request
from requests.auth import AuthBase

from xena_desktop.domain.addresses import origin
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest, target_url
from xena_desktop.domain.redaction import MASK, Secret
from xena_desktop.network.transport import Limits, Transport, hardened_session

Content = TypeVar("Content", str, bytes)

API_LIMITS: Final = Limits(connect_seconds=10, read_seconds=100, body_bytes=256 << 20)


def send(
    request: ApiRequest, *, connection: Connection, access_token: Secret, transport: Transport
) -> ApiAnswer:
    """Send ``request`` and wait for its answer, of whatever status; redirects are answers, too.

    Raises as ``target_url`` does, and NetworkError.
    """
    url = target_url(connection, request)
    headers = {name: value for name, value in request.headers if value}
    headers.setdefault("Accept", "application/json, */*;q=0.8")
    if request.body is not None and "content-type" not in {name.lower() for name in headers}:
        headers["Content-Type"] = "application/json"
    bearer = _Bearer(access_token, api_base_url=connection.api_base_url)
    with hardened_session(transport) as session:
        prepared = session.prepare_request(
            Request(request.method, url, headers=headers, data=request.body, auth=bearer)
        )
        began = time.perf_counter()
        response = session.send(prepared)
        seconds = time.perf_counter() - began
    return ApiAnswer(
        method=request.method,
        url=url,
        status=response.status_code,
        reason=response.reason or "",
        headers=tuple((name, _without(access_token, value)) for name, value in response.headers.items()),
        body=_without(access_token, response.content),
        seconds=seconds,
    )


def _without(access_token: Secret, content: Content) -> Content:
    """``content`` with the access token masked, for a server may echo what it was sent."""
    value = access_token.reveal()
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
