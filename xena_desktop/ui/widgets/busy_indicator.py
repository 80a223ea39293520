"""A sign that something is running."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from xena_desktop.ui.theme import Theme

DELAY_MS: Final = 200
"""What is over sooner shows nothing: a flicker only disturbs."""
_FRAME_MS: Final = 60
_STEP: Final = 30


class BusyIndicator(QWidget):
    """A turning arc, ``size`` pixels wide, that keeps its room while it shows nothing."""

    def __init__(self, *, text: str, theme: Theme, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._angle, self._turning = theme, 0, False
        self._wait = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._wait.timeout.connect(self._on_waited)
        self._turn = QTimer(self, interval=_FRAME_MS)
        self._turn.timeout.connect(self._on_turned)
        self.setFixedSize(size, size)
        self.setAccessibleName(text)

    def start(self) -> None:
        """Begin to turn, unless ``stop`` is called within 200 ms."""
        if not self._turning:
            self._wait.start()

    def stop(self) -> None:
        """Show nothing."""
        self._wait.stop()
        self._turn.stop()
        self._turning = False
        self.update()

    def is_turning(self) -> bool:
        """Whether it is to be seen."""
        return self._turning

    def set_theme(self, theme: Theme) -> None:
        """Show these colours from now on."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """As large as it was made."""
        return self.minimumSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring and its arc."""
        if not self._turning:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = max(2.0, self.width() / 8)
        place = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        for color, start, span in ((self._theme.line, 0, 360), (self._theme.focus, -self._angle, 100)):
            painter.setPen(QPen(QColor(color), width, c=Qt.PenCapStyle.RoundCap))
            painter.drawArc(place, start * 16, span * 16)

    def _on_waited(self) -> None:
        self._turning = True
        self._turn.start()
        self.update()

    def _on_turned(self) -> None:
        self._angle = (self._angle + _STEP) % 360
        self.update()
