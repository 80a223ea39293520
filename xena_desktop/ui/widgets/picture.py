"""Icons that are only looked at."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from xena_desktop.ui.icons import icon
from xena_desktop.ui.theme import Theme


class Picture(QWidget):
    """An icon of ``size`` pixels in the colour of one of the theme's roles.

    It is drawn when it is painted, so that it is sharp on whatever screen it stands.
    """

    def __init__(
        self,
        icon_name: str,
        *,
        theme: Theme,
        role: str = "secondary",
        size: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._theme, self._role = icon_name, theme, role
        self.setFixedSize(size, size)

    def show_icon(self, icon_name: str, *, role: str = "secondary") -> None:
        """Show another icon, or the same one in another colour."""
        self._icon_name, self._role = icon_name, role
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Show these colours from now on."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """As large as it was made."""
        return self.minimumSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon."""
        color = asdict(self._theme)[self._role]
        icon(self._icon_name, color=color, size=self.width()).paint(QPainter(self), self.rect())
