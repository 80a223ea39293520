"""Over which connection to sign in, and as whom."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from xena_desktop.domain.connection import Connection
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.layouts import bounded
from xena_desktop.ui.panels.sign_in_options import SignInOptions
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.buttons import IconButton, PushButton
from xena_desktop.ui.widgets.card import Card
from xena_desktop.ui.widgets.combo_box import ComboBox
from xena_desktop.ui.widgets.empty_state import Picture
from xena_desktop.ui.widgets.labels import label
from xena_desktop.ui.widgets.notice_bar import NoticeBar

_WIDTH = 460


class SignInPanel(Card):
    """Choose a connection and go to the browser."""

    sign_in_wanted = Signal(object, object)
    edit_wanted = Signal(object)
    new_wanted = Signal()
    closed = Signal()

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(joined=True, parent=parent)
        self._context = context
        theme = context.theme
        self.setObjectName("signInPanel")
        self.notice = NoticeBar(theme=theme)
        self._picture = Picture("log-in", size=32, theme=theme)
        self._combo = ComboBox(name=tr("Connection"))
        self._combo.setObjectName("connectionCombo")
        self._where = label(role="caption", wrap=True)
        self._options = SignInOptions()
        self._sign_in = PushButton(tr("Sign in"), theme=theme, kind="primary", icon_name="external-link")
        self._sign_in.setObjectName("signInButton")
        self._private = PushButton(tr("In a private window"), theme=theme)
        self._private.setObjectName("signInPrivateButton")
        self._edit = IconButton("pencil", text=tr("Edit connection"), theme=theme)
        self._edit.setProperty("kind", "outlined")
        self._edit.setObjectName("editConnectionButton")
        self._new = IconButton("plus", text=tr("New connection"), theme=theme)
        self._new.setProperty("kind", "outlined")
        self._new.setObjectName("newConnectionButton")
        self._back = PushButton(tr("Cancel"), theme=theme)
        self._back.setObjectName("signInBackButton")
        self._combo.currentIndexChanged.connect(self._on_connection_changed)
        self._sign_in.clicked.connect(lambda: self._want(private=False))
        self._private.clicked.connect(lambda: self._want(private=True))
        self._edit.clicked.connect(lambda: self.edit_wanted.emit(self.connection()))
        self._new.clicked.connect(self.new_wanted)
        self._back.clicked.connect(self.closed)
        self._arrange()

    def _arrange(self) -> None:
        inner = QWidget()
        inner.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._picture)
        column.addWidget(label(tr("Sign in"), role="title"))
        column.addWidget(
            label(
                tr(
                    "Choose a connection. The browser shows Xena's own page; the password is entered there only."
                ),
                role="secondary",
                wrap=True,
            )
        )
        column.addSpacing(GRID)
        column.addWidget(self.notice)
        column.addWidget(label(tr("Connection"), role="label"))
        choice = QHBoxLayout()
        choice.setSpacing(GRID)
        choice.addWidget(self._combo, 1)
        choice.addWidget(self._edit)
        choice.addWidget(self._new)
        column.addLayout(choice)
        column.addWidget(self._where)
        column.addWidget(self._options)
        column.addSpacing(GRID)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._sign_in)
        row.addWidget(self._private)
        row.addWidget(self._back)
        row.addStretch(1)
        column.addLayout(row)
        self.body.addWidget(bounded(inner, margin=3 * GRID, vertically=True))

    def show_connections(self, *, chosen: Connection | None = None) -> None:
        """Offer the connections there are."""
        self.notice.clear()
        wanted = chosen or self._context.chosen.connection or self.connection()
        self._combo.clear()
        for connection in self._context.services.connections.all():
            self._combo.addItem(connection.name, connection)
        found = [
            row for row in range(self._combo.count()) if wanted and self._combo.itemData(row).id == wanted.id
        ]
        self._combo.setCurrentIndex(found[0] if found else 0)
        self._options.show_start(somebody_is_here=bool(self._context.services.accounts.all()))
        self._combo.setFocus()

    def connection(self) -> Connection | None:
        """The connection chosen."""
        found = self._combo.currentData()
        return found if isinstance(found, Connection) else None

    def _on_connection_changed(self) -> None:
        connection = self.connection()
        if connection is None:
            return
        ready = connection.is_configured
        self._where.setText(
            connection.authority if ready else tr("This connection has no client ID yet. Edit it first.")
        )
        self._sign_in.setEnabled(ready)
        self._edit.setEnabled(connection.id != "sandbox")
        by_browser = connection.grant != "client_credentials"
        self._options.setVisible(by_browser)
        self._private.setVisible(by_browser)
        self._private.setEnabled(ready)

    def _want(self, *, private: bool) -> None:
        self.sign_in_wanted.emit(self.connection(), replace(self._options.wish(), private=private))
