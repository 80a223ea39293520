"""Which rows of an answer the table shows, in which order, and what is said of them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.json_index import Branch, row_at
from xena_desktop.domain.json_indexer import branch_at
from xena_desktop.domain.json_path import JsonText, jmespath, steps_to
from xena_desktop.domain.json_read import envelope
from xena_desktop.domain.searching import Places, Wanted
from xena_desktop.services.document import Document
from xena_desktop.translation import tr, trn
from xena_desktop.ui import words
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.answer_column_facts import ColumnFacts
from xena_desktop.ui.panels.answer_table import AnswerTable
from xena_desktop.ui.tasks import OnError

_ROOM_FOR_FACTS: Final = 130
"""Pixels of height: a head and two rows, and the line below."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Order:
    """By what stands under these names, or, without, as they came."""

    names: tuple[str, ...] | None
    is_descending: bool


class RowsShown(QObject):
    """The table, and the array that it shows: the rows of an envelope, or another that was chosen.

    ``page`` holds the table and what is said of its columns.

    ``filter_wanted`` carries a JMESPath that keeps the rows with a value that was chosen. ``work_wanted`` carries
    what is to be done that may take its time (``AnswerWork``), and its title.
    """

    filter_wanted = Signal(str)
    work_wanted = Signal(object, str)

    def __init__(self, context: WindowContext, *, on_error: OnError, parent: QObject) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._request_path = ""
        self._order: _Order | None = None
        self.branch: Branch | None = None
        self.table = AnswerTable(theme=context.theme)
        self._facts = ColumnFacts(context, on_error=on_error)
        self.page = _Page(self.table, facts=self._facts)
        self.table.column_chosen.connect(self._on_column_chosen)
        self.table.order_wanted.connect(self._on_order_wanted)
        self.table.value_chosen.connect(self._on_value_chosen)

    @property
    def _text(self) -> JsonText | None:
        return self._document.json if self._document is not None else None

    def clear(self) -> None:
        """Let go of what was shown: its bytes may be closed from now on."""
        self._document = self.branch = None
        self.table.show_rows(None, None)
        self._facts.show_column(None, None, None)

    def take(self, document: Document | None, *, request_path: str) -> bool:
        """Rows of this document, which is JSON, are to be shown; returns whether there are any so far."""
        self._document, self._request_path = document, request_path
        self.branch = self._first_array()
        return self.branch is not None

    def take_more(self) -> bool:
        """Look for rows in what was read since; returns whether there are any now and were none before."""
        if self.branch is not None:
            return False
        self.branch = self._first_array()
        return self.branch is not None

    def choose(self, start: int) -> None:
        """The array that begins there is to be shown."""
        text = self._text
        if text is not None:
            self.branch = _branch_of(text.index.root, start) or branch_at(text.buffer, start)

    def show(self) -> None:
        """Fill the table."""
        if self.branch is not None:
            self.table.show_rows(self._text, self.branch, request_path=self._request_path)
            self.table.steps = steps_to(self._text, self.branch.start) if self._text is not None else []
            self._facts.show_column(None, None, None)

    # --- what is said of them ----------------------------------------------------------------------------

    def facts(self) -> list[str]:
        """How many rows of how many."""
        count, rows = self._enveloped()
        rows = rows or self.branch
        if rows is None:
            return []
        shown = words.number(rows.count) + ("" if rows.is_whole else "…")
        if count is not None:
            return [tr("{shown} of {count}", shown=shown, count=words.number(count))]
        return [trn("{count} row", "{count} rows", count=rows.count)]

    def is_one_page(self) -> bool:
        """Whether the envelope says that there are more rows than it holds."""
        count, rows = self._enveloped()
        return count is not None and rows is not None and rows.is_whole and rows.count < count

    def _enveloped(self) -> tuple[int | None, Branch | None]:
        """What the envelope says that there is, and the rows that it holds."""
        text = self._text
        if text is None:
            return None, None
        count, held = envelope(text.buffer, text.index)
        if held is None or isinstance(held, Branch):
            return count, held
        return count, self.branch

    def _first_array(self) -> Branch | None:
        """The rows of an envelope, or the array that the document is."""
        text = self._text
        if text is None or text.index.root is None:
            return None
        if not text.index.root.is_object:
            return text.index.root
        _count, held = envelope(text.buffer, text.index)
        if held is None or isinstance(held, Branch):
            return held
        return branch_at(text.buffer, held.start)

    def _on_column_chosen(self, number: int) -> None:
        columns = self.table.rows.columns
        column = columns[number] if 0 <= number < len(columns) else None
        self._facts.show_column(self._document, self.branch, column)

    # --- finding -----------------------------------------------------------------------------------------

    async def places_of(self, wanted: Wanted) -> Places:
        """Every place in the cells; raises PatternInvalid."""
        if self._document is None or self.branch is None:
            return Places.none()
        return await self._document.finding.in_cells(wanted, start=self.branch.start, end=self.branch.end)

    def show_found(self, start: int, _length: int) -> None:
        """Bring the cell in which a byte of the text stands into view."""
        text = self._text
        if text is not None and self.branch is not None:
            row = row_at(text.buffer, self.branch, start)
            self.table.show_place(row, names=self._column_at(text, start))

    def mark(self, wanted: Wanted | None) -> None:
        """What is found is chosen, one after the other; nothing else is marked."""

    def _column_at(self, text: JsonText, position: int) -> tuple[str, ...]:
        depth = len(steps_to(text, self.branch.start)) if self.branch is not None else 0
        steps = tuple(map(str, steps_to(text, position)))[depth + 1 :]
        return next(
            (c.path for c in self.table.rows.columns if c.path and steps[: len(c.path)] == c.path), ()
        )

    # --- order and filter --------------------------------------------------------------------------------

    def _on_order_wanted(self, names: tuple[str, ...] | None, is_descending: bool) -> None:
        order = self._order = _Order(names=names, is_descending=is_descending)
        if names is None:
            self.table.rows.show_order(None)
        is_arriving = self._document is not None and not self._document.is_whole
        titles = tr("Putting the rows in order…"), tr("The rows are put in order when all have come…")
        self.work_wanted.emit(lambda: self._ordered(order), titles[is_arriving])

    async def _ordered(self, order: _Order) -> None:
        document, branch, found = self._document, self.branch, None
        if order.names is not None and document is not None and branch is not None:
            try:
                found = await document.rows.order(
                    branch.start, names=order.names, is_descending=order.is_descending
                )
            except (asyncio.CancelledError, XenaError):
                if order is self._order:  # it was not another order that was wanted instead
                    self.table.show_as_they_came()
                raise
        if branch is self.branch:
            self.table.rows.show_order(found)

    def _on_value_chosen(self, names: tuple[str, ...], literal: str) -> None:
        text = self._text
        if text is not None and self.branch is not None:
            steps = steps_to(text, self.branch.start)
            path = jmespath(steps) if steps else ""
            self.filter_wanted.emit(f"{path}[?{jmespath(names)} == {literal}]")


class _Page(QWidget):
    """The table, and the facts below it while there is room for both."""

    def __init__(self, table: AnswerTable, *, facts: ColumnFacts) -> None:
        super().__init__()
        self._facts = facts
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(table, 1)
        column.addWidget(facts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows come first."""
        super().resizeEvent(event)
        self._facts.setVisible(event.size().height() >= _ROOM_FOR_FACTS)


def _branch_of(root: Branch | None, start: int) -> Branch | None:
    waiting = [root] if root is not None else []
    while waiting:
        branch = waiting.pop()
        if branch.start == start:
            return branch
        waiting += branch.large.values()
    return None
