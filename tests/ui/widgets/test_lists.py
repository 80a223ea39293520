from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QListView, QTableView

from xena_desktop.ui.models.accounts import AccountItem, AccountListModel, AccountRole
from xena_desktop.ui.models.columns import Column, ColumnRole, ColumnsModel
from xena_desktop.ui.models.endpoint_tree import EndpointGroup, EndpointTreeModel
from xena_desktop.ui.models.endpoints import EndpointItem, EndpointRole
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.delegates import AccountDelegate, CellDelegate, EndpointDelegate

from .conftest import Shown

pytestmark = pytest.mark.usefixtures("qapp")

SOREN = AccountItem(id="1", name="Søren Holm", color="#C2570C", note="42 min", detail="Xena")
METTE = AccountItem(id="2", name="Mette Lund", color="#1B66A6", note="udløbet", is_ready=False)

ENDPOINTS = [
    EndpointItem(id="a", method="GET", path="Fiscal/{fiscalId}/Order", title="Open orders", note="6"),
    EndpointItem(id="b", method="POST", path="Fiscal/{fiscalId}/Order", title="Create an order"),
    EndpointItem(id="c", method="GET", path="User/FiscalSetup"),
]


def test_accounts_tell_their_roles() -> None:
    model = AccountListModel()
    model.set_items([SOREN, METTE])
    place = model.index_of("1")
    assert model.item(place) == SOREN
    assert place.data() == "Søren Holm"
    assert place.data(AccountRole.ID) == "1"
    assert place.data(AccountRole.COLOR) == "#C2570C"
    assert place.data(Qt.ItemDataRole.ToolTipRole) == "Xena"
    assert place.data(Qt.ItemDataRole.AccessibleTextRole) == "Søren Holm, 42 min, Xena"
    assert model.index_of("2").data(AccountRole.READY) is False
    assert model.index_of("2").data(Qt.ItemDataRole.FontRole) is None
    assert not model.index_of("3").isValid()
    assert model.item(QModelIndex()) is None


def test_a_minute_later_the_same_accounts_keep_their_places() -> None:
    model = AccountListModel()
    model.set_items([SOREN, METTE])
    resets: list[bool] = []
    changes: list[int] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.dataChanged.connect(lambda first, _last: changes.append(first.row()))
    later = AccountItem(id="1", name="Søren Holm", color="#C2570C", note="41 min")
    model.set_items([later, METTE])
    assert (resets, changes) == ([], [0])
    model.set_items([METTE])
    assert resets == [True]
    assert model.rowCount() == 1


def test_found_endpoints_tell_their_roles() -> None:
    model = EndpointTreeModel()
    model.show_found(ENDPOINTS)
    place = model.index(1, 0)
    assert (model.rowCount(), model.rowCount(place)) == (3, 0)
    assert place.data(EndpointRole.METHOD) == "POST"
    assert place.data(EndpointRole.STARRED) is False
    assert place.data(Qt.ItemDataRole.ToolTipRole) == "Create an order"
    assert place.data(Qt.ItemDataRole.AccessibleTextRole) == "POST Fiscal/{fiscalId}/Order, Create an order"
    assert model.item(place) == ENDPOINTS[1]
    assert model.item(QModelIndex()) is None
    assert place.data(Qt.ItemDataRole.FontRole) is None
    assert model.first_endpoint() == model.index(0, 0)


def test_groups_hold_their_endpoints() -> None:
    model = EndpointTreeModel()
    assert not model.first_endpoint().isValid()
    first = EndpointGroup(key="o", title="Order", items=tuple(ENDPOINTS[:2]))
    model.show_groups([first, EndpointGroup(key="u", title="User", items=tuple(ENDPOINTS[2:]))])
    groups = [place for _, place in model.group_indexes()]
    assert [place.data() for place in groups] == ["Order", "User"]
    assert groups[0].data(EndpointRole.NOTE) == "2"
    assert model.item(groups[0]) is None
    inside = model.index(0, 0, groups[1])
    assert model.item(inside) == ENDPOINTS[2]
    assert model.parent(inside) == groups[1]
    assert (model.rowCount(groups[0]), model.rowCount(inside)) == (2, 0)
    assert model.item(model.first_endpoint()) == ENDPOINTS[0]


Row = tuple[str, Decimal]
COLUMNS: list[Column[Row]] = [
    Column(title="Name", text=lambda row: row[0], tool_tip=lambda row: f"about {row[0]}", is_link=True),
    Column(title="Saldo", text=lambda row: str(row[1]), is_number=True, sort_key=lambda row: row[1], is_mono=True),
    Column(title="Note", text=lambda _row: "–", is_quiet=True),
]  # fmt: skip
ROWS: list[Row] = [("b", Decimal(10)), ("Å", Decimal(9)), ("a", Decimal(-1))]


def table() -> ColumnsModel[Row]:
    model = ColumnsModel(COLUMNS)
    model.set_rows(ROWS)
    return model


def names(model: ColumnsModel[Row]) -> list[str]:
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_a_table_is_what_its_columns_declare() -> None:
    model = table()
    assert (model.rowCount(), model.columnCount()) == (3, 3)
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Saldo"
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    assert model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole) == right
    assert model.headerData(1, Qt.Orientation.Vertical) is None
    cell = model.index(0, 1)
    assert cell.data(Qt.ItemDataRole.TextAlignmentRole) == right
    assert cell.data(ColumnRole.MONO) is True
    assert cell.data(ColumnRole.ROW) == ROWS[0]
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "about b"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) is None
    assert model.index(0, 0).data(ColumnRole.LINK) is True
    assert model.index(0, 2).data(ColumnRole.QUIET) is True
    assert cell.data(Qt.ItemDataRole.EditRole) is None
    assert model.data(QModelIndex()) is None
    assert model.row(cell) == ROWS[0]


def test_numbers_sort_as_numbers_and_what_is_selected_moves_along() -> None:
    model = table()
    held = QPersistentModelIndex(model.index(0, 0))
    model.sort(1)
    assert names(model) == ["a", "Å", "b"]
    assert held.row() == 2
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["Å", "b", "a"]
    model.sort(-1)
    assert names(model) == ["Å", "b", "a"]


def test_rows_are_drawn_in_their_colours(theme: Theme, shown: Shown) -> None:
    accounts, endpoints = AccountListModel(), EndpointTreeModel()
    accounts.set_items([SOREN, METTE])
    endpoints.show_found(ENDPOINTS)
    for model, delegate, color in (
        (accounts, AccountDelegate(theme=theme), SOREN.color),
        (endpoints, EndpointDelegate(theme=theme), theme.selected),
    ):
        view = QListView()
        view.setModel(model)
        view.setItemDelegate(delegate)
        shown(view, width=240, height=120)
        view.setCurrentIndex(model.index(0, 0))
        image = view.grab().toImage()
        seen = {image.pixelColor(x, y).name().upper() for x in range(240) for y in range(30)}
        assert {color, theme.selected} <= seen
        assert view.sizeHintForRow(0) == 30


def test_table_cells_are_32_high_and_links_stay_links_when_chosen(light: Theme, shown: Shown) -> None:
    view = QTableView()
    model = table()
    view.setModel(model)
    view.setItemDelegate(CellDelegate(theme=light, parent=view))
    view.setShowGrid(False)
    shown(view, width=400, height=160)
    assert view.sizeHintForRow(0) == 32
    view.selectRow(0)
    image = view.viewport().grab().toImage()
    blue = [image.pixelColor(x, y) for x in range(80) for y in range(28)]
    assert any(color.blue() > color.red() + 60 for color in blue)
