"""The lists at the left: accounts, endpoints and history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QMenu, QVBoxLayout, QWidget

from xena_desktop.domain.identity import Account
from xena_desktop.translation import tr
from xena_desktop.ui import account_words, words
from xena_desktop.ui.actions import Actions
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.icons import icon
from xena_desktop.ui.models.accounts import AccountItem, AccountListModel
from xena_desktop.ui.models.endpoints import EndpointItem, EndpointListModel
from xena_desktop.ui.panels.history import HistoryPanel
from xena_desktop.ui.theme import GRID, ROW_HEIGHT, Theme
from xena_desktop.ui.widgets.buttons import IconButton
from xena_desktop.ui.widgets.card import SectionHead
from xena_desktop.ui.widgets.delegates import AccountDelegate, EndpointDelegate, RowDelegate
from xena_desktop.ui.widgets.drawers import Drawers
from xena_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from xena_desktop.domain.operation import Operation

WIDTH = 272
ENDPOINTS, HISTORY = range(2)
_MOST_ACCOUNTS_SHOWN = 8


class Sidebar(QFrame):
    """Choose an account; find an endpoint and open it."""

    account_chosen = Signal(str)
    operation_opened = Signal(object)

    def __init__(self, context: WindowContext, actions: Actions, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._actions = context, actions
        self._operations: dict[str, Operation] = {}
        self.setProperty("part", "sidebar")
        self.setObjectName("sidebar")
        self._build_accounts()
        self._build_endpoints()
        self.history = HistoryPanel(context)
        self.drawers = Drawers(theme=context.theme)
        self._arrange()
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self.refresh_accounts)
        self._second.start()
        for changed in (context.chosen.changed, context.chosen.accounts_changed):
            changed.connect(self.refresh_accounts)
        self.refresh_accounts()

    def _build_accounts(self) -> None:
        theme = self._context.theme
        self._add = IconButton("plus", text=self._actions.sign_in.text().rstrip("…"), theme=theme)
        self._add.setToolTip(self._actions.sign_in.toolTip())
        self._add.setObjectName("addAccountButton")
        self._add.clicked.connect(self._actions.sign_in.trigger)
        self._accounts = AccountListModel(self)
        delegate = AccountDelegate(theme=theme, parent=self)
        self.account_list = _list("accountList", tr("Accounts"), model=self._accounts, delegate=delegate)
        self.account_list.clicked.connect(self._on_account_activated)
        self.account_list.activated.connect(self._on_account_activated)
        self.account_list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.account_list.customContextMenuRequested.connect(self._on_account_menu_requested)

    def _build_endpoints(self) -> None:
        theme = self._context.theme
        self.search = QLineEdit()
        self.search.setObjectName("endpointSearch")
        self.search.setProperty("compact", True)  # noqa: FBT003 - a property's value
        self.search.setPlaceholderText(tr("Search method, path or words"))
        self.search.setAccessibleName(self._actions.find_endpoint.text())
        self.search.setToolTip(self._actions.find_endpoint.toolTip())
        self.search.setClearButtonEnabled(True)
        self._magnifier = self.search.addAction(
            icon("search", color=theme.tertiary), QLineEdit.ActionPosition.LeadingPosition
        )
        self._endpoints = EndpointListModel(self)
        delegate = EndpointDelegate(theme=theme, parent=self)
        self.endpoint_tree = _list("endpointTree", tr("Endpoints"), model=self._endpoints, delegate=delegate)
        self.endpoint_tree.clicked.connect(self._on_endpoint_activated)
        self.endpoint_tree.activated.connect(self._on_endpoint_activated)
        self._nothing = label(tr("No endpoint holds all these words."), role="caption", wrap=True)
        self._nothing.setContentsMargins(GRID, GRID, GRID, 0)
        self._nothing.setObjectName("endpointNothing")
        self._nothing.hide()
        self.search.textChanged.connect(self._on_search_changed)
        self.search.returnPressed.connect(self._on_search_entered)

    def _arrange(self) -> None:
        self._account_head = SectionHead(tr("Accounts"), button=self._add)
        self._endpoint_head = SectionHead(tr("Endpoints"))
        self._account_head.set_buddy(self.account_list)
        self._endpoint_head.set_buddy(self.endpoint_tree)
        search_row = QVBoxLayout()
        search_row.setContentsMargins(GRID // 2, 0, GRID // 2, GRID // 2)
        search_row.addWidget(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(self._account_head)
        column.addWidget(self.account_list)
        column.addSpacing(GRID)
        column.addWidget(self.drawers, 1)
        endpoints = QWidget()
        below = QVBoxLayout(endpoints)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(GRID // 2)
        below.addWidget(self._endpoint_head)
        below.addLayout(search_row)
        below.addWidget(self._nothing)
        below.addWidget(self.endpoint_tree, 1)
        self.drawers.add(tr("Endpoints"), endpoints, object_name="endpointsDrawer")
        self.drawers.add(tr("History"), self.history, object_name="historyDrawer")

    def refresh_accounts(self) -> None:
        """Show the accounts as they are at this moment."""
        accounts = self._context.services.accounts.all()
        self._accounts.set_items([self._item(account) for account in accounts])
        rows = min(max(len(accounts), 1), _MOST_ACCOUNTS_SHOWN)
        self.account_list.setFixedHeight(rows * ROW_HEIGHT)
        chosen = self._context.chosen.account
        if chosen is not None:
            self._select(self.account_list, self._accounts.index_of(chosen.id))

    def _item(self, account: Account) -> AccountItem:
        connection = self._context.services.accounts.connection_of(account)
        passing = self._context.services.accounts.passing(account.id)
        return AccountItem(
            id=account.id,
            name=account.name,
            color=connection.color,
            note=account_words.note(account, passing, now=self._context.now()),
            detail=f"{account_words.sentence(account, passing)} · {connection.name}",
            is_ready=account_words.is_ready(account, passing),
        )

    def show_operations(self, operations: tuple[Operation, ...]) -> None:
        """Show the endpoints there are."""
        self._operations = {f"{one.method} {one.path}": one for one in operations}
        items = [
            EndpointItem(id=key, method=one.method, path=_short_path(one.path), title=one.title)
            for key, one in self._operations.items()
        ]
        self._endpoints.set_items(items)
        self._endpoint_head.set_count(words.number(len(items)))

    def operations(self) -> tuple[Operation, ...]:
        """The endpoints that are listed, whatever is searched for."""
        return tuple(self._operations.values())

    def _on_account_activated(self, index: QModelIndex) -> None:
        item = self._accounts.item(index)
        if item is not None:
            self.account_chosen.emit(item.id)

    def _on_account_menu_requested(self, place: QPoint) -> None:
        self._on_account_activated(self.account_list.indexAt(place))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._actions.sign_in_again, self._actions.edit_connection, self._actions.sign_out])
        menu.popup(self.account_list.viewport().mapToGlobal(place))

    def _on_endpoint_activated(self, index: QModelIndex) -> None:
        item = self._endpoints.item(index)
        if item is not None:
            self.operation_opened.emit(self._operations[item.id])

    def _on_search_changed(self, text: str) -> None:
        self._endpoints.set_filter(text)
        self._nothing.setVisible(bool(self._operations) and not self._endpoints.rowCount())

    def _on_search_entered(self) -> None:
        if self._endpoints.rowCount():
            first = self._endpoints.index(0)
            self._select(self.endpoint_tree, first)
            self._on_endpoint_activated(first)

    @staticmethod
    def _select(view: QListView, index: QModelIndex) -> None:
        if index.isValid() and view.currentIndex() != index:
            view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def set_theme(self, theme: Theme) -> None:
        """Colour the magnifying glass anew."""
        self._magnifier.setIcon(icon("search", color=theme.tertiary))


def _short_path(path: str) -> str:
    """The path without what most paths begin with: ``Partner`` for ``Fiscal/{fiscalId}/Partner``."""
    for start in ("/Api/", "Fiscal/{fiscalId}/"):
        path = path.removeprefix(start)
    return path


def _list(
    name: str, accessible: str, *, model: AccountListModel | EndpointListModel, delegate: RowDelegate
) -> QListView:
    view = QListView()
    view.setObjectName(name)
    view.setAccessibleName(accessible)
    view.setModel(model)
    view.setItemDelegate(delegate)
    view.setMouseTracking(True)
    view.setUniformItemSizes(True)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
    return view
