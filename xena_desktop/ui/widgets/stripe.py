"""The line of the connection's colour along the window's top edge."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class Stripe(QWidget):
    """4 pixels of colour, so that production never looks like the Sandbox. ``name`` says it in words."""

    def __init__(self, *, color: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._color = QColor()
        self.setFixedHeight(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_connection(color=color, name=name)

    def show_connection(self, *, color: str, name: str) -> None:
        """Show another connection; an empty colour shows none."""
        self._color = QColor(color) if color else QColor()
        self.setAccessibleName(name)
        self.update()

    def color(self) -> str:
        """The colour shown, or an empty text."""
        return self._color.name().upper() if self._color.isValid() else ""

    def sizeHint(self) -> QSize:
        """Thin; as wide as there is room."""
        return QSize(0, 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill the line."""
        if self._color.isValid():
            QPainter(self).fillRect(self.rect(), self._color)
