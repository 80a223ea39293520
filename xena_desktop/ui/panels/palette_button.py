"""The way to the palette, in the bar at the top."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.labels import label

_WIDEST: Final = 420


class PaletteButton(PushButton):
    """Looks like the field that it opens, and shows the keys that do the same."""

    def __init__(self, action: QAction, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(action.text(), theme=theme, kind="palette", icon_name="search", parent=parent)
        self.setObjectName("paletteButton")
        self.setToolTip(action.toolTip())
        self.setMaximumWidth(_WIDEST)
        keys = label(action.shortcut().toString(QKeySequence.SequenceFormat.NativeText), role="caption")
        keys.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, 0, GRID, 0)
        row.addWidget(keys, 0, Qt.AlignmentFlag.AlignRight)
        self.clicked.connect(action.trigger)
