"""Names and values that are typed in: query, headers, form fields, variables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, Final
from urllib.parse import parse_qsl

from PySide6.QtCore import Qt

from xena_desktop.translation import tr
from xena_desktop.ui.models.indexes import ROOT, Index
from xena_desktop.ui.models.typed_rows import TypedRows

_ENCODED: Final = re.compile(r"[^\s=&?]+=[^\s&]*(?:&[^\s=&]+=[^\s&]*)*")
_ROW: Final = re.compile(r"(?:([^\s:=&'\"]+)\s*(?::\s|=)|([^\t]+)\t)\s*(.*)")


@dataclass(frozen=True, slots=True)
class KeyValue:
    """One row. One that is not ``enabled`` is kept, and not sent."""

    name: str = ""
    value: str = ""
    enabled: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not self.name and not self.value


class KeyValueColumn(IntEnum):
    """The columns, in their order."""

    ENABLED = 0
    NAME = 1
    VALUE = 2
    REMOVE = 3


class KeyValueModel(TypedRows):
    """The rows, and below them always an empty one to type into."""

    def empty_row(self) -> KeyValue:
        """A row in which nothing was typed."""
        return KeyValue()

    def is_empty_row(self, row: KeyValue) -> bool:
        """Whether nothing was typed in ``row``."""
        return row.is_empty

    def pairs(self) -> list[KeyValue]:
        """The rows in which something was typed."""
        return self.typed()

    def row(self, number: int) -> KeyValue:
        """One row, the empty one included."""
        found: KeyValue = self._rows[number]
        return found

    def set_pairs(self, pairs: Sequence[KeyValue]) -> None:
        """Hold these rows. ``changed`` tells of what the person does, and so stays silent."""
        self.show_rows(pairs)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Enabled, name, value, and room for the cross."""
        return 0 if parent.isValid() else len(KeyValueColumn)

    def titles(self) -> Mapping[int, str]:
        """What the columns are called."""
        return {KeyValueColumn.NAME: tr("Name"), KeyValueColumn.VALUE: tr("Value")}

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Texts can be typed; a row that holds something can be switched off."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() in (KeyValueColumn.NAME, KeyValueColumn.VALUE):
            return flags | Qt.ItemFlag.ItemIsEditable
        if index.column() == KeyValueColumn.ENABLED and not self.is_last(index.row()):
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, ticks, and what a screen reader says."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return {KeyValueColumn.NAME: row.name, KeyValueColumn.VALUE: row.value}.get(
                KeyValueColumn(column)
            )
        if column == KeyValueColumn.ENABLED and not self.is_last(index.row()):
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if row.enabled else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return tr("Send {name}", name=row.name)
        if column == KeyValueColumn.REMOVE and role == Qt.ItemDataRole.AccessibleTextRole:
            return tr("Remove {name}", name=row.name)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed or ticked; typing into the last row makes another below it."""
        return self.put(index.row(), self._changed_row(index, value=value, role=role))

    def _changed_row(self, index: Index, *, value: Any, role: int) -> KeyValue | None:
        row, column = self.row(index.row()), index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == KeyValueColumn.ENABLED:
            return replace(row, enabled=Qt.CheckState(value) is Qt.CheckState.Checked)
        if role == Qt.ItemDataRole.EditRole and column == KeyValueColumn.NAME:
            return replace(row, name=str(value).strip())
        if role == Qt.ItemDataRole.EditRole and column == KeyValueColumn.VALUE:
            return replace(row, value=str(value))
        return None


def pasted_pairs(text: str) -> list[KeyValue]:
    """Rows of a text from elsewhere: a form as it is sent, or lines with a tab, a colon or an equals sign.

    There are none where any line is anything else: the text was meant for another place.
    """
    lines = [line.strip(" ") for line in text.splitlines() if line.strip()]
    if len(lines) == 1 and _ENCODED.fullmatch(lines[0]):
        return [KeyValue(name, value) for name, value in parse_qsl(lines[0], keep_blank_values=True)]
    found = [_ROW.fullmatch(line) for line in lines]
    if not all(found):
        return []
    return [KeyValue(row[1] or row[2], row[3]) for row in found if row is not None]
