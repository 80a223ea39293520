"""A few colours that can be told apart, to choose from by their names."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.widgets.combo_box import ComboBox

COLORS: Final = ("#c2570c", "#1b66a6", "#7fb800", "#8a3fa0", "#b3261e", "#0f766e", "#5b6470")


class ColorCombo(ComboBox):
    """A colour as ``#rrggbb``; ``nothing`` is the text of a first entry that stands for none (an empty text)."""

    def __init__(self, *, nothing: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name=tr("Colour"), parent=parent)
        if nothing:
            self.addItem(nothing, "")
        for value, text in zip(COLORS, _color_names(), strict=True):
            self.addItem(_swatch(value), text, value)

    def choose(self, color: str) -> None:
        """Show this colour, also one that is not among the named ones."""
        if self.findData(color) < 0:
            self.addItem(_swatch(color), color, color)
        self.setCurrentIndex(self.findData(color))

    def color(self) -> str:
        """The colour chosen."""
        return str(self.currentData())


def _color_names() -> tuple[str, ...]:
    return (
        tr("Orange"), tr("Blue"), tr("Green"), tr("Purple"), tr("Red"), tr("Teal"), tr("Grey"),
    )  # fmt: skip


def _swatch(color: str) -> QPixmap:
    picture = QPixmap(32, 32)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawEllipse(2, 2, 12, 12)
    painter.end()
    return picture
