"""One request and its answer, in one tab."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from xena_desktop.domain.errors import ImportUnreadable, NotSignedIn, XenaError
from xena_desktop.domain.exchange import ApiAnswer
from xena_desktop.domain.history import Exchange
from xena_desktop.domain.interchange import TOKEN_VARIABLE, Language, Note
from xena_desktop.domain.settings import Draft
from xena_desktop.import_texts import notes_text
from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.attachment_words import files_text
from xena_desktop.ui.panels.followed_operation import FollowedOperation
from xena_desktop.ui.panels.notices import show_error
from xena_desktop.ui.panels.request_form import RequestForm
from xena_desktop.ui.panels.request_split import RequestSplit
from xena_desktop.ui.panels.response import ResponsePanel
from xena_desktop.ui.panels.sending import Sending
from xena_desktop.ui.past_calls import is_whole
from xena_desktop.ui.widgets.busy_indicator import DELAY_MS


class RequestPanel(QWidget):
    """Write, send, cancel, read. ``changed`` tells of every keystroke that is worth keeping."""

    changed = Signal()
    sent = Signal()
    command_read = Signal(object)
    sign_in_again_wanted = Signal()
    edit_connection_wanted = Signal()
    fiscal_setup_chosen = Signal(str)
    request_wanted = Signal(str)

    def __init__(self, context: WindowContext, *, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._sent: Draft | None = None
        # each part is made where it will stand: a style sheet is worked out anew for all that is given to a parent
        self.split = RequestSplit(parent=self)
        self.form = RequestForm(context, parent=self.split)
        self.response = ResponsePanel(context, parent=self.split)
        self.split.share_between(self.form, self.response)
        self._sending = Sending(context, form=self.form, response=self.response, parent=self)
        self.operation = FollowedOperation(context, self.form)
        self.operation.shown.connect(self._on_operation_shown)
        self.operation.failed.connect(self.response.show_problem)
        self.form.show_draft(draft)
        self._start = self._written = self.form.draft()
        self._late = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._late.timeout.connect(lambda: self.form.set_sending(sending=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)
        self.form.changed.connect(self.changed)
        self.form.send_clicked.connect(self.send)
        self.form.cancel_clicked.connect(self.cancel)
        self.form.path.command_pasted.connect(self.take_command)
        self.form.menu.copy_wanted.connect(self._copy_as)
        self.form.parameters.fiscal_setup_chosen.connect(self.fiscal_setup_chosen)
        self.response.cancel_clicked.connect(self.cancel)
        self._sending.began.connect(self._on_began)
        self._sending.arrived.connect(self._on_arrived)
        self._sending.ended.connect(self._on_ended)
        self.response.action_wanted.connect(self._on_action_wanted)
        self.response.request_wanted.connect(self.request_wanted)

    def draft(self) -> Draft:
        """The request as it is kept."""
        return self.form.draft()

    def show_draft(self, draft: Draft) -> None:
        """Begin another request in this tab."""
        self.form.show_draft(draft)
        self._start, self._sent = self.form.draft(), None

    def show_past_call(self, answer: ApiAnswer | None, exchange: Exchange) -> None:
        """Show what a call of the history got, and what of it is not there any more."""
        if answer is not None:
            self.split.make_room_for_answer()
            accounts = self._context.services.accounts.all()
            account = next((one for one in accounts if one.id == exchange.entry.account_id), None)
            self.response.asked = (account, exchange.request) if account is not None else None
            self._context.tasks.start(self.response.show_answer(answer), on_error=self.response.show_problem)
        when = words.day_and_clock(exchange.entry.at, now=self._context.now())
        advice = tr("Sent as {name}.", name=exchange.entry.account)
        if exchange.entry.pages.read:
            advice += " " + words.pages_read(exchange.entry.pages) + "."
        if answer is None:
            advice += " " + tr("No answer came.")
        elif len(exchange.answer_body) < exchange.entry.answer_size:
            advice += " " + tr("The answer was too long to be kept whole.")
        if exchange.attachments:
            advice += " " + tr("Files that went with it: {files}.", files=files_text(exchange.attachments))
        if not is_whole(exchange):
            advice += " " + tr("Some of it was masked or not kept. Fill it in before you send it again.")
        self.form.notice.show_notice(tr("From the history: {when}", when=when), kind="info", advice=advice)

    def mark_saved(self, name: str, *, digest: str) -> None:
        """What is written now stands in the file called ``name``."""
        self.form.set_saved_as(name, digest=digest)
        self._start = self._written = self.draft()
        self._sent = None
        self.form.notice.show_notice(tr("Saved as {name}.", name=name), kind="good")
        self.changed.emit()

    def show_error(self, error: XenaError) -> None:
        """Say in the form what did not work."""
        show_error(self.form.notice, error)

    def _on_operation_shown(self, before: Draft, after: Draft) -> None:
        """What the form of an operation lays out otherwise is no change of the person's."""
        self._start = after if self._start == before else self._start
        self._sent = after if self._sent == before else self._sent
        self._written = after if self._written == before else self._written
        self.changed.emit()

    def title(self) -> str:
        """The name it is saved under; ``GET Partner``, the method and the last words of the path, otherwise."""
        draft = self.draft()
        if draft.saved_as:
            return draft.saved_as.rpartition("/")[2]
        parts = [word for word in draft.path.partition("?")[0].split("/") if word]
        if not parts:
            return tr("New request")
        named = parts[-2:] if parts[-1].startswith("{") else parts[-1:]
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

    # --- to and from other programs ------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V where nothing takes it, in a tab without a path: perhaps a command was copied."""
        text = QGuiApplication.clipboard().text()
        is_paste = event.matches(QKeySequence.StandardKey.Paste) and not self.form.path.text().strip()
        if is_paste and self._context.services.interchange.is_curl(text):
            self.take_command(text)
        else:
            super().keyPressEvent(event)

    def take_command(self, command: str) -> None:
        """Hand on the request of a curl command, to be shown here or, where something is written, in a new tab."""
        try:
            found = self._context.services.interchange.read_curl(
                command, connection=self._context.chosen.connection
            )
        except ImportUnreadable as error:
            show_error(self.form.notice, error)
            return
        self.command_read.emit(found)

    def show_imported(self, notes: tuple[Note, ...], *, title: str) -> None:
        """Say where the request comes from, and what did not come with it."""
        self.form.notice.show_notice(title, kind="info" if notes else "good", advice=notes_text(notes))

    def _copy_as(self, language: str) -> None:
        self._context.tasks.start(self._copied(Language(language)), on_error=self.response.show_problem)

    async def _copied(self, language: Language) -> None:
        account, request = self.form.sent_as(), self.form.request()
        if account is None:
            raise NotSignedIn
        code = await self._context.services.interchange.snippet(account, request, language=language)
        QGuiApplication.clipboard().setText(code)
        self.form.notice.show_notice(
            tr("Copied as {language}.", language=language.value),
            kind="good",
            advice=tr(
                "It holds no token. Set {variable} before it runs; “xena-desktop token” prints one.",
                variable=TOKEN_VARIABLE,
            ),
        )

    # --- sending -------------------------------------------------------------------------------------------

    def send(self) -> None:
        """Send what is written, unless something is under way already."""
        self._written = self.draft()
        self._sending.send()

    def cancel(self) -> None:
        """Stop what is under way; its connection is closed."""
        self._sending.cancel()

    def end(self) -> None:
        """Stop what is under way: the tab is closed."""
        self._sending.end()

    def _on_began(self) -> None:
        self._late.start()
        self.split.make_room_for_answer()
        self.sent.emit()

    def _on_arrived(self) -> None:
        self._sent = self._written
        self.changed.emit()

    def _on_ended(self) -> None:
        self._late.stop()
        self.form.set_sending(sending=False)
        self.changed.emit()

    def _on_action_wanted(self, action: str) -> None:
        if action == "sign_in":
            self.sign_in_again_wanted.emit()
        elif action == "edit_connection":
            self.edit_connection_wanted.emit()
        elif action == "raise_limit":
            self._context.tasks.start(self._raise_limit(), on_error=self.response.show_problem)
        else:
            self._written = self.draft()
            self._sending.act(action)

    async def _raise_limit(self) -> None:
        """Take answers four times as large from now on, and ask for this one again."""
        store = self._context.services.settings
        await store.save(replace(store.settings, largest_answer=store.settings.largest_answer * 4))
        self.send()
