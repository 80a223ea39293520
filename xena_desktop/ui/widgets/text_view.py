"""A text of any size to read in: selecting, copying, folding, by keyboard and mouse."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from xena_desktop.domain.json_read import showable
from xena_desktop.domain.text_index import TextIndex
from xena_desktop.translation import tr
from xena_desktop.ui.models.grammar import Grammar
from xena_desktop.ui.models.text_caret import Lines, Move, Place, moved, place_at, word_at
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.text_pane import TextPane

_MOST_COPIED: Final = 200_000
"""Lines of bytes that are copied at once; of a text there is no such limit."""

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


class TextView(TextPane):
    """Text to read, select, copy and fold."""

    def __init__(self, *, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(name=name, theme=theme, parent=parent)
        self._awaited = -1, 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)

    def set_lines(self, lines: Lines, *, grammar: Grammar | None = None, is_numbered: bool = True) -> None:
        """Show these lines from the first; a grammar colours them, and lets them be folded."""
        self._awaited = -1, 0
        super().set_lines(lines, grammar=grammar, is_numbered=is_numbered)

    def selected_text(self) -> str:
        """What is selected; the parts of a long line are one again."""
        (first, begin), (last, end) = self.selection()
        if isinstance(self._lines, TextIndex):
            start, stop = self._lines.position(first, begin), self._lines.position(last, end)
            return self._lines.buffer[start:stop].decode("utf-8", "replace").replace("\r\n", "\n")
        last = min(last, first + _MOST_COPIED)
        texts = [self._lines.text(piece) for piece in range(first, last + 1)]
        texts[-1] = texts[-1][:end]
        return "\n".join([texts[0][begin:], *texts[1:]])

    def select(self, start: Place, end: Place) -> None:
        """Select from ``start`` to ``end``, and bring it into view."""
        self._anchor, self._caret = start, end
        self._folds.reveal(end[0])
        self._update_range()
        self._show_caret()

    def select_bytes(self, start: int, length: int) -> None:
        """Select what stands there in the bytes of the text, as soon as its line is known."""
        first, last = self._lines.place(start), self._lines.place(start + length)
        if not self._lines.is_read and first[0] >= len(self._lines) - 1:
            self._awaited = start, length
            return
        self.select(first, last)

    def select_all(self) -> None:
        """Select the whole text, without moving the view."""
        last = len(self._lines) - 1
        self._anchor, self._caret = (0, 0), (last, len(self._lines.text(last)))
        self.viewport().update()

    def copy(self) -> None:
        """Put what is selected on the clipboard."""
        if text := self.selected_text():
            QGuiApplication.clipboard().setText(showable(text))

    def _read(self) -> None:
        """Find more lines, for a moment; what was to be selected in one of them is."""
        super()._read()
        if self._awaited[0] >= 0:
            awaited, self._awaited = self._awaited, (-1, 0)
            self.select_bytes(*awaited)

    def toggle_fold(self, piece: int) -> None:
        """Fold away what stands between the brackets that this line opens, or show it again."""
        grammar, lines = self._grammar, self._lines
        if not self._folds.unfold(piece) and isinstance(lines, TextIndex) and grammar is not None:
            last = grammar.end_of_fold(lines, piece)
            if last >= 0:
                self._folds.fold(piece, last)
                if piece < self._caret[0] <= last:
                    self._anchor = self._caret = (piece, 0)
        self._update_range()
        self.viewport().update()

    def unfold_all(self) -> None:
        """Show everything."""
        self._folds.clear()
        self._update_range()
        self.viewport().update()

    def _row_at(self, point: QPoint) -> int:
        return self.verticalScrollBar().value() + point.y() // self._line_height

    def _place_at(self, point: QPoint) -> Place:
        piece, _column = place_at(self._lines, self._folds, row=self._row_at(point), column=0)
        column = self._painter_of_lines().column_at(piece, x=point.x() - self._gutter())
        return piece, min(column, len(self._lines.text(piece)))

    def _show_caret(self) -> None:
        piece, column = self._caret
        row = self._folds.row_of(piece)
        first, left = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        if not first <= row < first + self._page():
            self.verticalScrollBar().setValue(row - self._page() // 3)
            self._update_range()
        if not left <= column < left + self._columns():
            self._longest = max(self._longest, len(self._lines.text(piece)))
            self._update_range()
            self.horizontalScrollBar().setValue(max(0, column - self._columns() * 2 // 3))
        self.setAccessibleDescription(showable(self._lines.text(piece)[:400]))
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the caret where the mouse is; with Shift, select up to there; beside the numbers, fold."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        if point.x() < self._gutter() and self._grammar and self._row_at(point) < self._rows():
            self.toggle_fold(self._folds.piece_at(self._row_at(point)))
            return
        self._caret = self._place_at(point)
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = self._caret
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select up to the mouse."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._caret = self._place_at(event.position().toPoint())
            self._show_caret()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        piece, column = self._place_at(event.position().toPoint())
        start, end = word_at(self._lines.text(piece), column)
        self.select((piece, start), (piece, end))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, select with Shift, copy, select all; Enter folds and unfolds."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._grammar:
            self.toggle_fold(self._caret[0])
        elif (move := _move_of(event)) is not None:
            self._caret = moved(self._lines, self._caret, move=move, page=self._page(), folds=self._folds)
            if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._anchor = self._caret
            self._show_caret()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy, to select all, and to unfold."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Copy"), self.copy).setEnabled(self._anchor != self._caret)
        menu.addAction(tr("Select all"), self.select_all)
        if self._grammar:
            menu.addAction(tr("Unfold everything"), self.unfold_all).setEnabled(len(self._folds) > 0)
        menu.popup(event.globalPos())


def _move_of(event: QKeyEvent) -> Move | None:
    move = _MOVES.get(Qt.Key(event.key()))
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        ends = {Move.LINE_START: Move.TEXT_START, Move.LINE_END: Move.TEXT_END}
        return ends.get(move) if move else None
    return move
