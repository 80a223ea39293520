"""Short facts in rounded grounds, and dots that show a state."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from xena_desktop.ui.icons import icon
from xena_desktop.ui.theme import LABEL_SIZE, Theme, text_font

PillKind = Literal["neutral", "outline", "good", "warning", "info", "danger", "custom"]

_HEIGHT = 20
_PADDING = 8
_ICON = 12
_GAP = 4


class Pill(QLabel):
    """A few words about something: a scope, a state, the name of a connection.

    ``color`` (``#RRGGBB``) makes a pill of one's own colour: a thin wash of it under ordinary text.
    """

    def __init__(
        self,
        text: str = "",
        *,
        theme: Theme,
        kind: PillKind = "neutral",
        color: str = "",
        icon_name: str = "",
        strong: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme, self._kind, self._color, self._icon_name = theme, kind, color, icon_name
        self._weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_fact(self, text: str, *, kind: PillKind = "neutral", color: str = "") -> None:
        """Say something else, in another kind or colour."""
        self._kind, self._color = kind, color
        self.setText(text)
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Show these colours from now on."""
        self._theme = theme
        self.update()

    def colors(self) -> tuple[QColor, str]:
        """Ground, perhaps transparent, and colour of the text."""
        theme = self._theme
        if self._kind == "custom":
            wash = QColor(self._color)
            wash.setAlpha(0x22 if theme.scheme == "light" else 0x40)
            return wash, theme.text
        pairs = {
            "good": (theme.good_ground, theme.good),
            "warning": (theme.warning_ground, theme.warning),
            "info": (theme.info_ground, theme.info),
            "danger": (theme.danger_ground, theme.danger),
            "outline": ("transparent", theme.secondary),
        }
        ground, text = pairs.get(self._kind, (theme.sunken, theme.text))
        return QColor(ground), text

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        words = QFontMetrics(self._words_font()).horizontalAdvance(self.text())
        return QSize(words + 2 * _PADDING + self._icon_width(), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters; the rest is elided."""
        return QSize(min(48, self.sizeHint().width()), _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground, the icon and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, color = self.colors()
        outlined = self._kind == "outline"
        painter.setPen(QPen(QColor(self._theme.line_strong), 1) if outlined else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        shape = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5) if outlined else QRectF(self.rect())
        painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)
        inside = self.rect().adjusted(_PADDING, 0, -_PADDING, 0)
        if self._icon_name:
            place = QRect(inside.left(), (self.height() - _ICON) // 2, _ICON, _ICON)
            icon(self._icon_name, color=color, size=_ICON).paint(painter, place)
            inside.setLeft(inside.left() + self._icon_width())
        painter.setFont(self._words_font())
        painter.setPen(QColor(color))
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, inside.width() + 1)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _words_font(self) -> QFont:
        return text_font(LABEL_SIZE, weight=self._weight)

    def _icon_width(self) -> int:
        return _ICON + _GAP if self._icon_name else 0


class StatusDot(QWidget):
    """A dot of 8 pixels; ``text`` says in words what its colour means. A hollow one lacks something."""

    def __init__(
        self, *, color: str, text: str = "", hollow: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFixedSize(8, 8)
        self._color, self._hollow = color, hollow
        self.show_state(color=color, text=text, hollow=hollow)

    def show_state(self, *, color: str, text: str = "", hollow: bool = False) -> None:
        """Show another state."""
        self._color, self._hollow = color, hollow
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dot."""
        painter = QPainter(self)
        draw_dot(painter, QRectF(self.rect()), color=self._color, hollow=self._hollow)


def draw_dot(painter: QPainter, place: QRectF, *, color: str, hollow: bool = False) -> None:
    """Draw a dot into ``place``; a hollow one is a ring."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(color), 1.5) if hollow else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else QColor(color))
    painter.drawEllipse(place.adjusted(0.75, 0.75, -0.75, -0.75) if hollow else place)
