"""How the rows of a JSON tree are drawn: again and again while an answer arrives, so in a few strokes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from xena_desktop.domain.json_scan import Kind
from xena_desktop.ui.models.indexes import Index
from xena_desktop.ui.models.json_tree import JsonColumn, JsonRole
from xena_desktop.ui.theme import LABEL_SIZE, ROW_HEIGHT, Theme, mono_font, text_font

_PADDING: Final = 9


class JsonDelegate(QStyledItemDelegate):
    """Keys and values in the colours of their kinds, in the font of the wire."""

    def __init__(self, *, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        wire, words = mono_font(), text_font(LABEL_SIZE)
        self._wire, self._words = (wire, QFontMetrics(wire)), (words, QFontMetrics(words))
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._key, self._quiet = QColor(theme.key), QColor(theme.tertiary)
        self._selected, self._hover = QColor(theme.selected), QColor(theme.hover)
        self._values = {
            Kind.STRING: QColor(theme.string),
            Kind.NUMBER: QColor(theme.number),
            Kind.BOOLEAN: QColor(theme.number),
            Kind.NULL: self._quiet,
        }

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All rows are equally high."""
        return QSize(120, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._selected)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, self._hover)
        (font, metrics), color = self._look(index)
        place = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        text = metrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, place.width())
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _look(self, index: Index) -> tuple[tuple[QFont, QFontMetrics], QColor]:
        """Font and colour of a cell."""
        column = index.column()
        if column == JsonColumn.KEY:
            return self._wire, self._key
        if column == JsonColumn.VALUE and (color := self._values.get(index.data(JsonRole.KIND))):
            return self._wire, color
        return self._words, self._quiet
