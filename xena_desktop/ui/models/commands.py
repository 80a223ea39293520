"""Everything that can be opened or done from one field, narrowed as one types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from xena_desktop.ui.models.indexes import ROOT, Index

MOST_SHOWN: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandItem:
    """One thing to open or do. ``note`` stands at the right of the row; ``words`` are not seen and find it, too."""

    id: str
    title: str
    note: str
    method: str = ""
    words: str = ""


class CommandRole(IntEnum):
    """What an index knows beyond Qt's own roles."""

    METHOD = Qt.ItemDataRole.UserRole + 1
    NOTE = Qt.ItemDataRole.UserRole + 2


_ROLES: Final[Mapping[int, Callable[[CommandItem], Any]]] = MappingProxyType(
    {
        Qt.ItemDataRole.DisplayRole: lambda item: item.title,
        Qt.ItemDataRole.AccessibleTextRole: lambda item: ", ".join(
            part for part in (f"{item.method} {item.title}".strip(), item.note) if part
        ),
        CommandRole.METHOD: lambda item: item.method,
        CommandRole.NOTE: lambda item: item.note,
    }
)


class CommandListModel(QAbstractListModel):
    """The best ``MOST_SHOWN`` matches, best first; all in the order given while nothing is typed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[tuple[str, str, CommandItem]] = []
        self._shown: list[CommandItem] = []

    def set_items(self, items: Sequence[CommandItem]) -> None:
        """Hold these, and show the first of them."""
        self._all = [(_title(item), _everything(item), item) for item in items]
        self.search("")

    def search(self, text: str) -> None:
        """Show where every word of ``text`` stands; titles that begin with it come first."""
        words = text.casefold().split()
        found = [
            (rank, row)
            for row, (title, everything, _) in enumerate(self._all)
            if (rank := _rank(words, title=title, everything=everything)) is not None
        ]
        self.beginResetModel()
        self._shown = [self._all[row][2] for _, row in sorted(found)[:MOST_SHOWN]]
        self.endResetModel()

    def item(self, index: Index) -> CommandItem | None:
        """The command at ``index``."""
        return self._shown[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the command shows in that role."""
        if not index.isValid() or role not in _ROLES:
            return None
        return _ROLES[role](self._shown[index.row()])


def _title(item: CommandItem) -> str:
    return f"{item.method} {item.title}".strip().casefold()


def _everything(item: CommandItem) -> str:
    return f"{item.method} {item.title} {item.note} {item.words}".casefold()


def _rank(words: Sequence[str], *, title: str, everything: str) -> int | None:
    """How near: 0 the title begins so, 1 words of it do, 2 the title holds them, 3 another text; None: not at all."""
    if not all(word in everything for word in words):
        return None
    if title.startswith(" ".join(words)):
        return 0
    beginnings = title.replace("/", " ").split()
    if all(any(start.startswith(word) for start in beginnings) for word in words):
        return 1
    return 2 if all(word in title for word in words) else 3
