"""What is said below the table of the column that is chosen."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from xena_desktop.domain.json_index import Branch
from xena_desktop.domain.table_columns import Form, TableColumn, day_of, grouped
from xena_desktop.services.document import Document
from xena_desktop.services.document_rows import ColumnNumbers
from xena_desktop.translation import tr, trn
from xena_desktop.ui import words
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.tasks import OnError
from xena_desktop.ui.widgets.labels import label

_PAUSE_MS = 150


class ColumnFacts(QWidget):
    """Sum, values, empty ones and bounds of one column of all rows, exact to the last digit."""

    def __init__(self, context: WindowContext, *, on_error: OnError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._on_error = context, on_error
        self._wanted: tuple[Document, Branch, TableColumn] | None = None
        self._task: asyncio.Task[None] | None = None
        self._name = label(role="strong")
        self._facts = label(role="secondary", selectable=True)
        self._facts.setObjectName("columnFacts")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._count)
        self.setObjectName("columnFactsBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(12)
        row.addWidget(self._name)
        row.addWidget(self._facts, 1)
        self.show_column(None, None, None)

    def show_column(
        self, document: Document | None, branch: Branch | None, column: TableColumn | None
    ) -> None:
        """Say something of this column of an array; without one, how to choose one."""
        if self._task is not None:
            self._task.cancel()
        self._pause.stop()
        if document is None or branch is None or column is None:
            self._wanted = None
            self._say("", tr("Choose a cell to see the numbers of its column."))
            return
        self._wanted = document, branch, column
        self._say(column.title or tr("Value"), "…")
        self._pause.start()

    def _count(self) -> None:
        self._task = self._context.tasks.start(self._counted(), on_error=self._on_error)

    async def _counted(self) -> None:
        if self._wanted is None:
            return
        document, branch, column = self._wanted
        found = await document.rows.column(branch.start, names=column.path)
        self._say(column.title or tr("Value"), " · ".join(_facts(found, column)))

    def _say(self, name: str, facts: str) -> None:
        self._name.setText(name)
        self._name.setVisible(bool(name))
        self._facts.setText(facts)
        self.setAccessibleName(f"{name} {facts}".strip())


def _facts(found: ColumnNumbers, column: TableColumn) -> list[str]:
    """In words; neither the sum of ids nor that of days means anything."""
    facts = []
    if found.sum is not None and _is_amount(column):
        facts.append(tr("Sum {sum}", sum=_written(found.sum, column)))
    if found.least is not None and found.greatest is not None and column.form is not Form.LINK:
        least, greatest = _written(found.least, column), _written(found.greatest, column)
        facts.append(tr("from {least} to {greatest}", least=least, greatest=greatest))
    facts.append(trn("{count} value", "{count} values", count=found.filled))
    facts.append(tr("{count} different", count=words.number(found.different)))
    facts.append(tr("{count} empty", count=words.number(found.empty)))
    return facts


def _is_amount(column: TableColumn) -> bool:
    """Whether its numbers count something, and are no ids."""
    return column.form in (Form.NUMBER, Form.MONEY) and not column.title.endswith("Id")


def _written(number: str, column: TableColumn) -> str:
    """As in the column itself."""
    if column.form is Form.DAY and (day := day_of(number)) is not None:
        return day.isoformat()
    if not _is_amount(column):
        return number
    locale = QLocale()
    return grouped(number, decimal=locale.decimalPoint(), group=locale.groupSeparator())
