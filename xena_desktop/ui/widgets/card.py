"""Surfaces that hold what belongs together, and the heads above lists."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.labels import label


class Card(QFrame):
    """A surface with a line around it; put things into ``body``.

    ``heading`` stands at its top. ``padding`` in pixels: 0 for a card that holds a table. ``joined`` leaves
    the top left corner square, where a tab stands on it.
    """

    def __init__(
        self, *, heading: str = "", padding: int = 0, joined: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("joined", joined)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding + 1, padding + 1, padding + 1, padding + 1)
        self.body.setSpacing(GRID)
        if heading:
            self.setAccessibleName(heading)
            head = label(heading, role="heading")
            if not padding:
                head.setContentsMargins(14, 13, 14, 0)
            self.body.addWidget(head)


class SectionHead(QWidget):
    """The small head of a list: its name, how many there are, and perhaps a button at the right."""

    def __init__(
        self, text: str, *, count: str = "", button: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, 0, GRID // 2 if button else GRID, 0)
        row.setSpacing(GRID // 2)
        self._text, self._count = label(text, role="section"), label(count, role="count")
        row.addWidget(self._text, 1)
        row.addWidget(self._count)
        if button is not None:
            row.addWidget(button)
        self.setFixedHeight(28)

    def set_count(self, count: str) -> None:
        """Show how many there are, written as the person's language writes numbers."""
        self._count.setText(count)

    def set_buddy(self, widget: QWidget) -> None:
        """Name ``widget`` by this head, for screen readers."""
        self._text.setBuddy(widget)
        widget.setAccessibleName(widget.accessibleName() or self._text.text())

    def text_label(self) -> QLabel:
        """The label that holds the name."""
        return self._text
