"""One request and its answer, in one tab."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from xena_desktop.domain.errors import NotSignedIn
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.identity import Account
from xena_desktop.domain.settings import Draft
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.dialogs.question import Fact, Question, ask
from xena_desktop.ui.panels.request_form import RequestForm
from xena_desktop.ui.panels.response import ResponsePanel
from xena_desktop.ui.widgets.busy_indicator import DELAY_MS

_FORM_HEIGHT = 292


class RequestPanel(QWidget):
    """Write, send, cancel, read. ``changed`` tells of every keystroke that is worth keeping."""

    changed = Signal()
    sent = Signal()
    sign_in_again_wanted = Signal()
    edit_connection_wanted = Signal()
    fiscal_setup_chosen = Signal(str)

    def __init__(self, context: WindowContext, *, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._sending: asyncio.Task[None] | None = None
        self._sent: Draft | None = None
        self.form = RequestForm(context)
        self.response = ResponsePanel(context)
        self.form.show_draft(draft)
        self._start = self.form.draft()
        self._late = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._late.timeout.connect(lambda: self.form.set_sending(sending=True))
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.form)
        self._splitter.addWidget(self.response)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([_FORM_HEIGHT, 600])
        self.form.setMinimumHeight(150)
        self.response.setMinimumHeight(160)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._splitter)
        self.form.changed.connect(self.changed)
        self.form.send_clicked.connect(self.send)
        self.form.cancel_clicked.connect(self.cancel)
        self.form.parameters.fiscal_setup_chosen.connect(self.fiscal_setup_chosen)
        self.response.cancel_clicked.connect(self.cancel)
        self.response.action_wanted.connect(self._on_action_wanted)

    def draft(self) -> Draft:
        """The request as it is kept."""
        return self.form.draft()

    def show_draft(self, draft: Draft) -> None:
        """Begin another request in this tab."""
        self.form.show_draft(draft)
        self._start, self._sent = self.form.draft(), None

    def title(self) -> str:
        """``GET Partner``: the method and the last words of the path."""
        draft = self.draft()
        words = [word for word in draft.path.partition("?")[0].split("/") if word]
        if not words:
            return tr("New request")
        named = words[-2:] if words[-1].startswith("{") else words[-1:]
        name = "/".join(named)
        return f"{draft.method} {name if len(name) <= 28 else name[:27] + '…'}"

    def is_changed(self) -> bool:
        """Whether it was changed since it was sent, or since it was opened."""
        return self.draft() != (self._sent or self._start)

    def is_untouched(self) -> bool:
        """Whether it was neither sent nor changed, so that another request may take its place."""
        return self._sent is None and not self.is_changed()

    def focus_path(self) -> None:
        """Put the keyboard into the path."""
        self.form.path.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.form.path.selectAll()

    # --- sending -----------------------------------------------------------------------------------------

    def send(self) -> None:
        """Send what is written, unless it is under way already."""
        self._begin(allow_write=False)

    def _begin(self, *, allow_write: bool) -> None:
        if self._sending is not None and not self._sending.done():
            return
        self._sending = self._context.tasks.start(
            self._send(allow_write=allow_write), on_error=self.response.show_failure
        )

    def cancel(self) -> None:
        """Stop the request under way; its connection is closed."""
        if self._sending is not None:
            self._sending.cancel()

    async def _send(self, *, allow_write: bool) -> None:
        account, connection = self._context.chosen.account, self._context.chosen.connection
        if account is None or connection is None:
            raise NotSignedIn
        draft, request = self.draft(), self.form.request()
        if request.writes and connection.read_only and not allow_write:
            if not await self._may_write(account, request):
                self.response.show_nothing_sent()
                return
            allow_write = True
        self._late.start()
        self.response.show_sending()
        self.sent.emit()
        try:
            answer = await self._context.services.explorer.send(account, request, allow_write=allow_write)
            self._sent = draft
            await self.response.show_answer(answer)
        except asyncio.CancelledError:
            self.response.show_stopped()
            raise
        finally:
            self._late.stop()
            self.form.set_sending(sending=False)
            self.changed.emit()

    async def _may_write(self, account: Account, request: ApiRequest) -> bool:
        connection, setup = self._context.chosen.connection, self._context.chosen.fiscal_setup
        company = f"{setup.name} · {setup.id}" if setup else (account.fiscal_id or tr("none chosen"))
        path = request.filled({"fiscalId": account.fiscal_id} if account.fiscal_id else {}).path
        facts = [
            Fact(name=tr("Account"), value=account.name),
            Fact(name=tr("Connection"), value=connection.name if connection else ""),
            Fact(name=tr("Fiscal setup"), value=company),
            Fact(name=tr("Request"), value=f"{request.method} {path}", is_wire=True),
        ]
        question = Question(
            title=tr("This may change data"),
            text=tr(
                "The connection is read-only, and {method} is a writing method. "
                "Nothing has been sent. Send it anyway?",
                method=request.method,
            ),
            yes=tr("Send anyway"),
            theme=self._context.theme,
            facts=tuple(facts),
            kind="danger",
            parent=self.window(),
        )
        return await ask(question)

    def _on_action_wanted(self, action: str) -> None:
        if action == "sign_in":
            self.sign_in_again_wanted.emit()
        elif action == "edit_connection":
            self.edit_connection_wanted.emit()
        else:
            self._begin(allow_write=action == "allow_write")
