"""A parsed JSON value as a tree that reads only what is looked at."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from xena_desktop.translation import tr, trn
from xena_desktop.ui.models.indexes import ROOT, Index
from xena_desktop.ui.models.json_values import Kind, children_of, json_text, kind_of, scalar_text, size_of

SLICE: Final = 500
"""Children are read this many at a time."""
LONGEST_SHOWN: Final = 400
"""A longer string is shown by its beginning; copying gives all of it."""


class JsonRole(IntEnum):
    """What an index knows beyond Qt's own roles."""

    VALUE = Qt.ItemDataRole.UserRole + 1
    KIND = Qt.ItemDataRole.UserRole + 2
    POINTER = Qt.ItemDataRole.UserRole + 3


class JsonColumn(IntEnum):
    """The columns, in their order."""

    KEY = 0
    VALUE = 1
    TYPE = 2


class _Node:
    """One value in its place. ``children`` grows by slices; ``number`` is the index's id."""

    __slots__ = ("children", "key", "number", "parent", "row", "value")

    def __init__(self, value: object, *, key: str | int, parent: _Node | None, row: int, number: int) -> None:
        self.value, self.key, self.parent, self.row, self.number = value, key, parent, row, number
        self.children: list[_Node] = []


class JsonTreeModel(QAbstractItemModel):
    """The members of a value that ``json_values`` understands; a value that has none is the only row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Indexes carry a node's number: a pointer to a Python object would outlive it after a reset.
        self._nodes: list[_Node] = []
        self._plant([])

    def set_value(self, value: object) -> None:
        """Show another value."""
        self.beginResetModel()
        self._plant(value)
        self.endResetModel()

    def _plant(self, value: object) -> None:
        self._nodes = [_Node(value, key="", parent=None, row=0, number=0)]
        if kind_of(value) not in (Kind.OBJECT, Kind.ARRAY):
            only = _Node(value, key="", parent=self._nodes[0], row=0, number=1)
            self._nodes[0].children.append(only)
            self._nodes.append(only)
        else:
            self._grow(self._nodes[0])

    def _node(self, index: Index) -> _Node:
        return self._nodes[index.internalId()] if index.isValid() else self._nodes[0]

    def value(self, index: Index) -> object:
        """The value at ``index``, as it was parsed."""
        return self._node(index).value

    def pointer(self, index: Index) -> str:
        """Where ``index`` is, as a JSON Pointer (RFC 6901); empty for the whole document."""
        parts: list[str] = []
        node: _Node | None = self._node(index)
        while node is not None and node.parent is not None and kind_of(node.parent.value) in _HOLDERS:
            parts.append(str(node.key).replace("~", "~0").replace("/", "~1"))
            node = node.parent
        return "".join(f"/{part}" for part in reversed(parts))

    def copy_text(self, index: Index) -> str:
        """What copying a value gives: a string as it is, anything else as JSON with every digit."""
        value = self.value(index)
        return json_text(value) if kind_of(value) in _HOLDERS else scalar_text(value)

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        """The index of a child that was read already."""
        children = self._node(parent).children
        if 0 <= row < len(children) and 0 <= column < len(JsonColumn):
            return self.createIndex(row, column, children[row].number)
        return ROOT

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # the other overload is QObject's
        """The index of what holds ``index``."""
        holder = self._node(index).parent if index.isValid() else None
        if holder is None or holder.parent is None:
            return ROOT
        return self.createIndex(holder.row, 0, holder.number)

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many children were read so far."""
        return len(self._node(parent).children) if parent.column() <= 0 else 0

    def columnCount(self, _parent: Index = ROOT) -> int:
        """Key, value, type."""
        return len(JsonColumn)

    def hasChildren(self, parent: Index = ROOT) -> bool:
        """Whether there are children, read or not."""
        node = self._node(parent)
        return parent.column() <= 0 and bool(node.children or size_of(node.value))

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are children that were not read yet."""
        node = self._node(parent)
        return parent.column() <= 0 and len(node.children) < size_of(node.value)

    def fetchMore(self, parent: Index) -> None:
        """Read the next slice of children."""
        if not self.canFetchMore(parent):
            return
        node = self._node(parent)
        done = len(node.children)
        self.beginInsertRows(parent, done, min(done + SLICE, size_of(node.value)) - 1)
        self._grow(node)
        self.endInsertRows()

    def _grow(self, node: _Node) -> None:
        done = len(node.children)
        for row, (key, value) in enumerate(children_of(node.value, start=done, count=SLICE), done):
            child = _Node(value, key=key, parent=node, row=row, number=len(self._nodes))
            self._nodes.append(child)
            node.children.append(child)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """The names of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return {0: tr("Key"), 1: tr("Value"), 2: tr("Type")}.get(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts to show, and the roles of ``JsonRole``."""
        if not index.isValid():
            return None
        node = self._node(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown(node, column=index.column())
            case JsonRole.VALUE:
                return node.value
            case JsonRole.KIND:
                return kind_of(node.value).value
            case JsonRole.POINTER:
                return self.pointer(index)
            case _:
                return None

    def _shown(self, node: _Node, *, column: int) -> str:
        if column == JsonColumn.KEY:
            return str(node.key)
        kind = kind_of(node.value)
        return _type_name(kind) if column == JsonColumn.TYPE else _value_text(node.value, kind=kind)


_HOLDERS: Final = (Kind.OBJECT, Kind.ARRAY)


def _value_text(value: object, *, kind: Kind) -> str:
    if kind is Kind.OBJECT:
        return trn("{count} member", "{count} members", count=size_of(value))
    if kind is Kind.ARRAY:
        return trn("{count} item", "{count} items", count=size_of(value))
    text = scalar_text(value)
    if kind is Kind.STRING:
        text = text[: LONGEST_SHOWN + 1].replace("\r\n", " ↵ ").replace("\n", " ↵ ")
        return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
    return text


def _type_name(kind: Kind) -> str:
    names = {
        Kind.OBJECT: tr("object"),
        Kind.ARRAY: tr("array"),
        Kind.STRING: tr("text"),
        Kind.NUMBER: tr("number"),
        Kind.BOOLEAN: tr("true or false"),
        Kind.NULL: tr("null"),
    }
    return names[kind]
