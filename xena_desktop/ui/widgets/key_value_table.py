"""A table to type names and values into."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QTableView, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.icons import icon
from xena_desktop.ui.models.indexes import Index
from xena_desktop.ui.models.key_values import KeyValue, KeyValueColumn, KeyValueModel
from xena_desktop.ui.theme import TABLE_ROW_HEIGHT, Theme
from xena_desktop.ui.widgets.delegates import CellDelegate, set_text_color

_TYPED = (KeyValueColumn.NAME, KeyValueColumn.VALUE)


class KeyValueTable(QTableView):
    """Rows of name and value, each of which can be switched off or taken away.

    Typing into the last row makes another; Delete, or the cross, takes the row away; Space switches it off.
    """

    changed = Signal()

    def __init__(self, *, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = KeyValueModel(self)
        self._model.changed.connect(self.changed)
        self.setModel(self._model)
        self._delegate = _KeyValueDelegate(theme=theme, parent=self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)
        self.setTabKeyNavigation(False)  # Tab leaves the table; while typing it goes to the next cell
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.clicked.connect(self._on_clicked)
        self._lay_out()

    def _lay_out(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(TABLE_ROW_HEIGHT)
        head = self.horizontalHeader()
        head.setMinimumSectionSize(32)
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column in (KeyValueColumn.ENABLED, KeyValueColumn.REMOVE):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column, 40)

    def pairs(self) -> list[KeyValue]:
        """The rows in which something was typed, switched off ones too."""
        return self._model.pairs()

    def set_pairs(self, pairs: Sequence[KeyValue]) -> None:
        """Show these rows; ``changed`` stays silent."""
        self._model.set_pairs(pairs)

    def remove(self, row: int) -> None:
        """Take a row away; the empty one at the end stays."""
        self._model.remove(row)

    def sizeHint(self) -> QSize:
        """Room for its rows, within reason."""
        rows = min(8, self._model.rowCount())
        return QSize(420, (rows + 1) * TABLE_ROW_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the row away, Enter begins to type."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._can_type():
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _can_type(self) -> bool:
        """Whether an editor may open. The Return that ends typing comes here too, its editor still open."""
        is_typing = self.state() == QAbstractItemView.State.EditingState
        return self.currentIndex().column() in _TYPED and not is_typing

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == KeyValueColumn.REMOVE:
            self.remove(index.row())
        elif index.column() in _TYPED:
            self.edit(index)


class _KeyValueDelegate(CellDelegate):
    """Draws the cross, says what to type into the empty row, and greys what is switched off."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        model = index.model()
        if not isinstance(model, KeyValueModel):
            return
        if model.is_last(index.row()):
            texts = {KeyValueColumn.NAME: tr("Add a name"), KeyValueColumn.VALUE: tr("and its value")}
            option.text = texts.get(KeyValueColumn(index.column()), "")
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDisplay
            set_text_color(option, color=self._theme.tertiary)
        elif not model.pairs()[index.row()].enabled:
            set_text_color(option, color=self._theme.tertiary)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        model = index.model()
        if (
            index.column() == KeyValueColumn.REMOVE
            and isinstance(model, KeyValueModel)
            and not model.is_last(index.row())
        ):
            place = QRect(0, 0, 16, 16)
            place.moveCenter(option.rect.center())
            icon("x", color=self._theme.tertiary).paint(painter, place)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = super().createEditor(parent, option, index)
        editor.setAccessibleName(tr("Name") if index.column() == KeyValueColumn.NAME else tr("Value"))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect)
