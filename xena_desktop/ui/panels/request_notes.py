"""What a request is for, in the words of whoever keeps it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.labels import label


class RequestNotes(QWidget):
    """Notes go into the saved request's file; until it is saved they lie in its draft."""

    changed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edit = QPlainTextEdit()
        self._edit.setObjectName("notesEdit")
        self._edit.setAccessibleName(tr("Notes"))
        self._edit.setPlaceholderText(tr("What the request is for, and what to mind; no passwords"))
        self._edit.setTabChangesFocus(True)
        self._edit.textChanged.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, GRID, 14, GRID)
        column.setSpacing(GRID)
        column.addWidget(self._edit, 1)
        column.addWidget(label(tr("Kept in the file of the saved request, never sent."), role="caption"))

    def text(self) -> str:
        """The notes."""
        return self._edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Show these notes."""
        if text != self.text():
            self._edit.setPlainText(text)
