"""The arrow of an order stands beside its title, and no letter of that goes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QTableWidget

from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.sorted_head import SortedHead

from .conftest import Shown

TITLES = ("Id", "Beløb", "Navn", "A title that has far too little room")


@pytest.fixture
def table(theme: Theme, shown: Shown) -> QTableWidget:
    table = QTableWidget(1, len(TITLES))
    head = SortedHead(theme=theme, parent=table)
    table.setHorizontalHeader(head)
    table.setHorizontalHeaderLabels(TITLES)
    for number, title in enumerate(TITLES):
        at_right = number < 2
        side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
        item = table.horizontalHeaderItem(number)
        assert item is not None
        item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        table.setColumnWidth(number, min(80, head.width_of(title)))
    shown(table)
    return table


def _ink(table: QTableWidget, section: int) -> tuple[QImage, QImage]:
    """The title of a section, and what stands beside it: its padding, and any room that it leaves."""
    head = table.horizontalHeader()
    assert isinstance(head, SortedHead)
    place = QRect(head.sectionViewportPosition(section), 0, head.sectionSize(section), 26)
    image = head.viewport().grab(place).toImage()
    words, at_right = min(head.width_of(TITLES[section]), 80) - 31, section < 2
    left = image.width() - 14 - words if at_right else 14
    beside = QRect(0, 0, left, 26) if at_right else QRect(left + words, 0, image.width() - left - words, 26)
    return image.copy(QRect(left, 0, words, 26)), image.copy(beside)


@pytest.mark.parametrize("order", list(Qt.SortOrder))
@pytest.mark.parametrize("section", range(len(TITLES)))
def test_the_arrow_covers_nothing(table: QTableWidget, section: int, order: Qt.SortOrder) -> None:
    title, beside = _ink(table, section)
    table.horizontalHeader().setSortIndicator(section, order)
    table.horizontalHeader().setSortIndicatorShown(True)
    with_arrow, beside_with_arrow = _ink(table, section)
    assert with_arrow == title
    assert beside_with_arrow != beside


def test_up_and_down_look_different(table: QTableWidget) -> None:
    head = table.horizontalHeader()
    head.setSortIndicatorShown(True)
    head.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    up = _ink(table, 0)
    head.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    assert _ink(table, 0) != up
