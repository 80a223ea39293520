"""How one line of a large text is drawn, and where the mouse is in it."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from xena_desktop.ui.models.grammar import Grammar
from xena_desktop.ui.models.text_caret import Lines, Place
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.code_editor import piece_formats

LOOK_BACK: Final = 1000
"""A long line is coloured from this far before what is in view, not from its beginning."""


class LinePainter:
    """Pieces of ``lines`` from ``column`` on, ``columns`` characters of each: those that are in view.

    What ``wanted`` finds is marked; ``selection`` is begin and end in the whole text.
    """

    def __init__(
        self,
        lines: Lines,
        *,
        theme: Theme,
        font: QFont,
        column: int,
        columns: int,
        grammar: Grammar | None,
        wanted: re.Pattern[str] | None,
        selection: tuple[Place, Place],
    ) -> None:
        self._lines, self._theme, self._font = lines, theme, font
        self._column, self._columns = column, columns
        self._grammar, self._wanted, self._selection = grammar, wanted, selection
        self._pieces = piece_formats(theme)
        self._found = QTextCharFormat()
        self._found.setBackground(QColor(theme.match_ground))
        self._chosen = QTextCharFormat()
        self._chosen.setBackground(QColor(theme.accent))
        self._chosen.setForeground(QColor(theme.on_accent))
        self._tab_width = 4 * QFontMetricsF(font).horizontalAdvance("0")

    def draw(self, painter: QPainter, piece: int, *, at: QPointF, is_folded: bool = False) -> None:
        """Draw a piece with its left top at ``at``; behind a folded one it says so."""
        layout = self._layout(piece)
        painter.setPen(QColor(self._theme.text))
        shown = layout.text()
        selected = self._selected(piece, length=len(shown))
        layout.draw(painter, at, [selected] if selected else [])
        after = at.x() + layout.lineAt(0).naturalTextWidth()
        height = layout.boundingRect().height()
        if self._selection[0][0] <= piece < self._selection[1][0] and len(shown) < self._columns:
            painter.fillRect(QRectF(after, at.y(), self._tab_width / 8, height), QColor(self._theme.accent))
        if is_folded:
            painter.setPen(QColor(self._theme.tertiary))
            painter.drawText(QPointF(after + 4, at.y() + height * 0.8), "…")

    def draw_caret(self, painter: QPainter, piece: int, *, at: QPointF, caret: Place) -> None:
        """Draw the caret, if it stands in this piece and in view."""
        if caret[0] == piece and 0 <= caret[1] - self._column <= self._columns:
            painter.setPen(QColor(self._theme.text))
            self._layout(piece).drawCursor(painter, at, caret[1] - self._column)

    def column_at(self, piece: int, *, x: float) -> int:
        """The column of a piece that is ``x`` pixels right of where it begins in view."""
        layout = self._layout(piece)  # held: a QTextLine points into it
        place: int = layout.lineAt(0).xToCursor(x)
        return self._column + place

    def _layout(self, piece: int) -> QTextLayout:
        whole = self._lines.text(piece)
        shown = whole[self._column : self._column + self._columns]
        layout = QTextLayout(shown, self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        option.setTabStopDistance(self._tab_width)
        layout.setTextOption(option)
        formats = self._colours(self._grammar, whole, length=len(shown)) if self._grammar else []
        if self._wanted is not None:
            formats += [
                _range(found.start(), found.end() - found.start(), self._found)
                for found in self._wanted.finditer(shown)
                if found.end() > found.start()
            ]
        layout.setFormats(formats)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        return layout

    def _colours(self, grammar: Grammar, whole: str, *, length: int) -> list[QTextLayout.FormatRange]:
        back = min(self._column, LOOK_BACK)
        text = whole[self._column - back : self._column + length]
        skipped = 0
        if self._column > back:
            # Begin where a string most likely begins; the middle of one would turn all colours round.
            skipped = max(0, text.find(grammar.fresh) + 1)
        ranges = []
        for span in grammar.spans(text[skipped:]):
            start = span.start + skipped - back
            if start + span.length > 0:
                first = max(0, start)
                ranges.append(_range(first, start + span.length - first, self._pieces[span.piece]))
        return ranges

    def _selected(self, piece: int, *, length: int) -> QTextLayout.FormatRange | None:
        (first, begin), (last, end) = self._selection
        if not first <= piece <= last:
            return None
        start = max(begin - self._column, 0) if piece == first else 0
        stop = min(end - self._column, length) if piece == last else length
        return _range(start, stop - start, self._chosen) if stop > start else None


def _range(start: int, length: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, look
    return made
