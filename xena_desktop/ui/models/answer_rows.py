"""The rows of an array in a JSON text of any size, as a table that reads only the rows in view."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QLocale, QObject, Qt, QTimer, Signal

from xena_desktop.domain.json_index import Branch
from xena_desktop.domain.json_path import JsonText
from xena_desktop.domain.json_read import WrittenNumber, showable
from xena_desktop.domain.table_columns import (
    Columns,
    Form,
    TableColumn,
    cell_text,
    columns_of,
    day_of,
    grouped,
    link_of,
)
from xena_desktop.translation import trn
from xena_desktop.ui.models.columns import ColumnRole
from xena_desktop.ui.models.indexes import ROOT, Index
from xena_desktop.ui.models.reading_pace import ReadingPace
from xena_desktop.ui.models.row_reader import LONGEST_CELL, RowReader

_LOOKED_AT: Final = 200
"""Rows from which the columns are told."""
_MEMBERS_LOOKED_AT: Final = 5_000
_NUMBERS: Final = (Form.NUMBER, Form.MONEY)
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CellKind(Enum):
    """What a cell's words are, and so in which colour they stand."""

    PLAIN = auto()
    QUIET = auto()
    LINK = auto()


@dataclass(frozen=True, slots=True)
class ShownCell:
    """What is drawn in a cell."""

    text: str
    kind: CellKind
    alignment: Qt.AlignmentFlag


_PUT_OFF: Final = ShownCell("…", CellKind.QUIET, _LEFT)


