"""The index types that every model's methods speak of."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

Index = QModelIndex | QPersistentModelIndex

ROOT: Final = QModelIndex()
"""The invalid index: what holds the topmost rows, and where there is no row."""
