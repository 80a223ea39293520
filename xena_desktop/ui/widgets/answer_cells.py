"""How the cells of an answer's table are drawn: in a few strokes, for there may be a million rows to scroll."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from xena_desktop.ui.models.answer_rows import AnswerRowsModel, CellKind
from xena_desktop.ui.theme import Theme, text_font
from xena_desktop.ui.widgets.delegates import CellDelegate

_PADDING: Final = 14
# as numbers: an operation on Python's flags takes a third as long as drawing the words
_SELECTED: Final = QStyle.StateFlag.State_Selected.value
_HOVERED: Final = QStyle.StateFlag.State_MouseOver.value
_RINGED: Final = QStyle.StateFlag.State_HasFocus.value | QStyle.StateFlag.State_KeyboardFocusChange.value


class AnswerCellDelegate(CellDelegate):
    """Draws a cell straight: a style sheet's item takes ten times as long, and a window holds hundreds of them."""

    def __init__(self, rows: AnswerRowsModel, *, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(theme=theme, parent=parent)
        self._rows = rows
        self._widest = QFontMetrics(text_font()).horizontalAdvance("W")
        self._choose_colors(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        super().set_theme(theme)
        self._choose_colors(theme)

    def _choose_colors(self, theme: Theme) -> None:
        self._selected, self._hovered = QColor(theme.selected), QColor(theme.hover)
        self._line, self._focus = QColor(theme.line), QColor(theme.focus)
        self._words = {
            CellKind.PLAIN: QColor(theme.text),
            CellKind.QUIET: QColor(theme.tertiary),
            CellKind.LINK: QColor(theme.link),
        }

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        place: QRect = option.rect
        self._draw_ground(painter, place, state=option.state.value)
        cell = self._rows.shown(index.row(), index.column())
        words = place.adjusted(_PADDING, 0, -_PADDING, -1)
        painter.setPen(self._words[cell.kind])
        painter.drawText(words, cell.alignment, self._fitting(cell.text, words.width(), option))

    def _fitting(self, text: str, width: int, option: QStyleOptionViewItem) -> str:
        """``text``, cut to a width; what is short enough in any letters is not measured."""
        if text.isascii() and len(text) * self._widest <= width:
            return text
        metrics = option.fontMetrics
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)

    def _draw_ground(self, painter: QPainter, place: QRect, *, state: int) -> None:
        if state & _SELECTED:
            painter.fillRect(place, self._selected)
        elif state & _HOVERED:
            painter.fillRect(place, self._hovered)
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, self._line)
        if state & _RINGED == _RINGED:
            painter.setPen(self._focus)
            painter.drawRect(place.adjusted(0, 0, -1, -1))
