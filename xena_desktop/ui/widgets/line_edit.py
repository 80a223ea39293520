"""A line to type into."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

_NARROWEST, _WIDEST = 240, 580


def line_edit(name: str, accessible: str, *, mono: bool = False, hidden: bool = False) -> QLineEdit:
    """A field with its object name and its name for screen readers; ``hidden`` shows dots, for a secret."""
    line = QLineEdit()
    line.setObjectName(name)
    line.setAccessibleName(accessible)
    line.setMinimumWidth(_NARROWEST)
    line.setMaximumWidth(_WIDEST)
    line.setProperty("mono", mono)
    if hidden:
        line.setEchoMode(QLineEdit.EchoMode.Password)
    return line
