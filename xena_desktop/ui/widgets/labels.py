"""Texts. Everything shown is plain text: what comes from a server is never read as HTML."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

TextRole = Literal[
    "text", "welcome", "title", "heading", "strong", "secondary", "tertiary", "label", "caption", "section",
    "count", "advice", "good", "warning", "danger", "mono",
]  # fmt: skip


def label(text: str = "", *, role: TextRole = "text", wrap: bool = False, selectable: bool = False) -> QLabel:
    """A text in one of the window's roles; ``selectable`` lets the person copy it, also by keyboard."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    set_role(made, role=role)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def set_role(text: QLabel, *, role: TextRole) -> None:
    """Give a text another role, and show it so."""
    set_property(text, name="role", value=role)


def set_property(widget: QWidget, *, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and have the widget styled anew."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
