"""As whom a request is sent: the account at hand, or always the same one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from xena_desktop.domain.identity import Account
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.dialogs.cookies import CookiesDialog
from xena_desktop.ui.widgets.buttons import IconButton


class TabAccount(IconButton):
    """A button with the accounts in its menu, and their cookies. ``changed`` tells that another one was chosen."""

    changed = Signal()

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__("user", text="", theme=context.theme, outlined=True, parent=parent)
        self._context = context
        self._own = ""
        self.setObjectName("tabAccountButton")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)
        context.chosen.changed.connect(self._tell)
        self._tell()

    def account_id(self) -> str:
        """The id of the request's own account; empty where it follows the one at hand."""
        return self._own

    def set_account_id(self, account_id: str) -> None:
        """Let the request have an account of its own, or follow the one at hand."""
        self._own = account_id
        self._tell()

    def account(self) -> Account | None:
        """Whoever it is sent as now; one that signed out is followed by the account at hand."""
        accounts = self._context.services.accounts.all()
        return next((one for one in accounts if one.id == self._own), self._context.chosen.account)

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        group = QActionGroup(menu)
        names = {"": tr("As the account at hand")}
        names |= {account.id: account.name for account in self._context.services.accounts.all()}
        for account_id, name in names.items():
            action = QAction(name.replace("&", "&&"), group, checkable=True, checked=account_id == self._own)
            action.triggered.connect(lambda _=False, chosen=account_id: self._on_chosen(chosen))
            menu.addAction(action)
            if not account_id:
                menu.addSeparator()

        self._add_cookies(menu)

    def _add_cookies(self, menu: QMenu) -> None:
        """Whether the account's cookies are kept, and those there are."""
        account, cookies = self.account(), self._context.services.cookies
        if account is None:
            return
        menu.addSeparator()
        keep = QAction(tr("Keep cookies until the program ends"), menu, checkable=True)
        keep.setObjectName("keepCookiesAction")
        keep.setChecked(cookies.are_kept(account))
        keep.toggled.connect(lambda kept: cookies.keep(account, kept=kept))
        menu.addAction(keep)
        shown = menu.addAction(
            tr("Cookies ({count})…", count=len(cookies.all(account))), lambda: self._show_cookies(account)
        )
        shown.setObjectName("showCookiesAction")
        shown.setEnabled(cookies.are_kept(account))

    def _show_cookies(self, account: Account) -> None:
        dialog = CookiesDialog(self._context, account, parent=self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_chosen(self, account_id: str) -> None:
        self.set_account_id(account_id)
        self.changed.emit()

    def _tell(self) -> None:
        account = self.account()
        name = account.name if account else ""
        is_own = bool(self._own) and account is not None and account.id == self._own
        words = tr("Sent as {name}, always", name=name) if is_own else tr("Sent as the account at hand")
        self.set_icon("lock" if is_own else "user")
        self.setToolTip(words)
        self.setAccessibleName(words)
