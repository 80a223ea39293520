"""The views of one document: which there are, and which is in front."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from xena_desktop.domain.exchange import ApiAnswer
from xena_desktop.domain.json_path import jmespath, rows_of, rows_to, steps_of
from xena_desktop.domain.searching import Wanted
from xena_desktop.domain.sniffing import ContentKind
from xena_desktop.services.document import Document, LaidOut
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.models.hex_lines import HexLines
from xena_desktop.ui.panels.answer_content import AnswerContent
from xena_desktop.ui.panels.answer_pages import AnswerHeaders, AnswerTiming, AnswerTree
from xena_desktop.ui.panels.answer_part import Part, part_names
from xena_desktop.ui.panels.answer_rows_shown import RowsShown
from xena_desktop.ui.panels.answer_text import AnswerText
from xena_desktop.ui.tasks import OnError
from xena_desktop.ui.widgets.tabs import SubTabs
from xena_desktop.ui.widgets.text_view import TextView


class AnswerViews(QWidget):
    """Shows a document as whatever it is. ``part_chosen`` tells that the person chose a view.

    ``link_opened`` carries a path, ``filter_wanted`` a JMESPath, ``row_chosen`` the number of a row of the table.
    ``text_changed`` tells that places found in the text are no longer its own.
    """

    part_chosen = Signal(int)
    text_changed = Signal()
    link_opened = Signal(str)
    filter_wanted = Signal(str)
    row_chosen = Signal(int)

    def __init__(self, context: WindowContext, *, on_error: OnError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = context.theme
        self.document: Document | None = None
        """What is shown."""
        self._ready: set[Part] = set()
        self.tabs = SubTabs(theme=theme)
        self.tabs.setAccessibleName(tr("Parts of the answer"))
        for name in part_names():
            self.tabs.add(name)
        self.tree = AnswerTree(theme=theme)
        self.rows = RowsShown(context, on_error=on_error, parent=self)
        self._text = AnswerText(context, on_error=on_error, parent=self)
        self.table, self.text = self.rows.table, self._text.view
        self.content = AnswerContent(context, on_error=on_error)
        self.bytes = TextView(name=tr("The answer as bytes"), theme=theme)
        self.bytes.setObjectName("responseBytes")
        self.headers = AnswerHeaders(theme=theme)
        self.timing = AnswerTiming(theme=theme)
        self._views = QStackedWidget()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        for view in (self.tree, self.table, self.text, self.content, self.bytes, self.headers, self.timing):
            self._views.addWidget(view)
        self.corner = QHBoxLayout()
        self.corner.setContentsMargins(0, 0, 12, 0)
        self.corner.addWidget(self._text.toggle)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(0)
        head.addWidget(self.tabs, 1)
        head.addLayout(self.corner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._views, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show_view)
        self.tabs.tabBarClicked.connect(self.part_chosen)
        self._text.changed.connect(self.text_changed)
        self.tree.table_wanted.connect(self.show_table_of)
        self.rows.value_chosen.connect(self._on_value_chosen)
        self.table.link_opened.connect(self.link_opened)
        self.table.row_chosen.connect(self.row_chosen)

    # --- what is shown -----------------------------------------------------------------------------------

    @property
    def table_start(self) -> int:
        """Where the array begins that the table shows; -1 without one."""
        return self.rows.branch.start if self.rows.branch is not None else -1

    def show_answer(self, answer: ApiAnswer) -> None:
        """Show headers and time of an answer."""
        self.headers.show_answer(answer)
        self.tabs.set_count(Part.HEADERS, count=str(len(answer.headers)))
        self.timing.show_timing(answer.timing)

    def show_document(self, document: Document, *, request_path: str, part: int) -> None:
        """Show a document, as the answer of a request to that path; in the view ``part`` where it has that one."""
        self.clear()
        self.document = document
        kind = document.content.kind
        shown = {
            Part.TREE: document.json is not None,
            Part.TABLE: self.rows.take(document, request_path=request_path),
            Part.TEXT: document.is_text,
            Part.CONTENT: self.content.show_document(document),
            Part.HEX: not document.is_text and kind is not ContentKind.EMPTY,
            Part.HEADERS: True,
            Part.TIMING: True,
        }
        for each, is_there in shown.items():
            self.tabs.setTabVisible(each, is_there)
        self.tree.show_text(document.json)
        wished = (
            Part(part) if shown[Part(part)] else next(each for each, is_there in shown.items() if is_there)
        )
        if self.tabs.currentIndex() == wished:
            self._show_view()
        else:
            self.tabs.setCurrentIndex(wished)

    def clear(self) -> None:
        """Let go of what was shown: its bytes may be closed from now on."""
        self.document = None
        self._ready = set()
        self.tree.show_text(None)
        self.rows.clear()
        self._text.clear()
        self.content.show_document(None)
        self.bytes.set_lines(HexLines(b""), is_numbered=False)

    def show_whole(self) -> None:
        """All of the document has come: show its text anew, of which only the beginning was there."""
        self._ready -= {Part.TEXT}
        self._show_view()

    def grow(self) -> None:
        """Show what was found since."""
        if self.document is None or self.document.json is None:
            return
        if self.rows.take_more():
            self.tabs.setTabVisible(Part.TABLE, True)  # noqa: FBT003 - Qt's own
        self.tree.grow()
        if Part.TABLE in self._ready:
            self.table.grow()

    def show_table_of(self, start: int) -> None:
        """Show the array that begins there as a table."""
        if self.document is not None and self.document.json is not None:
            self.rows.choose(start)
            self.tabs.setTabVisible(Part.TABLE, True)  # noqa: FBT003 - Qt's own
            self._ready.discard(Part.TABLE)
            self.tabs.setCurrentIndex(Part.TABLE)

    def part(self) -> int:
        """The view in front."""
        return self.tabs.currentIndex()

    def show_part(self, part: int) -> None:
        """Bring a view to the front."""
        self.tabs.setCurrentIndex(part)

    def _show_view(self) -> None:
        part = Part(self.tabs.currentIndex())
        self._views.setCurrentIndex(part)
        document = self.document
        has_layout = document is not None and document.has_layout
        self._text.toggle.setVisible(part is Part.TEXT and has_layout)
        if document is None or part in self._ready:
            return
        self._ready.add(part)
        if part is Part.TABLE:
            self.rows.show()
        elif part is Part.TEXT:
            self._text.show_document(document)
        elif part is Part.HEX:
            self.bytes.set_lines(HexLines(document.raw), is_numbered=False)

    # --- finding -----------------------------------------------------------------------------------------

    def text_to_find_in(self) -> LaidOut | None:
        """The text laid out, while that is in front; otherwise places are those of the text as it was received."""
        return self._text.laid_out if self.part() == Part.TEXT else None

    def mark(self, wanted: Wanted | None) -> None:
        """Mark what is looked for."""
        self.text.mark(wanted.compiled() if wanted is not None else None)

    def show_found(self, start: int, length: int) -> None:
        """Bring a place of the text into view, in the view in front."""
        part = self.part()
        if part == Part.TREE:
            self.tree.show_position(start)
        elif part == Part.TABLE and self.rows.branch is not None:
            self.rows.show_position(start, column=self._column_at(start))
        else:
            self.show_part(Part.TEXT)
            self.text.select_bytes(start, length)

    def _column_at(self, start: int) -> str:
        text = self.document.json if self.document else None
        if text is None:
            return ""
        steps = tuple(map(str, self.tree.steps_of_rows(rows_to(text, start))))
        columns = self.table.rows.columns
        return next((c.title for c in columns if c.path and steps[-len(c.path) :] == c.path), "")

    def show_fault(self, position: int) -> None:
        """Bring the place where the text stops being what it is into view, as it was received."""
        self._text.show_formatted(formatted=False)
        self.show_part(Part.TEXT)
        self.text.select_bytes(position, 1)

    def show_pointer(self, pointer: str) -> None:
        """Bring what a JSON Pointer names into view, in the tree."""
        text = self.document.json if self.document else None
        if text is not None:
            self.show_part(Part.TREE)
            self.tree.show_rows(rows_of(text, steps_of(pointer)))

    def _on_value_chosen(self, column: str, literal: str) -> None:
        text = self.document.json if self.document else None
        if text is not None and self.table_start >= 0:
            path = self.tree.path_of_rows(rows_to(text, self.table_start))
            self.filter_wanted.emit(f"{path}[?{jmespath(column.split('.'))} == {literal}]")
