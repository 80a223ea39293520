"""Lists below each other, one of them open at a time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.buttons import PushButton


class Drawers(QWidget):
    """Opens a list by its head and closes the others; the first is open when no other is."""

    opened = Signal(int)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._heads: list[PushButton] = []
        self._pages: list[QWidget] = []
        self._open = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID // 2)

    def add(self, name: str, page: QWidget, *, object_name: str) -> None:
        """Another list at the end. The first has a head only while it is closed: open, it shows its own."""
        index = len(self._pages)
        head = PushButton(name, theme=self._theme, kind="section", icon_name="chevron-right")
        head.setObjectName(object_name)
        head.clicked.connect(lambda: self._on_head_clicked(index))
        self._heads.append(head)
        self._pages.append(page)
        self._column.addWidget(head)
        self._column.addWidget(page, 1)
        self._show()

    def open(self, index: int) -> None:
        """Open the list of that number."""
        self._open = index
        self._show()
        self.opened.emit(index)

    def opened_index(self) -> int:
        """The number of the list that is open."""
        return self._open

    def _on_head_clicked(self, index: int) -> None:
        self.open(0 if index == self._open else index)

    def _show(self) -> None:
        for index, (head, page) in enumerate(zip(self._heads, self._pages, strict=True)):
            is_open = index == self._open
            head.setVisible(not is_open or index > 0)
            head.set_icon("chevron-down" if is_open else "chevron-right")
            page.setVisible(is_open)
