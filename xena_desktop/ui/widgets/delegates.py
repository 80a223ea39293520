"""How rows of lists, trees and tables are drawn."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from xena_desktop.ui.icons import icon
from xena_desktop.ui.models.accounts import AccountRole
from xena_desktop.ui.models.columns import ColumnRole
from xena_desktop.ui.models.commands import CommandRole
from xena_desktop.ui.models.endpoints import EndpointRole
from xena_desktop.ui.models.history import HistoryRole
from xena_desktop.ui.models.indexes import Index
from xena_desktop.ui.theme import (
    CONTROL_RADIUS,
    LABEL_SIZE,
    ROW_HEIGHT,
    SECTION_SIZE,
    TABLE_ROW_HEIGHT,
    Theme,
    mono_font,
    text_font,
)
from xena_desktop.ui.widgets.pill import draw_dot

_PADDING: Final = 8
_METHOD_WIDTH: Final = 58
_LEAST_SUMMARY: Final = 48
STAR_WIDTH: Final = 24


def star_place(row: QRect) -> QRect:
    """Where the star of a row stands."""
    place = QRect(0, 0, 14, 14)
    place.moveCenter(QPoint(row.right() - STAR_WIDTH // 2 - 2, row.center().y()))
    return place


class RowDelegate(QStyledItemDelegate):
    """The ground of a row: rounded, coloured where it is chosen, ringed where the keyboard is."""

    def __init__(self, *, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All rows are equally high."""
        return QSize(120, ROW_HEIGHT)

    def draw_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Draw what stands below the row's words."""
        state = option.state
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = ""
        if state & QStyle.StateFlag.State_Selected:
            ground = self.theme.selected
        elif state & QStyle.StateFlag.State_MouseOver:
            ground = self.theme.hover
        by_keyboard = state & QStyle.StateFlag.State_KeyboardFocusChange
        ringed = bool(state & QStyle.StateFlag.State_HasFocus and by_keyboard)
        painter.setPen(QPen(QColor(self.theme.focus), 2) if ringed else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        if ground or ringed:
            inset = 1.0 if ringed else 0.0
            place = QRectF(option.rect).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(place, CONTROL_RADIUS, CONTROL_RADIUS)

    def draw_note(self, painter: QPainter, place: QRect, *, text: str, color: str = "") -> int:
        """Draw words at the right, quiet ones where no ``color`` is given.

        Returns the pixels they take from the row, with the gap before them.
        """
        if not text:
            return 0
        painter.setFont(text_font(LABEL_SIZE))
        painter.setPen(QColor(color or self.theme.tertiary))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
        return painter.fontMetrics().horizontalAdvance(text) + _PADDING


class AccountDelegate(RowDelegate):
    """An account: the dot of its connection's colour, its name, and how long its access token lives."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one account."""
        painter.save()
        self.draw_ground(painter, option)
        place = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        ready = bool(index.data(AccountRole.READY))
        dot = QRectF(place.left(), QRectF(place).center().y() - 4, 8, 8)
        draw_dot(painter, dot, color=str(index.data(AccountRole.COLOR)), hollow=not ready)
        note = str(index.data(AccountRole.NOTE) or "")
        taken = self.draw_note(painter, place, text=note, color="" if ready else self.theme.warning)
        words = place.adjusted(16, 0, -taken, 0)
        painter.setFont(text_font())
        painter.setPen(QColor(self.theme.text if ready else self.theme.secondary))
        _draw_elided(painter, words, text=str(index.data() or ""), mode=Qt.TextElideMode.ElideRight)
        painter.restore()


class RequestDelegate(RowDelegate):
    """A method in its colour, words, and a quiet note at the right; rows without a method begin at the left."""

    method_role: int
    note_role: int
    elided = Qt.TextElideMode.ElideRight

    def note_color(self, _index: Index) -> str:
        """The colour of the note."""
        return self.theme.tertiary

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        painter.save()
        self.draw_ground(painter, option)
        place = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        note = str(index.data(self.note_role) or "")
        taken = self.draw_note(painter, place, text=note, color=self.note_color(index))
        taken = max(taken, self.draw_more(painter, option, index))
        method = str(index.data(self.method_role) or "")
        if method:
            painter.setFont(text_font(SECTION_SIZE, weight=QFont.Weight.Bold))
            painter.setPen(QColor(self.theme.method(method)))
            head = QRect(place.left(), place.top(), _METHOD_WIDTH - 4, place.height())
            _draw_elided(painter, head, text=method, mode=Qt.TextElideMode.ElideRight)
            place.setLeft(place.left() + _METHOD_WIDTH)
        painter.setFont(text_font())
        painter.setPen(QColor(self.theme.text))
        words = place.adjusted(0, 0, -taken, 0)
        text = str(index.data() or "")
        _draw_elided(painter, words, text=text, mode=self.elided)
        words.setLeft(words.left() + painter.fontMetrics().horizontalAdvance(text) + _PADDING)
        self.draw_behind(painter, words, index)
        painter.restore()

    def draw_more(self, _painter: QPainter, _option: QStyleOptionViewItem, _index: Index) -> int:
        """Draw more at the right; returns the pixels it takes from the row."""
        return 0

    def draw_behind(self, painter: QPainter, place: QRect, index: Index) -> None:
        """Draw what stands behind the words, as far as there is room."""


class EndpointDelegate(RequestDelegate):
    """An endpoint. A long path loses its middle: its end tells it from its neighbours.

    A star stands at the right of a favourite, and of the row under the mouse. A row without a method is a group.
    """

    method_role, note_role = EndpointRole.METHOD, EndpointRole.NOTE
    elided = Qt.TextElideMode.ElideMiddle

    def draw_more(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> int:
        """Draw the star where there is one."""
        starred = index.data(EndpointRole.STARRED)
        if starred is None or not (starred or option.state & QStyle.StateFlag.State_MouseOver):
            return 0
        color = self.theme.warning if starred else self.theme.tertiary
        icon("star", color=color).paint(painter, star_place(option.rect))
        return STAR_WIDTH

    def draw_behind(self, painter: QPainter, place: QRect, index: Index) -> None:
        """Draw what the endpoint does."""
        if place.width() > _LEAST_SUMMARY:
            painter.setFont(text_font(LABEL_SIZE))
            painter.setPen(QColor(self.theme.tertiary))
            summary = str(index.data(EndpointRole.SUMMARY) or "")
            _draw_elided(painter, place, text=summary, mode=Qt.TextElideMode.ElideRight)


class HistoryDelegate(RequestDelegate):
    """A call of the history, or the day above several; what did not go well has its note in red."""

    method_role, note_role = HistoryRole.METHOD, HistoryRole.NOTE
    elided = Qt.TextElideMode.ElideMiddle

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        if index.data(HistoryRole.STATUS) is not None:
            super().paint(painter, option, index)
            return
        painter.save()
        place = option.rect.adjusted(_PADDING, 0, -_PADDING, -4)
        painter.setFont(text_font(SECTION_SIZE, weight=QFont.Weight.DemiBold))
        painter.setPen(QColor(self.theme.secondary))
        words = str(index.data() or "")
        painter.drawText(place, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()

    def note_color(self, index: Index) -> str:
        """Red where the call failed."""
        status = int(index.data(HistoryRole.STATUS) or 0)
        return self.theme.tertiary if 0 < status < 400 else self.theme.danger


class CommandDelegate(RequestDelegate):
    """Something to open or do."""

    method_role, note_role = CommandRole.METHOD, CommandRole.NOTE


class CellDelegate(QStyledItemDelegate):
    """A cell of a table whose columns are declared (``models.columns``)."""

    def __init__(self, *, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as its words; all rows equally high."""
        return QSize(super().sizeHint(option, index).width(), TABLE_ROW_HEIGHT)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Choose font and colour as the column declares."""
        super().initStyleOption(option, index)
        if index.data(ColumnRole.MONO):
            option.font = mono_font()
        color = self._theme.tertiary if index.data(ColumnRole.QUIET) else self._theme.text
        set_text_color(option, color=self._theme.link if index.data(ColumnRole.LINK) else color)


def set_text_color(option: QStyleOptionViewItem, *, color: str) -> None:
    """Draw the item's words in ``color``, chosen or not."""
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
        option.palette.setColor(role, QColor(color))


def _draw_elided(painter: QPainter, place: QRect, *, text: str, mode: Qt.TextElideMode) -> None:
    shown = painter.fontMetrics().elidedText(text, mode, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
