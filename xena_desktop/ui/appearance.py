"""Light or dark: the person's choice, or the system's."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from xena_desktop.ui.theme import Theme, apply, dark, light, prepare, system_scheme


class Appearance(QObject):
    """Keeps the program in the theme chosen: ``system``, ``light`` or ``dark``.

    The style sheet comes with ``dress``, once the first window is put together.
    """

    changed = Signal()

    def __init__(self, app: QApplication, *, choice: str) -> None:
        super().__init__()
        self._app, self._choice = app, choice
        self.theme: Theme = self._wanted()
        prepare(app, self.theme)
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def choice(self) -> str:
        """What was chosen."""
        return self._choice

    def choose(self, choice: str) -> None:
        """Show this theme from now on."""
        self._choice = choice
        self._follow()

    def dress(self) -> None:
        """Give everything there is the style sheet."""
        apply(self._app, self.theme)

    def toggle(self) -> str:
        """Go over to the other of light and dark; returns the new choice."""
        self.choose("light" if self.theme.scheme == "dark" else "dark")
        return self._choice

    def _wanted(self) -> Theme:
        if self._choice == "system":
            return dark() if system_scheme(self._app) == "dark" else light()
        return dark() if self._choice == "dark" else light()

    def _follow(self) -> None:
        wanted = self._wanted()
        if wanted != self.theme:
            self.theme = wanted
            apply(self._app, wanted)
        self.changed.emit()

    def _on_system_changed(self) -> None:
        if self._choice == "system":
            self._follow()
