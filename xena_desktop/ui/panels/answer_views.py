"""The views of one document: which there are, and which is in front."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from xena_desktop.domain.exchange import ApiAnswer
from xena_desktop.domain.sniffing import ContentKind
from xena_desktop.services.document import Document
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.answer_bytes import AnswerBytes
from xena_desktop.ui.panels.answer_content import AnswerContent
from xena_desktop.ui.panels.answer_findable import Findable
from xena_desktop.ui.panels.answer_pages import AnswerHeaders, AnswerTiming
from xena_desktop.ui.panels.answer_part import Part, part_names
from xena_desktop.ui.panels.answer_rows_shown import RowsShown
from xena_desktop.ui.panels.answer_structure import AnswerStructure
from xena_desktop.ui.panels.answer_text import AnswerText
from xena_desktop.ui.panels.answer_tree import AnswerTree
from xena_desktop.ui.tasks import OnError
from xena_desktop.ui.widgets.tabs import SubTabs

_TABS: Final = 420
"""Pixels up to which the tabs are never cut short for what stands beside them."""


class AnswerViews(QWidget):
    """Shows a document as whatever it is. ``part_chosen`` tells that the person chose a view.

    ``link_opened`` carries a path, ``filter_wanted`` a JMESPath, ``row_chosen`` the number of a row of the table.
    ``work_wanted`` carries what is to be done that may take its time, and its title (``AnswerWork``).
    ``text_changed`` tells that places found in the text are no longer its own, ``rows_known`` that all rows came.
    """

    part_chosen = Signal(int)
    text_changed = Signal()
    link_opened = Signal(str)
    filter_wanted = Signal(str)
    row_chosen = Signal(int)
    rows_known = Signal()
    work_wanted = Signal(object, str)

    def __init__(self, context: WindowContext, *, on_error: OnError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = context.theme
        self.on_error = on_error
        self.document: Document | None = None
        """What is shown."""
        self._ready: set[Part] = set()
        self.tabs = SubTabs(theme=theme)
        self.tabs.setAccessibleName(tr("Parts of the answer"))
        for name in part_names():
            self.tabs.add(name)
        self.text_part = AnswerText(context, on_error=on_error, parent=self)
        self._column, self.corner = QVBoxLayout(self), QHBoxLayout()
        self._arrange_head()
        self._views = QStackedWidget(self)
        self.tree = AnswerTree(theme=theme, parent=self._views)
        self.rows = RowsShown(context, on_error=on_error, parent=self)
        self._structure = AnswerStructure(tree=self.tree, rows=self.rows, parent=self)
        self.table, self.text = self.rows.table, self.text_part.view
        self.content = AnswerContent(context, on_error=on_error, parent=self._views)
        self._bytes = AnswerBytes(theme=theme, parent=self)
        self.bytes = self._bytes.view
        self.headers = AnswerHeaders(theme=theme, parent=self._views)
        self.timing = AnswerTiming(theme=theme, parent=self._views)
        self._arrange()
        self._connect()

    def _arrange_head(self) -> None:
        """What stands above the views, and so comes before them for the Tab key."""
        self.corner.setContentsMargins(0, 0, 12, 0)
        self.corner.addWidget(self.text_part.toggle)
        above = QWidget(self)
        above.setObjectName("answerTabs")
        above.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head = QHBoxLayout(above)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(0)
        head.addWidget(self.tabs, 1)
        head.addLayout(self.corner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(above)

    def _arrange(self) -> None:
        for view in (
            self.tree,
            self.rows.page,
            self.text,
            self.content,
            self.bytes,
            self.headers,
            self.timing,
        ):
            self._views.addWidget(view)
        self._column.addWidget(self._views, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show_view)
        self.tabs.tabBarClicked.connect(self.part_chosen)
        self.text_part.changed.connect(self.text_changed)
        self._structure.known.connect(self.rows_known)
        self._structure.given_up.connect(self._on_structure_given_up)
        for part in (self._structure, self.rows):
            part.work_wanted.connect(self.work_wanted)
        self._structure.rows_found.connect(lambda: self.tabs.setTabVisible(Part.TABLE, True))  # noqa: FBT003 - Qt's own
        self.content.broken.connect(self._on_content_broken)
        self.tree.table_wanted.connect(self.show_table_of)
        self.rows.filter_wanted.connect(self.filter_wanted)
        for view in (self.table, self.tree):
            view.link_opened.connect(self.link_opened)
        self.table.row_chosen.connect(self.row_chosen)

    @property
    def structure(self) -> Document | None:
        """What is shown as JSON, once that is there: itself, or the rows of CSV and of lines of JSON."""
        return self._structure.document

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
        if self.document is not None:
            self.clear()
        self.document = document
        kind, is_json = document.content.kind, document.json is not None
        has_rows = self._structure.take(document, request_path=request_path)
        shown = {
            Part.TREE: document.has_structure and kind is not ContentKind.CSV,
            Part.TABLE: has_rows or (document.has_structure and not is_json),
            Part.TEXT: document.is_text,
            Part.CONTENT: self.content.show_document(document),
            Part.HEX: not document.is_text and kind is not ContentKind.EMPTY,
            Part.HEADERS: True,
            Part.TIMING: True,
        }
        for each, is_there in shown.items():
            self.tabs.setTabVisible(each, is_there)
        self.tabs.setMinimumWidth(min(_TABS, self.tabs.sizeHint().width()))
        likely = (Part(part), Part.CONTENT, *shown)
        wished = next(each for each in likely if shown[each])
        if self.tabs.currentIndex() == wished:
            self._show_view()
        else:
            self.tabs.setCurrentIndex(wished)

    def clear(self) -> None:
        """Let go of what was shown: its bytes may be closed from now on."""
        self.document = None
        self._ready = set()
        self._structure.take(None, request_path="")
        self.text_part.clear()
        self.content.show_document(None)
        self._bytes.show_document(None)

    def _on_structure_given_up(self) -> None:
        """Its text is all that can be shown, until somebody looks for rows again."""
        self._ready -= {Part.TREE, Part.TABLE}
        self.show_part(Part.TEXT)

    def _on_content_broken(self) -> None:
        """The bytes are all that can be shown."""
        self.show_part(Part.HEX)
        self.tabs.setTabVisible(Part.CONTENT, False)  # noqa: FBT003 - Qt's own

    def show_whole(self) -> None:
        """All of the document has come: show its text anew, of which only the beginning was there."""
        self._ready -= {Part.TEXT}
        self._show_view()
        if self.part() != Part.TEXT:
            self.rows_known.emit()

    def grow_text(self) -> None:
        """Show the text that came since."""
        if Part.TEXT in self._ready:
            self.text_part.grow()

    def grow(self) -> None:
        """Show what was found since."""
        self._structure.grow()

    def show_table_of(self, start: int) -> None:
        """Show the array that begins there as a table."""
        if self.structure is not None:
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
        self.text_part.toggle.setVisible(part is Part.TEXT and has_layout)
        if document is None or part in self._ready:
            return
        self._ready.add(part)
        if part is Part.TABLE:
            self.rows.show()
        elif part is Part.TEXT:
            self.text_part.show_document(document)
        elif part is Part.HEX:
            self._bytes.show_document(document)
        if part in (Part.TREE, Part.TABLE):
            self._structure.begin()

    # --- finding -----------------------------------------------------------------------------------------

    def findable(self) -> Findable | None:
        """The view in front, where something can be found in it."""
        found: dict[int, Findable] = {
            Part.TREE: self.tree,
            Part.TABLE: self.rows,
            Part.TEXT: self.text_part,
            Part.HEX: self._bytes,
            Part.HEADERS: self.headers,
        }
        if self.content.is_findable:
            found[Part.CONTENT] = self.content
        return found.get(self.part())

    def show_fault(self, position: int) -> None:
        """Bring the place where the text stops being what it is into view, as it was received."""
        self.text_part.show_formatted(formatted=False)
        self.show_part(Part.TEXT)
        self.text.select_bytes(position, 1)

    def show_pointer(self, pointer: str) -> None:
        """Bring what a JSON Pointer names into view, in the tree."""
        self.show_part(Part.TREE)
        self._structure.show_pointer(pointer)
