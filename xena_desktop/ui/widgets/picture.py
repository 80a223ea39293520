"""Icons that are only looked at."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from xena_desktop.ui.icons import icon


class Picture(QWidget):
    """An icon of ``size`` pixels. Drawn when it is painted, so that it is sharp on whatever screen it stands."""

    def __init__(self, icon_name: str, *, color: str, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon(icon_name, color=color, size=size)
        self.setFixedSize(size, size)

    def show_icon(self, icon_name: str, *, color: str) -> None:
        """Show another icon, or the same one in another colour."""
        self._icon = icon(icon_name, color=color, size=self.width())
        self.update()

    def sizeHint(self) -> QSize:
        """As large as it was made."""
        return self.minimumSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon."""
        self._icon.paint(QPainter(self), self.rect())
