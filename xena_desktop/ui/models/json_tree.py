"""A JSON text of any size as a tree that reads only what is looked at."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from xena_desktop.domain.json_index import Branch, Index, children
from xena_desktop.domain.json_path import JsonText, Step, branch_below, jmespath, pointer
from xena_desktop.domain.json_read import name_of, showable, text_of, written
from xena_desktop.domain.json_scan import Child, Kind, after_space, is_opening, kind_at
from xena_desktop.translation import tr, trn
from xena_desktop.ui.models.indexes import ROOT
from xena_desktop.ui.models.indexes import Index as ModelIndex
from xena_desktop.ui.models.json_syntax import formatted

FIRST_SLICE: Final = 20
SLICE: Final = 100
"""Children are read a few at first, for a tree asks for more until a screen is full, and then ever more at a time."""
GROUP: Final = 1000
"""Beyond so many children, the rest stands in groups of as many, so that any of a million is two steps away."""
LONGEST_SHOWN: Final = 400
"""A longer string is shown by its beginning; copying gives all of it."""
_FORMATTED: Final = 1 << 20
"""Bytes. A longer value is copied as it was received."""


class JsonRole(IntEnum):
    """What an index knows beyond Qt's own roles."""

    KIND = Qt.ItemDataRole.UserRole + 1
    POINTER = Qt.ItemDataRole.UserRole + 2


class JsonColumn(IntEnum):
    """The columns, in their order."""

    KEY = 0
    VALUE = 1
    TYPE = 2


class _Node:
    """One value in its place, or from ``first`` on a group of its parent's children; ``number`` is the index's id."""

    __slots__ = ("branch", "child", "children", "first", "key", "number", "parent", "row")

    def __init__(
        self, *, key: Step, parent: _Node | None, row: int, number: int, child: Child, first: int = -1
    ) -> None:
        self.key, self.parent, self.row, self.number = key, parent, row, number
        self.child, self.first = child, first
        self.branch: Branch | None = None
        self.children: list[_Node] = []

    @property
    def is_group(self) -> bool:
        return self.first >= 0


