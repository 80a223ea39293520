"""One window's life: filled once the services are open, and everything kept when it closes."""

from __future__ import annotations

import asyncio
import base64
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QGuiApplication

from xena_desktop.domain.errors import AnswerClosed, CallCancelled, XenaError
from xena_desktop.domain.interchange import FILE_SUFFIXES
from xena_desktop.domain.settings import Draft, Settings
from xena_desktop.error_texts import explain_fault
from xena_desktop.services.house import Services
from xena_desktop.translation import tr
from xena_desktop.ui.account_flows import AccountFlows
from xena_desktop.ui.actions import Actions
from xena_desktop.ui.appearance import Appearance
from xena_desktop.ui.awaiting import answer
from xena_desktop.ui.chosen import ChosenAccount
from xena_desktop.ui.commands import Commands
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.desk import Desk
from xena_desktop.ui.faults import Faults
from xena_desktop.ui.import_flows import ImportFlows
from xena_desktop.ui.kept_drafts import KeptDrafts
from xena_desktop.ui.main_window import MainWindow
from xena_desktop.ui.panels.sidebar import ENDPOINTS, HISTORY
from xena_desktop.ui.request_files import RequestFiles
from xena_desktop.ui.tasks import Tasks
from xena_desktop.ui.trace_flows import TraceFlows
from xena_desktop.ui.widgets.palette import Palette

_log = logging.getLogger(__name__)
_BETWEEN = "."


