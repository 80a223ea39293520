"""The history of calls in one SQLite file, or in memory alone."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final, TypeVar

from xena_desktop.domain.errors import HistoryEntryGone, HistoryUnwritable
from xena_desktop.domain.history import Exchange, HistoryEntry, HistorySearch, Retention
from xena_desktop.domain.redaction import Secret
from xena_desktop.storage.exchange_records import content_bytes, head_bytes, read_entry, read_exchange
from xena_desktop.storage.folder import set_aside
from xena_desktop.storage.history_schema import connect, is_damage
from xena_desktop.storage.sealing import Seal, SealBroken
from xena_desktop.storage.word_index import exact_marks, marks, wanted_marks

T = TypeVar("T")

_REMOVED_AT_ONCE: Final = 20
_MARK_BYTES: Final = 4
"""About what one word of one entry takes in the index."""


class HistoryFile:
    """Adds, finds and removes exchanges. Everything but time and size is sealed with ``key``.

    Several threads and several processes may use one file at once. ``path`` None keeps everything in memory. A file
    that is damaged, or sealed with another key, is kept under another name, ``set_aside``, and a new one begun.
    Every call raises HistoryUnwritable.
    """

    def __init__(self, path: Path | None, *, key: Secret) -> None:
        self.set_aside: Path | None = None
        self._path = path
        self._seal = Seal(key)
        self._one_at_a_time = threading.Lock()
        self._opened: sqlite3.Connection | None = None

    def add(self, exchange: Exchange) -> int:
        """Keep an exchange, whose secrets are masked already; its number."""
        entry = exchange.entry
        at = _microseconds(entry.at)
        head = self._seal.seal(head_bytes(entry), belongs_to=_owner(at, b"head"))
        content = self._seal.seal(content_bytes(exchange), belongs_to=_owner(at, b"content"))
        words = self._marks(exchange)
        kept = len(head) + len(content) + _MARK_BYTES * len(words)

        def insert(db: sqlite3.Connection) -> int:
            with db:
                db.execute("BEGIN IMMEDIATE")
                row = db.execute(
                    "INSERT INTO entry (at, kept, head, content) VALUES (?, ?, ?, ?)",
                    (at, kept, head, content),
                )
                db.execute("INSERT INTO words (rowid, marks) VALUES (?, ?)", (row.lastrowid, " ".join(words)))
                db.execute("UPDATE about SET value = value + ? WHERE name = 'kept'", (kept,))
            return row.lastrowid or 0

        return self._asked(insert)

    def page(
        self, search: HistorySearch, *, before: int | None = None, count: int = 100
    ) -> list[HistoryEntry]:
        """The newest entries that ``search`` finds, older than the one numbered ``before``."""
        wanted = self._wanted(search)

        def find(db: sqlite3.Connection) -> list[HistoryEntry]:
            lowest, highest = _bounds(db, search, before=before)
            if wanted:
                rows = db.execute(
                    "SELECT id, at, head FROM entry JOIN (SELECT rowid AS found FROM words WHERE words MATCH ?"
                    " AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?) ON id = found ORDER BY id DESC",
                    (" ".join(sorted(wanted)), lowest, highest, count),
                )
            else:
                rows = db.execute(
                    "SELECT id, at, head FROM entry WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT ?",
                    (lowest, highest, count),
                )
            return [self._entry(*row) for row in rows]

        return self._asked(find)

    def read(self, number: int) -> Exchange:
        """One exchange whole; raises HistoryEntryGone."""

        def fetch(db: sqlite3.Connection) -> Exchange:
            row = db.execute("SELECT id, at, head, content FROM entry WHERE id = ?", (number,)).fetchone()
            if row is None:
                raise HistoryEntryGone(number=number)
            return self._exchange(*row)

        return self._asked(fetch)

    def remove(self, number: int) -> None:
        """Forget one exchange; no error when it is gone already."""
        self._asked(lambda db: self._remove(db, "id = ?", (number,)))

    def remove_account(self, account_id: str) -> None:
        """Forget every exchange of an account."""
        mark = next(iter(exact_marks([f"account:{account_id}"], key=self._seal.word_key)))

        def forget(db: sqlite3.Connection) -> None:
            while self._remove(db, "id IN (SELECT rowid FROM words WHERE words MATCH ?)", (mark,)):
                pass

        self._asked(forget)

    def clear(self) -> None:
        """Forget everything, and give the room back."""

        def empty(db: sqlite3.Connection) -> None:
            with db:
                db.execute("BEGIN IMMEDIATE")
                db.execute("DELETE FROM entry")
                db.execute("INSERT INTO words (words) VALUES ('delete-all')")
                db.execute("UPDATE about SET value = 0 WHERE name = 'kept'")
            db.execute("VACUUM")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        self._asked(empty)

    def remove_file(self) -> None:
        """Forget everything and leave no file behind."""
        self.clear()
        with self._one_at_a_time:
            self._let_go()
            if self._path is not None:
                for ending in ("", "-wal", "-shm"):
                    self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    def tidy(self, retention: Retention, *, now: datetime) -> int:
        """Forget some of what ``retention`` no longer keeps; how many. Call it again until it is 0."""
        too_old = _microseconds(now - timedelta(days=retention.days)) if retention.days else 0

        def forget(db: sqlite3.Connection) -> int:
            gone = self._remove(db, "at < ?", (too_old,))
            kept = int(db.execute("SELECT value FROM about WHERE name = 'kept'").fetchone()[0])
            if not gone and retention.megabytes and kept > retention.megabytes * 1_000_000:
                gone = self._remove(db, "id > ?", (0,))
            if gone:
                db.execute("PRAGMA incremental_vacuum(256)").fetchall()
            return gone

        return self._asked(forget)

    def version(self) -> int:
        """A number that changes when another process changed the file."""
        return self._asked(lambda db: int(db.execute("PRAGMA data_version").fetchone()[0]))

    def close(self) -> None:
        """Close the file."""
        with self._one_at_a_time:
            self._let_go()

    # --- rows --------------------------------------------------------------------------------------------

    def _remove(self, db: sqlite3.Connection, condition: str, values: tuple[int | str, ...]) -> int:
        """Forget the oldest of those that meet ``condition``, some at once; how many."""
        with db:
            db.execute("BEGIN IMMEDIATE")
            rows = db.execute(
                f"SELECT id, at, head, content, kept FROM entry WHERE {condition} ORDER BY id LIMIT ?",  # noqa: S608
                (*values, _REMOVED_AT_ONCE),
            ).fetchall()
            for *row, kept in rows:
                words = " ".join(self._marks(self._exchange(*row)))
                db.execute("INSERT INTO words (words, rowid, marks) VALUES ('delete', ?, ?)", (row[0], words))
                db.execute("DELETE FROM entry WHERE id = ?", (row[0],))
                db.execute("UPDATE about SET value = value - ? WHERE name = 'kept'", (kept,))
        return len(rows)

    def _entry(self, number: int, at: int, head: bytes) -> HistoryEntry:
        opened = self._seal.open(head, belongs_to=_owner(at, b"head"))
        return read_entry(opened, number=number, microseconds=at)

    def _exchange(self, number: int, at: int, head: bytes, content: bytes) -> Exchange:
        opened = self._seal.open(content, belongs_to=_owner(at, b"content"))
        return read_exchange(self._entry(number, at, head), opened)

    # --- words -------------------------------------------------------------------------------------------

    def _marks(self, exchange: Exchange) -> set[str]:
        entry, request = exchange.entry, exchange.request
        pairs = " ".join(f"{name} {value}" for name, value in (*request.query, *request.headers))
        said = (
            entry.method, entry.path, entry.url, entry.account, entry.connection, str(entry.status), entry.reason,
            f"{entry.at.astimezone():%Y-%m-%d}", pairs, _text(request.body), _text(exchange.answer_body),
        )  # fmt: skip
        labels = _labels(account_id=entry.account_id, method=entry.method, status=str(entry.status))
        return marks("\n".join(said), key=self._seal.word_key) | exact_marks(labels, key=self._seal.word_key)

    def _wanted(self, search: HistorySearch) -> set[str]:
        labels = _labels(account_id=search.account_id, method=search.method, status=search.status)
        if len(search.status) == 3:
            labels.discard(f"status:{search.status[0]}")
        key = self._seal.word_key
        return wanted_marks(search.text, key=key) | exact_marks(labels, key=key)

    # --- the file ----------------------------------------------------------------------------------------

    def _asked(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._one_at_a_time:
            try:
                return self._tried(work)
            except sqlite3.Error as error:
                reason = str(error)
                raise HistoryUnwritable(path=str(self._path or ""), reason=reason) from error

    def _tried(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return work(self._database())
        except (sqlite3.DatabaseError, SealBroken) as error:
            if self._path is None or not is_damage(error):
                raise
        self._let_go()
        self.set_aside = set_aside(self._path, "-wal", "-shm")
        return work(self._database())

    def _database(self) -> sqlite3.Connection:
        if self._opened is None:
            self._opened = connect(self._path, seal=self._seal)
        return self._opened

    def _let_go(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None


def _labels(*, account_id: str, method: str, status: str) -> set[str]:
    labels = {f"account:{account_id}", f"method:{method.upper()}", f"status:{status}", f"status:{status[:1]}"}
    return {label for label in labels if not label.endswith(":")}


def _text(body: bytes | None) -> str:
    """A body's text; bytes that are none have no words."""
    if not body or b"\0" in body[:4096]:
        return ""
    return body.decode("utf-8", "replace")


def _bounds(db: sqlite3.Connection, search: HistorySearch, *, before: int | None) -> tuple[int, int]:
    """The numbers between which the entries lie that ``search`` may find."""
    lowest, highest = 1, (before or 1 << 62) - 1
    if search.since is not None:
        row = db.execute("SELECT min(id) FROM entry WHERE at >= ?", (_day(search.since),)).fetchone()
        lowest = 1 << 62 if row[0] is None else row[0]
    if search.until is not None:
        end = _day(search.until + timedelta(days=1))
        row = db.execute("SELECT max(id) FROM entry WHERE at < ?", (end,)).fetchone()
        highest = min(highest, row[0] or 0)
    return lowest, highest


def _day(day: date) -> int:
    return _microseconds(datetime.combine(day, time()).astimezone())


def _microseconds(moment: datetime) -> int:
    return round(moment.astimezone(UTC).timestamp() * 1_000_000)


def _owner(at: int, part: bytes) -> bytes:
    return b"%d %s" % (at, part)
