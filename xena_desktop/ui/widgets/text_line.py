"""How one line of a large text is drawn, and where the mouse is in it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from xena_desktop.ui.models.json_syntax import spans
from xena_desktop.ui.models.text_lines import TextLines, occurrences
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.json_editor import piece_formats

LOOK_BACK: Final = 1000
"""A long line is coloured from this far before what is in view, not from its beginning."""


class LinePainter:
    """Lines of ``lines`` from ``column`` on, ``columns`` characters of each: those that are in view.

    ``wanted`` is marked wherever it stands; ``selection`` is begin and end in the whole text.
    """

    def __init__(
        self,
        lines: TextLines,
        *,
        theme: Theme,
        font: QFont,
        column: int,
        columns: int,
        is_json: bool,
        wanted: str,
        selection: tuple[int, int],
    ) -> None:
        self._lines, self._theme, self._font = lines, theme, font
        self._column, self._columns = column, columns
        self._is_json, self._wanted, self._selection = is_json, wanted, selection
        self._pieces = piece_formats(theme)
        self._found = QTextCharFormat()
        self._found.setBackground(QColor(theme.match_ground))
        self._chosen = QTextCharFormat()
        self._chosen.setBackground(QColor(theme.accent))
        self._chosen.setForeground(QColor(theme.on_accent))
        self._tab_width = 4 * QFontMetricsF(font).horizontalAdvance("0")

    def draw(self, painter: QPainter, line: int, *, at: QPointF) -> None:
        """Draw a line with its left top at ``at``."""
        layout = self._layout(line)
        painter.setPen(QColor(self._theme.text))
        shown = layout.text()
        selected = self._selected(line, length=len(shown))
        layout.draw(painter, at, [selected] if selected else [])
        start, end = self._selection
        if start <= self._lines.end(line) < end and len(shown) < self._columns:
            after = at.x() + layout.lineAt(0).naturalTextWidth()
            height = layout.boundingRect().height()
            painter.fillRect(QRectF(after, at.y(), self._tab_width / 8, height), QColor(self._theme.accent))

    def draw_caret(self, painter: QPainter, line: int, *, at: QPointF, caret: int) -> None:
        """Draw the caret, if it stands in this line and in view."""
        if self._lines.start(line) <= caret <= self._lines.end(line):
            column = caret - self._lines.start(line) - self._column
            if 0 <= column <= self._columns:
                painter.setPen(QColor(self._theme.text))
                self._layout(line).drawCursor(painter, at, column)

    def column_at(self, line: int, *, x: float) -> int:
        """The column of a line that is ``x`` pixels right of where the line begins in view."""
        layout = self._layout(line)  # held: a QTextLine points into it
        place: int = layout.lineAt(0).xToCursor(x)
        return self._column + place

    def _layout(self, line: int) -> QTextLayout:
        shown = self._lines.cut(line, column=self._column, count=self._columns)
        layout = QTextLayout(shown, self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        option.setTabStopDistance(self._tab_width)
        layout.setTextOption(option)
        formats = self._colours(line, length=len(shown)) if self._is_json else []
        formats += [
            _range(place, len(self._wanted), self._found) for place in occurrences(shown, self._wanted)
        ]
        layout.setFormats(formats)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        return layout

    def _colours(self, line: int, *, length: int) -> list[QTextLayout.FormatRange]:
        back = min(self._column, LOOK_BACK)
        text = self._lines.cut(line, column=self._column - back, count=back + length)
        skipped = 0
        if self._column > back:
            # Begin where a string most likely begins; the middle of one would turn all colours round.
            skipped = max(0, text.find(',"') + 1)
        ranges = []
        for span in spans(text[skipped:]):
            start = span.start + skipped - back
            if start + span.length > 0:
                first = max(0, start)
                ranges.append(_range(first, start + span.length - first, self._pieces[span.piece]))
        return ranges

    def _selected(self, line: int, *, length: int) -> QTextLayout.FormatRange | None:
        origin = self._lines.start(line) + self._column
        start = max(self._selection[0] - origin, 0)
        end = min(self._selection[1] - origin, length)
        return _range(start, end - start, self._chosen) if end > start else None


def _range(start: int, length: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, look
    return made
