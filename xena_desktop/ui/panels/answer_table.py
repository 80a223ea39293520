"""An answer's rows as a table."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from xena_desktop.domain.json_index import Branch
from xena_desktop.domain.json_path import JsonText, Step, jmespath, pointer
from xena_desktop.domain.json_read import showable
from xena_desktop.translation import tr
from xena_desktop.ui.models.answer_rows import AnswerRowsModel
from xena_desktop.ui.models.columns import ColumnRole
from xena_desktop.ui.theme import TABLE_ROW_HEIGHT, Theme, text_font
from xena_desktop.ui.widgets.answer_cells import AnswerCellDelegate
from xena_desktop.ui.widgets.sorted_head import SortedHead

_NARROWEST, _WIDEST = 60, 380
_AROUND = 28


class AnswerTable(QTableView):
    """Rows of an array of any length. A click on a head sorts, on an id opens what it belongs to.

    ``order_wanted`` carries a column's names (None: as they came) and whether to descend; ``link_opened`` a path;
    ``value_chosen`` a column's names and a value to filter by; ``row_chosen`` the number of a row, ``column_chosen``
    that of the column in which the person is.
    """

    order_wanted = Signal(object, bool)
    link_opened = Signal(str)
    value_chosen = Signal(object, str)
    row_chosen = Signal(int)
    column_chosen = Signal(int)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = AnswerRowsModel(self)
        self.rows.columns_told.connect(self._fit_columns)
        self._sorted_by, self._descending = -1, False
        self.steps: list[Step] = []
        """The names and numbers that lead to the array."""
        self.setObjectName("responseTable")
        self.setAccessibleName(tr("The answer as a table"))
        self.setModel(self.rows)
        self.setItemDelegate(AnswerCellDelegate(self.rows, theme=theme, parent=self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(self._choose_row)
        self.selectionModel().currentColumnChanged.connect(
            lambda now, _before: self.column_chosen.emit(now.column())
        )
        side = self.verticalHeader()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(TABLE_ROW_HEIGHT)
        head = self._head = SortedHead(theme=theme, parent=self)
        self.setHorizontalHeader(head)
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSectionsMovable(True)
        head.sectionClicked.connect(self._on_head_clicked)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_requested)

    def show_rows(self, text: JsonText | None, branch: Branch | None, *, request_path: str = "") -> None:
        """Show the rows of an array; None shows nothing."""
        self._forget_order()
        self.rows.show_rows(text, branch, request_path=request_path)

    def show_as_they_came(self) -> None:
        """Show the rows in no order of a column's."""
        self._forget_order()
        self.rows.show_order(None)

    def _forget_order(self) -> None:
        self._sorted_by = -1
        self._head.setSortIndicatorShown(False)

    def grow(self) -> None:
        """Show the rows that were found since."""
        self.rows.grow()

    def show_place(self, number: int, *, names: tuple[str, ...] = ()) -> None:
        """Bring a row of the answer into view, and the column of these names."""
        order = self.rows.order
        row = number if order is None else next((at for at, one in enumerate(order) if one == number), -1)
        paths = [each.path for each in self.rows.columns]
        self.setCurrentIndex(self.rows.index(row, paths.index(names) if names in paths else 0))

    def _fit_columns(self) -> None:
        cells = QFontMetrics(text_font())
        for number, column in enumerate(self.rows.columns):
            title = str(self.rows.headerData(number, Qt.Orientation.Horizontal))
            words = cells.averageCharWidth() * min(column.longest + 2, 48) + _AROUND
            width = max(words, self._head.width_of(title))
            self.setColumnWidth(number, max(_NARROWEST, min(_WIDEST, width)))

    def _on_head_clicked(self, section: int) -> None:
        """Ascending, descending, as they came."""
        if section != self._sorted_by:
            self._sorted_by, self._descending = section, False
        elif not self._descending:
            self._descending = True
        else:
            self._sorted_by = -1
        self.column_chosen.emit(section)
        head = self._head
        head.setSortIndicatorShown(self._sorted_by >= 0)
        order = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
        head.setSortIndicator(max(0, self._sorted_by), order)
        names = self.rows.columns[section].path if self._sorted_by >= 0 else None
        self.order_wanted.emit(names, self._descending)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open a link."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if (
            event.button() is Qt.MouseButton.LeftButton
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
        ):
            self._open(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over a link."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_link = index.isValid() and bool(index.data(ColumnRole.LINK))
        shape = Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens a link; copying takes the cells that are chosen, as rows of a spreadsheet."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            self._choose_row(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self._chosen_text())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and (path := self.rows.link(index)):
            self.link_opened.emit(path)

    def _choose_row(self, index: QModelIndex) -> None:
        if index.isValid() and not self.rows.link(index):
            self.row_chosen.emit(self.rows.number(index.row()))

    def _chosen_text(self) -> str:
        lines: dict[int, list[str]] = {}
        for index in sorted(self.selectedIndexes(), key=lambda each: (each.row(), each.column())):
            lines.setdefault(index.row(), []).append(self.rows.value(index))
        return "\n".join("\t".join(cells) for cells in lines.values())

    def _on_menu_requested(self, place: QPoint) -> None:
        index = self.indexAt(place)
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        clipboard = QGuiApplication.clipboard()
        names = self.rows.columns[index.column()].path
        menu.addAction(tr("Copy value"), lambda: clipboard.setText(self.rows.value(index)))
        steps = [*self.steps, self.rows.number(index.row()), *names]
        menu.addAction(tr("Copy path (JMESPath)"), lambda: clipboard.setText(jmespath(steps)))
        menu.addAction(tr("Copy path (JSON Pointer)"), lambda: clipboard.setText(pointer(steps)))
        menu.addAction(tr("Copy row"), lambda: clipboard.setText(showable(self.rows.row_text(index.row()))))
        menu.addSeparator()
        menu.addAction(
            tr("Only rows with this value"), lambda: self.value_chosen.emit(names, self.rows.literal(index))
        )
        if self.rows.link(index):
            menu.addAction(tr("Open"), lambda: self._open(index))
        menu.popup(self.viewport().mapToGlobal(place))