class AnswerRowsModel(QAbstractTableModel):
    """An array's rows: all of them in their order, or those of ``show_order``.

    ``columns_told`` tells that the columns are known.
    """

    columns_told = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text: JsonText | None = None
        self._branch: Branch | None = None
        self._columns = Columns()
        self._order: array[int] | None = None
        self._reader: RowReader | None = None
        self._decimal, self._group = ".", ","
        self._request_path = ""
        self._shown = 0
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._tell_columns)
        self._pace = ReadingPace(self)
        self._pace.again.connect(self._show_rest)

    def show_rows(self, text: JsonText | None, branch: Branch | None, *, request_path: str = "") -> None:
        """Show the rows of ``branch``, as the answer of a request to that path."""
        self.beginResetModel()
        self._text, self._branch, self._request_path = text, branch, request_path
        self._reader = RowReader(text, branch) if text is not None and branch is not None else None
        self._order, self._columns = None, Columns()
        locale = QLocale()
        self._decimal, self._group = locale.decimalPoint(), locale.groupSeparator()
        self._shown = branch.count if branch else 0
        self.endResetModel()
        self._read_first()

    def _read_first(self) -> None:
        """Tell the columns, as soon as the first row is there; a long one takes a round of the loop for itself."""
        reader, text = self._reader, self._text
        if reader is None or text is None or not (reader.is_whole(0) or text.index.is_done):
            return
        if reader.is_at_hand(0):
            self._tell_columns()
        else:
            reader.row(0)
            self._soon.start()

    def _tell_columns(self) -> None:
        if self._reader is None:
            return
        self.beginResetModel()
        self._columns = columns_of(self._looked_at(), request_path=self._request_path)
        self._reader.names = frozenset(column.path[0] for column in self.columns if column.path)
        self.endResetModel()
        self.columns_told.emit()

    def _looked_at(self) -> Iterator[object]:
        """The first rows; fewer where they have very many members."""
        members = 0
        for number in range(min(self._shown, _LOOKED_AT)):
            row = self.row(number)
            yield row
            members += len(row) if isinstance(row, tuple) else 1
            if members > _MEMBERS_LOOKED_AT:
                return

    def grow(self) -> None:
        """Show the rows that were found since."""
        if self._branch is None or self._order is not None:
            return
        if not self.columns and not self._soon.isActive():
            self.show_rows(self._text, self._branch, request_path=self._request_path)
        if self._branch.count == self._shown:
            return
        self.beginInsertRows(ROOT, self._shown, self._branch.count - 1)
        self._shown = self._branch.count
        self.endInsertRows()

    def _show_rest(self) -> None:
        """Long rows were put off; there is time for some more of them."""
        if self._shown and self.columns:
            last = self.index(self._shown - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def show_order(self, order: array[int] | None) -> None:
        """Show these rows in this order; None shows all as they came."""
        self.beginResetModel()
        self._order = order
        self._shown = len(order) if order is not None else self._branch.count if self._branch else 0
        self.endResetModel()

    @property
    def columns(self) -> tuple[TableColumn, ...]:
        """The columns, in their order."""
        return self._columns.shown

    @property
    def other_columns(self) -> tuple[tuple[str, ...], ...]:
        """The names that lead to the values of further columns, which are too many to be shown."""
        return self._columns.others

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
        return self._reader.row(number) if self._reader else None

    def _value(self, row: int, column: TableColumn) -> object:
        return self._reader.cell(self.number(row), column.path) if self._reader else None

    def row_text(self, row: int) -> str:
        """A row as it was received."""
        return self._reader.written(self.number(row)) if self._reader else ""

    def value(self, index: Index) -> str:
        """All of a cell's text, as it was received."""
        column = self.columns[index.column()]
        return showable(cell_text(self._value(index.row(), column)))

    def literal(self, index: Index) -> str:
        """A cell's value as a literal of JMESPath."""
        value = self._value(index.row(), self.columns[index.column()])
        text = str(value) if isinstance(value, WrittenNumber) else json.dumps(value, ensure_ascii=False)
        return "`" + text.replace("`", "\\`") + "`"

    def link(self, index: Index) -> str:
        """The path that the cell leads to; an empty text where it leads nowhere."""
        column = self.columns[index.column()]
        if column.form is not Form.LINK:
            return ""
        return link_of(column.title, self.value(index), request_path=self._request_path)

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many rows are shown."""
        return 0 if parent.isValid() else self._shown

    def columnCount(self, parent: Index = ROOT) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names, aligned like their cells, and the rows' numbers."""
        if orientation is Qt.Orientation.Vertical:
            return str(self.number(section) + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if section >= self.columnCount():
            return None
        column = self.columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._head(section, showable(column.title))
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _head(self, section: int, title: str) -> str:
        """A column's name; behind the last one how many there are that are not shown."""
        more = len(self.other_columns)
        if section != len(self.columns) - 1 or not more:
            return title
        return trn(
            "{title} (and {count} more column)", "{title} (and {count} more columns)", count=more, title=title
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in a cell, and how it is drawn (``CellDelegate``)."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.shown(index.row(), index.column()).text
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.ToolTipRole:
                value = self.value(index)
                return value if value != self.shown(index.row(), index.column()).text else None
            case ColumnRole.LINK:
                return bool(self.link(index))
            case ColumnRole.QUIET:
                return self._value(index.row(), column) is None
            case _:
                return None

    def shown(self, row: int, column: int) -> ShownCell:
        """What is drawn in a cell: a dash for null, nothing where the row has no such member.

        Long rows, which would hold up the window, are read one after the other; until then there are three dots.
        """
        declared, reader, number = self.columns[column], self._reader, self.number(row)
        if reader is None or not (reader.is_at_hand(number) or self._pace.may_read()):
            return _PUT_OFF
        value = reader.cell(number, declared.path)
        if value is None:
            is_null = reader.has_cell(number, declared.path)
            return ShownCell("–" if is_null else "", CellKind.QUIET, _alignment(declared))
        text = cell_text(value)
        is_link = declared.form is Form.LINK and link_of(
            declared.title, text, request_path=self._request_path
        )
        kind = CellKind.LINK if is_link else CellKind.PLAIN
        return ShownCell(self._words(text, declared.form), kind, _alignment(declared))

    def _words(self, text: str, form: Form) -> str:
        if form is Form.DAY and (day := day_of(text)) is not None:
            return day.isoformat()
        if form is Form.MONEY:
            return grouped(text, decimal=self._decimal, group=self._group)
        line = text[: LONGEST_CELL + 1].replace("\r\n", " ↵ ").replace("\n", " ↵ ").replace("\x00", "\\u0000")
        return showable(line if len(text) <= LONGEST_CELL else line[:LONGEST_CELL] + "…")


def _alignment(column: TableColumn) -> Qt.AlignmentFlag:
    return _RIGHT if column.form in _NUMBERS else _LEFT
