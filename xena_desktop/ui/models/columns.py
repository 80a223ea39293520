"""Tables that are only a declaration of their columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from xena_desktop.ui.models.indexes import ROOT, Index

Row = TypeVar("Row")


class Sortable(Protocol):
    """What can stand in order."""

    def __lt__(self, other: Any, /) -> bool:
        """Whether it comes before the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Row]):
    """One column: its title, what a row shows in it, and how. ``sort_key`` replaces the text in sorting."""

    title: str
    text: Callable[[Row], str]
    is_number: bool = False
    is_mono: bool = False
    is_quiet: bool = False
    is_link: bool = False
    sort_key: Callable[[Row], Sortable] | None = None
    tool_tip: Callable[[Row], str] | None = None


class ColumnRole(IntEnum):
    """How a cell is drawn, for ``CellDelegate``; and the row itself."""

    ROW = Qt.ItemDataRole.UserRole + 1
    MONO = Qt.ItemDataRole.UserRole + 2
    QUIET = Qt.ItemDataRole.UserRole + 3
    LINK = Qt.ItemDataRole.UserRole + 4


class ColumnsModel(QAbstractTableModel, Generic[Row]):
    """Rows of any one type, shown through columns; numbers stand at the right."""

    def __init__(self, columns: Sequence[Column[Row]], *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns, self._rows = tuple(columns), list[Row]()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row(self, index: Index) -> Row:
        """The row ``index`` stands in."""
        return self._rows[index.row()]

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' titles, aligned like their cells."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the cell's column declares."""
        if not index.isValid():
            return None
        column, row = self._columns[index.column()], self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.ToolTipRole:
                return column.tool_tip(row) if column.tool_tip else None
            case ColumnRole.ROW:
                return row
            case ColumnRole.MONO:
                return column.is_mono
            case ColumnRole.QUIET:
                return column.is_quiet
            case ColumnRole.LINK:
                return column.is_link
            case _:
                return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column; a column below 0 leaves them as they are."""
        if not 0 <= column < len(self._columns):
            return
        declared = self._columns[column]
        key = declared.sort_key or (lambda row: declared.text(row).casefold())
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [(index, self._rows[index.row()]) for index in before]
        self._rows.sort(key=key, reverse=order is Qt.SortOrder.DescendingOrder)
        places = {id(row): number for number, row in enumerate(self._rows)}
        after = [self.index(places[id(row)], index.column()) for index, row in held]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


def _alignment(column: Column[Any]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
