"""A table that is as high as its rows, inside a card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from xena_desktop.ui.models.columns import Column, ColumnsModel
from xena_desktop.ui.theme import TABLE_ROW_HEIGHT, Theme
from xena_desktop.ui.widgets.delegates import CellDelegate

_Row = TypeVar("_Row")


class FactTable(QTableView, Generic[_Row]):
    """Rows to read; ``row_chosen`` carries the row that was clicked or entered."""

    row_chosen = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column[_Row]],
        *,
        name: str,
        theme: Theme,
        stretch: int = -1,
        has_head: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.facts: ColumnsModel[_Row] = ColumnsModel(columns, parent=self)
        self.setModel(self.facts)
        self.setItemDelegate(CellDelegate(theme=theme, parent=self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(TABLE_ROW_HEIGHT)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setVisible(has_head)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(stretch % len(columns), QHeaderView.ResizeMode.Stretch)
        self._has_head = has_head
        self.clicked.connect(lambda index: self.row_chosen.emit(self.facts.row(index)))
        self.activated.connect(lambda index: self.row_chosen.emit(self.facts.row(index)))
        self.set_rows([])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the text of the cell that is chosen."""
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy) and index.isValid():
            QGuiApplication.clipboard().setText(str(index.data() or ""))
        else:
            super().keyPressEvent(event)

    def set_rows(self, rows: Sequence[_Row]) -> None:
        """Show these rows."""
        self.facts.set_rows(rows)
        self.setFixedHeight(TABLE_ROW_HEIGHT * (len(rows) + (1 if self._has_head else 0)) + 2)
