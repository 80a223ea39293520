"""The accounts at the left: which there are, how each stands, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QMenu, QVBoxLayout, QWidget

from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.identity import Account
from xena_desktop.translation import tr
from xena_desktop.ui import account_words
from xena_desktop.ui.actions import ACCOUNT_KEYS, Actions
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.models.accounts import AccountItem, AccountListModel
from xena_desktop.ui.panels.list_views import list_view, select
from xena_desktop.ui.theme import GRID, ROW_HEIGHT
from xena_desktop.ui.widgets.buttons import IconButton
from xena_desktop.ui.widgets.card import SectionHead
from xena_desktop.ui.widgets.delegates import AccountDelegate

_MOST_SHOWN = 8


class AccountList(QWidget):
    """Choose an account, by mouse or Ctrl and its number; move it by dragging or Alt and an arrow.

    Accounts that another process brings, changes or signs out are taken over every second.
    """

    account_chosen = Signal(str)

    def __init__(self, context: WindowContext, actions: Actions, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._actions = context, actions
        self._add = IconButton("plus", text=actions.sign_in.text().rstrip("…"), theme=context.theme)
        self._add.setToolTip(actions.sign_in.toolTip())
        self._add.setObjectName("addAccountButton")
        self._add.clicked.connect(actions.sign_in.trigger)
        self._model = AccountListModel(self)
        delegate = AccountDelegate(theme=context.theme, parent=self)
        self.view = list_view("accountList", tr("Accounts"), model=self._model, delegate=delegate)
        self._make_movable()
        self._keys = [
            self._key(tr("Move up"), "moveAccountUpAction", "Alt+Up", lambda: self._move(-1)),
            self._key(tr("Move down"), "moveAccountDownAction", "Alt+Down", lambda: self._move(1)),
        ]
        self._key(actions.describe_account.text(), "", "F2", actions.describe_account.trigger)
        self._key(actions.sign_out.text(), "", "Del", actions.sign_out.trigger)
        self.view.clicked.connect(self._on_activated)
        self.view.activated.connect(self._on_activated)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_menu_requested)
        self._arrange()
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._on_second_passed)
        self._second.start()
        for changed in (context.chosen.changed, context.chosen.accounts_changed):
            changed.connect(self.refresh)
        self.refresh()

    def _arrange(self) -> None:
        head = SectionHead(tr("Accounts"), button=self._add)
        head.set_buddy(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(head)
        column.addWidget(self.view)

    def _make_movable(self) -> None:
        self.view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.view.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.view.setDragDropOverwriteMode(False)
        self._model.dropped.connect(self._on_dropped)

    def _key(self, text: str, name: str, keys: str, does: object) -> QAction:
        """An action of the list alone: its key counts only where the list has the focus."""
        action = QAction(text, self.view)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(does)
        self.view.addAction(action)
        return action

    def refresh(self) -> None:
        """Show the accounts as they are at this moment."""
        accounts = self._context.services.accounts.all()
        self._model.set_items([self._item(account, row) for row, account in enumerate(accounts)])
        self.view.setFixedHeight(min(max(len(accounts), 1), _MOST_SHOWN) * ROW_HEIGHT)
        chosen = self._context.chosen.account
        if chosen is not None:
            select(self.view, self._model.index_of(chosen.id))

    def _item(self, account: Account, row: int) -> AccountItem:
        connection = self._context.chosen.connection_of(account)
        key = QKeySequence(f"Ctrl+{row + 1}").toString(QKeySequence.SequenceFormat.NativeText)
        passing = self._context.services.accounts.passing(account.id)
        detail = account_words.detail(account, passing, connection_name=connection.name if connection else "")
        return AccountItem(
            id=account.id,
            name=account.name,
            color=account.color or (connection.color if connection else self._context.theme.tertiary),
            note=account_words.note(account, passing, now=self._context.now()),
            detail=f"{detail}\n{key}" if row < ACCOUNT_KEYS else detail,
            is_ready=account_words.is_ready(account, passing),
        )

    def _on_second_passed(self) -> None:
        accounts = self._context.services.accounts
        if accounts.is_outdated():
            self._context.tasks.start(accounts.reread(), on_error=_ignore)
        self.refresh()

    def _on_activated(self, index: QModelIndex) -> None:
        item = self._model.item(index)
        if item is not None:
            self.account_chosen.emit(item.id)

    def _on_menu_requested(self, place: QPoint) -> None:
        self._on_activated(self.view.indexAt(place))
        actions = self._actions
        menu = QMenu(self)
        menu.setObjectName("accountMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([actions.describe_account, *self._keys])
        menu.addSeparator()
        menu.addActions([actions.sign_in_again, actions.edit_connection])
        menu.addSeparator()
        menu.addAction(actions.sign_out)
        menu.popup(self.view.viewport().mapToGlobal(place))

    def _move(self, by: int) -> None:
        index = self.view.currentIndex()
        item = self._model.item(index)
        if item is not None:
            self._on_dropped(item.id, index.row() + by)

    def _on_dropped(self, account_id: str, row: int) -> None:
        accounts = self._context.services.accounts
        self._context.tasks.start(accounts.move(accounts.by_id(account_id), row=row), on_error=_ignore)


def _ignore(_error: XenaError) -> None:
    """The folder cannot be read or written just now; the list stays as it is, and the next second tries again."""
