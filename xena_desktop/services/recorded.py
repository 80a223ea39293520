"""A call and what came of it, as the history keeps them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xena_desktop.domain.body import Body
from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest
from xena_desktop.domain.history import Exchange, HistoryEntry, PagesJoined
from xena_desktop.domain.identity import Account
from xena_desktop.domain.masking import CUT_MARGIN
from xena_desktop.domain.transfer import Transfer

if TYPE_CHECKING:
    from xena_desktop.domain.connection import Connection

MOST_BYTES: Final = 1 << 20
"""How much of each body is kept."""


def exchange_of(
    account: Account,
    connection: Connection,
    request: ApiRequest,
    outcome: ApiAnswer | XenaError,
    *,
    transfer: Transfer,
    pages: PagesJoined,
    at: datetime,
) -> Exchange:
    """The exchange, secrets and all; of a large answer no more than is kept."""
    answer = outcome if isinstance(outcome, ApiAnswer) else None
    entry = HistoryEntry(
        at=at,
        account_id=account.id,
        account=account.name,
        connection_id=connection.id,
        connection=connection.name,
        method=request.method.upper(),
        path=request.path,
        url=answer.url if answer else request.path,
        status=answer.status if answer else 0,
        reason=outcome.reason if isinstance(outcome, ApiAnswer) else outcome.code,
        seconds=answer.seconds if answer else 0.0,
        request_size=_size(request.body, transfer),
        answer_size=answer.size if answer else 0,
        pages=pages,
    )
    return Exchange(
        entry=entry,
        request=request,
        answer_headers=answer.headers if answer else (),
        answer_body=_beginning(answer) if answer else b"",
        attachments=transfer.attachments,
    )


def _size(body: Body | None, transfer: Transfer) -> int:
    """The bytes of what was sent; of bytes that is known also where nothing left."""
    return len(body) if isinstance(body, bytes) else transfer.to_send


def _beginning(answer: ApiAnswer) -> bytes:
    """What is kept of the body. A large one was just written to its file: the beginning is still in memory."""
    if answer.file is None:
        return answer.body
    with Path(answer.file).open("rb") as file:
        return file.read(MOST_BYTES + CUT_MARGIN + 1)
