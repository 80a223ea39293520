"""The views of one document: which there are, and what each shows."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from xena_desktop.domain.exchange import ApiAnswer
from xena_desktop.domain.json_index import Branch, branch_at, row_at
from xena_desktop.domain.json_path import jmespath, rows_of, rows_to, steps_of
from xena_desktop.domain.json_read import envelope
from xena_desktop.domain.searching import Wanted
from xena_desktop.domain.sniffing import ContentKind
from xena_desktop.domain.text_index import TextIndex
from xena_desktop.services.answer_index import SMALL
from xena_desktop.services.document import Document, LaidOut
from xena_desktop.translation import tr, trn
from xena_desktop.ui import words
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.models.hex_lines import HexLines
from xena_desktop.ui.panels.answer_pages import AnswerHeaders, AnswerPicture, AnswerTiming, AnswerTree
from xena_desktop.ui.panels.answer_table import AnswerTable
from xena_desktop.ui.tasks import OnError
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.pdf_pages import PdfPages
from xena_desktop.ui.widgets.tabs import SubTabs
from xena_desktop.ui.widgets.text_view import TextView


class Part(IntEnum):
    """The views, in the order of their tabs."""

    TREE = 0
    TABLE = 1
    TEXT = 2
    CONTENT = 3
    HEX = 4
    HEADERS = 5
    TIMING = 6


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
        self._context, self._on_error = context, on_error
        self._document: Document | None = None
        self._laid_out: LaidOut | None = None
        self._branch: Branch | None = None
        self._request_path = ""
        self._ready: set[Part] = set()
        self.tabs = SubTabs(theme=theme)
        self.tabs.setAccessibleName(tr("Parts of the answer"))
        names = (tr("Tree"), tr("Table"), tr("Text"), tr("Content"), tr("Bytes"), tr("Headers"), tr("Time"))
        for name in names:
            self.tabs.add(name)
        self.tree = AnswerTree(theme=theme)
        self.table = AnswerTable(theme=theme)
        self.text = TextView(name=tr("The answer as text"), theme=theme)
        self.text.setObjectName("responseText")
        self.picture = AnswerPicture()
        self.pages = PdfPages(theme=theme)
        self.pages.setObjectName("responsePages")
        self.pages.setAccessibleName(tr("Pages of the document"))
        self.bytes = TextView(name=tr("The answer as bytes"), theme=theme)
        self.bytes.setObjectName("responseBytes")
        self.headers = AnswerHeaders(theme=theme)
        self.timing = AnswerTiming(theme=theme)
        self._is_formatted = True
        self._layout_toggle = PushButton(tr("Show as received"), theme=theme, kind="quiet", size="small")
        self._layout_toggle.setObjectName("responseFormatted")
        self._views = QStackedWidget()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self._content = QStackedWidget()
        self._content.addWidget(self.picture)
        self._content.addWidget(self.pages)
        for view in (self.tree, self.table, self.text, self._content, self.bytes, self.headers, self.timing):
            self._views.addWidget(view)
        self.corner = QHBoxLayout()
        self.corner.setContentsMargins(0, 0, 12, 0)
        self.corner.addWidget(self._layout_toggle)
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
        self._layout_toggle.clicked.connect(lambda: self.show_formatted(formatted=not self._is_formatted))
        self.tree.table_wanted.connect(self.show_table_of)
        self.table.order_wanted.connect(self._on_order_wanted)
        self.table.link_opened.connect(self.link_opened)
        self.table.value_chosen.connect(self._on_value_chosen)
        self.table.row_chosen.connect(self.row_chosen)
        self.pages.page_wanted.connect(self._on_page_wanted)

    # --- what is shown -----------------------------------------------------------------------------------

    @property
    def document(self) -> Document | None:
        """What is shown."""
        return self._document

    @property
    def table_start(self) -> int:
        """Where the array begins that the table shows; -1 without one."""
        return self._branch.start if self._branch is not None else -1

    def show_answer(self, answer: ApiAnswer) -> None:
        """Show headers and time of an answer."""
        self.headers.show_answer(answer)
        self.tabs.set_count(Part.HEADERS, count=str(len(answer.headers)))
        self.timing.show_timing(answer.timing)

    def show_document(self, document: Document, *, request_path: str, part: int) -> None:
        """Show a document, as the answer of a request to that path; in the view ``part`` where it has that one."""
        self.clear()
        self._document, self._request_path = document, request_path
        kind, text = document.content.kind, document.json
        self._branch = self._first_array() if text else None
        is_picture = kind in (ContentKind.PICTURE, ContentKind.PDF)
        shown = {
            Part.TREE: text is not None,
            Part.TABLE: self._branch is not None or kind is ContentKind.CSV,
            Part.TEXT: document.is_text,
            Part.CONTENT: is_picture,
            Part.HEX: not document.is_text and kind is not ContentKind.EMPTY,
            Part.HEADERS: True,
            Part.TIMING: True,
        }
        for each, is_there in shown.items():
            self.tabs.setTabVisible(each, is_there)
        self._show_content()
        self.tree.show_text(text)
        wished = (
            Part(part) if shown[Part(part)] else next(each for each, is_there in shown.items() if is_there)
        )
        if self.tabs.currentIndex() == wished:
            self._show_view()
        else:
            self.tabs.setCurrentIndex(wished)

    def clear(self) -> None:
        """Let go of what was shown: its bytes may be closed from now on."""
        self._document = self._laid_out = self._branch = None
        self._ready = set()
        self.tree.show_text(None)
        self.table.show_rows(None, None)
        self.text.set_lines(TextIndex(b""))
        self.bytes.set_lines(HexLines(b""), is_numbered=False)

    def _first_array(self) -> Branch | None:
        """The rows of an envelope, or the array that the document is."""
        text = self._document.json if self._document else None
        if text is None or text.index.root is None:
            return None
        if not text.index.root.is_object:
            return text.index.root
        _count, held = envelope(text.buffer, text.index)
        if held is None or isinstance(held, Branch):
            return held
        return branch_at(text.buffer, held.start)

    def grow(self) -> None:
        """Show what was found since."""
        if self._document is None or self._document.json is None:
            return
        if self._branch is None and (found := self._first_array()) is not None:
            self._branch = found
            self.tabs.setTabVisible(Part.TABLE, True)  # noqa: FBT003 - Qt's own
        self.tree.grow()
        if Part.TABLE in self._ready:
            self.table.grow()

    def show_table_of(self, start: int) -> None:
        """Show the array that begins there as a table."""
        text = self._document.json if self._document else None
        if text is not None:
            self._branch = _branch_of(text.index.root, start) or branch_at(text.buffer, start)
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
        document = self._document
        is_json = document is not None and document.json is not None
        self._layout_toggle.setVisible(part is Part.TEXT and is_json)
        if document is None or part in self._ready:
            return
        self._ready.add(part)
        if part is Part.TABLE:
            self._show_table(document)
        elif part is Part.TEXT:
            self._show_text(document)
        elif part is Part.HEX:
            self.bytes.set_lines(HexLines(document.raw), is_numbered=False)

    def _show_table(self, document: Document) -> None:
        if self._branch is not None:
            self.table.show_rows(document.json, self._branch, request_path=self._request_path)
        elif document.content.kind is ContentKind.CSV:
            self._context.tasks.start(self._show_csv(document), on_error=self._on_error)

    async def _show_csv(self, document: Document) -> None:
        rows = await document.csv_rows()
        await rows.read_index(lambda: None)
        if document is self._document and rows.json is not None:
            self.table.show_rows(rows.json, rows.json.index.root)
        document.keep(rows)

    def _show_content(self) -> None:
        document = self._document
        if document is None:
            return
        if document.content.kind is ContentKind.PICTURE:
            self._content.setCurrentWidget(self.picture)
            if not self.picture.show_picture(bytes(document.raw[:])):
                self.tabs.setTabVisible(Part.CONTENT, False)  # noqa: FBT003 - Qt's own
        elif document.content.kind is ContentKind.PDF:
            self._content.setCurrentWidget(self.pages)
            self.pages.show_pages([])
            self._context.tasks.start(self._show_pages(document), on_error=self._on_error)

    async def _show_pages(self, document: Document) -> None:
        sizes = await document.page_sizes()
        if document is self._document:
            self.pages.show_pages(sizes)

    def _on_page_wanted(self, number: int, width: int) -> None:
        if self._document is not None:
            self._context.tasks.start(self._show_page(self._document, number, width), on_error=self._on_error)

    async def _show_page(self, document: Document, number: int, width: int) -> None:
        across, down, line, pixels = await document.page(number, width=width)
        if document is self._document:
            picture = QImage(pixels, across, down, line, QImage.Format.Format_RGB32).copy()
            self.pages.show_picture(number, picture)

    # --- text --------------------------------------------------------------------------------------------

    def _show_text(self, document: Document) -> None:
        if document.json is None or not self._is_formatted or not document.is_whole:
            self._laid_out = None
            self.text.set_lines(TextIndex(document.buffer), is_json=document.json is not None)
            self.text_changed.emit()
            return
        if document.size > SMALL:
            self.text.set_lines(TextIndex(document.buffer), is_json=True)
        self._context.tasks.start(self._show_laid_out(document), on_error=self._on_error)

    async def _show_laid_out(self, document: Document) -> None:
        laid_out = await document.laid_out()
        if document is self._document and self._is_formatted:
            self._laid_out = laid_out
            self.text.set_lines(TextIndex(laid_out.buffer), is_json=True)
            self.text_changed.emit()

    def show_formatted(self, *, formatted: bool) -> None:
        """Show JSON as text laid out anew, or as it was received."""
        self._is_formatted = formatted
        self._layout_toggle.setText(tr("Show as received") if formatted else tr("Show formatted"))
        if self._document is not None:
            self._show_text(self._document)

    # --- finding -----------------------------------------------------------------------------------------

    def text_to_find_in(self) -> LaidOut | None:
        """The text laid out, while that is in front; otherwise places are those of the text as it was received."""
        return self._laid_out if self.part() == Part.TEXT else None

    def mark(self, wanted: Wanted | None) -> None:
        """Mark what is looked for."""
        self.text.mark(wanted.compiled() if wanted is not None else None)

    def show_found(self, start: int, length: int) -> None:
        """Bring a place of the text into view, in the view in front."""
        text = self._document.json if self._document else None
        part = self.part()
        if part == Part.TREE:
            self.tree.show_position(start)
        elif part == Part.TABLE and text is not None and self._branch is not None:
            row = row_at(text.buffer, self._branch, start)
            if row >= 0:
                self.table.show_place(row, column=self._column_at(start))
        else:
            self.show_part(Part.TEXT)
            self.text.select_bytes(start, length)

    def _column_at(self, start: int) -> str:
        text = self._document.json if self._document else None
        if text is None or self._branch is None:
            return ""
        rows = rows_to(text, start)
        titles = self.table.rows.columns
        index = self.tree.steps_of_rows(rows)
        return next(
            (c.title for c in titles if c.path and tuple(map(str, index[-len(c.path) :])) == c.path), ""
        )

    def show_fault(self, position: int) -> None:
        """Bring the place where the text stops being JSON into view, as it was received."""
        self.show_formatted(formatted=False)
        self.show_part(Part.TEXT)
        self.text.select_bytes(position, 1)

    def show_pointer(self, pointer: str) -> None:
        """Bring what a JSON Pointer names into view, in the tree."""
        text = self._document.json if self._document else None
        if text is not None:
            self.show_part(Part.TREE)
            self.tree.show_rows(rows_of(text, steps_of(pointer)))

    # --- order and filter --------------------------------------------------------------------------------

    def _on_order_wanted(self, column: str, is_descending: bool) -> None:
        if not column:
            self.table.rows.show_order(None)
        elif self._document is not None and self._branch is not None:
            self._context.tasks.start(
                self._order(self._document, self._branch, column, is_descending), on_error=self._on_error
            )

    async def _order(self, document: Document, branch: Branch, column: str, is_descending: bool) -> None:
        order = await document.order(branch.start, column=column, is_descending=is_descending)
        if branch is self._branch:
            self.table.rows.show_order(order)

    def _on_value_chosen(self, column: str, literal: str) -> None:
        text = self._document.json if self._document else None
        if text is None or self._branch is None:
            return
        rows = rows_to(text, self._branch.start)
        self.filter_wanted.emit(
            f"{self.tree.path_of_rows(rows)}[?{jmespath(column.split('.'))} == {literal}]"
        )

    def is_one_page(self) -> bool:
        """Whether the envelope says that there are more rows than it holds."""
        text = self._document.json if self._document else None
        if text is None:
            return False
        count, held = envelope(text.buffer, text.index)
        rows = held if isinstance(held, Branch) else self._branch if held is not None else None
        return count is not None and rows is not None and rows.is_whole and rows.count < count

    def facts(self) -> list[str]:
        """What can be said of it beside its size: how many rows of how many."""
        text = self._document.json if self._document else None
        if text is None:
            return []
        count, held = envelope(text.buffer, text.index)
        rows = held if isinstance(held, Branch) else self._branch
        if rows is None:
            return []
        shown = words.number(rows.count) + ("" if rows.is_whole else "…")
        if count is not None:
            return [tr("{shown} of {count}", shown=shown, count=words.number(count))]
        return [trn("{count} row", "{count} rows", count=rows.count)]


def _branch_of(root: Branch | None, start: int) -> Branch | None:
    waiting = [root] if root is not None else []
    while waiting:
        branch = waiting.pop()
        if branch.start == start:
            return branch
        waiting += branch.large.values()
    return None
