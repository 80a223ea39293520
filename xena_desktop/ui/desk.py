"""All that stands in the window once the services are open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from xena_desktop.domain.built_in import SANDBOX_ID
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.trace import Trace
from xena_desktop.translation import tr
from xena_desktop.ui.actions import Actions
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.account import AccountPanel
from xena_desktop.ui.panels.check import CheckPanel
from xena_desktop.ui.panels.connection import ConnectionPanel
from xena_desktop.ui.panels.footer import FooterBar
from xena_desktop.ui.panels.header import HeaderBar
from xena_desktop.ui.panels.keychain_notice import KeychainNotice
from xena_desktop.ui.panels.profile import ProfilePanel
from xena_desktop.ui.panels.settings import SettingsPanel
from xena_desktop.ui.panels.sidebar import WIDTH, Sidebar
from xena_desktop.ui.panels.sign_in import SignInPanel
from xena_desktop.ui.panels.trace import TracePanel
from xena_desktop.ui.panels.waiting import WaitingPanel
from xena_desktop.ui.panels.welcome import WelcomePanel
from xena_desktop.ui.panels.work import WorkPanel
from xena_desktop.ui.widgets.notice_bar import NoticeBar


class Desk(QWidget):
    """The panels in their places, and which of them is to be seen. What they do is in ``account_flows``."""

    connection_shown = Signal(str, str)

    def __init__(self, context: WindowContext, actions: Actions, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.notice = NoticeBar(theme=context.theme)
        self.notice.setObjectName("windowNotice")
        self.keychain_notice = KeychainNotice(context)
        self.welcome = WelcomePanel(actions, theme=context.theme)
        self.header = HeaderBar(context, actions)
        self.sidebar = Sidebar(context, actions)
        self.footer = FooterBar(context)
        self.profile = ProfilePanel(context)
        self.waiting = WaitingPanel(context)
        self.sign_in = SignInPanel(context)
        self.connection = ConnectionPanel(context)
        self.account = AccountPanel(context)
        self.trace = TracePanel(context)
        self.check = CheckPanel(context)
        self.settings = SettingsPanel(context)
        self.settings.closed.connect(self.show_home)
        self._first = QStackedWidget()
        for panel in (
            self.profile,
            self.waiting,
            self.sign_in,
            self.connection,
            self.account,
            self.trace,
            self.check,
            self.settings,
        ):
            self._first.addWidget(panel)
        self.work = WorkPanel(context, actions, first=self._first)
        self._whole = QStackedWidget()
        self._arrange()
        for changed in (context.chosen.changed, context.chosen.accounts_changed):
            changed.connect(self._on_accounts_changed)
        self.show_home()

    def _arrange(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("sidebarSplitter")
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.sidebar)
        self.splitter.addWidget(self.work)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([WIDTH, 1168])
        self.sidebar.setMinimumWidth(200)
        self.sidebar.setMaximumWidth(480)
        self.work.setMinimumWidth(560)
        desk = QWidget()
        column = QVBoxLayout(desk)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.footer)
        self._whole.addWidget(self.welcome)
        self._whole.addWidget(desk)
        notices = QVBoxLayout()
        notices.setContentsMargins(12, 0, 12, 0)
        notices.setSpacing(0)
        notices.addWidget(self.keychain_notice)
        notices.addWidget(self.notice)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(notices)
        whole.addWidget(self._whole, 1)

    def show_home(self) -> None:
        """The profile of the account at hand, or the first page when there is none."""
        if self._context.chosen.account is None:
            self.welcome.show_connections([connection.name for connection in self.ready_connections()])
            self._whole.setCurrentIndex(0)
            self.connection_shown.emit("", "")
        else:
            self._show_first(self.profile)
            self._tell_connection(self._context.chosen.connection)
        self._on_accounts_changed()

    def ready_connections(self) -> list[Connection]:
        """The connections that one can sign in over, the Sandbox apart: it has a door of its own."""
        connections = self._context.services.connections.all()
        return [c for c in connections if c.is_configured and c.id != SANDBOX_ID]

    def show_waiting(self, connection: Connection) -> None:
        """The sign-in under way."""
        self._show_first(self.waiting)
        self._tell_connection(connection)

    def show_sign_in(self, *, chosen: Connection | None = None) -> None:
        """The choice of a connection to sign in over."""
        self.sign_in.show_connections(chosen=chosen)
        self._show_first(self.sign_in)

    def show_description(self) -> None:
        """Name, colour and note of the account at hand, to be changed."""
        account = self._context.chosen.account
        if account is not None:
            self._show_first(self.account)
            self.account.show_account(account)

    def show_trace(self, traces: tuple[Trace, ...], *, about: str) -> None:
        """What happened in sign-ins and renewals."""
        self._show_first(self.trace)
        self.trace.show_traces(traces, about=about)

    def show_check(self) -> None:
        """The check of the account at hand, which begins now."""
        account = self._context.chosen.account
        if account is not None:
            self._show_first(self.check)
            self.check.check(account)

    def show_connection(self, connection: Connection | None) -> None:
        """A connection to be edited; None begins one to Xena."""
        self.connection.show_connection(connection)
        self._show_first(self.connection)

    def show_new_connection(self) -> None:
        """A connection with an address of one's own."""
        self.connection.show_new()
        self._show_first(self.connection)

    def show_settings(self) -> None:
        """The settings of the program."""
        self.settings.show_settings()
        self._show_first(self.settings)

    def is_at_profile(self) -> bool:
        """Whether the first tab holds the profile, and not something else on the way."""
        return self._first.currentWidget() is self.profile

    def show_account(self) -> None:
        """Follow the account at hand, without leaving the request in front."""
        if self._context.chosen.account is not None and self._first.currentWidget() is not self.waiting:
            self._first.setCurrentWidget(self.profile)
        self._tell_connection(self._context.chosen.connection)

    def _show_first(self, panel: QWidget) -> None:
        self._first.setCurrentWidget(panel)
        self._whole.setCurrentIndex(1)
        self.work.show_first()

    def _tell_connection(self, connection: Connection | None) -> None:
        if connection is None:
            self.connection_shown.emit("", "")
        else:
            self.connection_shown.emit(connection.color, tr("Connection {name}", name=connection.name))

    def _on_accounts_changed(self) -> None:
        some = self._context.chosen.account is not None
        for part in (self.header, self.sidebar, self.footer):
            part.setVisible(some)
        self.work.set_tabs_shown(shown=some)
        if some and self.is_at_profile():
            self._tell_connection(self._context.chosen.connection)
