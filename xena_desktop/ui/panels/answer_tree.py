"""An answer as a tree."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QMenu, QTreeView, QWidget

from xena_desktop.domain.json_path import JsonText, rows_of, rows_to, steps_of
from xena_desktop.domain.searching import Places, Wanted
from xena_desktop.domain.table_columns import link_of
from xena_desktop.services.document import Document
from xena_desktop.translation import tr
from xena_desktop.ui.models.json_tree import JsonColumn, JsonTreeModel
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.json_cells import JsonDelegate

_KEY_WIDTH = 260
_TYPE_WIDTH = 110
_DEEPEST = 100


class AnswerTree(QTreeView):
    """JSON as a tree. Ctrl+C copies a value; the menu copies paths, too.

    ``table_wanted`` carries where an array begins, ``link_opened`` the path of the GET that an id belongs to.
    """

    table_wanted = Signal(int)
    link_opened = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree = JsonTreeModel(self)
        self._document: Document | None = None
        self._request_path = ""
        self._text: JsonText | None = None
        self._is_opened = False
        self.setObjectName("responseTree")
        self.setAccessibleName(tr("The answer as a tree"))
        self.setModel(self._tree)
        self.setItemDelegate(JsonDelegate(theme=theme, parent=self))
        self.setUniformRowHeights(True)
        self.setIndentation(18)
        self.setMouseTracking(True)
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(JsonColumn.VALUE, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(JsonColumn.KEY, _KEY_WIDTH)
        self.setColumnWidth(JsonColumn.TYPE, _TYPE_WIDTH)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_requested)

    def show_document(self, document: Document | None, *, request_path: str = "") -> None:
        """Show what is JSON, as the answer of a request to that path; an envelope's rows and the first are open."""
        self._request_path = request_path
        self._document, self._is_opened = document, False
        self._text = document.json if document is not None else None
        self._tree.show_text(self._text)
        self._open_first()

    def grow(self) -> None:
        """Show what was found since."""
        self._tree.grow()
        if not self._is_opened:
            self._open_first()

    async def places_of(self, wanted: Wanted) -> Places:
        """Every place in names and values; raises PatternInvalid."""
        return await self._document.finding.in_text(wanted) if self._document is not None else Places.none()

    def show_found(self, start: int, _length: int) -> None:
        """Open what holds the byte at ``start``, and choose it."""
        if self._text is not None:
            self._show_rows(rows_to(self._text, start, most=_DEEPEST))

    def mark(self, wanted: Wanted | None) -> None:
        """What is found is chosen, one after the other; nothing else is marked."""

    def show_pointer(self, pointer: str) -> None:
        """Choose what a JSON Pointer names."""
        if self._text is not None:
            self._show_rows(rows_of(self._text, steps_of(pointer)))

    def _show_rows(self, rows: list[int]) -> None:
        """Choose what one comes to by these rows; of what is too deep for a window, what holds it."""
        index = self._tree.index_of(rows[:_DEEPEST])
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index, QTreeView.ScrollHint.PositionAtCenter)

    def _open_first(self) -> None:
        self._fetch(QModelIndex())
        for row in range(min(self._tree.rowCount(), 20)):
            index = self._tree.index(row, 0)
            if index.data() == "Entities" or self._tree.rowCount() == 1:
                self._open(index)
        if self._tree.rowCount() and self._tree.index(0, 0).data() == "0":
            self._open(self._tree.index(0, 0))

    def _open(self, index: QModelIndex) -> None:
        self._fetch(index)
        self.expand(index)
        first = self._tree.index(0, 0, index)
        if first.isValid():
            self._is_opened = True
            self._fetch(first)
            self.expand(first)

    def _fetch(self, index: QModelIndex) -> None:
        if not self._tree.rowCount(index) and self._tree.canFetchMore(index):
            self._tree.fetchMore(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy a value."""
        if event.matches(QKeySequence.StandardKey.Copy) and self.currentIndex().isValid():
            QGuiApplication.clipboard().setText(self._tree.copy_text(self.currentIndex()))
        else:
            super().keyPressEvent(event)

    def _link(self, index: QModelIndex) -> str:
        name = next((str(step) for step in reversed(self._tree.steps(index)) if isinstance(step, str)), "")
        return link_of(name, self._tree.copy_text(index), request_path=self._request_path)

    def _on_menu_requested(self, place: QPoint) -> None:
        index = self.indexAt(place)
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        clipboard = QGuiApplication.clipboard()
        copy = tr("Copy with all below") if self._tree.hasChildren(index) else tr("Copy value")
        menu.addAction(copy, lambda: clipboard.setText(self._tree.copy_text(index)))
        menu.addAction(tr("Copy path (JMESPath)"), lambda: clipboard.setText(self._tree.jmespath(index)))
        menu.addAction(tr("Copy path (JSON Pointer)"), lambda: clipboard.setText(self._tree.pointer(index)))
        if path := self._link(index):
            menu.addSeparator()
            menu.addAction(tr("Open"), lambda: self.link_opened.emit(path))
        if self._tree.is_array(index):
            menu.addSeparator()
            start = self._tree.start_of(index)
            menu.addAction(tr("Show as table"), lambda: self.table_wanted.emit(start))
        menu.popup(self.viewport().mapToGlobal(place))
