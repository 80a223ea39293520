"""The calls of the history in the list at the left, with a row for each day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from xena_desktop.domain.history import HistoryEntry
from xena_desktop.ui.models.indexes import ROOT, Index


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """A call, or the day above calls (``entry`` is None)."""

    text: str
    note: str = ""
    tip: str = ""
    entry: HistoryEntry | None = None


class HistoryRole(IntEnum):
    """What an index knows beyond Qt's own roles."""

    METHOD = Qt.ItemDataRole.UserRole + 1
    NOTE = Qt.ItemDataRole.UserRole + 2
    STATUS = Qt.ItemDataRole.UserRole + 3


class HistoryListModel(QAbstractListModel):
    """Newest first; more are added below as they are asked for. Words for days and calls come from outside."""

    def __init__(
        self,
        *,
        row_of: Callable[[HistoryEntry], HistoryRow],
        day_text: Callable[[date], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._row_of, self._day_text = row_of, day_text
        self._rows: list[HistoryRow] = []

    def set_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show these and no others."""
        self.beginResetModel()
        self._rows = self._with_days(entries, after=None)
        self.endResetModel()

    def add_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show these below the others."""
        rows = self._with_days(entries, after=self.last_entry())
        if rows:
            self.beginInsertRows(ROOT, len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def entry(self, index: Index) -> HistoryEntry | None:
        """The call at ``index``; None for a day."""
        return self._rows[index.row()].entry if index.isValid() else None

    def last_entry(self) -> HistoryEntry | None:
        """The oldest call shown."""
        return self._rows[-1].entry if self._rows else None

    def index_of(self, number: int) -> QModelIndex:
        """Where a call stands; an invalid index when it is not shown."""
        rows = (row for row, one in enumerate(self._rows) if one.entry is not None and one.entry.id == number)
        return self.index(next(rows, -1))

    def _with_days(self, entries: Sequence[HistoryEntry], *, after: HistoryEntry | None) -> list[HistoryRow]:
        rows: list[HistoryRow] = []
        day = _day(after) if after else None
        for entry in entries:
            if _day(entry) != day:
                day = _day(entry)
                rows.append(HistoryRow(text=self._day_text(day)))
            rows.append(self._row_of(entry))
        return rows

    def rowCount(self, parent: Index = ROOT) -> int:
        """Calls and days."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Days are not to be chosen."""
        if self.entry(index) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the row shows in that role."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.text
            case Qt.ItemDataRole.ToolTipRole:
                return row.tip or None
            case Qt.ItemDataRole.AccessibleTextRole:
                method = row.entry.method if row.entry else ""
                return ", ".join(part for part in (f"{method} {row.text}".strip(), row.note) if part)
            case HistoryRole.METHOD:
                return row.entry.method if row.entry else ""
            case HistoryRole.NOTE:
                return row.note
            case HistoryRole.STATUS:
                return row.entry.status if row.entry else None
        return None


def _day(entry: HistoryEntry) -> date:
    return entry.at.astimezone().date()
