"""The endpoints as groups that open and close, or as one list, best first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from xena_desktop.ui.models.endpoints import ROLES, EndpointItem, EndpointRole
from xena_desktop.ui.models.indexes import ROOT, Index

_TOP = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointGroup:
    """Endpoints that belong together; ``key`` tells the group from others, whatever it is called."""

    key: str
    title: str
    items: tuple[EndpointItem, ...]


class EndpointTreeModel(QAbstractItemModel):
    """Two levels, groups and their endpoints; or endpoints alone while something is searched."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[EndpointGroup, ...] = ()
        self._found: tuple[EndpointItem, ...] | None = None

    def show_groups(self, groups: Sequence[EndpointGroup]) -> None:
        """Show these groups."""
        self.beginResetModel()
        self._groups, self._found = tuple(groups), None
        self.endResetModel()

    def show_found(self, items: Sequence[EndpointItem]) -> None:
        """Show these endpoints, without groups."""
        self.beginResetModel()
        self._groups, self._found = (), tuple(items)
        self.endResetModel()

    def item(self, index: Index) -> EndpointItem | None:
        """The endpoint at ``index``; None for a group."""
        if not index.isValid():
            return None
        if self._found is not None:
            return self._found[index.row()]
        inside = int(index.internalId())
        return None if inside == _TOP else self._groups[inside - 1].items[index.row()]

    def group_indexes(self) -> Iterator[tuple[EndpointGroup, QModelIndex]]:
        """Each group and where it stands."""
        for row, group in enumerate(self._groups):
            yield group, self.index(row, 0)

    def first_endpoint(self) -> QModelIndex:
        """The topmost endpoint, or an invalid index."""
        return self.index(0, 0) if self._found is not None else self.index(0, 0, self.index(0, 0))

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        """An index below ``parent``: its id is 0 at the top, and in a group one more than the group's row."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _TOP)

    def parent(self, index: Index = ROOT) -> QModelIndex:  # type: ignore[override] # QObject.parent() is another
        """The group that ``index`` stands in."""
        inside = int(index.internalId()) if index.isValid() else _TOP
        return QModelIndex() if inside == _TOP else self.createIndex(inside - 1, 0, _TOP)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Groups or found endpoints at the top; a group's endpoints below it."""
        if not parent.isValid():
            return len(self._groups) if self._found is None else len(self._found)
        if self._found is not None or int(parent.internalId()) != _TOP:
            return 0
        return len(self._groups[parent.row()].items)

    def columnCount(self, _parent: Index = ROOT) -> int:
        """One."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the endpoint shows in that role; a group has a title and a count."""
        if not index.isValid():
            return None
        item = self.item(index)
        if item is not None:
            return ROLES[role](item) if role in ROLES else None
        group = self._groups[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return group.title
        return str(len(group.items)) if role == EndpointRole.NOTE else None
