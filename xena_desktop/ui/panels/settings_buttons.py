"""The two buttons at the right of the window's top: theme and settings."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.actions import Actions
from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.buttons import IconButton


class SettingsButtons(QWidget):
    """Switches between light and dark, and opens the menu of all actions."""

    def __init__(self, actions: Actions, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme_button = IconButton("moon", text=actions.theme.text(), theme=theme)
        self._theme_button.setObjectName("themeButton")
        self._theme_button.setToolTip(actions.theme.toolTip())
        self._theme_button.setEnabled(actions.theme.isEnabled())
        self._theme_button.clicked.connect(actions.theme.trigger)
        self._settings = IconButton("settings", text=tr("Settings"), theme=theme)
        self._settings.setObjectName("settingsButton")
        self._settings.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._settings.setMenu(actions.settings_menu(self))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._theme_button)
        row.addWidget(self._settings)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Show the sun in the dark, and the moon in the light."""
        self._theme_button.set_icon("sun" if theme.scheme == "dark" else "moon")
