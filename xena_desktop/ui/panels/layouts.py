"""Layouts that several panels share."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget


def centered(widget: QWidget, *, margin: int = 0, vertically: bool = False) -> QScrollArea:
    """``widget``, as wide as its maximum width allows, in an area that scrolls where there is too little room.

    ``margin`` in pixels stands around it; ``vertically`` puts it in the middle of the height, too.
    """
    around = QWidget()
    around.setProperty("role", "scrolled")
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget, 100)
    row.addStretch(1)
    column = QVBoxLayout(around)
    column.setContentsMargins(margin, margin, margin, margin)
    if vertically:
        column.addStretch(1)
    column.addLayout(row)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(around)
    return area


def emptied(layout: QLayout) -> Iterator[QWidget]:
    """Take every widget out of ``layout``, hidden; who asks decides what becomes of it."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            yield widget
