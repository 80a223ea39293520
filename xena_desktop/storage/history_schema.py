"""The tables of the history's file."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import Final

from xena_desktop.storage.history_upkeep import leave_for_later
from xena_desktop.storage.sealing import Seal, SealBroken

_BUSY_SECONDS: Final = 10.0
_PROOF: Final = b"xena-desktop history 1"
_DAMAGE: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value ANY) WITHOUT ROWID",
    """CREATE TABLE IF NOT EXISTS entry (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        kept INTEGER NOT NULL,
        head BLOB NOT NULL,
        content BLOB NOT NULL
    )""",
    "CREATE INDEX IF NOT EXISTS entry_at ON entry (at)",
    """CREATE VIRTUAL TABLE IF NOT EXISTS words
        USING fts5 (marks, content='', detail=none, columnsize=0, tokenize='ascii')""",
    "INSERT OR IGNORE INTO about VALUES ('kept', 0)",
)


def connect(path: Path | None, *, seal: Seal) -> sqlite3.Connection:
    """The file, begun when it is not there, for its owner alone.

    Raises sqlite3.Error, and SealBroken when it was sealed with another key.
    """
    if path is not None:
        with contextlib.suppress(OSError):  # SQLite says it better when the file cannot be made
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    db = sqlite3.connect(
        path or ":memory:", timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        _prepare(db, seal=seal)
    except BaseException:
        db.close()
        raise
    return db


def is_damage(error: Exception) -> bool:
    """Whether ``error`` says that the file is broken or not ours, and not that it is busy, full or out of reach."""
    return isinstance(error, SealBroken) or getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE


def _prepare(db: sqlite3.Connection, *, seal: Seal) -> None:
    db.execute("PRAGMA auto_vacuum = INCREMENTAL")
    db.execute("PRAGMA journal_mode = WAL").fetchall()
    db.execute("PRAGMA synchronous = NORMAL")
    row = None
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone():
        row = db.execute("SELECT value FROM about WHERE name = 'proof'").fetchone()
    if row is None:
        with db:
            db.execute("BEGIN IMMEDIATE")
            for statement in _TABLES:
                db.execute(statement)
            proof = seal.seal(_PROOF, belongs_to=b"proof")
            db.execute("INSERT OR IGNORE INTO about VALUES ('proof', ?)", (proof,))
            row = db.execute("SELECT value FROM about WHERE name = 'proof'").fetchone()
    seal.open(row[0], belongs_to=b"proof")
    leave_for_later(db)
