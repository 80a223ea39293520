"""The pages of an answer: tree, text, headers, picture, something else."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHeaderView, QMenu, QScrollArea, QTreeView, QVBoxLayout, QWidget

from xena_desktop.domain.exchange import ApiAnswer
from xena_desktop.translation import tr
from xena_desktop.ui.models.columns import Column
from xena_desktop.ui.models.json_tree import JsonColumn, JsonTreeModel
from xena_desktop.ui.panels.fact_table import FactTable
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.delegates import JsonDelegate

_KEY_WIDTH = 260
_TYPE_WIDTH = 110


class AnswerTree(QTreeView):
    """JSON as a tree. Ctrl+C copies a value; the menu copies its path, too."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree = JsonTreeModel(self)
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

    def show_value(self, value: object) -> None:
        """Show a parsed value; an envelope's rows and the first of them are open."""
        self._tree.set_value(value)
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
            self._fetch(first)
            self.expand(first)

    def _fetch(self, index: QModelIndex) -> None:
        if self._tree.canFetchMore(index):
            self._tree.fetchMore(index)

    def _on_menu_requested(self, place: QPoint) -> None:
        index = self.indexAt(place)
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        clipboard = QGuiApplication.clipboard()
        menu.addAction(tr("Copy value")).triggered.connect(
            lambda: clipboard.setText(self._tree.copy_text(index))
        )
        menu.addAction(tr("Copy path (JSON Pointer)")).triggered.connect(
            lambda: clipboard.setText(self._tree.pointer(index))
        )
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
