"""An answer compared with another one: of the clipboard, a file, a tab, the history, or another account."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu

from xena_desktop.domain.exchange import ApiAnswer
from xena_desktop.domain.history import Exchange, HistoryEntry, HistorySearch
from xena_desktop.domain.identity import Account
from xena_desktop.services.document import Document
from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.awaiting import answer as answer_of
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.answer_part import Part
from xena_desktop.ui.panels.answer_work import Work, told_where_closed
from xena_desktop.ui.panels.write_question import permitted
from xena_desktop.ui.past_calls import answer_of as past_answer
from xena_desktop.ui.widgets.menu_heading import add_heading

if TYPE_CHECKING:
    from xena_desktop.ui.panels.response import ResponsePanel

_OFFERED: Final = 10


class AnswerComparing(QObject):
    """Belongs to one response panel."""

    def __init__(self, context: WindowContext, *, panel: ResponsePanel) -> None:
        super().__init__(panel)
        self._context, self._panel = context, panel
        self._shown: Document | None = None

    # --- what it can be compared with --------------------------------------------------------------------

    def fill(self, menu: QMenu) -> None:
        """Offer everything that there is."""
        clipboard = menu.addAction(tr("The clipboard"), self.with_clipboard)
        clipboard.setEnabled(bool(QGuiApplication.clipboard().text().strip()))
        menu.addAction(tr("A file…"), self._ask_for_file)
        past = menu.addMenu(tr("An earlier call"))
        past.addAction(tr("Searching the history…")).setEnabled(False)
        past.aboutToShow.connect(
            lambda: self._context.tasks.start(self._fill_past(past), on_error=self._panel.show_problem)
        )
        accounts = menu.addMenu(tr("The same as another account"))
        self._fill_accounts(accounts)
        accounts.setEnabled(not accounts.isEmpty())
        others = self._others()
        if others:
            add_heading(menu, tr("Other tabs"))
        for name, document in others:
            menu.addAction(name.replace("&", "&&"), partial(self._with_document, document, name))

    def _others(self) -> list[tuple[str, Document]]:
        """The answers of the other tabs."""
        from xena_desktop.ui.panels.response import ResponsePanel

        found = []
        for panel in self._panel.window().findChildren(ResponsePanel):
            answer, document = panel.answer, panel.document
            if panel is self._panel or answer is None or document is None:
                continue
            if document.has_structure:
                found.append(
                    (f"{answer.method} {answer.url.rpartition('/Api/')[2][:60]} · {answer.status}", document)
                )
        return found

    async def _fill_past(self, menu: QMenu) -> None:
        answer = self._panel.answer
        entries = await self._earlier(answer) if answer is not None else []
        menu.clear()
        for entry in entries:
            when = words.day_and_clock(entry.at, now=self._context.now())
            text = f"{when} · {entry.status} · {words.size(entry.answer_size)} · {entry.account}"
            menu.addAction(text.replace("&", "&&"), partial(self._with_entry, entry))
        if not entries:
            menu.addAction(tr("The history holds no other call of this path")).setEnabled(False)

    async def _earlier(self, answer: ApiAnswer) -> list[HistoryEntry]:
        """The last calls of the same path that got an answer."""
        path = answer.url.partition("?")[0]
        search = HistorySearch(text=path.rpartition("/")[2], method=answer.method)
        entries = await self._context.services.history.page(search, count=100)
        return [entry for entry in entries if entry.url.partition("?")[0] == path and entry.status][:_OFFERED]

    def _fill_accounts(self, menu: QMenu) -> None:
        asked = self._panel.asked
        if asked is None or asked[1].method != "GET":
            return
        accounts = self._context.services.accounts
        for account in accounts.all():
            if account.id != asked[0].id and account.connection_id == asked[0].connection_id:
                menu.addAction(account.name.replace("&", "&&"), partial(self.with_account, account))

    # --- comparing ---------------------------------------------------------------------------------------

    def _start(self, work: Work) -> None:
        async def told() -> None:
            with told_where_closed():  # it may be the other one, and this is still looked at
                await work()

        self._panel.work.start(told, title=tr("Comparing…"))

    def with_clipboard(self) -> None:
        """Compare with the text that was copied."""
        self._start(lambda: self._with_text(QGuiApplication.clipboard().text(), tr("The clipboard")))

    def with_past_call(self, exchange: Exchange) -> None:
        """Compare with the answer of a call of the history, which need not be opened for it."""
        self._start(lambda: self._with_exchange(exchange))

    def with_account(self, account: Account) -> None:
        """Send the same GET as another account, through the same questions as any other, and compare."""
        self._panel.work.start(
            lambda: self._with_account(account), title=tr("Asking as {name}…", name=account.name)
        )

    def _with_document(self, other: Document, name: str) -> None:
        self._start(lambda: self.compare(other, name=name))

    def _with_entry(self, entry: HistoryEntry) -> None:
        self._start(lambda: self._with_read(entry))

    async def _with_read(self, entry: HistoryEntry) -> None:
        await self._with_exchange(await self._context.services.history.read(entry.id))

    async def _with_text(self, text: str, name: str) -> None:
        await self._compare_and_close(await self._context.services.answers.open_text(text), name=name)

    def _ask_for_file(self) -> None:
        self._context.tasks.start(self._with_chosen(), on_error=self._panel.show_problem)

    async def _with_chosen(self) -> None:
        dialog = QFileDialog(self._panel.window(), tr("Compare with a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        if await answer_of(dialog):
            self._start(lambda: self._with_file(Path(dialog.selectedFiles()[0])))

    async def _with_file(self, path: Path) -> None:
        other = await self._context.services.answers.open_copy(path)
        await self._compare_and_close(other, name=path.name)

    async def _with_exchange(self, exchange: Exchange) -> None:
        answer, entry = past_answer(exchange), exchange.entry
        if answer is None or len(exchange.answer_body) < entry.answer_size:
            self._panel.say(
                tr("There is nothing to compare with."),
                advice=tr("No answer came to that call, or it was too long to be kept whole."),
                kind="warning",
            )
            return
        name = words.day_and_clock(entry.at, now=self._context.now())
        await self._compare_and_close(await self._context.services.answers.open(answer), name=name)

    async def _with_account(self, account: Account) -> None:
        if self._panel.asked is None:
            return
        _account, request = self._panel.asked
        permit = await permitted(self._context, account, request, window=self._panel.window())
        if permit is None:
            return
        answer = await self._context.services.explorer.send(permit)
        if answer.is_error:
            got = tr(
                "{name} got {status}.", name=account.name, status=f"{answer.status} {answer.reason}".strip()
            )
            self._panel.say(got, advice=tr("There is nothing to compare with."), kind="warning")
            return
        await self._compare_and_close(await self._context.services.answers.open(answer), name=account.name)

    async def _compare_and_close(self, other: Document, *, name: str) -> None:
        try:
            await self.compare(other, name=name)
        finally:
            await other.close()

    async def compare(self, other: Document, *, name: str) -> None:
        """Show what differs from another answer, which is called ``name``."""
        document = self._panel.document
        if document is None or not document.has_structure:
            return
        left = await document.structured()
        right = await other.structured() if other.has_structure else other
        found, (added, removed, changed) = await left.compared(right, words=_column_words(name))
        if not added + removed + changed:
            await found.close()
            self._panel.say(tr("The answers are the same."), kind="good")
            return
        facts = tr(
            "Only differences: {added} added, {removed} removed, {changed} changed",
            added=words.number(added),
            removed=words.number(removed),
            changed=words.number(changed),
        )
        self._shown = found
        await self._panel.show_derived(found, facts=facts, part=Part.TABLE)

    def follow(self, number: int) -> None:
        """Show where a difference is, in the answer's tree; the differences can be come back to."""
        if self._shown is None or self._panel.views.document is not self._shown:
            return
        row = self._panel.views.table.rows.row(number)
        path = dict(row).get(tr("Path")) if isinstance(row, tuple) else None
        if isinstance(path, str):
            self._panel.put_aside()
            self._panel.views.show_pointer(path)


def _column_words(other: str) -> dict[str, str]:
    return {
        "path": tr("Path"),
        "change": tr("Change"),
        "left": tr("This answer"),
        "right": other,
        "added": tr("added"),
        "removed": tr("removed"),
        "changed": tr("changed"),
    }
