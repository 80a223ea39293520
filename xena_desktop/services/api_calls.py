"""One API call with a token at hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xena_desktop.domain.exchange import ApiAnswer, ApiRequest
from xena_desktop.domain.transfer import Transfer

if TYPE_CHECKING:
    from http.cookiejar import CookieJar

    from xena_desktop.domain.connection import Connection
    from xena_desktop.domain.redaction import Secret
    from xena_desktop.network.cancellation import Cancellation
    from xena_desktop.network.observed import Observe
    from xena_desktop.network.transport import Transport
    from xena_desktop.services.answers import Arrival


def send(
    connection: Connection,
    request: ApiRequest,
    access_token: Secret,
    cancellation: Cancellation,
    transfer: Transfer | None = None,
    arrival: Arrival | None = None,
    *,
    observe: Observe | None = None,
    cookies: CookieJar | None = None,
) -> ApiAnswer:
    """The API's answer, of whatever status; ``observe`` is told of it. A body comes to ``arrival``.

    With ``cookies`` those of the jar go out and those of the answer into it.

    Blocks, and raises NetworkError.
    """
    from xena_desktop.api import client

    transport = _transport(connection, cancellation, transfer or Transfer(), observe)
    transport = replace(transport, cookies=cookies)
    if arrival is not None:
        limits = replace(transport.limits, body_bytes=arrival.limit)
        transport = replace(transport, limits=limits, receiver=arrival.spool)
    answer = client.send(request, connection=connection, access_token=access_token, transport=transport)
    return arrival.completed(answer) if arrival else answer


def fetch_elsewhere(
    connection: Connection, url: str, cancellation: Cancellation, transfer: Transfer
) -> ApiAnswer:
    """What another server holds at ``url``; blocks, and raises InsecureAddress and NetworkError."""
    from xena_desktop.api import client

    return client.fetch_elsewhere(url, transport=_transport(connection, cancellation, transfer))


def _transport(
    connection: Connection, cancellation: Cancellation, transfer: Transfer, observe: Observe | None = None
) -> Transport:
    from xena_desktop.api.client import API_LIMITS
    from xena_desktop.network.transport import Transport

    return Transport(
        limits=API_LIMITS,
        extra_ca_file=connection.extra_ca_file,
        cancellation=cancellation,
        transfer=transfer,
        observe=observe,
    )
