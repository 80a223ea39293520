"""Who is signed in, and what they may do."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import KeychainError, NetworkError, SessionError, SignInError, XenaError
from xena_desktop.domain.identity import Account, AccountState, FiscalSetup
from xena_desktop.services.session_parts import why_ended
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.fact_table import FactTable
from xena_desktop.ui.panels.layouts import bounded
from xena_desktop.ui.panels.notices import show_error
from xena_desktop.ui.panels.profile_head import ProfileHead
from xena_desktop.ui.panels.profile_tables import claim_columns, claim_rows, setup_columns
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.busy_indicator import BusyIndicator
from xena_desktop.ui.widgets.card import Card
from xena_desktop.ui.widgets.labels import label
from xena_desktop.ui.widgets.notice_bar import NoticeBar

_NARROW = 800
_WIDEST = 1500


class ProfilePanel(QWidget):
    """The account at hand, read freshly from its own API each time it is chosen."""

    sign_in_again_wanted = Signal()
    sign_out_wanted = Signal()
    edit_connection_wanted = Signal()

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._loading: asyncio.Task[None] | None = None
        self._shown: str | None = None
        self._reading = ""
        self._action = ""
        self.setObjectName("profilePanel")
        theme = context.theme
        self.notice = NoticeBar(theme=theme)
        self.head = ProfileHead(context)
        self._setups_card = Card(heading=tr("Fiscal setups"))
        self._setups = FactTable(setup_columns(), name=tr("Fiscal setups"), theme=theme, stretch=0)
        self._setups.setObjectName("fiscalSetupTable")
        self._setups.setToolTip(tr("Click to use it in paths"))
        self._setups_state = label(role="secondary", wrap=True)
        self._busy = BusyIndicator(text=tr("Reading the profile"), theme=theme)
        self._claims_card = Card(heading=tr("What Xena says about you"))
        self._claims = FactTable(claim_columns(), name=tr("Claims"), theme=theme, stretch=1, has_head=False)
        self._claims.setObjectName("claimTable")
        self._checked = NoticeBar(theme=theme, closable=False)
        self._checked.setObjectName("idTokenNotice")
        self._arrange()
        self._connect()
        self._on_account_changed()

    def _arrange(self) -> None:
        state = QHBoxLayout()
        state.setContentsMargins(14, 0, 14, 0)
        state.addWidget(self._setups_state, 1)
        state.addWidget(self._busy)
        for card, table in ((self._setups_card, self._setups), (self._claims_card, self._claims)):
            card.body.setSpacing(4)
            card.body.addWidget(table)
        self._setups_card.body.addLayout(state)
        for card in (self._setups_card, self._claims_card):
            card.body.addStretch(1)
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self._setups_card)
        left.addWidget(self._checked)
        left.addStretch(1)
        self._cards.addLayout(left, 10)
        self._cards.addWidget(self._claims_card, 12)
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self.head, self.notice):
            column.addWidget(part)
        column.addLayout(self._cards)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(bounded(inner, from_left=True))

    def _connect(self) -> None:
        chosen = self._context.chosen
        chosen.changed.connect(self._on_account_changed)
        chosen.profile_changed.connect(self._show_profile)
        self.head.sign_in_again.clicked.connect(self.sign_in_again_wanted)
        self.head.sign_out.clicked.connect(self.sign_out_wanted)
        self._setups.row_chosen.connect(self._on_setup_chosen)
        self.notice.action_triggered.connect(self._on_notice_action)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards below each other where there is no room side by side."""
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW
        self._cards.setDirection(
            QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        )

    def _on_account_changed(self) -> None:
        account = self._context.chosen.account
        if account is None:
            self._shown = None
            return
        self._show(account)
        if account.id != self._shown:
            self._shown = account.id
            self.load()
        elif account.state is AccountState.SIGN_IN_NEEDED:
            self._say_expired(account)

    def _show(self, account: Account) -> None:
        self.head.show_account(account)
        profile = self._context.chosen.profile
        self._show_claims(profile.claims if profile else account.claims)
        self._show_profile()
        service = account.is_service or "openid" not in account.scopes_granted
        self._checked.setVisible(not service)
        if not service:
            self._checked.show_notice("", kind="info", advice=_checks(self._context.chosen.connection))

    def load(self) -> None:
        """Read the profile anew, unless that is under way."""
        account = self._context.chosen.account
        if account is None or (self._reading == account.id and self._loading and not self._loading.done()):
            return
        if self._loading is not None:
            self._loading.cancel()
        self._reading = account.id
        self.notice.clear()
        self._loading = self._context.tasks.start(self._load(account), on_error=self._on_error)
        self._context.tasks.start(self._look_at_keychain(), on_error=self._on_error)

    async def _load(self, account: Account) -> None:
        self._busy.start()
        self._say_setups("")
        try:
            profile = await self._context.services.explorer.profile(account)
        finally:
            self._busy.stop()
        self._context.chosen.keep_profile(account, profile)

    async def _look_at_keychain(self) -> None:
        status = await self._context.services.session.keychain_status()
        self.head.show_keychain(status.name, state=status.state)

    def _show_profile(self) -> None:
        profile = self._context.chosen.profile
        self.head.picture.set_picture(profile.picture if profile else None)
        self._setups.set_rows(profile.fiscal_setups if profile else [])
        self._setups.setVisible(profile is not None and bool(profile.fiscal_setups))
        if profile is None:
            return
        self._show_claims(profile.claims)
        empty = tr("This account has no fiscal setups. Ask an administrator in Xena to add it to one.")
        self._say_setups("" if profile.fiscal_setups else empty)
        self._mark_setup()

    def _say_setups(self, text: str) -> None:
        self._setups_state.setText(text)
        self._setups_state.setContentsMargins(0, 0, 0, GRID if text else 0)

    def _mark_setup(self) -> None:
        setup = self._context.chosen.fiscal_setup
        profile = self._context.chosen.profile
        if setup is not None and profile is not None:
            self._setups.selectRow(profile.fiscal_setups.index(setup))

    def _show_claims(self, claims: Mapping[str, Any]) -> None:
        self._claims.set_rows(claim_rows(claims, now=self._context.now()))

    def _on_setup_chosen(self, setup: FiscalSetup) -> None:
        self.choose_fiscal_setup(setup.id)

    def choose_fiscal_setup(self, fiscal_id: str) -> None:
        """Use this fiscal setup for ``{fiscalId}`` from now on."""
        account = self._context.chosen.account
        if account is not None:
            self._context.tasks.start(
                self._context.services.accounts.choose_fiscal_setup(account, fiscal_id),
                on_error=self._on_error,
            )

    def _on_error(self, error: XenaError) -> None:
        self._busy.stop()
        if isinstance(error, KeychainError):  # the window says it above, for all panels
            self._context.tasks.start(self._look_at_keychain(), on_error=lambda _: None)
        else:
            told = isinstance(error, SessionError | SignInError | NetworkError)
            more = tr("Show what happened") if told else ""
            self._action = show_error(self.notice, error, more=more)
        if isinstance(error, SessionError | KeychainError):
            self._say_setups(tr("They are shown when the account can be used again."))

    def _say_expired(self, account: Account) -> None:
        self._action = show_error(self.notice, why_ended(account))

    def _on_notice_action(self) -> None:
        if self._action == "sign_in":
            self.sign_in_again_wanted.emit()
        elif self._action == "edit_connection":
            self.edit_connection_wanted.emit()
        else:
            self.load()


def _checks(connection: Connection | None) -> str:
    """What was checked; a code that came beside the ID token is tied to it (OIDC Core §3.3.2.10)."""
    if connection is not None and connection.grant == "hybrid":
        return tr("The ID token is checked: signature, issuer, audience, nonce and c_hash match.")
    return tr("The ID token is checked: signature, issuer, audience and nonce match.")
