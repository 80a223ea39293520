"""A table of the parts of a form: texts and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QMimeData, QRect, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
)
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from xena_desktop.domain.body import Part
from xena_desktop.domain.body_draft import PartRow
from xena_desktop.translation import tr
from xena_desktop.ui.icons import icon
from xena_desktop.ui.models.indexes import Index
from xena_desktop.ui.models.key_values import pasted_pairs
from xena_desktop.ui.models.parts import PART_NAME, TYPED, PartColumn, PartModel, PartRole
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.delegates import set_text_color
from xena_desktop.ui.widgets.row_table import RowDelegate, RowTable

_WIDTHS: Mapping[int, int] = {PartColumn.KIND: 96}


class PartTable(RowTable):
    """Parts that can be typed, chosen, dropped and pasted.

    ``file_wanted`` asks for a file for a row: Enter or a click on the place of a file, which can be typed over, too.
    """

    file_wanted = Signal(int)

    def __init__(self, *, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        self._model = PartModel()
        super().__init__(self._model, name=name, typed=TYPED, widths=_WIDTHS, parent=parent)
        self._delegate = _PartDelegate(theme=theme, parent=self)
        self.setItemDelegate(self._delegate)
        self.setAcceptDrops(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)

    def rows(self) -> list[PartRow]:
        """The rows in which something was typed, switched off ones too."""
        return self._model.rows()

    def set_rows(self, rows: Sequence[PartRow]) -> None:
        """Show these rows; ``changed`` stays silent."""
        self._model.set_rows(rows)

    def add_files(self, paths: Iterable[str]) -> None:
        """Send these files, too; a row that waits for a file takes the first."""
        waiting = [number for number, row in enumerate(self.rows()) if row.part.file == ""]
        for path in paths:
            if waiting:
                self._model.choose_file(waiting.pop(0), path)
            else:
                self._model.add([PartRow(part=Part(name=PART_NAME, file=path))])

    def choose_file(self, row: int, path: str) -> None:
        """Send this file in a row."""
        self._model.choose_file(row, path)

    def tell(self, seen: Mapping[str, tuple[str, str]]) -> None:
        """Know of files, by path: their size in words, and what is wrong with them."""
        self._model.tell(seen)

    def act_on(self, index: Index) -> None:
        """Choose a file, turn a text's row into a file's, or begin to type."""
        if index.column() == PartColumn.KIND:
            self._model.turn(index.row())
        elif index.column() == PartColumn.VALUE and self._model.row(index.row()).part.file is not None:
            self.file_wanted.emit(index.row())
        else:
            super().act_on(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space turns the kind; files that were copied are pasted as parts."""
        if event.key() == Qt.Key.Key_Space and self.currentIndex().column() == PartColumn.KIND:
            self._model.turn(self.currentIndex().row())
        elif event.matches(QKeySequence.StandardKey.Paste) and self._took(
            QGuiApplication.clipboard().mimeData()
        ):
            return
        else:
            super().keyPressEvent(event)

    def paste_rows(self, text: str) -> bool:
        """Add the rows that ``text`` holds; whether there were any."""
        found = pasted_pairs(text)
        self._model.add(PartRow(part=Part(name=pair.name, value=pair.value)) for pair in found)
        return bool(found)

    def _took(self, data: QMimeData) -> bool:
        paths = local_files(data)
        self.add_files(paths)
        return bool(paths)

    # --- drag and drop -----------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files from elsewhere, and the table's own rows."""
        self._accept(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The same while they are over the table."""
        self._accept(event)

    def _accept(self, event: QDropEvent) -> None:
        if event.source() is self or local_files(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take files, or put the row that was dragged where it was dropped."""
        if event.source() is self:
            onto = self.indexAt(event.position().toPoint()).row()
            last = len(self.rows()) - 1
            self._model.move(self.currentIndex().row(), min(onto, last) if onto >= 0 else last)
        else:
            self._took(event.mimeData())
        event.setDropAction(Qt.DropAction.CopyAction)  # moved already: Qt would take the row away
        event.accept()


def local_files(data: QMimeData) -> list[str]:
    """The paths of the files that are dragged or were copied."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


class _PartDelegate(RowDelegate):
    """Says what to type into the empty row, greys what is switched off, and reddens a file that cannot be sent."""

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        names: dict[int, str] = {
            PartColumn.NAME: tr("Name"), PartColumn.VALUE: tr("Value or file"), PartColumn.TYPE: tr("Content type"),
        }  # fmt: skip
        super().__init__(theme=theme, names=names, parent=parent)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        model = index.model()
        if not isinstance(model, PartModel):
            return
        column, row = PartColumn(index.column()), model.row(index.row())
        if model.is_last(index.row()):
            texts = {
                PartColumn.NAME: tr("Add a name"),
                PartColumn.VALUE: tr("and its value, or drop files here"),
            }
            self._hint(option, texts.get(column, ""))
        elif column is PartColumn.VALUE and row.part.file == "":
            set_text_color(option, color=self._theme.link if row.used else self._theme.tertiary)
        elif index.data(PartRole.FAULT):
            set_text_color(option, color=self._theme.danger)
        elif not row.used or (column is PartColumn.TYPE and not row.part.content_type):
            set_text_color(option, color=self._theme.tertiary)

    def _hint(self, option: QStyleOptionViewItem, text: str) -> None:
        option.text = text
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDisplay
        set_text_color(option, color=self._theme.tertiary)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell; that of the kind shows that it can be turned."""
        super().paint(painter, option, index)
        model = index.model()
        is_turned = isinstance(model, PartModel) and not model.is_last(index.row())
        if index.column() == PartColumn.KIND and is_turned:
            place = QRect(option.rect.right() - 26, option.rect.center().y() - 6, 12, 12)
            icon("chevron-down", color=self._theme.tertiary).paint(painter, place)