class JsonTreeModel(QAbstractItemModel):
    """The members of a JSON text; a value that has none is the only row. ``grow`` shows what was found since."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text = JsonText(b"", Index())
        # Indexes carry a node's number: a pointer to a Python object would outlive it after a reset.
        self._nodes: list[_Node] = []
        self._opened: list[_Node] = []
        self.show_text(None)

    def show_text(self, text: JsonText | None) -> None:
        """Show another text, or nothing."""
        self.beginResetModel()
        self._text = text or JsonText(b"", Index(is_done=True))
        self._opened = []
        index = self._text.index
        top = Child(0, 0, index.start, index.root.end if index.root else index.end)
        self._nodes = [_Node(key="", parent=None, row=0, number=0, child=top)]
        self._nodes[0].branch = index.root
        if index.root is None and text is not None and index.end > index.start:
            self._nodes[0].children.append(self._made(key="", parent=self._nodes[0], child=top))
        else:
            self._extend(self._nodes[0])
        self.endResetModel()

    def grow(self) -> None:
        """Show what was found since, where all that was known is shown already."""
        for node in list(self._opened):
            if len(node.children) < self._count(node):
                self.fetchMore(self._index(node))
            elif node.branch is not None and node.branch.is_whole:
                self._opened.remove(node)
        top = self._nodes[0]
        if top.branch is None and self._text.index.root is not None:
            self.show_text(self._text)
        elif top.children:
            last = min(len(top.children), GROUP) - 1
            self.dataChanged.emit(self.index(0, JsonColumn.VALUE), self.index(last, JsonColumn.VALUE))

    # --- nodes -------------------------------------------------------------------------------------------

    def _made(self, *, key: Step, parent: _Node, child: Child, first: int = -1) -> _Node:
        row = len(parent.children)
        node = _Node(key=key, parent=parent, row=row, number=len(self._nodes), child=child, first=first)
        self._nodes.append(node)
        return node

    def _node(self, index: ModelIndex) -> _Node:
        return self._nodes[index.internalId()] if index.isValid() else self._nodes[0]

    def _index(self, node: _Node) -> QModelIndex:
        return self.createIndex(node.row, 0, node.number) if node.parent is not None else QModelIndex()

    def _branch(self, node: _Node) -> Branch | None:
        """The branch whose children stand below ``node``, made at the first need."""
        if node.branch is None and node.parent is not None:
            holder = node.parent.branch
            if holder is not None:
                row = node.key if isinstance(node.key, int) else _row_of(node)
                node.branch = branch_below(self._text.buffer, holder, row=row, child=node.child)
        return node.branch

    def _count(self, node: _Node) -> int:
        """How many rows stand below ``node``, as far as is known."""
        branch = self._branch(node)
        if branch is None:
            return len(node.children)
        if node.is_group:
            return max(0, min(GROUP, branch.count - node.first))
        more = max(0, branch.count - GROUP)
        return min(branch.count, GROUP) + (more + GROUP - 1) // GROUP

    def _next_until(self, node: _Node) -> int:
        """How many children are read with the next slice."""
        done = len(node.children)
        return min(done + min(SLICE, max(FIRST_SLICE, done)), self._count(node))

    def _extend(self, node: _Node) -> None:
        """Make the next slice of the nodes below ``node``."""
        branch, done = node.branch, len(node.children)
        if branch is None:
            return
        if not done and not branch.is_whole and node not in self._opened:
            self._opened.append(node)
        until = self._next_until(node)
        direct = until if node.is_group else min(until, GROUP)
        first = (node.first if node.is_group else 0) + done
        found = children(self._text.buffer, branch, first=first, count=max(0, direct - done))
        for row, child in enumerate(found, first):
            key: Step = name_of(self._text.buffer, child) if branch.is_object else row
            node.children.append(self._made(key=key, parent=node, child=child))
        while len(node.children) < until:
            begin = GROUP * (len(node.children) - GROUP + 1)
            group = self._made(key=begin, parent=node, child=node.child, first=begin)
            group.branch = branch
            node.children.append(group)

    def index_of(self, rows: list[int]) -> QModelIndex:
        """The index that one comes to by the rows of children one after the other; as far as there are such."""
        node = self._nodes[0]
        for row in rows:
            below = self._below(node, row)
            if below is None:
                break
            node = below
        return self._index(node)

    def _below(self, node: _Node, row: int) -> _Node | None:
        if row >= GROUP and not node.is_group:
            group = self._read_to(node, GROUP + (row - GROUP) // GROUP)
            return self._read_to(group, row - group.first) if group is not None else None
        return self._read_to(node, row)

    def _read_to(self, node: _Node, place: int) -> _Node | None:
        if self._branch(node) is None:
            return node.children[place] if place < len(node.children) else None
        while len(node.children) <= place < self._count(node):
            self.fetchMore(self._index(node))
        return node.children[place] if place < len(node.children) else None

    # --- what is known of a value ------------------------------------------------------------------------

    def steps(self, index: ModelIndex) -> list[Step]:
        """The names and numbers that lead to ``index``."""
        found: list[Step] = []
        node: _Node | None = self._node(index)
        while node is not None and node.parent is not None and self._nodes[0].branch is not None:
            if not node.is_group:
                found.append(node.key)
            node = node.parent
        return found[::-1]

    def pointer(self, index: ModelIndex) -> str:
        """Where ``index`` is, as a JSON Pointer (RFC 6901); empty for the whole document."""
        return pointer(self.steps(index))

    def jmespath(self, index: ModelIndex) -> str:
        """Where ``index`` is, as a JMESPath expression."""
        return jmespath(self.steps(index))

    def start_of(self, index: ModelIndex) -> int:
        """Where in the text the value begins."""
        return self._node(index).child.start

    def is_array(self, index: ModelIndex) -> bool:
        """Whether it is an array, and so could be a table."""
        node = self._node(index)
        return not node.is_group and kind_at(self._text.buffer, node.child.start) is Kind.ARRAY

    def copy_text(self, index: ModelIndex) -> str:
        """What copying a value gives: a string as it is, anything else as JSON with every digit."""
        node = self._node(index)
        start, end = node.child.start, self._end(node)
        if kind_at(self._text.buffer, start) is Kind.STRING:
            return showable(text_of(self._text.buffer, start, end))
        text = written(self._text.buffer, start, end)
        return formatted(text) if len(text) <= _FORMATTED else text

    def _end(self, node: _Node) -> int:
        return node.branch.end if node.branch is not None and not node.is_group else node.child.end

    # --- Qt's own ----------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: ModelIndex = ROOT) -> QModelIndex:
        """The index of a child that was read already."""
        below = self._node(parent).children
        if 0 <= row < len(below) and 0 <= column < len(JsonColumn):
            return self.createIndex(row, column, below[row].number)
        return ROOT

    def parent(self, index: ModelIndex) -> QModelIndex:  # type: ignore[override]  # the other overload is QObject's
        """The index of what holds ``index``."""
        holder = self._node(index).parent if index.isValid() else None
        return ROOT if holder is None or holder.parent is None else self._index(holder)

    def rowCount(self, parent: ModelIndex = ROOT) -> int:
        """How many children were read so far."""
        return len(self._node(parent).children) if parent.column() <= 0 else 0

    def columnCount(self, _parent: ModelIndex = ROOT) -> int:
        """Key, value, type."""
        return len(JsonColumn)

    def hasChildren(self, parent: ModelIndex = ROOT) -> bool:
        """Whether there are children, read or not."""
        node = self._node(parent)
        if parent.column() > 0:
            return False
        if node.children or node.is_group:
            return True
        start = node.child.start
        if not is_opening(self._text.buffer, start):
            return False
        inside = after_space(self._text.buffer, start + 1)
        return self._text.buffer[inside : inside + 1] not in (b"]", b"}", b"")

    def canFetchMore(self, parent: ModelIndex) -> bool:
        """Whether there are children that were not read yet."""
        node = self._node(parent)
        if parent.column() > 0 or not (node.is_group or is_opening(self._text.buffer, node.child.start)):
            return False
        return len(node.children) < self._count(node)

    def fetchMore(self, parent: ModelIndex) -> None:
        """Read the next slice of children."""
        if not self.canFetchMore(parent):
            return
        node = self._node(parent)
        self.beginInsertRows(parent, len(node.children), self._next_until(node) - 1)
        self._extend(node)
        self.endInsertRows()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """The names of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return {0: tr("Key"), 1: tr("Value"), 2: tr("Type")}.get(section)
        return None

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts to show, and the roles of ``JsonRole``."""
        if not index.isValid():
            return None
        node = self._node(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown(node, column=index.column())
            case JsonRole.KIND:
                return kind_at(self._text.buffer, node.child.start).value
            case JsonRole.POINTER:
                return self.pointer(index)
            case _:
                return None

    def _shown(self, node: _Node, *, column: int) -> str:
        if column == JsonColumn.KEY:
            return (
                f"{node.first} … {node.first + self._count(node) - 1}"
                if node.is_group
                else showable(str(node.key))
            )
        if node.is_group:
            return (
                ""
                if column == JsonColumn.TYPE
                else trn("{count} item", "{count} items", count=self._count(node))
            )
        kind = kind_at(self._text.buffer, node.child.start)
        return _type_name(kind) if column == JsonColumn.TYPE else self._value_text(node, kind=kind)

    def _value_text(self, node: _Node, *, kind: Kind) -> str:
        if kind in (Kind.OBJECT, Kind.ARRAY):
            branch = self._branch(node)
            count = branch.count if branch else 0
            if kind is Kind.OBJECT:
                return trn("{count} member", "{count} members", count=count)
            return trn("{count} item", "{count} items", count=count)
        text = text_of(self._text.buffer, node.child.start, node.child.end, longest=LONGEST_SHOWN)
        if kind is Kind.STRING:
            text = text.replace("\r\n", " ↵ ").replace("\n", " ↵ ").replace("\x00", "\\u0000")
        text = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
        return showable(text)


def _row_of(node: _Node) -> int:
    """The row of a member among its object's members, which a group counts from its own first."""
    parent = node.parent
    return node.row + (parent.first if parent is not None and parent.is_group else 0)


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
