"""The bar at the top: the account at hand and where it is signed in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.actions import Actions
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.palette_button import PaletteButton
from xena_desktop.ui.panels.settings_buttons import SettingsButtons
from xena_desktop.ui.panels.writes_allowed import WritesAllowed
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.avatar import Avatar
from xena_desktop.ui.widgets.pill import Pill

_HEIGHT = 48


class HeaderBar(QFrame):
    """Picture, name, fiscal setup, connection, and the settings at the right."""

    account_chosen = Signal(str)
    fiscal_setup_chosen = Signal(str)

    def __init__(self, context: WindowContext, actions: Actions, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._actions = context, actions
        self.setProperty("part", "header")
        self.setFixedHeight(_HEIGHT)
        self._avatar = Avatar()
        self._account = _menu_button("accountButton", tr("Choose account"), part="accountName")
        self._setup = _menu_button("fiscalSetupButton", tr("Choose fiscal setup"), part="accountDetail")
        self._connection = Pill(theme=context.theme, kind="custom")
        self._connection.setObjectName("connectionPill")
        self._read_only = Pill(tr("Read only"), theme=context.theme, kind="outline", icon_name="lock")
        self._read_only.setObjectName("readOnlyPill")
        self._read_only.setToolTip(tr("A writing method asks before it is sent."))
        self._writes = WritesAllowed(context)
        self._writes.ended.connect(self._show_read_only)
        self._buttons = SettingsButtons(actions, theme=context.theme)
        self._search = PaletteButton(actions.palette, theme=context.theme)
        self._arrange()
        for changed in (
            context.chosen.changed,
            context.chosen.accounts_changed,
            context.chosen.profile_changed,
            context.chosen.leave_changed,
        ):
            changed.connect(self.refresh)
        self.refresh()

    def _arrange(self) -> None:
        names = QVBoxLayout()
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self._account, 0, Qt.AlignmentFlag.AlignLeft)
        names.addWidget(self._setup, 0, Qt.AlignmentFlag.AlignLeft)
        names.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        row.setSpacing(12)
        row.addWidget(self._avatar)
        row.addLayout(names)
        row.addWidget(self._connection)
        row.addWidget(self._read_only)
        row.addWidget(self._writes)
        row.addStretch(1)
        row.addWidget(self._search, 2)
        row.addStretch(1)
        row.addWidget(self._buttons)

    def refresh(self) -> None:
        """Show the account at hand."""
        chosen = self._context.chosen
        account, connection = chosen.account, chosen.connection
        for part in (self._avatar, self._account, self._connection):
            part.setVisible(account is not None)
        self._writes.refresh()
        self._show_read_only()
        self._setup.setVisible(account is not None)
        if account is None:
            return
        self._avatar.set_name(account.name)
        self._avatar.set_picture(chosen.profile.picture if chosen.profile else None)
        self._account.setText(account.name)
        self._connection.setVisible(connection is not None)
        if connection is not None:
            self._connection.show_fact(connection.name, kind="custom", color=connection.color)
            self._connection.setToolTip(connection.authority)
        self._show_setup()
        self._fill_account_menu()

    def _show_read_only(self) -> None:
        """That a writing method asks; not while it does not."""
        chosen, gate = self._context.chosen, self._context.services.gate
        read_only = chosen.connection is not None and chosen.connection.read_only
        self._read_only.setVisible(
            read_only and chosen.account is not None and gate.leave(chosen.account) is None
        )

    def _show_setup(self) -> None:
        chosen = self._context.chosen
        account, setups = chosen.account, chosen.profile.fiscal_setups if chosen.profile else ()
        setup = chosen.fiscal_setup
        if setup is not None:
            text = f"{setup.name} · {setup.id}"
        elif account is not None and account.fiscal_id:
            text = account.fiscal_id
        else:
            text = tr("No fiscal setup chosen") if setups else (account.email if account else "")
        self._setup.setText(text)
        self._setup.setVisible(bool(text))
        self._setup.setEnabled(bool(setups))
        menu = self._setup.menu()
        menu.clear()
        for one in setups:
            action = QAction(f"{one.name} · {one.id}", menu, checkable=True, checked=one == setup)
            action.triggered.connect(
                lambda _=False, fiscal_id=one.id: self.fiscal_setup_chosen.emit(fiscal_id)
            )
            menu.addAction(action)

    def _fill_account_menu(self) -> None:
        menu, chosen = self._account.menu(), self._context.chosen
        menu.clear()
        group = QActionGroup(menu)
        for account in self._context.services.accounts.all():
            connection = chosen.connection_of(account)
            name = f"{account.name} · {connection.name}" if connection else account.name
            here = chosen.account is not None and chosen.account.id == account.id
            action = QAction(name, menu, checkable=True, checked=here)
            action.triggered.connect(
                lambda _=False, account_id=account.id: self.account_chosen.emit(account_id)
            )
            group.addAction(action)
            menu.addAction(action)
        menu.addSeparator()
        actions = self._actions
        menu.addActions([actions.sign_in, actions.sign_in_other, actions.sign_in_private])
        menu.addSeparator()
        menu.addActions([actions.describe_account, actions.check_account, actions.show_trace])
        menu.addSeparator()
        menu.addActions([actions.sign_in_again, actions.sign_out])


def _menu_button(name: str, accessible: str, *, part: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(accessible)
    button.setProperty("part", part)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setMenu(QMenu(button))
    return button
