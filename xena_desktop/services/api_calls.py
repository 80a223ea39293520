"""One API call with a token at hand, and the lists that Xena answers with."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest
from xena_desktop.domain.transfer import Transfer

if TYPE_CHECKING:
    from xena_desktop.domain.connection import Connection
    from xena_desktop.domain.redaction import Secret
    from xena_desktop.network.cancellation import Cancellation
    from xena_desktop.network.transport import Transport
    from xena_desktop.services.answers import Arrival

MEMBERSHIPS: Final = ApiRequest(path="User/XenaUserMembership", query=(("ForceNoPaging", "true"),))
FISCAL_SETUPS: Final = ApiRequest(path="User/FiscalSetup", query=(("ForceNoPaging", "true"),))


def send(
    connection: Connection,
    request: ApiRequest,
    access_token: Secret,
    cancellation: Cancellation,
    transfer: Transfer | None = None,
    arrival: Arrival | None = None,
) -> ApiAnswer:
    """The API's answer, of whatever status; blocks, and raises NetworkError. A body comes to ``arrival``."""
    from xena_desktop.api import client

    transport = _transport(connection, cancellation, transfer or Transfer())
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


def _transport(connection: Connection, cancellation: Cancellation, transfer: Transfer) -> Transport:
    from xena_desktop.api.client import API_LIMITS
    from xena_desktop.network.transport import Transport

    return Transport(
        limits=API_LIMITS,
        extra_ca_file=connection.extra_ca_file,
        cancellation=cancellation,
        transfer=transfer,
    )


def entities(answer: ApiAnswer) -> list[dict[str, Any]]:
    """The objects of a ``{Count, Entities}`` envelope or of a bare array; none for anything else."""
    if answer.is_error:
        return []
    try:
        value = json.loads(answer.body)
    except ValueError:
        return []
    rows = value.get("Entities") if isinstance(value, dict) else value
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def text_of(value: Any) -> str:
    """A member as text fit to be shown; an empty text when it is missing or not a text."""
    return printable(value) if isinstance(value, str) else ""
