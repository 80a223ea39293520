"""The line at the bottom: who is signed in, and how long."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui import account_words
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.labels import label
from xena_desktop.ui.widgets.pill import StatusDot

_HEIGHT = 30


class FooterBar(QFrame):
    """The account's state in one line, kept up to date each second."""

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setProperty("part", "footer")
        self.setFixedHeight(_HEIGHT)
        self._dot = StatusDot(color=context.theme.good)
        self._who = label(role="label")
        self._who.setObjectName("footerAccount")
        self._token = label(role="label")
        self._token.setObjectName("footerToken")
        self._sandbox = label(role="label")
        self._sandbox.setObjectName("footerSandbox")
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        row.setSpacing(GRID)
        for part in (self._dot, self._who):
            row.addWidget(part)
        row.addSpacing(GRID)
        row.addWidget(self._token)
        row.addStretch(1)
        row.addWidget(self._sandbox)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self.refresh)
        self._second.start()
        for changed in (context.chosen.changed, context.chosen.accounts_changed):
            changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the state of this moment."""
        account = self._context.chosen.account
        self._sandbox.setText(tr("Sandbox running") if self._context.services.sandbox.running else "")
        if account is None:
            self._dot.show_state(color=self._context.theme.tertiary, text=tr("Not signed in"), hollow=True)
            self._who.setText(tr("Not signed in"))
            self._token.setText("")
            return
        passing = self._context.services.accounts.passing(account.id)
        ready = account_words.is_ready(account, passing)
        self._who.setText(account_words.sentence(account, passing))
        color = self._context.theme.good if ready else self._context.theme.warning
        self._dot.show_state(color=color, text=self._who.text(), hollow=not ready)
        self._token.setText(account_words.token(account, passing, now=self._context.now()))

    def set_theme(self, _theme: Theme) -> None:
        """Colour the dot anew."""
        self.refresh()
