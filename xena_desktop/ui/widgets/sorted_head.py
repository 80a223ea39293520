"""The head of a table whose rows have an order."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QWidget

from xena_desktop.ui.icons import icon
from xena_desktop.ui.theme import LABEL_SIZE, Theme, text_font

_PADDING: Final = 14
"""That of QHeaderView::section in 30-views.qss."""
_ARROW, _GAP = 12, 3


class SortedHead(QHeaderView):
    """Draws the arrow of the order beside the title that it belongs to.

    Qt draws it at the right end of the section, over the last letters of a title that stands there.
    """

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._titles = QFontMetrics(text_font(LABEL_SIZE, weight=QFont.Weight.DemiBold))

    def set_theme(self, theme: Theme) -> None:
        """Draw the arrow in these colours from now on."""
        self._theme = theme
        self.viewport().update()

    def width_of(self, title: str) -> int:
        """Pixels that a title needs, with an arrow or without."""
        return self._titles.horizontalAdvance(title) + 2 * _PADDING + _GAP

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, section: int) -> None:
        """Let Qt draw no arrow."""
        super().initStyleOptionForIndex(option, section)
        option.sortIndicator = QStyleOptionHeader.SortIndicator.None_

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw the title, and the arrow in front of what stands at the right and behind what stands at the left."""
        super().paintSection(painter, rect, section)
        if not self.isSortIndicatorShown() or section != self.sortIndicatorSection():
            return
        model, across = self.model(), Qt.Orientation.Horizontal
        words = self._titles.horizontalAdvance(str(model.headerData(section, across)))
        alignment = model.headerData(section, across, Qt.ItemDataRole.TextAlignmentRole)
        first, last = rect.left() + 1, rect.right() - _ARROW
        if alignment is not None and Qt.AlignmentFlag.AlignRight in Qt.AlignmentFlag(alignment):
            place = max(first, rect.right() + 1 - _PADDING - words - _GAP - _ARROW)
        else:
            place = min(last, rect.left() + _PADDING + words + _GAP)
        is_descending = self.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        name = "chevron-down" if is_descending else "chevron-up"
        area = QRect(place, rect.center().y() - _ARROW // 2, _ARROW, _ARROW)
        icon(name, color=self._theme.text, size=_ARROW).paint(painter, area)
