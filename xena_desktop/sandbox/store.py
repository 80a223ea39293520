"""The business data of the fiscal setups, in memory, from start to stop."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Row = dict[str, Any]


@dataclass
class FiscalData:
    """Everything of one fiscal setup: rows by kind (`Partner`) and id, and the files of its documents."""

    fiscal_id: int
    setup: Row
    now: Callable[[], datetime]
    rows: dict[str, dict[int, Row]] = field(default_factory=dict)
    files: dict[int, bytes] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    last_id: int = 0

    def add(self, kind: str, values: Row, *, row_id: int | None = None) -> Row:
        """Keep a new row; ids have gaps, as Xena's have, and the later ones need 64 bits."""
        self.last_id += 3
        new_id = row_id or self.last_id
        row = {
            "Id": new_id,
            "Version": 1,
            "IsDeactivated": False,
            "FiscalSetupId": self.fiscal_id,
            "CreatedAt": self.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            **values,
        }
        self.rows.setdefault(kind, {})[new_id] = row
        return row

    def find(self, kind: str, row_id: int | None) -> Row | None:
        """The row of that id, or None."""
        return self.rows.get(kind, {}).get(row_id or 0)

    def every(self, kind: str, **wanted: object) -> Iterator[Row]:
        """The rows of a kind that have these values and are not deactivated, oldest first."""
        for row in self.rows.get(kind, {}).values():
            if not row["IsDeactivated"] and all(row.get(name) == value for name, value in wanted.items()):
                yield row

    def next_number(self, kind: str, name: str, *, first: int) -> int:
        """The number after the highest in that field."""
        return max((row[name] for row in self.rows.get(kind, {}).values()), default=first - 1) + 1


@dataclass(frozen=True)
class Store:
    """The fiscal setups by their id."""

    fiscals: dict[int, FiscalData]
