"""The pages of an answer: tree, headers, picture, time."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHeaderView, QMenu, QScrollArea, QTreeView, QVBoxLayout, QWidget

from xena_desktop.domain.exchange import ApiAnswer, Timing
from xena_desktop.domain.json_path import JsonText, Step, jmespath, rows_to
from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.models.columns import Column
from xena_desktop.ui.models.json_tree import JsonColumn, JsonTreeModel
from xena_desktop.ui.panels.fact_table import FactTable
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.json_cells import JsonDelegate
from xena_desktop.ui.widgets.timing_picture import Phase, TimingPicture

_KEY_WIDTH = 260
_TYPE_WIDTH = 110


class AnswerTree(QTreeView):
    """JSON as a tree. Ctrl+C copies a value; the menu copies paths, too.

    ``table_wanted`` carries where an array begins.
    """

    table_wanted = Signal(int)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree = JsonTreeModel(self)
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

    def show_text(self, text: JsonText | None) -> None:
        """Show a JSON text; an envelope's rows and the first of them are open."""
        self._text, self._is_opened = text, False
        self._tree.show_text(text)
        self._open_first()

    def grow(self) -> None:
        """Show what was found since."""
        self._tree.grow()
        if not self._is_opened:
            self._open_first()

    def show_position(self, position: int) -> None:
        """Open what holds the byte at ``position``, and choose it."""
        if self._text is not None:
            self.show_rows(rows_to(self._text, position))

    def steps_of_rows(self, rows: list[int]) -> list[Step]:
        """The names and numbers of what one comes to by these rows."""
        return self._tree.steps(self._tree.index_of(rows))

    def path_of_rows(self, rows: list[int]) -> str:
        """The same as a JMESPath expression; empty for the whole document."""
        return jmespath(self.steps_of_rows(rows)) if rows else ""

    def show_rows(self, rows: list[int]) -> None:
        """Choose what one comes to by these rows."""
        index = self._tree.index_of(rows)
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

    def _on_menu_requested(self, place: QPoint) -> None:
        index = self.indexAt(place)
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        clipboard = QGuiApplication.clipboard()
        menu.addAction(tr("Copy value"), lambda: clipboard.setText(self._tree.copy_text(index)))
        menu.addAction(tr("Copy path (JMESPath)"), lambda: clipboard.setText(self._tree.jmespath(index)))
        menu.addAction(tr("Copy path (JSON Pointer)"), lambda: clipboard.setText(self._tree.pointer(index)))
        if self._tree.is_array(index):
            menu.addSeparator()
            start = self._tree.start_of(index)
            menu.addAction(tr("Show as table"), lambda: self.table_wanted.emit(start))
        menu.popup(self.viewport().mapToGlobal(place))


class AnswerHeaders(QScrollArea):
    """The headers of an answer, as they were received."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("responseHeaders")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        columns: list[Column[tuple[str, str]]] = [
            Column(title=tr("Name"), text=lambda pair: pair[0], is_mono=True),
            Column(title=tr("Value"), text=lambda pair: pair[1], is_mono=True, tool_tip=lambda pair: pair[1]),
        ]
        self._table = FactTable(columns, name=tr("Headers of the answer"), theme=theme, stretch=1)
        inner = QWidget()
        inner.setProperty("role", "scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._table)
        column.addStretch(1)
        self.setWidget(inner)

    def show_answer(self, answer: ApiAnswer) -> None:
        """Show the headers of this answer."""
        self._table.set_rows(answer.headers)


class AnswerTiming(QWidget):
    """Where the time went."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("responseTiming")
        self._picture = TimingPicture(theme=theme)
        self._picture.setAccessibleName(tr("Where the time went"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._picture)
        column.addStretch(1)

    def show_timing(self, timing: Timing | None) -> None:
        """Show the parts of an exchange."""
        known = timing or Timing()
        parts = (
            (tr("Finding the address (DNS)"), known.resolving),
            (tr("Connecting"), known.connecting),
            (tr("Encryption (TLS)"), known.securing),
            (tr("Waiting for the answer"), known.waiting),
            (tr("Receiving"), known.transferring),
        )
        phases = [
            Phase(name, seconds, words.elapsed(seconds) if seconds >= 0.0005 else tr("under 1 ms"))
            for name, seconds in parts
        ]
        whole = sum(phase.seconds for phase in phases)
        phases.append(Phase(tr("Altogether"), 0.0, words.elapsed(whole)))
        self._picture.show_phases(phases, description=", ".join(f"{p.name} {p.words}" for p in phases))


class AnswerPicture(QWidget):
    """A picture in the middle, never larger than it is."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("responsePicture")
        self._picture = QPixmap()

    def show_picture(self, data: bytes) -> bool:
        """Show a picture; returns whether Qt can read it."""
        self._picture = QPixmap()
        found = self._picture.loadFromData(data)
        size = tr("{width} × {height} pixels", width=self._picture.width(), height=self._picture.height())
        self.setAccessibleName(tr("Picture, {size}", size=size))
        self.setToolTip(size)
        self.update()
        return found

    def sizeHint(self) -> QSize:
        """As large as the picture."""
        return self._picture.size()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        if self._picture.isNull():
            return
        room = self.rect().adjusted(16, 16, -16, -16).size()
        size = self._picture.size()
        if size.width() > room.width() or size.height() > room.height():
            size = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        painter.drawPixmap(left, top, size.width(), size.height(), self._picture)
