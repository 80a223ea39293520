"""Where the path of a request is typed."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QInputMethodEvent, QTextCharFormat
from PySide6.QtWidgets import QLineEdit, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.theme import Theme

_PLACEHOLDER = re.compile(r"\{[^{}/]+\}")


class PathEdit(QLineEdit):
    """A line in the font of the wire whose placeholders stand out."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("mono", True)  # noqa: FBT003 - a property's value
        self.setAccessibleName(tr("Path"))
        self.setPlaceholderText("User/FiscalSetup")
        self.textChanged.connect(self._tint)

    def set_theme(self, theme: Theme) -> None:
        """Tint in these colours from now on."""
        self._theme = theme
        self._tint()

    def _tint(self) -> None:
        """Colour the placeholders. A line edit takes formats from input methods alone, so this is one."""
        marked = QTextCharFormat()
        marked.setForeground(QColor(self._theme.put))
        kind = QInputMethodEvent.AttributeType.TextFormat
        cursor = self.cursorPosition()
        attributes = [
            QInputMethodEvent.Attribute(kind, found.start() - cursor, len(found.group()), marked)
            for found in _PLACEHOLDER.finditer(self.text())
        ]
        QCoreApplication.sendEvent(self, QInputMethodEvent("", attributes))
