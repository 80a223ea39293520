"""What SQLite would do in the middle of an insertion now and then, done between two insertions instead.

An insertion writes a segment of its own into the index of words, and appends to the write-ahead log. Joining segments
and moving the log into the file take tens of milliseconds, and what they wait for is the disk. Each step here is a
transaction of a few milliseconds, so that no other process waits long.
"""

from __future__ import annotations

import contextlib
import sqlite3
from typing import Final

ENTRIES_BETWEEN: Final = 32
"""After how many entries upkeep is due. Counted in the file, so that many short-lived processes keep it too."""

_PAGES_A_STEP: Final = 64
_SEGMENTS_AT_MOST: Final = 256
"""Where nobody kept the index, an insertion joins segments after all; FTS5 itself holds no more than 2,000."""
_LOG_PAGES_AT_MOST: Final = 8_000
"""Where nobody moved the log, an insertion does at 32 MB."""


def leave_for_later(db: sqlite3.Connection) -> None:
    """Let insertions neither join segments nor move the log. The file remembers the first, if it can be written."""
    db.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES_AT_MOST}").fetchall()
    wanted = {"automerge": 0, "crisismerge": _SEGMENTS_AT_MOST}
    kept = dict(db.execute("SELECT k, v FROM words_config"))
    with contextlib.suppress(sqlite3.OperationalError):  # a full disk: slower then, and still readable
        for name in wanted.keys() - {name for name, value in kept.items() if value == wanted.get(name)}:
            db.execute("INSERT INTO words (words, rank) VALUES (?, ?)", (name, wanted[name]))


def shorten_index(db: sqlite3.Connection) -> bool:
    """Join some segments of the index of words; whether there may be more to join."""
    before = db.total_changes
    db.execute("INSERT INTO words (words, rank) VALUES ('merge', ?)", (_PAGES_A_STEP,))
    return db.total_changes - before >= 2  # as the documentation of FTS5 has it


def move_log(db: sqlite3.Connection) -> None:
    """Move the write-ahead log into the file, as far as no reader needs it, and begin it anew.

    The first to write after a move waits until the disk holds the log's new beginning: better here than in ``add``.
    """
    db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    db.execute("UPDATE about SET value = value WHERE name = 'kept'")
