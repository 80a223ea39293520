"""The words by which an exchange is found, as the marks that the history's index holds."""

from __future__ import annotations

from xena_desktop.domain.body import Body, texts_of
from xena_desktop.domain.history import Exchange, HistorySearch
from xena_desktop.storage.word_index import exact_marks, marks, wanted_marks


def exchange_marks(exchange: Exchange, *, key: bytes) -> set[str]:
    """All by which ``exchange`` is found: its line, its day, its parameters and headers, and both bodies."""
    entry, request = exchange.entry, exchange.request
    pairs = " ".join(f"{name} {value}" for name, value in (*request.query, *request.headers))
    said = (
        entry.method, entry.path, entry.url, entry.account, entry.connection, str(entry.status), entry.reason,
        f"{entry.at.astimezone():%Y-%m-%d}", pairs, _sent_words(request.body), _text(exchange.answer_body),
    )  # fmt: skip
    labels = _labels(account_id=entry.account_id, method=entry.method, status=str(entry.status))
    return marks("\n".join(said), key=key) | exact_marks(labels, key=key)


def search_marks(search: HistorySearch, *, key: bytes) -> set[str]:
    """What an exchange must hold to be found by ``search``, its days aside."""
    labels = _labels(account_id=search.account_id, method=search.method, status=search.status)
    if len(search.status) == 3:
        labels.discard(f"status:{search.status[0]}")
    return wanted_marks(search.text, key=key) | exact_marks(labels, key=key)


def account_mark(account_id: str, *, key: bytes) -> str:
    """What every exchange of an account holds."""
    (mark,) = exact_marks([f"account:{account_id}"], key=key)
    return mark


def _labels(*, account_id: str, method: str, status: str) -> set[str]:
    labels = {f"account:{account_id}", f"method:{method.upper()}", f"status:{status}", f"status:{status[:1]}"}
    return {label for label in labels if not label.endswith(":")}


def _sent_words(body: Body | None) -> str:
    """What can be searched for in the body of a request: texts, and the names of files."""
    return _text(body) if isinstance(body, bytes) else " ".join(texts_of(body))


def _text(body: bytes) -> str:
    """A body's text; bytes that are none have no words."""
    if not body or b"\0" in body[:4096]:
        return ""
    return body.decode("utf-8", "replace")
