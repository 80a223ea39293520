"""One API call with a token at hand, and the lists that Xena answers with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest

if TYPE_CHECKING:
    from xena_desktop.domain.connection import Connection
    from xena_desktop.domain.redaction import Secret
    from xena_desktop.network.cancellation import Cancellation

MEMBERSHIPS: Final = ApiRequest(path="User/XenaUserMembership", query=(("ForceNoPaging", "true"),))
FISCAL_SETUPS: Final = ApiRequest(path="User/FiscalSetup", query=(("ForceNoPaging", "true"),))


def send(
    connection: Connection, request: ApiRequest, access_token: Secret, cancellation: Cancellation
) -> ApiAnswer:
    """The API's answer, of whatever status; blocks, and raises NetworkError."""
    from xena_desktop.api import client
    from xena_desktop.network.transport import Transport

    transport = Transport(
        limits=client.API_LIMITS, extra_ca_file=connection.extra_ca_file, cancellation=cancellation
    )
    return client.send(request, connection=connection, access_token=access_token, transport=transport)


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
