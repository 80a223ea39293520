"""The lists at the left: accounts, endpoints and history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.actions import Actions
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.icons import icon
from xena_desktop.ui.models.endpoints import EndpointItem, EndpointListModel
from xena_desktop.ui.panels.account_list import AccountList
from xena_desktop.ui.panels.history import HistoryPanel
from xena_desktop.ui.panels.list_views import list_view, select
from xena_desktop.ui.panels.saved import SavedPanel
from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.card import SectionHead
from xena_desktop.ui.widgets.delegates import EndpointDelegate
from xena_desktop.ui.widgets.drawers import Drawers
from xena_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from xena_desktop.domain.operation import Operation

WIDTH = 272
ENDPOINTS, SAVED, HISTORY = range(3)


class Sidebar(QFrame):
    """Choose an account; find an endpoint and open it."""

    operation_opened = Signal(object)

    def __init__(self, context: WindowContext, actions: Actions, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._actions = context, actions
        self._operations: dict[str, Operation] = {}
        self.setProperty("part", "sidebar")
        self.setObjectName("sidebar")
        self.accounts = AccountList(context, actions)
        self.account_list = self.accounts.view
        self._build_endpoints()
        self.saved = SavedPanel(context)
        self.history = HistoryPanel(context)
        self.drawers = Drawers(theme=context.theme)
        self._arrange()

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
        self.endpoint_tree = list_view(
            "endpointTree", tr("Endpoints"), model=self._endpoints, delegate=delegate
        )
        self.endpoint_tree.clicked.connect(self._on_endpoint_activated)
        self.endpoint_tree.activated.connect(self._on_endpoint_activated)
        self._nothing = label(tr("No endpoint holds all these words."), role="caption", wrap=True)
        self._nothing.setContentsMargins(GRID, GRID, GRID, 0)
        self._nothing.setObjectName("endpointNothing")
        self._nothing.hide()
        self.search.textChanged.connect(self._on_search_changed)
        self.search.returnPressed.connect(self._on_search_entered)

    def _arrange(self) -> None:
        self._endpoint_head = SectionHead(tr("Endpoints"))
        self._endpoint_head.set_buddy(self.endpoint_tree)
        search_row = QVBoxLayout()
        search_row.setContentsMargins(GRID // 2, 0, GRID // 2, GRID // 2)
        search_row.addWidget(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(self.accounts)
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
        self.drawers.add(tr("Saved"), self.saved, object_name="savedDrawer")
        self.drawers.add(tr("History"), self.history, object_name="historyDrawer")

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
            select(self.endpoint_tree, first)
            self._on_endpoint_activated(first)

    def set_theme(self, theme: Theme) -> None:
        """Colour the magnifying glass anew."""
        self._magnifier.setIcon(icon("search", color=theme.tertiary))


def _short_path(path: str) -> str:
    """The path without what most paths begin with: ``Partner`` for ``Fiscal/{fiscalId}/Partner``."""
    for start in ("/Api/", "Fiscal/{fiscalId}/"):
        path = path.removeprefix(start)
    return path
