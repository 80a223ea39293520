"""What several pages of the gallery show."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from xena_desktop.domain.json_indexer import whole_index
from xena_desktop.domain.json_path import JsonText
from xena_desktop.ui.models.columns import Column, ColumnsModel
from xena_desktop.ui.models.json_tree import JsonTreeModel
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.delegates import CellDelegate
from xena_desktop.ui.widgets.json_cells import JsonDelegate

ORANGE, BLUE, LIME = "#C2570C", "#1B66A6", "#7FB800"

PARTNERS = [
    (98301, "Aarhus Byg A/S", "Kunde", "33445566", Decimal("12480.00"), "2026-11-30"),
    (98302, "Bælum El & Teknik", "Kunde", "28114455", Decimal("3125.50"), "2026-12-05"),
    (98303, "Clausen Køkken ApS", "Leverandør", "31990021", Decimal("-8900.00"), "2026-11-24"),
    (98304, "Dansk Rørlager", "Leverandør", "19283746", Decimal("-41022.75"), "2026-12-15"),
    (98305, "Ejendomsselskabet Åsen", "Kunde", "40112233", Decimal("127500.00"), "2026-11-28"),
    (98306, "Fjord Revision", "Kunde", "25647382", Decimal("0.00"), "–"),
    (98307, "Grøn & Søn I/S", "Kunde", "36251409", Decimal("6412.25"), "2026-12-01"),
    (98308, "Hansen, Mette", "Ressource", "–", Decimal("0.00"), "–"),
]
Partner = tuple[int, str, str, str, Decimal, str]

BODY = """{
  "Name": "Bælum El & Teknik",
  "Balance": 3125.50,
  "Active": true,
  "Note": null,
  "Lines": [
    {"Id": 5183976, "Text": "Kabel 3 × 1,5 mm²"},
    {"Id": 5183977, "Text": "Arbejdsløn"}
  ]
}"""


def column(*parts: QWidget | int, spacing: int = 8, margin: int = 0, tall: int = -1) -> QWidget:
    """Parts below each other, numbers as stretches; part number ``tall`` takes the room that is left."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(margin, margin, margin, margin)
    column.setSpacing(spacing)
    for part in parts:
        if isinstance(part, int):
            column.addStretch(part)
        else:
            column.addWidget(part)
    if tall >= 0:
        column.setStretch(tall, 1)
    return box


def row(*parts: QWidget | int, spacing: int = 8) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    for part in parts:
        if isinstance(part, int):
            row.addStretch(part)
        else:
            row.addWidget(part)
    return box


def partner_table(theme: Theme) -> QTableView:
    columns: list[Column[Partner]] = [
        Column(title="Id", text=lambda row: str(row[0]), is_number=True, is_link=True),
        Column(title="Name", text=lambda row: row[1]),
        Column(title="PartnerType", text=lambda row: row[2]),
        Column(title="OrgNumber", text=lambda row: row[3]),
        Column(title="Saldo", text=lambda row: f"{row[4]:,}", is_number=True, sort_key=lambda row: row[4]),
        Column(title="DueDateDays", text=lambda row: row[5], is_quiet=True),
    ]
    model = ColumnsModel(columns)
    model.set_rows(PARTNERS)
    table = QTableView()
    model.setParent(table)
    table.setModel(model)
    table.setItemDelegate(CellDelegate(theme=theme, parent=table))
    table.setShowGrid(False)
    table.setSortingEnabled(True)
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(32)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.selectRow(2)
    return table


def json_tree(theme: Theme) -> QTreeView:
    view = QTreeView()
    model = JsonTreeModel(view)
    model.show_text(JsonText(BODY.encode(), whole_index(BODY.encode())))
    view.setModel(model)
    view.setItemDelegate(JsonDelegate(theme=theme, parent=view))
    view.setUniformRowHeights(True)
    view.expand(model.index(4, 0))
    view.header().setStretchLastSection(False)
    view.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    view.setColumnWidth(0, 160)
    return view
