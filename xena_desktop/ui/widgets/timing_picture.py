"""Where the time of an exchange went, as a small picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from xena_desktop.ui.theme import Theme, text_font

_ROW: Final = 34
_NAME: Final = 190
_VALUE: Final = 100
_BAR: Final = 12


@dataclass(frozen=True, slots=True)
class Phase:
    """One part: its name, its seconds, and the seconds in words."""

    name: str
    seconds: float
    words: str


class TimingPicture(QWidget):
    """The parts below each other, each bar beginning where the one above ends."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._phases: tuple[Phase, ...] = ()
        self.setMinimumHeight(_ROW * 7)

    def show_phases(self, phases: Sequence[Phase], *, description: str) -> None:
        """Show these parts; ``description`` says the same to a screen reader."""
        self._phases = tuple(phases)
        self.setAccessibleDescription(description)
        self.setMinimumHeight(_ROW * (len(phases) + 1))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Show these colours from now on."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(600, _ROW * (len(self._phases) + 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw names, bars and times."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(text_font())
        whole = sum(phase.seconds for phase in self._phases) or 1.0
        room = max(40, min(self.width() - _NAME - _VALUE - 40, 620))
        done = 0.0
        for number, phase in enumerate(self._phases):
            top = 16 + number * _ROW
            self._draw_phase(
                painter, phase, top=top, left=_NAME + room * done / whole, width=room * phase.seconds / whole
            )
            painter.setPen(QColor(self._theme.text if phase.seconds else self._theme.tertiary))
            value = QRectF(_NAME + room + 8, top, _VALUE, _ROW)
            painter.drawText(value, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, phase.words)
            done += phase.seconds

    def _draw_phase(self, painter: QPainter, phase: Phase, *, top: float, left: float, width: float) -> None:
        painter.setPen(QColor(self._theme.secondary))
        name = QRectF(16, top, _NAME - 24, _ROW)
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, phase.name)
        if phase.seconds > 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.accent))
            bar = QRectF(left, top + (_ROW - _BAR) / 2, max(2.0, width), _BAR)
            painter.drawRoundedRect(bar, 3, 3)
