"""The parts of a form: name, text or file, what it is declared as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import IntEnum
from pathlib import PurePath
from typing import Any, Final

from PySide6.QtCore import QObject, Qt

from xena_desktop.domain.body import Part
from xena_desktop.domain.body_draft import PartRow
from xena_desktop.domain.written_body import name_of_file, type_of_file
from xena_desktop.translation import tr
from xena_desktop.ui.models.indexes import ROOT, Index
from xena_desktop.ui.models.typed_rows import TypedRows


class PartColumn(IntEnum):
    """The columns, in their order."""

    ENABLED = 0
    NAME = 1
    KIND = 2
    VALUE = 3
    TYPE = 4
    REMOVE = 5


PART_NAME: Final = "file"
"""What a part is called that came without a name; the server sees it, in every language the same."""

TYPED: Final = (PartColumn.NAME, PartColumn.VALUE, PartColumn.TYPE)


class PartRole(IntEnum):
    """What a delegate asks beyond Qt's own roles."""

    FAULT = Qt.ItemDataRole.UserRole + 1
    """What is wrong with a part's file, in words."""


class PartModel(TypedRows):
    """The parts, and below them always an empty row to type into."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: dict[str, tuple[str, str]] = {}

    def empty_row(self) -> PartRow:
        """A row in which nothing was typed."""
        return PartRow(part=Part(name=""))

    def is_empty_row(self, row: PartRow) -> bool:
        """Whether nothing was typed in ``row``."""
        part = row.part
        return not (part.name or part.value or part.content_type) and part.file is None

    def rows(self) -> list[PartRow]:
        """The rows in which something was typed."""
        return self.typed()

    def set_rows(self, rows: Sequence[PartRow]) -> None:
        """Hold these rows; ``changed`` stays silent."""
        self.show_rows(rows)

    def row(self, number: int) -> PartRow:
        """One row."""
        found: PartRow = self._rows[number]
        return found

    def tell(self, seen: Mapping[str, tuple[str, str]]) -> None:
        """Know of files, by path: their size in words, and what is wrong with them."""
        self._seen = dict(seen)
        if self._rows:
            last = self.index(len(self._rows) - 1, PartColumn.REMOVE)
            self.dataChanged.emit(self.index(0, 0), last)

    def choose_file(self, number: int, path: str) -> bool:
        """Make a row a file's; the server is told its own name, whatever another file was called."""
        row = self.row(number)
        name = row.part.name or PART_NAME
        return self.put(number, replace(row, part=replace(row.part, name=name, file=path, filename="")))

    def turn(self, number: int) -> bool:
        """Make a text's row a file's, or the other way round; what was written waits."""
        row, part = self.row(number), self.row(number).part
        if part.file is None:
            return self.put(number, replace(row, part=replace(part, file=row.file_before), file_before=""))
        return self.put(number, replace(row, part=replace(part, file=None), file_before=part.file))

    def columnCount(self, parent: Index = ROOT) -> int:
        """Enabled, name, kind, value, type, and room for the cross."""
        return 0 if parent.isValid() else len(PartColumn)

    def titles(self) -> Mapping[int, str]:
        """What the columns are called."""
        return {
            PartColumn.NAME: tr("Name"),
            PartColumn.KIND: tr("Kind"),
            PartColumn.VALUE: tr("Value or file"),
            PartColumn.TYPE: tr("Content type"),
        }

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Texts can be typed; a row that holds something can be switched off."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        if index.column() in TYPED:
            return flags | Qt.ItemFlag.ItemIsEditable
        if index.column() == PartColumn.ENABLED and not self.is_last(index.row()):
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, ticks, and what a screen reader says."""
        if not index.isValid():
            return None
        row, column = self.row(index.row()), PartColumn(index.column())
        if role == Qt.ItemDataRole.CheckStateRole:
            is_ticked = column is PartColumn.ENABLED and not self.is_last(index.row())
            return (Qt.CheckState.Checked if row.used else Qt.CheckState.Unchecked) if is_ticked else None
        if role == Qt.ItemDataRole.EditRole:
            return self._typed_text(row.part, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown_text(row.part, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._fault(row.part) or row.part.file if column is PartColumn.VALUE else None
        if role == PartRole.FAULT:
            return self._fault(row.part) if column is PartColumn.VALUE else ""
        if role == Qt.ItemDataRole.AccessibleTextRole and not self.is_last(index.row()):
            return self._said(row.part, column)
        return None

    def _typed_text(self, part: Part, column: PartColumn) -> str | None:
        texts = {
            PartColumn.NAME: part.name,
            PartColumn.VALUE: part.value if part.file is None else part.file,
            PartColumn.TYPE: part.content_type,
        }
        return texts.get(column)

    def _shown_text(self, part: Part, column: PartColumn) -> str | None:
        match column:
            case PartColumn.KIND:
                return tr("Text") if part.file is None else tr("File")
            case PartColumn.VALUE if part.file == "":
                return tr("Choose {name}…", name=part.filename) if part.filename else tr("Choose a file…")
            case PartColumn.VALUE if part.file is not None:
                return self._file_text(part)
            case PartColumn.TYPE if part.file and not part.content_type:
                return type_of_file(name_of_file(part))
        return self._typed_text(part, column)

    def _file_text(self, part: Part) -> str:
        size, _ = self._seen.get(part.file or "", ("", ""))
        name = PurePath((part.file or "").replace("\\", "/")).name
        name += f" → {part.filename}" if part.filename not in ("", name) else ""
        return f"{name}  ·  {size}" if size else name

    def _fault(self, part: Part) -> str:
        if part.file is None:
            return ""
        return self._seen.get(part.file, ("", ""))[1] if part.file else tr("No file was chosen.")

    def _said(self, part: Part, column: PartColumn) -> str | None:
        match column:
            case PartColumn.ENABLED:
                return tr("Send {name}", name=part.name)
            case PartColumn.REMOVE:
                return tr("Remove {name}", name=part.name)
            case PartColumn.VALUE if self._fault(part):
                return f"{self._shown_text(part, column)}. {self._fault(part)}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed or ticked; typing into the last row makes another below it."""
        row, column = self.row(index.row()), PartColumn(index.column())
        if role == Qt.ItemDataRole.CheckStateRole and column is PartColumn.ENABLED:
            return self.put(index.row(), replace(row, used=Qt.CheckState(value) is Qt.CheckState.Checked))
        if role != Qt.ItemDataRole.EditRole or column not in TYPED:
            return False
        return self.put(index.row(), replace(row, part=_with(row.part, column, str(value))))


def _with(part: Part, column: PartColumn, text: str) -> Part:
    match column:
        case PartColumn.NAME:
            return replace(part, name=text.strip())
        case PartColumn.TYPE:
            return replace(part, content_type=text.strip())
    return replace(part, value=text) if part.file is None else replace(part, file=text.strip())
