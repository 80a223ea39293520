"""What stands where there is nothing yet: what the place is for, and the next step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.card import Card
from xena_desktop.ui.widgets.labels import label
from xena_desktop.ui.widgets.picture import Picture

__all__ = ["DoorCard", "EmptyState", "Picture"]


class EmptyState(QWidget):
    """Icon, title, a sentence, and up to two buttons, in the middle of the room there is."""

    primary_clicked = Signal()
    secondary_clicked = Signal()

    def __init__(
        self,
        icon_name: str,
        *,
        title: str,
        text: str,
        theme: Theme,
        primary: str = "",
        secondary: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._picture = Picture(icon_name, theme=theme, size=32)
        self._title = _centered(label(title, role="heading", wrap=True))
        self._text = _centered(label(text, role="secondary", wrap=True))
        self._primary = PushButton(primary, theme=theme, kind="primary")
        self._secondary = PushButton(secondary, theme=theme)
        self._primary.clicked.connect(self.primary_clicked)
        self._secondary.clicked.connect(self.secondary_clicked)
        self._arrange()
        self.show_state(title=title, text=text, primary=primary, secondary=secondary)

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        buttons.addWidget(self._primary)
        buttons.addWidget(self._secondary)
        buttons.addStretch(1)
        inner = QWidget()
        inner.setMaximumWidth(420)
        column = QVBoxLayout(inner)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(GRID // 2)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(GRID)
        column.addLayout(buttons)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)
        around.addStretch(2)
        around.addLayout(row)
        around.addStretch(3)

    def show_state(
        self, *, title: str, text: str, primary: str = "", secondary: str = "", icon_name: str = ""
    ) -> None:
        """Say something else. Empty button texts hide the buttons; an empty icon name keeps the icon."""
        self._title.setText(title)
        self._text.setText(text)
        self._primary.setText(primary)
        self._secondary.setText(secondary)
        self._primary.setVisible(bool(primary))
        self._secondary.setVisible(bool(secondary))
        self.setAccessibleName(title)
        if icon_name:
            self._picture.show_icon(icon_name)

    def set_theme(self, theme: Theme) -> None:
        """Colour the icon anew."""
        self._picture.set_theme(theme)


class DoorCard(Card):
    """One of the ways into the program on its first page."""

    opened = Signal()

    def __init__(
        self,
        icon_name: str,
        *,
        title: str,
        text: str,
        button: str,
        theme: Theme,
        primary: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(padding=3 * GRID, parent=parent)
        self._picture = Picture(icon_name, theme=theme, size=28)
        self.button = PushButton(button, theme=theme, kind="primary" if primary else "normal")
        self.button.clicked.connect(self.opened)
        self._title = label(role="heading", wrap=True)
        self._words = label(role="secondary", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.set_texts(title=title, text=text, button=button)
        self.body.addWidget(self._picture)
        self.body.addSpacing(GRID // 2)
        self.body.addWidget(self._title)
        self.body.addWidget(self._words, 1)
        self.body.addSpacing(GRID // 2)
        self.body.addWidget(self.button)
        self.setFixedWidth(300)
        self.setMinimumHeight(250)

    def set_texts(self, *, title: str, text: str, button: str) -> None:
        """Say what is behind the door."""
        self._title.setText(title)
        self._words.setText(text)
        self.button.setText(button)
        self.button.setAccessibleDescription(f"{title}. {text}")

    def set_theme(self, theme: Theme) -> None:
        """Colour the icons anew."""
        self._picture.set_theme(theme)
        self.button.set_theme(theme)


def _centered(text: QLabel) -> QLabel:
    text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
    return text
