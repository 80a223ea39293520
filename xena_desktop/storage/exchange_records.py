"""Between exchanges and the bytes that are sealed for the history."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final

from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.history import Exchange, HistoryEntry

_HEAD: Final = (
    "account_id", "account", "connection_id", "connection", "method", "path", "url", "status", "reason", "seconds",
    "request_size", "answer_size",
)  # fmt: skip


def head_bytes(entry: HistoryEntry) -> bytes:
    """What is needed to list an entry."""
    return _json([getattr(entry, name) for name in _HEAD])


def read_entry(head: bytes, *, number: int, microseconds: int) -> HistoryEntry:
    """The entry again."""
    members = dict(zip(_HEAD, json.loads(head), strict=True))
    return HistoryEntry(id=number, at=datetime.fromtimestamp(microseconds / 1_000_000, UTC), **members)


def content_bytes(exchange: Exchange) -> bytes:
    """Headers and bodies: one line of JSON, then the bodies as they are."""
    request = exchange.request
    facts = {
        "query": request.query,
        "headers": request.headers,
        "answer": exchange.answer_headers,
        "body": None if request.body is None else len(request.body),
    }
    return _json(facts) + b"\n" + (request.body or b"") + exchange.answer_body


def read_exchange(entry: HistoryEntry, content: bytes) -> Exchange:
    """The exchange again."""
    line, _, bodies = content.partition(b"\n")
    facts = json.loads(line)
    length = facts["body"]
    request = ApiRequest(
        method=entry.method,
        path=entry.path,
        query=_pairs(facts["query"]),
        headers=_pairs(facts["headers"]),
        body=None if length is None else bodies[:length],
    )
    return Exchange(
        entry=entry,
        request=request,
        answer_headers=_pairs(facts["answer"]),
        answer_body=bodies[length or 0 :],
    )


def _pairs(rows: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in rows)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
