"""The cookies that are kept for an account while the program runs."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from xena_desktop.domain.cookies import KeptCookie
from xena_desktop.domain.identity import Account
from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.models.columns import Column
from xena_desktop.ui.panels.fact_table import FactTable
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.labels import label

_WIDTH: Final = 720


class CookiesDialog(QDialog):
    """Shows them with their values, and forgets them all on request."""

    def __init__(self, context: WindowContext, account: Account, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._account = context, account
        self.setObjectName("cookiesDialog")
        self.setWindowTitle(tr("Cookies"))
        self.setFixedWidth(_WIDTH)
        self._nothing = label(tr("No cookie came yet."), role="secondary")
        self._table = FactTable(self._columns(), name=tr("Cookies"), theme=context.theme, stretch=1)
        self._table.setObjectName("cookieTable")
        self._clear = PushButton(tr("Delete all"), theme=context.theme, kind="danger")
        self._clear.setObjectName("clearCookiesButton")
        self._clear.clicked.connect(self._on_clear_clicked)
        self._close = PushButton(tr("Close"), theme=context.theme)
        self._close.setObjectName("closeCookiesButton")
        self._close.clicked.connect(self.accept)
        self._arrange()
        self._show()

    def _columns(self) -> list[Column[KeptCookie]]:
        return [
            Column(title=tr("Name"), text=lambda one: one.name, is_mono=True),
            Column(
                title=tr("Value"), text=lambda one: one.value, is_mono=True, tool_tip=lambda one: one.value
            ),
            Column(title=tr("Server"), text=lambda one: one.host + one.path, is_mono=True),
            Column(title=tr("Ends"), text=self._ends),
        ]

    def _ends(self, cookie: KeptCookie) -> str:
        if cookie.expires_at is None:
            return tr("with the program")
        return words.day_and_clock(cookie.expires_at, now=self._context.now())

    def _arrange(self) -> None:
        about = tr(
            "They go back to the API of “{name}” alone, lie in memory, and are gone when the program ends.",
            name=self._account.name,
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self._clear)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label(tr("Cookies"), role="heading"))
        column.addWidget(label(about, role="secondary", wrap=True))
        column.addWidget(self._nothing)
        column.addWidget(self._table)
        column.addSpacing(GRID)
        column.addLayout(buttons)

    def _show(self) -> None:
        found = self._context.services.cookies.all(self._account)
        self._table.set_rows(found)
        self._table.setVisible(bool(found))
        self._nothing.setVisible(not found)
        self._clear.setEnabled(bool(found))

    def _on_clear_clicked(self) -> None:
        self._context.services.cookies.clear(self._account)
        self._show()
