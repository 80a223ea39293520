"""A person's round picture, or their initials."""

from __future__ import annotations

import zlib
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from xena_desktop.ui.icons import icon
from xena_desktop.ui.theme import text_font

GROUNDS: Final = (
    "#4E7187", "#7A5C99", "#A0522D", "#2F7A68", "#8C4A6B", "#5A6B2F", "#3F6FA3", "#8A5A1F",
)  # fmt: skip
"""Grounds for initials; white text has at least 4.5:1 on each."""

SMALL: Final = 28
LARGE: Final = 88


class Avatar(QWidget):
    """The picture of ``name``, ``size`` pixels wide; initials on a colour while there is none."""

    def __init__(self, name: str = "", *, size: int = SMALL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._picture = name, QPixmap()
        self.setFixedSize(size, size)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Show the initials of ``name`` where there is no picture."""
        self._name = name
        self.setAccessibleName(name)
        self.update()

    def set_picture(self, data: bytes | None) -> bool:
        """Show a picture in any format Qt reads; ``None`` or anything else goes back to initials.

        Returns whether a picture is shown.
        """
        self._picture = QPixmap()
        if data:
            self._picture.loadFromData(data)
        self.update()
        return not self._picture.isNull()

    def sizeHint(self) -> QSize:
        """As large as it was made."""
        return self.minimumSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture or the initials into a circle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QPainterPath()
        circle.addEllipse(QRectF(self.rect()))
        if self._picture.isNull():
            painter.fillPath(circle, QColor(ground(self._name)))
            if not initials(self._name):
                inside = self.rect().adjusted(
                    *(round(self.width() * part) for part in (0.25, 0.25, -0.25, -0.25))
                )
                icon("user", color="#FFFFFF").paint(painter, inside)
                return
            painter.setPen(QColor("#FFFFFF"))
            size = round(self.width() * (0.34 if self.width() > SMALL else 0.43))
            painter.setFont(text_font(size, weight=QFont.Weight.DemiBold))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, initials(self._name))
            return
        painter.setClipPath(circle)
        painter.drawPixmap(0, 0, self._scaled())

    def _scaled(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        side = round(self.width() * ratio)
        scaled = self._picture.scaled(
            QSize(side, side),
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
        middle = scaled.copy((scaled.width() - side) // 2, (scaled.height() - side) // 2, side, side)
        middle.setDevicePixelRatio(ratio)
        return middle


def initials(name: str) -> str:
    """The first letters of the first and the last word: ``SH`` for Søren Holm."""
    words = [word for word in name.replace("@", " ").split() if word[0].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper()


def ground(name: str) -> str:
    """The colour of ``name``: always the same one, on every computer."""
    return GROUNDS[zlib.crc32(name.casefold().encode()) % len(GROUNDS)]
