"""A view of a text of any size, which only ever looks at the lines in view."""

from __future__ import annotations

import re
import time
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimer, Signal
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

from xena_desktop.domain.json_read import showable
from xena_desktop.domain.json_scan import Buffer
from xena_desktop.domain.text_index import TextIndex
from xena_desktop.translation import tr
from xena_desktop.ui.models.folds import Folds
from xena_desktop.ui.models.grammar import Grammar
from xena_desktop.ui.models.text_caret import Lines, Move, Place, moved, place_at, word_at
from xena_desktop.ui.theme import Theme, mono_font
from xena_desktop.ui.widgets.text_line import LinePainter

BUSY_MS: Final = 8
"""Reading gives way to the window after this long."""
_READ: Final = 1 << 18
_FOLD_WIDTH: Final = 16
_MOST_COPIED: Final = 200_000
"""Pieces that are copied at once."""

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
    """Text to read, select, copy and fold. A hundred megabytes open at once: lines are found in slices.

    ``read_finished`` tells that all lines are known.
    """

    read_finished = Signal()

    def __init__(self, *, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: Lines = TextIndex(b"")
        self._anchor: Place = (0, 0)
        self._caret: Place = (0, 0)
        self._longest, self._is_numbered = 0, True
        self._grammar: Grammar | None = None
        self._theme, self._folds = theme, Folds()
        self._wanted: re.Pattern[str] | None = None
        self._awaited = -1, 0
        self._reader = QTimer(self, interval=0)
        self._reader.timeout.connect(self._on_read_timeout)
        self.setAccessibleName(name)
        self._measure_font()
        self.setFont(mono_font())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)

    def set_text(self, text: str, *, grammar: Grammar | None = None) -> None:
        """Show a text from its beginning; a grammar colours it."""
        self.set_lines(TextIndex(text.encode("utf-8", "surrogatepass")), grammar=grammar)

    def set_lines(self, lines: Lines, *, grammar: Grammar | None = None, is_numbered: bool = True) -> None:
        """Show these lines from the first; a grammar colours them, and lets them be folded."""
        self._lines, self._grammar, self._is_numbered = lines, grammar, is_numbered
        self._anchor = self._caret = (0, 0)
        self._longest, self._awaited = 0, (-1, 0)
        self._folds.clear()
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)
        self._lines.advance(_READ)
        self._update_range()
        self.viewport().update()
        self._reader.start()

    def grow(self, buffer: Buffer) -> None:
        """More of the text has come."""
        if isinstance(self._lines, TextIndex):
            self._lines.grow(buffer)
            self._reader.start()

    def text(self) -> str:
        """The whole text, one line for each piece."""
        return "\n".join(self._lines.text(piece) for piece in range(len(self._lines)))

    def line_count(self) -> int:
        """How many pieces were found so far."""
        return len(self._lines)

    def selected_text(self) -> str:
        """What is selected; the parts of a long line are one again."""
        (first, begin), (last, end) = self.selection()
        last = min(last, first + _MOST_COPIED)
        parts = []
        for piece in range(first, last + 1):
            text = self._lines.text(piece)
            text = text[:end] if piece == last else text
            goes_on = piece > first and self._is_numbered and not self._lines.number(piece)
            parts.append(
                ("" if piece == first or goes_on else "\n") + (text[begin:] if piece == first else text)
            )
        return "".join(parts)

    def selection(self) -> tuple[Place, Place]:
        """Begin and end of what is selected."""
        return min(self._anchor, self._caret), max(self._anchor, self._caret)

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

    def mark(self, wanted: re.Pattern[str] | None) -> None:
        """Mark what the pattern finds wherever it is in view."""
        self._wanted = wanted
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Show these colours from now on."""
        self._theme = theme
        self.viewport().update()

    def _on_read_timeout(self) -> None:
        until = time.monotonic() + BUSY_MS / 1000
        more, gutter, rows = True, self._gutter(), self._rows()
        while more and time.monotonic() < until:
            more = self._lines.advance(_READ)
        self._update_range()
        if rows < self._page() + 2 or gutter != self._gutter():
            self.viewport().update()
        if not more:
            self._reader.stop()
        if self._awaited[0] >= 0:
            awaited, self._awaited = self._awaited, (-1, 0)
            self.select_bytes(*awaited)
        if not more:
            self.read_finished.emit()

    # --- folding -----------------------------------------------------------------------------------------

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

    # --- measures ----------------------------------------------------------------------------------------

    def _measure_font(self) -> None:
        metrics = self.fontMetrics()
        self._line_height = metrics.height() + 3
        self._character_width = max(1, metrics.horizontalAdvance("0"))

    def changeEvent(self, event: QEvent) -> None:
        """Measure another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure_font()

    def _gutter(self) -> int:
        if not self._is_numbered:
            return 14
        return self._character_width * max(2, len(str(len(self._lines)))) + 28 + self._fold_width()

    def _fold_width(self) -> int:
        return _FOLD_WIDTH if self._grammar else 0

    def _page(self) -> int:
        return max(1, self.viewport().height() // self._line_height)

    def _columns(self) -> int:
        return max(1, (self.viewport().width() - self._gutter()) // self._character_width)

    def _rows(self) -> int:
        return len(self._lines) - self._folds.hidden

    def _update_range(self) -> None:
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setPageStep(self._page())
        vertical.setRange(0, max(0, self._rows() - self._page()))
        horizontal.setPageStep(self._columns())
        horizontal.setSingleStep(4)
        self._measure_lines_in_view()
        horizontal.setRange(0, max(0, self._longest + 1 - self._columns()))

    def _measure_lines_in_view(self) -> None:
        """The horizontal range grows with what was seen: no line is longer than a piece."""
        first = self.verticalScrollBar().value()
        for row in range(first, min(self._rows(), first + self._page() + 2)):
            self._longest = max(self._longest, len(self._lines.text(self._folds.piece_at(row))))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Draw what came into view."""
        if dy:
            self._update_range()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the scroll bars to what is in view."""
        super().resizeEvent(event)
        self._update_range()

    # --- drawing -----------------------------------------------------------------------------------------

    def _painter_of_lines(self) -> LinePainter:
        return LinePainter(
            self._lines,
            theme=self._theme,
            font=self.font(),
            column=self.horizontalScrollBar().value(),
            columns=self._columns() + 2,
            grammar=self._grammar,
            wanted=self._wanted,
            selection=self.selection(),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines in view, and their numbers."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(self._theme.surface))
        first, height, gutter = self.verticalScrollBar().value(), self._line_height, self._gutter()
        pieces = [self._folds.piece_at(r) for r in range(first, min(self._rows(), first + self._page() + 2))]
        painter.setFont(self.font())
        for row, piece in enumerate(pieces):
            self._draw_gutter(painter, piece, top=row * height)
        painter.setClipRect(gutter, 0, self.viewport().width() - gutter, self.viewport().height())
        lines = self._painter_of_lines()
        for row, piece in enumerate(pieces):
            at = QPointF(gutter, row * height + 1.5)
            lines.draw(painter, piece, at=at, is_folded=self._folds.is_folded(piece))
            if self.hasFocus():
                lines.draw_caret(painter, piece, at=at, caret=self._caret)

    def _draw_gutter(self, painter: QPainter, piece: int, *, top: int) -> None:
        height, right = self._line_height, self._gutter() - 16 - self._fold_width()
        painter.setPen(QColor(self._theme.tertiary))
        if self._is_numbered and (number := self._lines.number(piece)):
            box = QRect(0, top, right, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number))
        if self._grammar and self._grammar.opens_fold(self._lines.text(piece)):
            mark = "▸" if self._folds.is_folded(piece) else "▾"
            painter.drawText(QRect(right, top, 24, height), Qt.AlignmentFlag.AlignCenter, mark)

    # --- keyboard and mouse ------------------------------------------------------------------------------

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
