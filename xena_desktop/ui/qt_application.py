"""Qt's application object, which hears of files that the system opens with the running program."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class QtApplication(QApplication):
    """``file_opened`` carries the path of a double-clicked file on macOS, which sends an event, not an argument.

    The first may come before the window is filled: such a double-click also starts the program.
    """

    file_opened = Signal(str)

    def event(self, event: QEvent) -> bool:
        """Take files out of their events; all others are Qt's."""
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return super().event(event)
        self.file_opened.emit(event.file())
        return True
