"""The endpoints in the list at the left, and requests that look like them: saved ones, history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import Any, Final

from PySide6.QtCore import Qt


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
