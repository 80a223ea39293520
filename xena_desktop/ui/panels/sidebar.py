"""The lists at the left: accounts, endpoints and history."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.actions import Actions
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.account_list import AccountList
from xena_desktop.ui.panels.endpoints import EndpointsPanel
from xena_desktop.ui.panels.history import HistoryPanel
from xena_desktop.ui.panels.saved import SavedPanel
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.drawers import Drawers

WIDTH = 272
ENDPOINTS, SAVED, HISTORY = range(3)


class Sidebar(QFrame):
    """Choose an account; below, find an endpoint or a call made before."""

    def __init__(self, context: WindowContext, actions: Actions, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "sidebar")
        self.setObjectName("sidebar")
        self.accounts = AccountList(context, actions)
        self.account_list = self.accounts.view
        self.endpoints = EndpointsPanel(context, actions)
        self.saved = SavedPanel(context)
        self.history = HistoryPanel(context)
        self.drawers = Drawers(theme=context.theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(self.accounts)
        column.addSpacing(GRID)
        column.addWidget(self.drawers, 1)
        self.drawers.add(tr("Endpoints"), self.endpoints, object_name="endpointsDrawer")
        self.drawers.add(tr("Saved"), self.saved, object_name="savedDrawer")
        self.drawers.add(tr("History"), self.history, object_name="historyDrawer")
