"""One field from which everything can be opened or done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.icons import icon
from xena_desktop.ui.models.commands import CommandItem, CommandListModel
from xena_desktop.ui.theme import GRID, ROW_HEIGHT, Theme
from xena_desktop.ui.widgets.delegates import CommandDelegate
from xena_desktop.ui.widgets.labels import label

_WIDTH: Final = 640
_MOST_ROWS: Final = 12
_TOP: Final = 2 * GRID
_FIELD_HEIGHT: Final = 48  # with the space around it
_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _MOST_ROWS - 1,
    Qt.Key.Key_PageUp: 1 - _MOST_ROWS,
}


class Palette(QFrame):
    """Lies over the window it was given while it is open: a field, and below it what matches.

    Arrows move, Enter chooses, Escape and a click elsewhere close it. ``chosen`` carries the item's id.
    """

    chosen = Signal(str)

    def __init__(self, window: QWidget, *, theme: Theme) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setProperty("part", "palette")
        self._under = window
        self._focused_before: QWidget | None = None
        self._field = _Field()
        self._field.setObjectName("paletteField")
        self._field.setPlaceholderText(tr("Search or run…"))
        self._field.setAccessibleName(tr("Search or run"))
        self._magnifier = self._field.addAction(
            icon("search", color=theme.tertiary), QLineEdit.ActionPosition.LeadingPosition
        )
        self._model = CommandListModel(self)
        self._list = QListView()
        self._list.setObjectName("paletteList")
        self._list.setAccessibleName(tr("What matches"))
        self._list.setModel(self._model)
        self._list.setItemDelegate(CommandDelegate(theme=theme, parent=self))
        self._list.setMouseTracking(True)
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = label(tr("Nothing holds all these words."), role="caption")
        self._arrange()
        self._field.textChanged.connect(self._on_text_changed)
        self._field.left.connect(self.hide)
        self._list.clicked.connect(self._on_chosen)
        self._field.installEventFilter(self)
        window.installEventFilter(self)
        self.hide()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self._field)
        column.addWidget(self._nothing)
        column.addWidget(self._list)
        self._nothing.setContentsMargins(GRID, 0, GRID, GRID // 2)

    def open(self, items: Sequence[CommandItem]) -> None:
        """Show ``items`` to choose from."""
        if not self.isVisible():
            self._focused_before = self.window().focusWidget()
        self._model.set_items(items)
        self._field.clear()
        self._fit()
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_again(self) -> None:
        """Be gone, the focus where it was."""
        before, self._focused_before = self._focused_before, None
        self.hide()
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Colour the magnifying glass anew."""
        self._magnifier.setIcon(icon("search", color=theme.tertiary))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that move and choose; keep the place when the window's size changes."""
        if event.type() == QEvent.Type.Resize and watched is self._under:
            self._fit()
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._took_key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _took_key(self, key: Qt.Key) -> bool:
        if key in _STEPS:
            row = self._list.currentIndex().row() + _STEPS[key]
            self._choose_row(max(0, min(row, self._model.rowCount() - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_chosen(self._list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.close_again()
        else:
            return False
        return True

    def _on_text_changed(self, text: str) -> None:
        self._model.search(text)
        self._fit()

    def _on_chosen(self, index: QModelIndex) -> None:
        item = self._model.item(index)
        if item is not None:
            self.close_again()
            self.chosen.emit(item.id)

    def _choose_row(self, row: int) -> None:
        self._list.setCurrentIndex(self._model.index(row))

    def _fit(self) -> None:
        """In the middle at the top, as high as what matches, and never beyond the window."""
        window, rows = self._under, self._model.rowCount()
        self._nothing.setVisible(not rows)
        self._list.setVisible(bool(rows))
        room = (window.height() - 2 * _TOP - 2 * _FIELD_HEIGHT) // ROW_HEIGHT
        self._list.setFixedHeight(max(1, min(rows, _MOST_ROWS, room)) * ROW_HEIGHT)
        self._choose_row(0)
        width = min(_WIDTH, window.width() - 2 * _TOP)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((window.width() - width) // 2, _TOP)


class _Field(QLineEdit):
    """Says when the focus went elsewhere."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell of it, unless another window came in front."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.left.emit()
