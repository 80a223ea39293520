"""Rows that are typed in, and below them always an empty one to type into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal

from xena_desktop.ui.models.indexes import ROOT, Index


class TypedRows(QAbstractTableModel):
    """Holds the rows of a table. ``changed`` tells of what the person does, and of nothing else.

    A kind of row says what an empty one is (``empty_row``), which are empty (``is_empty_row``), and what its columns
    are called (``titles``); a column without a title has an empty head.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Any] = [self.empty_row()]

    def empty_row(self) -> Any:
        """A row in which nothing was typed."""
        raise NotImplementedError

    def is_empty_row(self, row: Any) -> bool:
        """Whether nothing was typed in ``row``."""
        raise NotImplementedError

    def titles(self) -> Mapping[int, str]:
        """What the columns are called."""
        raise NotImplementedError

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self.titles().get(section, "") if role == Qt.ItemDataRole.DisplayRole else None

    def typed(self) -> list[Any]:
        """The rows in which something was typed."""
        return [row for row in self._rows if not self.is_empty_row(row)]

    def show_rows(self, rows: Iterable[Any]) -> None:
        """Hold these rows; ``changed`` stays silent."""
        self.beginResetModel()
        self._rows = [*(row for row in rows if not self.is_empty_row(row)), self.empty_row()]
        self.endResetModel()

    def is_last(self, row: int) -> bool:
        """Whether it is the empty row at the end."""
        return row == len(self._rows) - 1

    def add(self, rows: Iterable[Any]) -> int:
        """Put rows before the empty one; the number of the first of them."""
        first, added = len(self._rows) - 1, [row for row in rows if not self.is_empty_row(row)]
        if added:
            self.beginInsertRows(ROOT, first, first + len(added) - 1)
            self._rows[first:first] = added
            self.endInsertRows()
            self.changed.emit()
        return first

    def remove(self, row: int) -> bool:
        """Take a row away; the empty one at the end stays. Returns whether it was taken."""
        if not 0 <= row < len(self._rows) - 1:
            return False
        self.beginRemoveRows(ROOT, row, row)
        del self._rows[row]
        self.endRemoveRows()
        self.changed.emit()
        return True

    def move(self, row: int, to: int) -> bool:
        """Put a row where another stands; the empty one stays at the end. Returns whether it was moved."""
        last = len(self._rows) - 2
        if row == to or not (0 <= row <= last and 0 <= to <= last):
            return False
        self.beginMoveRows(ROOT, row, row, ROOT, to + 1 if to > row else to)
        self._rows.insert(to, self._rows.pop(row))
        self.endMoveRows()
        self.changed.emit()
        return True

    def rowCount(self, parent: Index = ROOT) -> int:
        """The rows, with the empty one."""
        return 0 if parent.isValid() else len(self._rows)

    def put(self, number: int, row: Any) -> bool:
        """Put another row in a row's place; what is typed into the last one makes another below it."""
        if row is None or row == self._rows[number]:
            return False
        was_last = self.is_last(number)
        self._rows[number] = row
        if was_last:
            self.beginInsertRows(ROOT, len(self._rows), len(self._rows))
            self._rows.append(self.empty_row())
            self.endInsertRows()
        self.dataChanged.emit(self.index(number, 0), self.index(number, self.columnCount() - 1))
        self.changed.emit()
        return True
