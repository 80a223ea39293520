"""The rows of an array in a JSON text of any size, as a table that reads only the rows in view."""

from __future__ import annotations

import json
from array import array
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QLocale, QObject, Qt

from xena_desktop.domain.json_index import Branch, children
from xena_desktop.domain.json_path import JsonText
from xena_desktop.domain.json_read import WrittenNumber, exact, showable, text_of, written
from xena_desktop.domain.json_scan import Child
from xena_desktop.domain.table_columns import (
    Form,
    TableColumn,
    cell_of,
    cell_text,
    columns_of,
    day_of,
    grouped,
    link_of,
)
from xena_desktop.ui.models.columns import ColumnRole
from xena_desktop.ui.models.indexes import ROOT, Index

_LOOKED_AT: Final = 200
"""Rows from which the columns are told."""
_KEPT: Final = 1000
_LONGEST_ROW: Final = 1 << 20
_LONGEST_CELL: Final = 300
_NUMBERS: Final = (Form.NUMBER, Form.MONEY)


class AnswerRowsModel(QAbstractTableModel):
    """An array's rows: all of them in their order, or those of ``show_order``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text: JsonText | None = None
        self._branch: Branch | None = None
        self._columns: tuple[TableColumn, ...] = ()
        self._order: array[int] | None = None
        self._kept: dict[int, object] = {}
        self._request_path = ""
        self._shown = 0

    def show_rows(self, text: JsonText | None, branch: Branch | None, *, request_path: str = "") -> None:
        """Show the rows of ``branch``, as the answer of a request to that path."""
        self.beginResetModel()
        self._text, self._branch, self._request_path = text, branch, request_path
        self._order, self._kept = None, {}
        self._shown = branch.count if branch else 0
        rows = (self.row(number) for number in range(min(self._shown, _LOOKED_AT)))
        self._columns = columns_of(rows, request_path=request_path)
        self.endResetModel()

    def grow(self) -> None:
        """Show the rows that were found since."""
        if self._branch is None or self._order is not None or self._branch.count == self._shown:
            return
        if not self._columns:
            self.show_rows(self._text, self._branch, request_path=self._request_path)
            return
        self.beginInsertRows(ROOT, self._shown, self._branch.count - 1)
        self._shown = self._branch.count
        self.endInsertRows()

    def show_order(self, order: array[int] | None) -> None:
        """Show these rows in this order; None shows all as they came."""
        self.beginResetModel()
        self._order = order
        self._shown = len(order) if order is not None else self._branch.count if self._branch else 0
        self.endResetModel()

    @property
    def columns(self) -> tuple[TableColumn, ...]:
        """The columns, in their order."""
        return self._columns

    @property
    def order(self) -> array[int] | None:
        """The numbers of the rows that are shown; None for all as they came."""
        return self._order

    @property
    def branch(self) -> Branch | None:
        """The array that is shown."""
        return self._branch

    def number(self, row: int) -> int:
        """The number in the answer of the row that is shown there."""
        return self._order[row] if self._order is not None else row

    def row(self, number: int) -> object:
        """A row of the answer, read; as text where it is no JSON or too long to be read at once."""
        if number not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[number] = self._read(number)
        return self._kept[number]

    def _child(self, number: int) -> Child | None:
        if self._text is None or self._branch is None:
            return None
        return next(children(self._text.buffer, self._branch, first=number, count=1), None)

    def _read(self, number: int) -> object:
        child = self._child(number)
        if child is None or self._text is None:
            return None
        buffer = self._text.buffer
        if child.end < 0 or child.end - child.start > _LONGEST_ROW:
            return text_of(buffer, child.start, child.end, longest=_LONGEST_CELL)
        try:
            return exact(written(buffer, child.start, child.end))
        except (ValueError, RecursionError):
            return text_of(buffer, child.start, child.end, longest=_LONGEST_CELL)

    def row_text(self, row: int) -> str:
        """A row as it was received."""
        child = self._child(self.number(row))
        return written(self._text.buffer, child.start, child.end) if child and self._text else ""

    def value(self, index: Index) -> str:
        """All of a cell's text, as it was received."""
        column = self._columns[index.column()]
        return showable(cell_text(cell_of(self.row(self.number(index.row())), column.path)))

    def literal(self, index: Index) -> str:
        """A cell's value as a literal of JMESPath."""
        value = cell_of(self.row(self.number(index.row())), self._columns[index.column()].path)
        text = str(value) if isinstance(value, WrittenNumber) else json.dumps(value, ensure_ascii=False)
        return "`" + text.replace("`", "\\`") + "`"

    def link(self, index: Index) -> str:
        """The path that the cell leads to; an empty text where it leads nowhere."""
        column = self._columns[index.column()]
        if column.form is not Form.LINK:
            return ""
        return link_of(column.title, self.value(index), request_path=self._request_path)

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many rows are shown."""
        return 0 if parent.isValid() else self._shown

    def columnCount(self, parent: Index = ROOT) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names, aligned like their cells, and the rows' numbers."""
        if orientation is Qt.Orientation.Vertical:
            return str(self.number(section) + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if section >= len(self._columns):
            return None
        column = self._columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return showable(column.title)
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in a cell, and how it is drawn (``CellDelegate``)."""
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown_text(index, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.ToolTipRole:
                value = self.value(index)
                return value if value != self._shown_text(index, column) else None
            case ColumnRole.LINK:
                return column.form is Form.LINK and bool(self.link(index))
            case ColumnRole.QUIET:
                return cell_of(self.row(self.number(index.row())), column.path) is None
            case _:
                return None

    def _shown_text(self, index: Index, column: TableColumn) -> str:
        value = cell_of(self.row(self.number(index.row())), column.path)
        text = cell_text(value)
        if value is None:
            return "–"
        if column.form is Form.DAY and (day := day_of(text)) is not None:
            return day.isoformat()
        if column.form is Form.MONEY:
            locale = QLocale()
            return grouped(text, decimal=locale.decimalPoint(), group=locale.groupSeparator())
        line = (
            text[: _LONGEST_CELL + 1].replace("\r\n", " ↵ ").replace("\n", " ↵ ").replace("\x00", "\\u0000")
        )
        return showable(line if len(text) <= _LONGEST_CELL else line[:_LONGEST_CELL] + "…")


def _alignment(column: TableColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.form in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