class OpenWindow:
    """Puts the panels into ``window`` and wires them. ``closed`` resolves when the person wants it closed."""

    def __init__(
        self,
        window: MainWindow,
        *,
        services: Services,
        appearance: Appearance,
        faults: Faults,
        now: Callable[[], datetime],
        open_address: Callable[[str], object],
    ) -> None:
        self.window = window
        self.closed = asyncio.Event()
        self.wants_again = False
        self._services, self._appearance, self._faults = services, appearance, faults
        self._open_address = open_address
        self._tasks = Tasks(on_orphan=self._show_orphan)
        settings = services.settings.settings
        self._chosen = ChosenAccount(services.accounts, gate=services.gate, last_id=settings.last_account_id)
        self.context = WindowContext(
            services=services, tasks=self._tasks, chosen=self._chosen, appearance=appearance, now=now
        )
        locked = services.settings.locked
        self.actions = Actions(window, theme=settings.theme, language=settings.language, locked=locked)
        self.desk = Desk(self.context, self.actions)
        self.flows = AccountFlows(self.context, self.desk)
        self._kept_drafts = KeptDrafts(self.context, self.desk)
        self._request_files = RequestFiles(self.context, self.desk)
        self.commands = Commands(
            self.context,
            self.actions,
            Palette(self.desk, theme=appearance.theme),
            operations=self.desk.sidebar.endpoints.operations,
            open_operation=self.desk.sidebar.endpoints.open_operation,
            open_account=self._on_account_chosen,
        )
        self._traces = TraceFlows(self.context, self.desk)
        self.flows.trace_wanted.connect(self._traces.show_connection)
        self._imports = ImportFlows(self.context, self.desk, show_error=self.flows.show_error)
        self._fault: BaseException | None = None
        self._closing: asyncio.Task[None] | None = None
        services.upkeep.at_hand = lambda: self._chosen.account if window.isActiveWindow() else None
        self._wire()
        self._wire_actions()

    def show(self) -> None:
        """Put everything in its place, with the drafts of last time."""
        window = self.window
        window.show_content(self.desk)
        self._appearance.dress()
        geometry, splitter, height, *_ = [
            *self._services.settings.settings.window.split(_BETWEEN),
            "",
            "",
            "",
        ]
        window.restore_geometry_text(geometry)
        with suppress(ValueError):
            self.desk.splitter.restoreState(QByteArray(base64.b64decode(splitter, validate=True)))
        with suppress(ValueError):
            self.desk.work.choose_request_height(int(height))
        self.desk.work.restore(self._services.settings.drafts)
        self.desk.sidebar.endpoints.load()
        if self._chosen.account is None:
            self.desk.welcome.focus_first()
        else:
            self.desk.sidebar.account_list.setFocus()

    def _wire(self) -> None:
        window, desk, chosen = self.window, self.desk, self._chosen
        window.close_wanted.connect(self._on_close_wanted)
        window.file_dropped.connect(self.import_file)
        desk.connection_shown.connect(window.show_connection)
        desk.header.account_chosen.connect(self._on_account_chosen)
        desk.sidebar.accounts.account_chosen.connect(self._on_account_chosen)
        for chosen_setup in (desk.header.fiscal_setup_chosen, desk.work.fiscal_setup_chosen):
            chosen_setup.connect(desk.profile.choose_fiscal_setup)
        desk.sidebar.endpoints.catalogue_shown.connect(desk.work.show_catalogue)
        desk.sidebar.endpoints.request_opened.connect(self._on_request_opened)
        desk.sidebar.history.opened.connect(desk.work.open_past_call)
        desk.sidebar.history.resend_wanted.connect(desk.work.resend)
        desk.sidebar.history.compare_wanted.connect(desk.work.compare_past_call)
        desk.sidebar.history.may_compare = desk.work.has_answer
        desk.sidebar.saved.opened.connect(desk.work.open_saved)
        desk.sidebar.saved.moved.connect(desk.work.rename_saved)
        desk.work.request_saved.connect(desk.sidebar.saved.refresh)
        chosen.changed.connect(self._on_account_changed)
        self.flows.signed_in.connect(window.come_to_front)
        self.flows.end_session_wanted.connect(self._open_address)
        self._faults.found.connect(self.show_fault)
        desk.notice.action_triggered.connect(self._on_copy_details)
        connection = chosen.connection
        if connection is not None:
            window.show_connection(connection.color, tr("Connection {name}", name=connection.name))

    def _wire_actions(self) -> None:
        actions, desk, flows = self.actions, self.desk, self.flows
        work = desk.work
        for action, does in (
            (actions.sign_in, desk.show_sign_in), (actions.sign_in_again, flows.sign_in_again),
            (actions.sign_in_other, flows.sign_in_as_somebody_else),
            (actions.sign_in_private, flows.sign_in_in_private),
            (actions.describe_account, desk.show_description),
            (actions.check_account, desk.show_check), (actions.show_trace, self._traces.show_account),
            (actions.sign_out, flows.sign_out), (actions.new_connection, desk.show_new_connection),
            (actions.edit_connection, flows.edit_connection), (actions.open_connection, self._imports.open_file),
            (actions.import_requests, self._request_files.choose_file),
            (actions.new_tab, work.new_request), (actions.close_tab, work.close_current_tab),
            (actions.save, work.save), (actions.save_as, work.save_as),
            (actions.reopen_tab, work.reopen_tab), (actions.find_history, self._on_find_history),
            (actions.next_tab, lambda: work.step(1)), (actions.previous_tab, lambda: work.step(-1)),
            (actions.focus_path, self._on_focus_path), (actions.find_endpoint, self._on_find_endpoint),
            (actions.send, self._on_send), (actions.palette, self.commands.open),
            (actions.theme, self._on_theme_toggled), (actions.quit, self._on_close_wanted),
            (actions.settings, desk.show_settings), (actions.about, self._on_about),
        ):  # fmt: skip
            action.triggered.connect(lambda _checked=False, does=does: does())
        for chooses in (actions, desk.settings):
            chooses.theme_chosen.connect(self._on_theme_chosen)
            chooses.language_chosen.connect(self._on_language_chosen)
        actions.account_wanted.connect(self._on_account_wanted)

    async def close(self) -> None:
        """Keep drafts, size and place, and end whatever still runs."""
        await self._tasks.close()
        self._services.upkeep.at_hand = lambda: None
        self._chosen.close()
        self.desk.sidebar.history.close_listening()
        self._faults.found.disconnect(self.show_fault)
        store = self._services.settings
        state = base64.b64encode(self.desk.splitter.saveState().data()).decode()
        height = str(self.desk.work.request_height or "")
        place = _BETWEEN.join((self.window.geometry_text(), state, height))
        try:
            await store.save_drafts(self.desk.work.drafts())
            await store.save(replace(store.settings, window=place))
        except XenaError as error:
            _log.warning("not kept: %s", error)

    def _on_close_wanted(self) -> None:
        if self._closing is None or self._closing.done():
            self._closing = self._start(self._close_if_wanted())

    async def _close_if_wanted(self) -> None:
        if await self._kept_drafts.may_close():
            self.closed.set()

    # --- what the person does ------------------------------------------------------------------------------

    def _on_account_chosen(self, account_id: str) -> None:
        self._chosen.choose(account_id)
        self.desk.show_account()

    def _on_account_wanted(self, row: int) -> None:
        accounts = self._services.accounts.all()
        if row < len(accounts):
            self._on_account_chosen(accounts[row].id)

    def _on_account_changed(self) -> None:
        account, settings = self._chosen.account, self._services.settings.settings
        if account is None:
            self.desk.show_home()
        elif account.id != settings.last_account_id:
            self._save(replace(settings, last_account_id=account.id))

    def _on_request_opened(self, draft: Draft) -> None:
        self.desk.work.open_request(draft).form.send.setFocus()

    def _on_focus_path(self) -> None:
        request = self.desk.work.current_request()
        if request is None:
            self.desk.work.new_request()
        else:
            request.focus_path()

    def _on_find_history(self) -> None:
        self.desk.sidebar.drawers.open(HISTORY)
        self.desk.sidebar.history.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.desk.sidebar.history.search.selectAll()

    def _on_find_endpoint(self) -> None:
        self.desk.sidebar.drawers.open(ENDPOINTS)
        search = self.desk.sidebar.endpoints.search
        search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        search.selectAll()

    def _on_send(self) -> None:
        request = self.desk.work.current_request()
        if request is not None:
            request.send()

    def _on_about(self) -> None:
        self._start(self._show_about())

    async def _show_about(self) -> None:
        from xena_desktop.ui.dialogs.about import AboutDialog

        dialog = AboutDialog(self._services.about, theme=self._appearance.theme, parent=self.window)
        self._start(dialog.fill())
        await answer(dialog)

    # --- theme and language --------------------------------------------------------------------------------

    def _on_theme_toggled(self) -> None:
        self._on_theme_chosen(self._appearance.toggle())

    def _on_theme_chosen(self, theme: str) -> None:
        self._appearance.choose(theme)
        self.actions.show_theme(theme)
        self.desk.settings.show_theme(theme)
        self._save(replace(self._services.settings.settings, theme=theme))

    def _on_language_chosen(self, language: str) -> None:
        """The window is built anew in the other language; drafts and tabs come back in it."""
        self._start(self._change_language(language))

    async def _change_language(self, language: str) -> None:
        store = self._services.settings
        await store.save(replace(store.settings, language=language))
        self.wants_again = True
        self.closed.set()

    # --- errors --------------------------------------------------------------------------------------------

    def show_fault(self, fault: BaseException) -> None:
        """Say that the program made a mistake, and offer its details."""
        self._fault = fault
        text = explain_fault(fault)
        self.desk.notice.show_notice(text.title, kind="danger", advice=text.advice, action=tr("Copy details"))

    def _show_orphan(self, error: XenaError) -> None:
        """Say what went wrong after the tab or dialog was closed that it went wrong in, where it matters still."""
        if not isinstance(error, (AnswerClosed, CallCancelled)):
            self.flows.show_error(error)

    def _on_copy_details(self) -> None:
        if self._fault is not None:
            QGuiApplication.clipboard().setText(self._faults.details(self._fault))

    def import_file(self, path: Path) -> None:
        """Offer to import a connection file, or the requests in a file of another program."""
        if path.suffix.lower() in FILE_SUFFIXES:
            self._request_files.take_file(path)
        else:
            self._imports.import_file(path)

    def start_sandbox(self) -> None:
        """Begin at the Sandbox, unless somebody is signed in already."""
        if self._chosen.account is None:
            self.flows.try_sandbox()

    def _save(self, settings: Settings) -> None:
        self._start(self._services.settings.save(settings))

    def _start(self, coroutine: Coroutine[Any, Any, object]) -> asyncio.Task[None] | None:
        return self._tasks.start(coroutine, on_error=self.flows.show_error)
