"""What can be done with an answer: filter, save, count."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from xena_desktop.domain.errors import AnswerClosed, FilterInvalid
from xena_desktop.services.document import Document
from xena_desktop.services.document_rows import Exported
from xena_desktop.translation import tr, trn
from xena_desktop.ui import words
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.answer_filter import FilterField
from xena_desktop.ui.panels.answer_memory import AnswerMemory
from xena_desktop.ui.panels.answer_part import Part
from xena_desktop.ui.panels.answer_work import told_where_closed
from xena_desktop.ui.panels.filter_problem import filter_problem
from xena_desktop.ui.panels.saved_answer import Format, asked_path, write_document, write_rows

if TYPE_CHECKING:
    from xena_desktop.ui.panels.response import ResponsePanel


class AnswerActions(QObject):
    """Belongs to one response panel."""

    def __init__(
        self, context: WindowContext, *, panel: ResponsePanel, field: FilterField, memory: AnswerMemory
    ) -> None:
        super().__init__(panel)
        self._context, self._panel, self._field, self._memory = context, panel, field, memory
        field.set_used(memory.filters)
        field.expression_changed.connect(self.filter)
        self._filtering: asyncio.Task[None] | None = None
        self._wanted = ""

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
        compare = menu.addMenu(tr("Compare with"))
        compare.setEnabled(has_structure)
        self._panel.comparing.fill(compare)
        formatted.setEnabled(document is not None and document.has_layout)
        for action in (csv, xlsx, numbers):
            action.setEnabled(has_rows)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    # --- filtering ---------------------------------------------------------------------------------------

    def filter(self, expression: str) -> None:
        """Show what a JMESPath finds; the newest one wins. Empty shows the answer again."""
        self._wanted = expression
        if not expression:
            if self._filtering is not None:
                self._filtering.cancel()
            self._field.show_problem("")
            self._panel.show_original()
        elif self._filtering is None or self._filtering.done():
            self._filtering = self._context.tasks.start(self._filter(), on_error=self._panel.show_problem)

    async def _filter(self) -> None:
        done = ""
        while self._wanted and self._wanted != done:
            done, document = self._wanted, self._panel.document
            if document is None or not document.has_structure:
                return
            try:
                found = await (await document.structured()).filtered(done)
            except FilterInvalid as error:
                self._field.show_problem(filter_problem(error, done))
                continue
            except AnswerClosed:
                continue
            if self._wanted != done or document is not self._panel.document:
                await found.close()
                continue
            self._field.show_problem("")
            self._memory.keep_filters(self._field.used(done))
            part = self._panel.views.part()
            part = part if part in (Part.TREE, Part.TABLE, Part.TEXT) else Part.TREE
            await self._panel.show_derived(found, facts=tr("Filtered"), part=part)

    # --- saving ------------------------------------------------------------------------------------------

    def save_received(self) -> None:
        """Save the answer as it was received."""
        self._save("received")

    def _save(self, form: Format) -> None:
        self._context.tasks.start(self._ask(form), on_error=self._panel.show_problem)

    async def _ask(self, form: Format) -> None:
        views, answer = self._panel.views, self._panel.answer
        document = self._panel.document if form == "received" else views.document
        if document is None or answer is None:
            return
        if form in ("csv", "xlsx"):
            views.show_part(Part.TABLE)
        path = await asked_path(document, answer, form=form, window=self._panel.window())
        if path is not None:
            self._panel.work.start(lambda: self._saved(document, path, form), title=tr("Saving…"))

    async def _saved(self, document: Document, path: Path, form: Format) -> None:
        with told_where_closed():
            advice = await self._written(document, path, form)
        self._panel.say(tr("Saved to {name}.", name=path.name), advice=advice, kind="good")

    async def _written(self, document: Document, path: Path, form: Format) -> str:
        """Write it; returns what is to be said of it."""
        if form in ("csv", "xlsx"):
            structure = await document.structured()
            return _rows_words(await write_rows(structure, self._panel.views.table.rows, path, form=form))
        await write_document(document, path, form=form)
        return ""

    # --- counting ----------------------------------------------------------------------------------------

    def show_numbers(self) -> None:
        """Show plain numbers about the columns of the rows."""
        self._panel.work.start(self._show_numbers, title=tr("Counting…"))

    async def _show_numbers(self) -> None:
        document, start = self._panel.views.structure, self._panel.views.table_start
        if document is None or start < 0:
            return
        found, rows, equal = await document.rows.numbers(start, names=_number_names())
        facts = tr(
            "{rows} rows, {equal} of them like an earlier one",
            rows=words.number(rows),
            equal=words.number(equal),
        )
        await self._panel.show_derived(found, facts=facts, part=Part.TABLE)


def _number_names() -> list[str]:
    counts = [tr("Column"), tr("Filled"), tr("Null"), tr("Missing"), tr("Different"), tr("Repeated")]
    return [*counts, tr("Least"), tr("Greatest"), tr("Sum")]


def _rows_words(exported: Exported) -> str:
    """How many rows there are in the file, and what of them a spreadsheet has no room for."""
    rows, said = trn("{count} row", "{count} rows", count=exported.rows), list[str]()
    if exported.rounded:
        said.append(
            tr(
                "Every digit is in the file, but a spreadsheet rounds numbers of more than 15 digits in CSV."
                " An Excel workbook keeps them."
            )
        )
    if exported.cut:
        said.append(
            trn(
                "{count} cell holds more than there is room for in an Excel workbook, and was cut."
                " A CSV file has room for everything.",
                "{count} cells hold more than there is room for in an Excel workbook, and were cut."
                " A CSV file has room for everything.",
                count=exported.cut,
            )
        )
    return f"{rows}. {' '.join(said)}" if said else rows
