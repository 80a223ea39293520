"""The tree and the table of one document: of JSON, and of what can be read as if it were."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, Signal

from xena_desktop.domain.errors import XenaError
from xena_desktop.services.document import Document
from xena_desktop.translation import tr
from xena_desktop.ui.panels.answer_rows_shown import RowsShown
from xena_desktop.ui.panels.answer_tree import AnswerTree


class AnswerStructure(QObject):
    """Fills tree and table. Rows of CSV and lines of JSON are read when one of them is looked at first.

    ``rows_found`` tells that there is something for the table, ``known`` that all of what was read is there,
    ``given_up`` that the person did not want to wait for it. ``work_wanted`` carries the reading (``AnswerWork``).
    """

    rows_found = Signal()
    known = Signal()
    given_up = Signal()
    work_wanted = Signal(object, str)

    def __init__(self, *, tree: AnswerTree, rows: RowsShown, parent: QObject) -> None:
        super().__init__(parent)
        self._tree, self._rows = tree, rows
        self._source: Document | None = None
        self._reading: Document | None = None
        self._request_path = ""
        self._pointer: str | None = None
        self.document: Document | None = None
        """JSON: the document itself, or what was read of it."""

    def take(self, source: Document | None, *, request_path: str) -> bool:
        """Show this document, as the answer of a request to that path; returns whether there are rows so far.

        None lets go of what was shown: its bytes may be closed from now on.
        """
        self._source, self._request_path, self._pointer = source, request_path, None
        self._rows.clear()
        return self._show(source if source is not None and source.json is not None else None)

    def _show(self, document: Document | None) -> bool:
        self.document = document
        self._tree.show_document(document, request_path=self._request_path)
        return self._rows.take(document, request_path=self._request_path)

    def begin(self) -> None:
        """Somebody looks: read what is not JSON as it came."""
        source = self._source
        if (
            self.document is None
            and source is not None
            and source is not self._reading
            and source.has_structure
        ):
            self._reading = source
            self.work_wanted.emit(lambda: self._read(source), tr("Reading the rows…"))

    async def _read(self, source: Document) -> None:
        try:
            document = await source.structured()
        except (asyncio.CancelledError, XenaError):
            if source is self._source:
                self.given_up.emit()
            raise
        finally:
            if self._reading is source:
                self._reading = None
        if source is not self._source or self.document is not None:
            return
        self._show(document)
        self._rows.show()
        await document.read_index(self.grow)
        if source is self._source:
            self.known.emit()
            if self._pointer is not None:
                self._tree.show_pointer(self._pointer)

    def grow(self) -> None:
        """Show what was found since."""
        if self.document is not None:
            if self._rows.take_more():
                self.rows_found.emit()
            self._tree.grow()
            self._rows.table.grow()

    def show_pointer(self, pointer: str) -> None:
        """Bring what a JSON Pointer names into view in the tree, as soon as it is there."""
        if self.document is None:
            self._pointer = pointer
        else:
            self._tree.show_pointer(pointer)
