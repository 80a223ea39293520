"""The saved requests in the list at the left, with a row for each folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from xena_desktop.domain.saved import SavedFile
from xena_desktop.translation import tr
from xena_desktop.ui.models.history import HistoryRole
from xena_desktop.ui.models.indexes import ROOT, Index

_FAILED = 0
_FINE = 200


class SavedListModel(QAbstractListModel):
    """By folders and names. It is drawn as the history is: a folder as a day, a broken file as a failed call."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[SavedFile | str] = []

    def set_files(self, files: Sequence[SavedFile]) -> None:
        """Show these and no others."""
        self.beginResetModel()
        self._rows = []
        folder = ""
        for file in sorted(files, key=lambda one: (_folder(one).casefold(), one.name.casefold())):
            if _folder(file) != folder:
                folder = _folder(file)
                self._rows.append(folder)
            self._rows.append(file)
        self.endResetModel()

    def file(self, index: Index) -> SavedFile | None:
        """The file at ``index``; None for a folder."""
        row = self._rows[index.row()] if index.isValid() else None
        return row if isinstance(row, SavedFile) else None

    def rowCount(self, parent: Index = ROOT) -> int:
        """Files and folders."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Folders are not to be chosen."""
        if self.file(index) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the row shows in that role."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if isinstance(row, str):
            return row if role == Qt.ItemDataRole.DisplayRole else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name.rpartition("/")[2]
            case Qt.ItemDataRole.ToolTipRole:
                return row.request.notes or row.request.path if row.request else _problem(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.request.method} {row.name}" if row.request else f"{row.name}, {_problem(row)}"
            case HistoryRole.METHOD:
                return row.request.method if row.request else ""
            case HistoryRole.NOTE:
                return "" if row.request else tr("line {line}", line=row.line)
            case HistoryRole.STATUS:
                return _FINE if row.request else _FAILED
        return None


def _folder(file: SavedFile) -> str:
    return file.name.rpartition("/")[0]


def _problem(file: SavedFile) -> str:
    return tr("line {line}: {problem}", line=file.line, problem=file.problem)
