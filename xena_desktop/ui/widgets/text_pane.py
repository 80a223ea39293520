"""A text of any size as it is drawn: only the lines in view are ever looked at."""

from __future__ import annotations

import re
import time
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from xena_desktop.domain.json_scan import Buffer
from xena_desktop.domain.text_index import TextIndex
from xena_desktop.ui.models.folds import Folds
from xena_desktop.ui.models.grammar import Grammar
from xena_desktop.ui.models.text_caret import Lines, Place
from xena_desktop.ui.theme import Theme, mono_font
from xena_desktop.ui.widgets.text_line import LinePainter

BUSY_MS: Final = 8
"""Reading gives way to the window after this long."""
_READ: Final = 1 << 18
_FOLD_WIDTH: Final = 16


class TextPane(QAbstractScrollArea):
    """Lines with their numbers, what is selected and what is folded away. A hundred megabytes open at once: lines are
    found in slices.

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
        self._reader = QTimer(self, interval=0)
        self._reader.timeout.connect(self._read)
        self.setAccessibleName(name)
        self._measure_font()
        self.setFont(mono_font())

    def set_text(self, text: str, *, grammar: Grammar | None = None) -> None:
        """Show a text from its beginning; a grammar colours it."""
        self.set_lines(TextIndex(text.encode("utf-8", "surrogatepass")), grammar=grammar)

    def set_lines(self, lines: Lines, *, grammar: Grammar | None = None, is_numbered: bool = True) -> None:
        """Show these lines from the first; a grammar colours them, and lets them be folded."""
        self._lines, self._grammar, self._is_numbered = lines, grammar, is_numbered
        self._anchor = self._caret = (0, 0)
        self._longest = 0
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

    def selection(self) -> tuple[Place, Place]:
        """Begin and end of what is selected."""
        return min(self._anchor, self._caret), max(self._anchor, self._caret)

    def mark(self, wanted: re.Pattern[str] | None) -> None:
        """Mark what the pattern finds wherever it is in view."""
        self._wanted = wanted
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Show these colours from now on."""
        self._theme = theme
        self.viewport().update()

    def _read(self) -> None:
        """Find more lines, for a moment."""
        until = time.monotonic() + BUSY_MS / 1000
        more, gutter, rows = True, self._gutter(), self._rows()
        while more and time.monotonic() < until:
            more = self._lines.advance(_READ)
        self._update_range()
        if rows < self._page() + 2 or gutter != self._gutter():
            self.viewport().update()
        if not more:
            self._reader.stop()
            self.read_finished.emit()

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
