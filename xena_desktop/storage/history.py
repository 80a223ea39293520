"""The history of calls in one SQLite file, or in memory alone."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, TypeVar

from xena_desktop.domain.errors import HistoryEntryGone, HistoryUnwritable
from xena_desktop.domain.history import Exchange, HistoryEntry, HistorySearch, Retention
from xena_desktop.domain.redaction import Secret
from xena_desktop.storage.exchange_records import content_bytes, head_bytes, read_entry, read_exchange
from xena_desktop.storage.folder import set_aside
from xena_desktop.storage.history_rows import bounds, forget_row, microseconds, rows_found
from xena_desktop.storage.history_schema import connect, is_damage
from xena_desktop.storage.history_upkeep import ENTRIES_BETWEEN, move_log, shorten_index
from xena_desktop.storage.history_words import account_mark, exchange_marks, search_marks
from xena_desktop.storage.sealing import Seal, SealBroken

T = TypeVar("T")

_REMOVED_AT_ONCE: Final = 20
_REMOVED_BYTES: Final = 500_000
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
        self._upkeep_due = False

    def add(self, exchange: Exchange) -> int:
        """Keep an exchange, whose secrets are masked already; its number."""
        entry = exchange.entry
        at = microseconds(entry.at)
        head = self._seal.seal(head_bytes(entry), belongs_to=_owner(at, b"head"))
        content = self._seal.seal(content_bytes(exchange), belongs_to=_owner(at, b"content"))
        words = exchange_marks(exchange, key=self._seal.word_key)
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

        number = self._asked(insert)
        self._upkeep_due |= number % ENTRIES_BETWEEN == 0
        return number

    def page(
        self, search: HistorySearch, *, before: int | None = None, count: int = 100
    ) -> list[HistoryEntry]:
        """The newest entries that ``search`` finds, older than the one numbered ``before``."""
        wanted = search_marks(search, key=self._seal.word_key)

        def find(db: sqlite3.Connection) -> list[HistoryEntry]:
            between = bounds(db, search, before=before)
            return [self._entry(*row) for row in rows_found(db, wanted, between=between, count=count)]

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
        mark = account_mark(account_id, key=self._seal.word_key)

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
        too_old = microseconds(now - timedelta(days=retention.days)) if retention.days else 0

        def forget(db: sqlite3.Connection) -> int:
            gone = self._remove(db, "at < ?", (too_old,))
            kept = int(db.execute("SELECT value FROM about WHERE name = 'kept'").fetchone()[0])
            if not gone and retention.megabytes and kept > retention.megabytes * 1_000_000:
                gone = self._remove(db, "id > ?", (0,))
            if gone:
                db.execute("PRAGMA incremental_vacuum(256)").fetchall()
            return gone

        return self._asked(forget)

    def tend(self) -> None:
        """Do what ``add`` left for later, where it is due. Nothing is lost when nobody does."""
        if self._upkeep_due:
            self._upkeep_due = False
            while self._asked(shorten_index):  # others may add between two steps
                pass
            self._asked(move_log)

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
        rows = self._some(db, condition, values)
        if rows:
            with db:
                db.execute("BEGIN IMMEDIATE")
                for row in rows:
                    forget_row(db, *row)
        return len(rows)

    def _some(
        self, db: sqlite3.Connection, condition: str, values: tuple[int | str, ...]
    ) -> list[tuple[int, int, str]]:
        """Number, size and words of some entries, read before the file is locked for writing: it takes its time."""
        found, size = [], 0
        for *row, kept in db.execute(
            f"SELECT id, at, head, content, kept FROM entry WHERE {condition} ORDER BY id LIMIT ?",  # noqa: S608
            (*values, _REMOVED_AT_ONCE),
        ):
            words = exchange_marks(self._exchange(*row), key=self._seal.word_key)
            found.append((row[0], kept, " ".join(words)))
            size += kept
            if size > _REMOVED_BYTES:
                break
        return found

    def _entry(self, number: int, at: int, head: bytes) -> HistoryEntry:
        opened = self._seal.open(head, belongs_to=_owner(at, b"head"))
        return read_entry(opened, number=number, microseconds=at)

    def _exchange(self, number: int, at: int, head: bytes, content: bytes) -> Exchange:
        opened = self._seal.open(content, belongs_to=_owner(at, b"content"))
        return read_exchange(self._entry(number, at, head), opened)

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


def _owner(at: int, part: bytes) -> bytes:
    return b"%d %s" % (at, part)
