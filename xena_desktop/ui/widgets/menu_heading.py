"""Words above what belongs together in a menu."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidgetAction

from xena_desktop.ui.widgets.labels import label


def add_heading(menu: QMenu, text: str) -> None:
    """Put a heading at the menu's end, and a line above it; Qt's own sections have no words under a style sheet."""
    if not menu.isEmpty():
        menu.addSeparator()
    words = label(text, role="section")
    words.setContentsMargins(12, 6, 12, 4)
    action = QWidgetAction(menu)
    action.setDefaultWidget(words)
    menu.addAction(action)
