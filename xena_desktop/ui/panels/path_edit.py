"""Where the path of a request is typed."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QTextCharFormat,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.theme import Theme

_PLACEHOLDER = re.compile(r"\{\{[^{}]+\}\}|\{[^{}/]+\}")


class PathEdit(QLineEdit):
    """A line in the font of the wire whose placeholders stand out.

    What is pasted and ``is_command`` says is a whole command is handed on in ``command_pasted`` instead.
    """

    command_pasted = Signal(str)

    def __init__(
        self, *, theme: Theme, is_command: Callable[[str], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._is_command = theme, is_command
        self.setProperty("mono", True)  # noqa: FBT003 - a property's value
        self.setAccessibleName(tr("Path"))
        self.setPlaceholderText("User/FiscalSetup")
        self.textChanged.connect(self._tint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look at what is pasted."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt's own menu, whose Paste looks at what is pasted, too."""
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if (paste := menu.findChild(QAction, "edit-paste")) is not None:
            paste.triggered.disconnect()
            paste.triggered.connect(self._paste)
        menu.popup(event.globalPos())

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        if self._is_command(text):
            self.command_pasted.emit(text)
        else:
            self.paste()

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
