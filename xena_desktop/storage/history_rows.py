"""The rows of the history's file: which of them are meant, and how one goes."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from xena_desktop.domain.history import HistorySearch

_BEYOND: Final = 1 << 62


def rows_found(
    db: sqlite3.Connection, marks: set[str], *, between: tuple[int, int], count: int
) -> list[tuple[Any, ...]]:
    """Number, time and head of the newest entries that hold all ``marks``, newest first."""
    if not marks:
        return db.execute(
            "SELECT id, at, head FROM entry WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT ?",
            (*between, count),
        ).fetchall()
    return db.execute(
        "SELECT id, at, head FROM entry JOIN (SELECT rowid AS found FROM words WHERE words MATCH ?"
        " AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?) ON id = found ORDER BY id DESC",
        (" ".join(sorted(marks)), *between, count),
    ).fetchall()


def bounds(db: sqlite3.Connection, search: HistorySearch, *, before: int | None) -> tuple[int, int]:
    """The numbers between which the entries lie that ``search`` may find."""
    lowest, highest = 1, (before or _BEYOND) - 1
    if search.since is not None:
        row = db.execute("SELECT min(id) FROM entry WHERE at >= ?", (_day(search.since),)).fetchone()
        lowest = _BEYOND if row[0] is None else row[0]
    if search.until is not None:
        end = _day(search.until + timedelta(days=1))
        row = db.execute("SELECT max(id) FROM entry WHERE at < ?", (end,)).fetchone()
        highest = min(highest, row[0] or 0)
    return lowest, highest


def forget_row(db: sqlite3.Connection, number: int, kept: int, words: str) -> None:
    """Forget one entry, of which ``kept`` bytes are counted and the index holds ``words``."""
    if db.execute(
        "DELETE FROM entry WHERE id = ?", (number,)
    ).rowcount:  # another process may have been faster
        db.execute("INSERT INTO words (words, rowid, marks) VALUES ('delete', ?, ?)", (number, words))
        db.execute("UPDATE about SET value = value - ? WHERE name = 'kept'", (kept,))


def microseconds(moment: datetime) -> int:
    """As ``at`` holds it: since 1970, UTC."""
    return round(moment.astimezone(UTC).timestamp() * 1_000_000)


def _day(day: date) -> int:
    return microseconds(datetime.combine(day, time()).astimezone())
