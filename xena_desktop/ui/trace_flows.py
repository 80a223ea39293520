"""Ways to the page that tells what happened, and to the check of an account."""

from __future__ import annotations

from PySide6.QtCore import QObject

from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.trace import Trace
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.desk import Desk
from xena_desktop.ui.panels.notices import show_error


class TraceFlows(QObject):
    """From the profile, from a sign-in that waits, and from one that failed."""

    def __init__(self, context: WindowContext, desk: Desk) -> None:
        super().__init__(desk)
        self._context, self._desk = context, desk
        self._waiting_is_live = False
        desk.trace.closed.connect(self._on_closed)
        desk.check.closed.connect(desk.show_home)
        desk.waiting.trace_wanted.connect(self._on_waiting)
        desk.profile.head.trace.clicked.connect(self.show_account)
        desk.profile.notice.second_triggered.connect(self.show_account)
        desk.profile.head.check.clicked.connect(desk.show_check)

    def show_account(self) -> None:
        """What happened to the account at hand."""
        self._context.tasks.start(self._show_account(), on_error=self._on_error)

    def show_connection(self, connection: Connection) -> None:
        """What happened in the sign-in over this connection that failed last."""
        self._context.tasks.start(self._show_connection(connection), on_error=self._on_error)

    async def _show_account(self) -> None:
        account = self._context.chosen.account
        if account is not None:
            self._show(await self._context.services.traces.of_account(account), about=account.name)

    async def _show_connection(self, connection: Connection) -> None:
        """The newest of all: a renewal of an account over the connection, or a sign-in that brought none."""
        services = self._context.services
        found = list(await services.traces.of_connection(connection))
        for account in services.accounts.all():
            if account.connection_id == connection.id:
                found += await services.traces.of_account(account)
        newest_first = sorted(found, key=lambda trace: trace.started_at, reverse=True)
        self._show(tuple(newest_first), about=connection.name)

    def _on_waiting(self) -> None:
        trace = self._desk.waiting.trace()
        if trace is not None:
            self._desk.show_trace((trace,), about=trace.connection)
            self._waiting_is_live = True

    def _show(self, traces: tuple[Trace, ...], *, about: str) -> None:
        self._waiting_is_live = False
        self._desk.show_trace(traces, about=about)

    def _on_closed(self) -> None:
        """Go back to where one came from: to a sign-in that still waits, or home."""
        connection = self._desk.waiting.connection()
        if self._waiting_is_live and connection is not None:
            self._desk.show_waiting(connection)
        else:
            self._desk.show_home()

    def _on_error(self, error: XenaError) -> None:
        show_error(self._desk.trace.notice, error)
