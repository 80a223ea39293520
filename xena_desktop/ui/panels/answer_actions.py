"""What can be done with an answer: filter, save, compare, count."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from xena_desktop.domain.errors import FilterInvalid, XenaError
from xena_desktop.error_texts import explain
from xena_desktop.services.document import Document
from xena_desktop.translation import tr, trn
from xena_desktop.ui import words
from xena_desktop.ui.awaiting import answer as answer_of
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.answer_part import Part
from xena_desktop.ui.panels.saved_answer import Format, save_document, save_rows

if TYPE_CHECKING:
    from xena_desktop.ui.panels.response import ResponsePanel


class AnswerActions(QObject):
    """Belongs to one response panel."""

    def __init__(self, context: WindowContext, *, panel: ResponsePanel) -> None:
        super().__init__(panel)
        self._context, self._panel = context, panel
        self._filtering: asyncio.Task[None] | None = None
        self._wanted = ""
        self._is_comparison = False

    def show_menu(self, below: QWidget) -> None:
        """Offer everything that has no button."""
        menu = QMenu(below)
        menu.setObjectName("moreResponseMenu")
        has_rows = self._panel.views.table_start >= 0
        document = self._panel.views.document
        has_structure = document is not None and document.has_structure
        formatted = menu.addAction(tr("Save formatted…"), lambda: self._save("formatted"))
        csv = menu.addAction(tr("Save rows as CSV…"), lambda: self._save("csv"))
        xlsx = menu.addAction(tr("Save rows as Excel workbook…"), lambda: self._save("xlsx"))
        menu.addSeparator()
        numbers = menu.addAction(tr("Numbers about the rows"), self.show_numbers)
        menu.addSeparator()
        self._add_comparisons(menu, may_compare=has_structure)
        formatted.setEnabled(document is not None and document.has_layout)
        for action in (csv, xlsx, numbers):
            action.setEnabled(has_rows)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    def _add_comparisons(self, menu: QMenu, *, may_compare: bool) -> None:
        compare = menu.addMenu(tr("Compare with"))
        compare.setEnabled(may_compare)
        clipboard = compare.addAction(tr("The clipboard"), self.compare_with_clipboard)
        clipboard.setEnabled(bool(QGuiApplication.clipboard().text().strip()))
        compare.addAction(tr("A file…"), lambda: self._start(self._compare_with_file()))
        for name, document in self._others():
            compare.addAction(name, partial(self._compare, document))

    def _compare(self, other: Document) -> None:
        self._start(self.compare(other))

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

    def _start(self, work: Coroutine[Any, Any, object]) -> None:
        self._context.tasks.start(work, on_error=self._panel.show_problem)

    # --- filtering ---------------------------------------------------------------------------------------

    def filter(self, expression: str) -> None:
        """Show what a JMESPath finds; the newest one wins. Empty shows the answer again."""
        self._wanted = expression
        if not expression:
            self._panel.show_filter_problem("")
            self._panel.show_original()
        elif self._filtering is None or self._filtering.done():
            self._filtering = self._context.tasks.start(self._filter(), on_error=self._panel.show_problem)

    async def _filter(self) -> None:
        done = ""
        while self._wanted and self._wanted != done:
            done, document = self._wanted, self._panel.document
            if document is None:
                return
            try:
                found = await (await document.structured()).filtered(done)
            except FilterInvalid as error:
                self._panel.show_filter_problem(_words(error))
                continue
            if self._wanted != done or document is not self._panel.document:
                await found.close()
                continue
            self._panel.show_filter_problem("")
            self._panel.remember_filter(done)
            self._is_comparison = False
            part = self._panel.views.part()
            part = part if part in (Part.TREE, Part.TABLE, Part.TEXT) else Part.TREE
            await self._panel.show_derived(found, facts=tr("Filtered"), part=part)

    # --- saving ------------------------------------------------------------------------------------------

    def save_received(self) -> None:
        """Save the answer as it was received."""
        self._save("received")

    def _save(self, form: Format) -> None:
        self._start(self._saved(form))

    async def _saved(self, form: Format) -> None:
        views, answer = self._panel.views, self._panel.answer
        document = self._panel.document if form == "received" else views.document
        if document is None or answer is None:
            return
        if form in ("received", "formatted"):
            path = await save_document(document, answer, form=form, window=self._panel.window())
            if path is not None:
                self._panel.say(tr("Saved to {name}.", name=path.name), kind="good")
            return
        views.show_part(Part.TABLE)
        rows = await document.structured()
        saved = await save_rows(rows, views.table.rows, answer, form=form, window=self._panel.window())
        if saved is not None:
            path, count, rounded = saved
            advice = trn("{count} row", "{count} rows", count=count)
            if rounded:
                advice += ". " + tr(
                    "Every digit is in the file, but a spreadsheet rounds numbers of more than 15 digits in CSV."
                    " An Excel workbook keeps them."
                )
            self._panel.say(tr("Saved to {name}.", name=path.name), advice=advice, kind="good")

    # --- comparing and counting --------------------------------------------------------------------------

    def compare_with_clipboard(self) -> None:
        """Compare with the text that was copied."""
        self._start(self._compare_with_text(QGuiApplication.clipboard().text()))

    async def _compare_with_text(self, text: str) -> None:
        other = await self._context.services.answers.open_text(text)
        try:
            await self.compare(other)
        finally:
            await other.close()

    async def _compare_with_file(self) -> None:
        dialog = QFileDialog(self._panel.window(), tr("Compare with a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        if await answer_of(dialog):
            other = await self._context.services.answers.open_copy(Path(dialog.selectedFiles()[0]))
            try:
                await self.compare(other)
            finally:
                await other.close()

    async def compare(self, other: Document) -> None:
        """Show what differs from another answer."""
        document = self._panel.document
        if document is None:
            return
        left = await document.structured()
        right = await other.structured() if other.has_structure else other
        found, (added, removed, changed) = await left.compared(right, words=_difference_words())
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
        self._is_comparison = True
        await self._panel.show_derived(found, facts=facts, part=Part.TABLE)

    def follow_difference(self, number: int) -> None:
        """Show where a difference is, in the answer's tree."""
        if not self._is_comparison or self._panel.views.document is self._panel.document:
            return
        row = self._panel.views.table.rows.row(number)
        path = dict(row).get(_difference_words()["path"]) if isinstance(row, tuple) else None
        if isinstance(path, str):
            self._panel.show_original()
            self._panel.views.show_pointer(path)

    def show_numbers(self) -> None:
        """Show plain numbers about the columns of the rows."""
        self._start(self._show_numbers())

    async def _show_numbers(self) -> None:
        document, start = self._panel.views.structure, self._panel.views.table_start
        if document is None or start < 0:
            return
        found, rows, equal = await document.rows.numbers(start, names=_number_names())
        self._is_comparison = False
        facts = tr(
            "{rows} rows, {equal} of them like an earlier one",
            rows=words.number(rows),
            equal=words.number(equal),
        )
        await self._panel.show_derived(found, facts=facts, part=Part.TABLE)


def _difference_words() -> dict[str, str]:
    return {
        "path": tr("Path"),
        "change": tr("Change"),
        "left": tr("This answer"),
        "right": tr("The other"),
        "added": tr("added"),
        "removed": tr("removed"),
        "changed": tr("changed"),
    }


def _number_names() -> list[str]:
    counts = [tr("Column"), tr("Filled"), tr("Null"), tr("Missing"), tr("Different"), tr("Repeated")]
    return [*counts, tr("Least"), tr("Greatest"), tr("Sum")]


def _words(error: XenaError) -> str:
    text = explain(error)
    return f"{text.title} {text.advice}"
