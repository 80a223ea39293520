"""A call of the history as a request to be sent again, and as the answer it got."""

from __future__ import annotations

from xena_desktop.domain.body import Body, texts_of
from xena_desktop.domain.exchange import ApiAnswer, sent_pieces
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
    pairs = (*request.query, *request.headers)
    written = (request.path, *(part for pair in pairs for part in pair), *texts_of(request.body))
    is_masked = any(MASK in text for text in written)
    return not is_masked and _size(exchange) == entry.request_size and _is_text(request.body)


def _size(exchange: Exchange) -> int:
    """The bytes that would go out of what was kept, the files as large as they were."""
    texts = (piece for piece in sent_pieces(exchange.request) if isinstance(piece, bytes))
    return sum(map(len, texts)) + sum(one.size for one in exchange.attachments)


def _is_text(body: Body | None) -> bool:
    try:
        return not isinstance(body, bytes) or body.decode() is not None
    except UnicodeDecodeError:
        return False
