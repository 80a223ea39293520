"""Layouts that several panels share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.labels import label

_ALL: Final = 10_000
"""A stretch that leaves nothing to its neighbours as long as the widget can still grow."""


def bounded(
    widget: QWidget, *, margin: int = 0, from_left: bool = False, vertically: bool = False
) -> QScrollArea:
    """``widget``, as wide as its maximum width allows, in an area that scrolls where there is too little room.

    ``margin`` in pixels stands around it. It stands in the middle of the width, or ``from_left``, and at the top,
    or ``vertically`` in the middle.
    """
    around = QWidget()
    around.setProperty("role", "scrolled")
    row = QHBoxLayout()
    if not from_left:
        row.addStretch(1)
    row.addWidget(widget, _ALL)
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


def form_layout() -> QFormLayout:
    """Rows of names and fields, the fields as wide as there is room."""
    form = QFormLayout()
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    form.setHorizontalSpacing(2 * GRID)
    form.setVerticalSpacing(GRID)
    return form


def row_name(text: str, field: QWidget | QLayout, *, narrowest: int = 0) -> QLabel:
    """The name before a field, as high as a field; ``narrowest`` lets the fields of several forms stand in line."""
    name = label(text, role="label")
    name.setFixedHeight(32)
    name.setMinimumWidth(narrowest)
    if isinstance(field, QWidget):
        name.setBuddy(field)
    return name


def emptied(layout: QLayout) -> Iterator[QWidget]:
    """Take every widget out of ``layout``, hidden; who asks decides what becomes of it."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            yield widget
