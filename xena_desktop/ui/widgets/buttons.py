"""Buttons with an icon that follows the theme."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from xena_desktop.ui.icons import icon
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.labels import set_property

ButtonKind = Literal["normal", "primary", "danger", "quiet", "palette", "section"]
ButtonSize = Literal["normal", "small"]

KEYBOARD: Final = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
"""Ways to a control that ask for a ring around it; who clicked knows where the click went."""


class PushButton(QPushButton):
    """A button with a text, and an icon before it where ``icon_name`` is given.

    One ``primary`` button a place at most; ``danger`` destroys or ends something; ``quiet`` stands in a line
    of text; ``palette`` looks like a search field, ``section`` like the head of a list. ``small`` is for bars.
    """

    def __init__(
        self,
        text: str,
        *,
        theme: Theme,
        kind: ButtonKind = "normal",
        size: ButtonSize = "normal",
        icon_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._kind, self._icon_name, self._theme = kind, icon_name, theme
        self.setProperty("kind", kind)
        self.setProperty("compact", size == "small")  # "size" is a property of Qt's own
        self.setIconSize(QSize(20, 16))  # wider than the icon: the style leaves too small a gap to the text
        self.set_theme(theme)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring where the keyboard brought the focus."""
        set_property(self, name="ring", value=event.reason() in KEYBOARD)
        super().focusInEvent(event)

    def set_icon(self, icon_name: str) -> None:
        """Show another icon."""
        self._icon_name = icon_name
        self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Colour the icon like the text."""
        self._theme = theme
        if self._icon_name:
            colors = {
                "primary": theme.on_accent,
                "danger": theme.danger,
                "quiet": theme.secondary,
                "palette": theme.tertiary,
                "section": theme.tertiary,
            }
            color = colors.get(self._kind, theme.text)
            self.setIcon(icon(self._icon_name, color=color, disabled=theme.disabled))


class IconButton(QToolButton):
    """A button that is only an icon; ``text`` is its accessible name and its tool tip.

    ``outlined`` looks like the buttons beside it; ``compact`` stands in a section's head, or beside small buttons.
    """

    def __init__(
        self,
        icon_name: str,
        *,
        text: str,
        theme: Theme,
        size: int = 16,
        outlined: bool = False,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "outlined" if outlined else "normal")
        self.setProperty("compact", compact)
        self._icon_name, self._size, self._theme = icon_name, size, theme
        self.setIconSize(QSize(size, size))
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_theme(theme)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring where the keyboard brought the focus."""
        set_property(self, name="ring", value=event.reason() in KEYBOARD)
        super().focusInEvent(event)

    def set_icon(self, icon_name: str) -> None:
        """Show another icon."""
        self._icon_name = icon_name
        self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Colour the icon anew."""
        self._theme = theme
        color = theme.secondary
        self.setIcon(icon(self._icon_name, color=color, size=self._size, disabled=theme.disabled))
