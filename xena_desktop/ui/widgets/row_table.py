"""A table that rows are typed into: its keys, its shape, and what is drawn in its cells."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QTableView, QWidget

from xena_desktop.ui.icons import icon
from xena_desktop.ui.models.indexes import Index
from xena_desktop.ui.models.typed_rows import TypedRows
from xena_desktop.ui.theme import TABLE_ROW_HEIGHT, Theme
from xena_desktop.ui.widgets.delegates import CellDelegate

_MARK_WIDTH = 40


class RowTable(QTableView):
    """Rows that can be typed, switched off, taken away and put in another order.

    Typing into the last row makes another; Delete, or the cross, takes the row away; Space switches it off; Alt with
    an arrow key moves it; what is pasted while nothing is being typed becomes rows.
    """

    changed = Signal()

    def __init__(
        self,
        model: TypedRows,
        *,
        name: str,
        typed: Collection[int],
        widths: Mapping[int, int],
        parent: QWidget | None = None,
    ) -> None:
        """``typed`` are the columns to type into; the last column is the cross, and those in ``widths`` are fixed."""
        super().__init__(parent)
        self._rows, self._typed = model, typed
        model.setParent(self)
        model.changed.connect(self.changed)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setTabKeyNavigation(False)  # Tab leaves the table; while typing it goes to the next cell
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.clicked.connect(self.on_clicked)
        self._lay_out({0: _MARK_WIDTH, model.columnCount() - 1: _MARK_WIDTH, **widths})

    def _lay_out(self, widths: Mapping[int, int]) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(TABLE_ROW_HEIGHT)
        head = self.horizontalHeader()
        head.setMinimumSectionSize(32)
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column, width in widths.items():
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column, width)

    def remove(self, row: int) -> None:
        """Take a row away; the empty one at the end stays."""
        self._rows.remove(row)

    def sizeHint(self) -> QSize:
        """Room for its rows, within reason."""
        rows = min(8, self._rows.rowCount())
        return QSize(420, (rows + 1) * TABLE_ROW_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the row away, Enter begins to type, Alt with an arrow moves the row, Ctrl+V adds rows."""
        key, place = event.key(), self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Paste) and self.paste_rows(
            QGuiApplication.clipboard().text()
        ):
            return
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._rows.move(place.row(), place.row() + (1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove(place.row())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._is_typing():
            self.act_on(place)
        else:
            super().keyPressEvent(event)

    def paste_rows(self, text: str) -> bool:
        """Add the rows that ``text`` holds; whether there were any."""
        return False

    def _is_typing(self) -> bool:
        """Whether an editor is open. The Return that ends typing comes here, too."""
        return self.state() == QAbstractItemView.State.EditingState

    def on_clicked(self, index: Index) -> None:
        """The cross takes the row away; anything else is as if Enter had been pressed there."""
        if index.column() == self._rows.columnCount() - 1:
            self.remove(index.row())
        else:
            self.act_on(index)

    def act_on(self, index: Index) -> None:
        """Begin to type, where that can be done."""
        if index.column() in self._typed:
            self.edit(index)


class RowDelegate(CellDelegate):
    """Draws the cross; an editor fills its cell."""

    def __init__(self, *, theme: Theme, names: Mapping[int, str], parent: QWidget | None = None) -> None:
        """``names`` are what screen readers call the editors of the columns."""
        super().__init__(theme=theme, parent=parent)
        self._names = names

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell, and the cross in the last one of a row."""
        super().paint(painter, option, index)
        model = index.model()
        if not isinstance(model, TypedRows) or model.is_last(index.row()):
            return
        if index.column() == model.columnCount() - 1:
            self.draw_icon(painter, option.rect, "x")

    def draw_icon(self, painter: QPainter, rect: QRect, name: str) -> None:
        """Draw a small icon in the middle of ``rect``."""
        place = QRect(0, 0, 16, 16)
        place.moveCenter(rect.center())
        icon(name, color=self._theme.tertiary).paint(painter, place)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line to type into, with its name for screen readers."""
        editor = super().createEditor(parent, option, index)
        editor.setAccessibleName(self._names.get(index.column(), ""))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """As large as the cell."""
        editor.setGeometry(option.rect)
