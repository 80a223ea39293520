"""The pages of a document below each other, drawn when they come into view."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from xena_desktop.domain.page_places import Box, PagePlace
from xena_desktop.translation import tr
from xena_desktop.ui.theme import Theme

_GAP: Final = 16
_WIDEST: Final = 900
_KEPT: Final = 12
"""Pictures that are kept; the farthest from view goes first."""
_FOUND: Final = QColor("#FFF0A0")
_CHOSEN: Final = QColor("#FFC04D")


class PdfPages(QAbstractScrollArea):
    """Pages of known sizes; ``page_wanted`` asks for the picture of one, ``width`` pixels wide."""

    page_wanted = Signal(int, int)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._tops: list[int] = [0]
        self._pictures: dict[int, QImage] = {}
        self._asked: set[int] = set()
        self._marks: dict[int, list[Box]] = {}
        self._current: PagePlace | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().setSingleStep(40)

    def show_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show a document with pages of these sizes, from the first."""
        self._sizes = tuple(sizes)
        self._marks, self._current = {}, None
        self._forget()
        self.verticalScrollBar().setValue(0)
        self._arrange()

    def show_picture(self, number: int, picture: QImage) -> None:
        """Show the picture of a page."""
        self._pictures[number] = picture
        if len(self._pictures) > _KEPT:
            farthest = max(self._pictures, key=lambda other: abs(other - number))
            del self._pictures[farthest]
            self._asked.discard(farthest)
        self.viewport().update()

    def mark(self, places: Sequence[PagePlace]) -> None:
        """Mark these places wherever they are in view."""
        self._marks, self._current = {}, None
        for place in places:
            self._marks.setdefault(place.page, []).extend(place.boxes)
        self.viewport().update()

    def show_place(self, place: PagePlace) -> None:
        """Bring one of them into view, in a mark of its own colour."""
        self._current = place
        top = self._tops[place.page] + round(place.boxes[0][1] * self._height(place.page))
        bar = self.verticalScrollBar()
        if not bar.value() + _GAP <= top <= bar.value() + self.viewport().height() - 3 * _GAP:
            bar.setValue(top - self.viewport().height() // 3)
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Show these colours from now on."""
        self._theme = theme
        self.viewport().update()

    def _forget(self) -> None:
        self._pictures.clear()
        self._asked.clear()

    def _page_width(self) -> int:
        return max(100, min(_WIDEST, self.viewport().width() - 2 * _GAP))

    def _height(self, number: int) -> int:
        width, height = self._sizes[number]
        return max(1, round(self._page_width() * height / max(1.0, width)))

    def _arrange(self) -> None:
        heights = (self._height(number) + _GAP for number in range(len(self._sizes)))
        self._tops = list(accumulate(heights, initial=_GAP))
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, self._tops[-1] - self.viewport().height()))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the pages in the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._forget()
        self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pages in view, and ask for those that are not there yet."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(self._theme.sunken))
        offset, width = self.verticalScrollBar().value(), self._page_width()
        left = (self.viewport().width() - width) // 2
        for number, top in enumerate(self._tops[:-1]):
            place = QRect(left, top - offset, width, self._height(number))
            if not place.intersects(self.viewport().rect()):
                continue
            if (picture := self._pictures.get(number)) is not None:
                painter.drawImage(place, picture)
                self._draw_marks(painter, number, place)
                continue
            painter.fillRect(place, QColor("white"))
            painter.setPen(QColor("#5A646E"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, tr("Page {number}", number=number + 1))
            if number not in self._asked:
                self._asked.add(number)
                self.page_wanted.emit(number, round(width * self.devicePixelRatioF()))

    def _draw_marks(self, painter: QPainter, number: int, place: QRect) -> None:
        """Pages are white in every theme, and so are these colours one's own: as with a pen on paper."""
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for box in self._marks.get(number, []):
            painter.fillRect(_on_page(place, box), _FOUND)
        if self._current is not None and self._current.page == number:
            for box in self._current.boxes:
                painter.fillRect(_on_page(place, box), _CHOSEN)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)


def _on_page(page: QRect, box: Box) -> QRectF:
    left, top, width, height = box
    return QRectF(
        page.left() + left * page.width(),
        page.top() + top * page.height(),
        width * page.width(),
        height * page.height(),
    )
