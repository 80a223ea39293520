"""The endpoints in the list at the left, and requests that look like them: saved ones, history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from xena_desktop.ui.models.indexes import ROOT, Index


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointItem:
    """A method and a path; ``title`` says what it does, ``note`` stands at the right of the row.

    ``summary`` stands behind the path, as far as there is room.
    """

    id: str
    method: str
    path: str
    title: str = ""
    note: str = ""
    summary: str = ""
    is_starred: bool = False

    @property
    def words(self) -> str:
        """All that is searched, in one case."""
        return f"{self.method} {self.path} {self.title}".casefold()


class EndpointRole(IntEnum):
    """What an index knows beyond Qt's own roles."""

    ID = Qt.ItemDataRole.UserRole + 1
    METHOD = Qt.ItemDataRole.UserRole + 2
    NOTE = Qt.ItemDataRole.UserRole + 3
    STARRED = Qt.ItemDataRole.UserRole + 4
    SUMMARY = Qt.ItemDataRole.UserRole + 5


ROLES: Final[Mapping[int, Callable[[EndpointItem], Any]]] = MappingProxyType(
    {
        Qt.ItemDataRole.DisplayRole: lambda item: item.path,
        Qt.ItemDataRole.ToolTipRole: lambda item: item.title or None,
        Qt.ItemDataRole.AccessibleTextRole: lambda item: ", ".join(
            part for part in (f"{item.method} {item.path}", item.title, item.note) if part
        ),
        EndpointRole.ID: lambda item: item.id,
        EndpointRole.METHOD: lambda item: item.method,
        EndpointRole.NOTE: lambda item: item.note,
        EndpointRole.STARRED: lambda item: item.is_starred,
        EndpointRole.SUMMARY: lambda item: item.summary,
    }
)


class EndpointListModel(QAbstractListModel):
    """Endpoints in the order given, all of them or those that hold every word searched for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[tuple[str, EndpointItem]] = []
        self._shown: list[EndpointItem] = []
        self._filter = ""

    def set_items(self, items: Sequence[EndpointItem]) -> None:
        """Hold these endpoints; the filter stays."""
        self._all = [(item.words, item) for item in items]
        self._show()

    def set_filter(self, text: str) -> None:
        """Show those where every word of ``text`` stands in method, path or title; in any order and case."""
        if text.split() != self._filter.split():
            self._filter = text
            self._show()

    def _show(self) -> None:
        words = self._filter.casefold().split()
        self.beginResetModel()
        self._shown = [item for text, item in self._all if all(word in text for word in words)]
        self.endResetModel()

    def total(self) -> int:
        """How many there are, shown or not."""
        return len(self._all)

    def item(self, index: Index) -> EndpointItem | None:
        """The endpoint at ``index``."""
        return self._shown[index.row()] if index.isValid() else None

    def index_of(self, endpoint_id: str) -> QModelIndex:
        """Where an endpoint stands; an invalid index when it is not shown."""
        rows = (row for row, item in enumerate(self._shown) if item.id == endpoint_id)
        return self.index(next(rows, -1))

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the endpoint shows in that role."""
        if not index.isValid() or role not in ROLES:
            return None
        return ROLES[role](self._shown[index.row()])
