"""What to enter in Xena's developer console."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from xena_desktop.domain.connection import Connection
from xena_desktop.translation import tr
from xena_desktop.ui.panels.layouts import emptied
from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.card import Card
from xena_desktop.ui.widgets.copy_field import CopyField
from xena_desktop.ui.widgets.labels import label


class ConsoleSettings(Card):
    """The exact redirect URIs and settings of a connection's client, each with a button that copies it."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(padding=2 * GRID, parent=parent)
        self._theme = theme
        self.setObjectName("consoleSettings")
        heading = tr("In Xena's developer console")
        self.setAccessibleName(heading)
        self._values = QVBoxLayout()
        self._values.setSpacing(GRID // 2)
        self.body.addWidget(label(heading, role="heading", wrap=True))
        self.body.addWidget(
            label(
                tr("Open your client there, or make one, and enter these settings to the letter."),
                role="secondary",
                wrap=True,
            )
        )
        self.body.addLayout(self._values)
        self.body.addStretch(1)

    def show_connection(self, connection: Connection) -> None:
        """Show what belongs to this connection."""
        for part in emptied(self._values):
            part.deleteLater()
        for title, values in _settings(connection):
            head = label(title, role="label", wrap=True)
            head.setContentsMargins(0, GRID, 0, 0)
            self._values.addWidget(head)
            for value in values:
                self._values.addWidget(CopyField(value, name=title, theme=self._theme))

    def set_theme(self, theme: Theme) -> None:
        """Remember the theme for fields made later."""
        self._theme = theme


def _settings(connection: Connection) -> list[tuple[str, tuple[str, ...]]]:
    """Titles of Xena's console, and what to enter below each."""
    allowed = {
        "hybrid": tr("Hybrid"),
        "authorization_code": tr("Authorization code"),
        "client_credentials": tr("Client credentials"),
    }
    found: list[tuple[str, tuple[str, ...]]] = [(tr("Allowed flow"), (allowed[connection.grant],))]
    if connection.grant != "client_credentials":
        found.append((tr("Redirect URIs, all of them"), connection.redirect_uris))
    if "offline_access" in connection.scopes:
        found.append(
            (tr("Allow offline access: tick it, so that accounts stay signed in"), ("offline_access",))
        )
    found.append((tr("Allowed scopes"), (" ".join(connection.scopes),)))
    return found
