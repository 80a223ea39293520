"""A call of the history as a request to be sent again, and as the answer it got."""

from __future__ import annotations

from xena_desktop.domain.exchange import ApiAnswer
from xena_desktop.domain.history import Exchange
from xena_desktop.domain.redaction import MASK
from xena_desktop.domain.settings import Draft
from xena_desktop.ui.panels.imported import draft_of_request


def draft_of(exchange: Exchange) -> Draft:
    """The request as it stood in its tab; a body that is no text is left out."""
    return draft_of_request(exchange.request)


def answer_of(exchange: Exchange) -> ApiAnswer | None:
    """The answer; None where none came."""
    entry = exchange.entry
    if not entry.status:
        return None
    return ApiAnswer(
        method=entry.method,
        url=entry.url,
        status=entry.status,
        reason=entry.reason,
        headers=exchange.answer_headers,
        body=exchange.answer_body,
        seconds=entry.seconds,
    )


def is_whole(exchange: Exchange) -> bool:
    """Whether the request can be sent again as it was: nothing masked, nothing cut off, no body of mere bytes."""
    request, entry = exchange.request, exchange.entry
    body = request.body or b""
    written = (request.path, *(part for pair in (*request.query, *request.headers) for part in pair))
    is_masked = MASK.encode() in body or any(MASK in text for text in written)
    return not is_masked and len(body) == entry.request_size and len(_text(body).encode()) == len(body)


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return ""
