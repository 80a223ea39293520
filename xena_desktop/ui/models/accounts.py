"""The accounts in the list at the left."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, Qt, Signal

from xena_desktop.ui.models.indexes import ROOT, Index


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountItem:
    """An account as the list shows it: ``note`` at the right ("42 min"), ``detail`` as its tool tip.

    ``color`` (``#RRGGBB``) is its own or its connection's; ``is_ready`` is false for one that needs a look.
    """

    id: str
    name: str
    color: str
    note: str = ""
    detail: str = ""
    is_ready: bool = True


_MIME: Final = "application/x-xena-desktop-account"


class AccountRole(IntEnum):
    """What an index knows beyond Qt's own roles."""

    ID = Qt.ItemDataRole.UserRole + 1
    COLOR = Qt.ItemDataRole.UserRole + 2
    NOTE = Qt.ItemDataRole.UserRole + 3
    READY = Qt.ItemDataRole.UserRole + 4


_ROLES: Final[Mapping[int, Callable[[AccountItem], Any]]] = MappingProxyType(
    {
        Qt.ItemDataRole.DisplayRole: lambda item: item.name,
        Qt.ItemDataRole.ToolTipRole: lambda item: item.detail or None,
        Qt.ItemDataRole.AccessibleTextRole: lambda item: ", ".join(
            part for part in (item.name, item.note, item.detail) if part
        ),
        AccountRole.ID: lambda item: item.id,
        AccountRole.COLOR: lambda item: item.color,
        AccountRole.NOTE: lambda item: item.note,
        AccountRole.READY: lambda item: item.is_ready,
    }
)


class AccountListModel(QAbstractListModel):
    """Accounts in the order given. As long as the same ones stand in it, nothing loses its selection.

    Dragging one only says where it was dropped (``dropped``: id and row): the order comes back with ``set_items``.
    """

    dropped = Signal(str, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[AccountItem] = []

    def set_items(self, items: Sequence[AccountItem]) -> None:
        """Show these accounts."""
        if [item.id for item in items] == [item.id for item in self._items]:
            for number, item in enumerate(items):
                self._replace(number, item=item)
            return
        self.beginResetModel()
        self._items = list(items)
        self.endResetModel()

    def _replace(self, number: int, *, item: AccountItem) -> None:
        if self._items[number] != item:
            self._items[number] = item
            place = self.index(number)
            self.dataChanged.emit(place, place)

    def item(self, index: Index) -> AccountItem | None:
        """The account at ``index``."""
        return self._items[index.row()] if index.isValid() else None

    def index_of(self, account_id: str) -> QModelIndex:
        """Where an account stands; an invalid index when it does not."""
        rows = (row for row, item in enumerate(self._items) if item.id == account_id)
        return self.index(next(rows, -1))

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many accounts there are."""
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the account shows in that role."""
        if not index.isValid() or role not in _ROLES:
            return None
        return _ROLES[role](self._items[index.row()])

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Accounts can be dragged; between them something can be dropped."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        """Moving, and nothing else."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """A kind of our own: nothing from elsewhere can be dropped here."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The id of the account that is dragged."""
        data = QMimeData()
        data.setData(_MIME, "".join(self._items[index.row()].id for index in indexes[:1]).encode())
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, _column: int, parent: Index
    ) -> bool:
        """Say which account goes where; False, so that the view removes nothing itself."""
        account_id = bytes(data.data(_MIME).data()).decode()
        from_row = self.index_of(account_id).row()
        if action is not Qt.DropAction.MoveAction or from_row < 0:
            return False
        to_row = row if row >= 0 else parent.row() if parent.isValid() else len(self._items)
        self.dropped.emit(account_id, to_row - 1 if to_row > from_row else to_row)
        return False
