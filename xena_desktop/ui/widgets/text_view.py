"""A view of a text of any size, which only ever looks at the lines in view."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QMenu, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.models.text_caret import Move, moved, position_of, word_at
from xena_desktop.ui.models.text_lines import TextLines, search
from xena_desktop.ui.theme import Theme, mono_font
from xena_desktop.ui.widgets.text_line import LinePainter

BUSY_MS: Final = 12
"""Reading and searching give way to the window after this long."""

_MOVES: Final = {
    Qt.Key.Key_Left: Move.LEFT,
    Qt.Key.Key_Right: Move.RIGHT,
    Qt.Key.Key_Up: Move.UP,
    Qt.Key.Key_Down: Move.DOWN,
    Qt.Key.Key_PageUp: Move.PAGE_UP,
    Qt.Key.Key_PageDown: Move.PAGE_DOWN,
    Qt.Key.Key_Home: Move.LINE_START,
    Qt.Key.Key_End: Move.LINE_END,
}


class TextView(QAbstractScrollArea):
    """Text to read, select, copy and search. A hundred megabytes open at once: lines are found in slices.

    ``read_finished`` tells that all lines are known; ``find_finished`` carries whether ``find_next`` found something.
    """

    read_finished = Signal()
    find_finished = Signal(bool)

    def __init__(self, *, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines, self._anchor, self._caret, self._is_json = TextLines(""), 0, 0, False
        self._theme, self._wanted = theme, ""
        self._looking: Iterator[int | None] = iter(())
        self._reader = QTimer(self, interval=0)
        self._reader.timeout.connect(self._on_read_timeout)
        self._searcher = QTimer(self, interval=0)
        self._searcher.timeout.connect(self._on_search_timeout)
        self.setAccessibleName(name)
        self.setFont(mono_font())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)

    def set_text(self, text: str, *, is_json: bool = False) -> None:
        """Show a text from its beginning; ``is_json`` colours it."""
        self._lines, self._anchor, self._caret, self._is_json = TextLines(text), 0, 0, is_json
        self._searcher.stop()
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)
        self._lines.read_slice()
        self._update_range()
        self.viewport().update()
        self._reader.start()

    def text(self) -> str:
        """The whole text."""
        return self._lines.text

    def line_count(self) -> int:
        """How many lines were found so far."""
        return len(self._lines)

    def selected_text(self) -> str:
        """What is selected."""
        start, end = self.selection()
        return self._lines.text[start:end]

    def selection(self) -> tuple[int, int]:
        """Begin and end of what is selected."""
        return min(self._anchor, self._caret), max(self._anchor, self._caret)

    def select(self, start: int, end: int) -> None:
        """Select from ``start`` to ``end``, and bring it into view."""
        self._anchor, self._caret = start, end
        self._show_caret()

    def select_all(self) -> None:
        """Select the whole text, without moving the view."""
        self._anchor, self._caret = 0, len(self._lines.text)
        self.viewport().update()

    def copy(self) -> None:
        """Put what is selected on the clipboard."""
        if text := self.selected_text():
            QGuiApplication.clipboard().setText(text)

    def find_next(self, wanted: str, *, backward: bool = False) -> None:
        """Select the next ``wanted``, in either case, round the end; ``find_finished`` tells whether there is one.

        The same words again go on to the next place; other words are looked for from where the selection begins.
        """
        start, end = self.selection()
        again = wanted.casefold() == self._wanted.casefold()
        self._wanted = wanted
        begin = end if again and not backward else start
        self._looking = search(self._lines.text, wanted, start=begin, backward=backward)
        self.viewport().update()
        self._on_search_timeout()

    def set_theme(self, theme: Theme) -> None:
        """Show these colours from now on."""
        self._theme = theme
        self.viewport().update()

    def _on_read_timeout(self) -> None:
        until = time.monotonic() + BUSY_MS / 1000
        more = True
        while more and time.monotonic() < until:
            more = self._lines.read_slice()
        self._update_range()
        self.viewport().update()
        if not more:
            self._reader.stop()
            self.read_finished.emit()

    def _on_search_timeout(self) -> None:
        until = time.monotonic() + BUSY_MS / 1000
        for found in self._looking:
            if found is not None:
                self._finish_search(found)
                return
            if time.monotonic() >= until:
                self._searcher.start()
                return
        self._searcher.stop()

    def _finish_search(self, found: int) -> None:
        self._searcher.stop()
        if found >= 0:
            # The place may lie beyond the lines found so far.
            while not self._lines.is_read and self._lines.start(len(self._lines) - 1) <= found:
                self._lines.read_slice()
            self._update_range()
            self.select(found, found + len(self._wanted))
        self.find_finished.emit(found >= 0)

    def _line_height(self) -> int:
        return self.fontMetrics().height() + 3

    def _character_width(self) -> int:
        return max(1, self.fontMetrics().horizontalAdvance("0"))

    def _gutter(self) -> int:
        return self._character_width() * max(2, len(str(len(self._lines)))) + 28

    def _page(self) -> int:
        return max(1, self.viewport().height() // self._line_height())

    def _columns(self) -> int:
        return max(1, (self.viewport().width() - self._gutter()) // self._character_width())

    def _update_range(self) -> None:
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setPageStep(self._page())
        vertical.setRange(0, max(0, len(self._lines) - self._page()))
        horizontal.setPageStep(self._columns())
        horizontal.setSingleStep(4)
        horizontal.setRange(0, max(0, min(self._lines.longest, 2**31 - 1) + 1 - self._columns()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the scroll bars to what is in view."""
        super().resizeEvent(event)
        self._update_range()

    def _painter_of_lines(self) -> LinePainter:
        return LinePainter(
            self._lines,
            theme=self._theme,
            font=self.font(),
            column=self.horizontalScrollBar().value(),
            columns=self._columns() + 2,
            is_json=self._is_json,
            wanted=self._wanted,
            selection=self.selection(),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines in view, and their numbers."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(self._theme.surface))
        first, height, gutter = self.verticalScrollBar().value(), self._line_height(), self._gutter()
        last = min(len(self._lines), first + self._page() + 2)
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.tertiary))
        for row, line in enumerate(range(first, last)):
            box = QRect(0, row * height, gutter - 16, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(line + 1))
        painter.setClipRect(gutter, 0, self.viewport().width() - gutter, self.viewport().height())
        lines = self._painter_of_lines()
        for row, line in enumerate(range(first, last)):
            lines.draw(painter, line, at=QPointF(gutter, row * height + 1.5))
            if self.hasFocus():
                lines.draw_caret(painter, line, at=QPointF(gutter, row * height + 1.5), caret=self._caret)

    def _position_at(self, point: QPoint) -> int:
        first = self.verticalScrollBar().value()
        line = min(max(0, first + point.y() // self._line_height()), len(self._lines) - 1)
        column = self._painter_of_lines().column_at(line, x=point.x() - self._gutter())
        return position_of(self._lines, line=line, column=column)

    def _show_caret(self) -> None:
        line = self._lines.line_at(self._caret)
        column = self._caret - self._lines.start(line)
        first, left = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        if not first <= line < first + self._page():
            self.verticalScrollBar().setValue(line - self._page() // 3)
        if not left <= column < left + self._columns():
            self.horizontalScrollBar().setValue(max(0, column - self._columns() * 2 // 3))
        self.setAccessibleDescription(self._lines.cut(line, column=0, count=400))
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the caret where the mouse is; with Shift, select up to there."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._caret = self._position_at(event.position().toPoint())
            if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._anchor = self._caret
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select up to the mouse."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._caret = self._position_at(event.position().toPoint())
            self._show_caret()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        self.select(*word_at(self._lines.text, self._position_at(event.position().toPoint())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, select with Shift, copy, select all."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        elif (move := _move_of(event)) is not None:
            self._caret = moved(self._lines, self._caret, move=move, page=self._page())
            if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._anchor = self._caret
            self._show_caret()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy and to select all."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Copy"), self.copy).setEnabled(self._anchor != self._caret)
        menu.addAction(tr("Select all"), self.select_all)
        menu.popup(event.globalPos())


def _move_of(event: QKeyEvent) -> Move | None:
    move = _MOVES.get(Qt.Key(event.key()))
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        ends = {Move.LINE_START: Move.TEXT_START, Move.LINE_END: Move.TEXT_END}
        return ends.get(move) if move else None
    return move
