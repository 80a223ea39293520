"""Names and values that are typed in: query, headers, form fields, variables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal

from xena_desktop.translation import tr
from xena_desktop.ui.models.indexes import ROOT, Index


@dataclass(frozen=True, slots=True)
class KeyValue:
    """One row. One that is not ``enabled`` is kept, and not sent."""

    name: str = ""
    value: str = ""
    enabled: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not self.name and not self.value


class KeyValueColumn(IntEnum):
    """The columns, in their order."""

    ENABLED = 0
    NAME = 1
    VALUE = 2
    REMOVE = 3


class KeyValueModel(QAbstractTableModel):
    """The rows, and below them always an empty one to type into."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = [KeyValue()]

    def pairs(self) -> list[KeyValue]:
        """The rows in which something was typed."""
        return [row for row in self._rows if not row.is_empty]

    def set_pairs(self, pairs: Sequence[KeyValue]) -> None:
        """Hold these rows. ``changed`` tells of what the person does, and so stays silent."""
        self.beginResetModel()
        self._rows = [*(pair for pair in pairs if not pair.is_empty), KeyValue()]
        self.endResetModel()

    def is_last(self, row: int) -> bool:
        """Whether it is the empty row at the end."""
        return row == len(self._rows) - 1

    def remove(self, row: int) -> bool:
        """Take a row away; the empty one at the end stays. Returns whether it was taken."""
        if not 0 <= row < len(self._rows) - 1:
            return False
        self.beginRemoveRows(ROOT, row, row)
        del self._rows[row]
        self.endRemoveRows()
        self.changed.emit()
        return True

    def rowCount(self, parent: Index = ROOT) -> int:
        """The rows, with the empty one."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Enabled, name, value, and room for the cross."""
        return 0 if parent.isValid() else len(KeyValueColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        titles = {KeyValueColumn.NAME: tr("Name"), KeyValueColumn.VALUE: tr("Value")}
        return titles.get(KeyValueColumn(section), "") if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Texts can be typed; a row that holds something can be switched off."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() in (KeyValueColumn.NAME, KeyValueColumn.VALUE):
            return flags | Qt.ItemFlag.ItemIsEditable
        if index.column() == KeyValueColumn.ENABLED and not self.is_last(index.row()):
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, ticks, and what a screen reader says."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return {KeyValueColumn.NAME: row.name, KeyValueColumn.VALUE: row.value}.get(
                KeyValueColumn(column)
            )
        if column == KeyValueColumn.ENABLED and not self.is_last(index.row()):
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if row.enabled else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return tr("Send {name}", name=row.name)
        if column == KeyValueColumn.REMOVE and role == Qt.ItemDataRole.AccessibleTextRole:
            return tr("Remove {name}", name=row.name)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed or ticked; typing into the last row makes another below it."""
        row = self._changed_row(index, value=value, role=role)
        if row is None or row == self._rows[index.row()]:
            return False
        was_last = self.is_last(index.row())
        self._rows[index.row()] = row
        if was_last:
            self.beginInsertRows(ROOT, len(self._rows), len(self._rows))
            self._rows.append(KeyValue())
            self.endInsertRows()
        end = self.index(index.row(), KeyValueColumn.REMOVE)
        self.dataChanged.emit(self.index(index.row(), 0), end)
        self.changed.emit()
        return True

    def _changed_row(self, index: Index, *, value: Any, role: int) -> KeyValue | None:
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == KeyValueColumn.ENABLED:
            return replace(row, enabled=Qt.CheckState(value) is Qt.CheckState.Checked)
        if role == Qt.ItemDataRole.EditRole and column == KeyValueColumn.NAME:
            return replace(row, name=str(value).strip())
        if role == Qt.ItemDataRole.EditRole and column == KeyValueColumn.VALUE:
            return replace(row, value=str(value))
        return None
