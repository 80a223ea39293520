from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import QTreeView

from xena_desktop.domain.json_indexer import Indexer, whole_index
from xena_desktop.domain.json_path import JsonText
from xena_desktop.ui.models.json_tree import FIRST_SLICE, GROUP, LONGEST_SHOWN, SLICE, JsonRole, JsonTreeModel
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.json_cells import JsonDelegate

from .conftest import Shown

TEXT = (
    '{"Name": "Bælum", "Saldo": 3125.50, "Id": 123456789012345678901234567890, "Aktiv": true, "Note": null,'
    ' "Linjer": [{"a/b": 1, "m~n": 2}, []], "Tom": {}}'
)


def json_text(text: str) -> JsonText:
    buffer = text.encode()
    return JsonText(buffer, whole_index(buffer))


@pytest.fixture
def model() -> JsonTreeModel:
    made = JsonTreeModel()
    made.show_text(json_text(TEXT))
    return made


def row_texts(model: QAbstractItemModel, parent: QModelIndex | None = None) -> list[list[str]]:
    parent = parent or QModelIndex()
    return [
        [str(model.index(row, column, parent).data()) for column in range(3)]
        for row in range(model.rowCount(parent))
    ]


@pytest.mark.usefixtures("qapp")
def test_members_stand_in_their_order_with_exact_numbers(model: JsonTreeModel) -> None:
    assert row_texts(model) == [
        ["Name", "Bælum", "text"],
        ["Saldo", "3125.50", "number"],
        ["Id", "123456789012345678901234567890", "number"],
        ["Aktiv", "true", "true or false"],
        ["Note", "null", "null"],
        ["Linjer", "2 items", "array"],
        ["Tom", "0 members", "object"],
    ]
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in range(3)] == [
        "Key",
        "Value",
        "Type",
    ]


def test_the_whole_tree_can_be_walked_and_addressed(model: JsonTreeModel) -> None:
    lines = model.index(5, 0)
    assert model.hasChildren(lines)
    assert model.rowCount(lines) == 0
    model.fetchMore(lines)
    first = model.index(0, 0, lines)
    model.fetchMore(first)
    assert row_texts(model, first) == [["a/b", "1", "number"], ["m~n", "2", "number"]]
    second = model.index(1, 1, first)
    assert model.pointer(second) == "/Linjer/0/m~1n".replace("m~1n", "m~0n")
    assert model.index(0, 0, first).data(JsonRole.POINTER) == "/Linjer/0/a~1b"
    assert model.parent(second) == first
    assert model.parent(first) == lines
    assert not model.parent(lines).isValid()
    assert model.pointer(QModelIndex()) == ""


def test_copying_gives_everything_with_every_digit(model: JsonTreeModel) -> None:
    assert model.copy_text(model.index(0, 1)) == "Bælum"
    assert model.copy_text(model.index(1, 1)) == "3125.50"
    assert model.copy_text(model.index(4, 1)) == "null"
    assert model.copy_text(model.index(5, 0)) == ('[\n  {\n    "a/b": 1,\n    "m~n": 2\n  },\n  []\n]')
    assert model.index(1, 1).data(JsonRole.KIND) == "number"
    assert model.index(1, 1).data(Qt.ItemDataRole.EditRole) is None
    assert model.data(QModelIndex()) is None


def test_children_are_read_in_slices_and_beyond_a_thousand_in_groups() -> None:
    model = JsonTreeModel()
    model.show_text(json_text(str(list(range(GROUP * 3 + 7)))))
    root = QModelIndex()
    assert model.rowCount() == FIRST_SLICE
    model.fetchMore(root)
    model.fetchMore(root)
    assert model.rowCount() == 4 * FIRST_SLICE
    model.fetchMore(root)
    model.fetchMore(root)
    assert model.rowCount() == 8 * FIRST_SLICE + SLICE
    while model.canFetchMore(root):
        model.fetchMore(root)
    assert model.rowCount() == GROUP + 3
    model.fetchMore(root)
    assert model.rowCount() == GROUP + 3
    last = model.index(GROUP + 2, 0)
    assert last.data() == f"{GROUP * 3} … {GROUP * 3 + 6}"
    assert model.index(GROUP + 2, 1).data() == "7 items"
    model.fetchMore(last)
    assert model.index(6, 1, last).data() == str(GROUP * 3 + 6)
    assert model.pointer(model.index(6, 0, last)) == f"/{GROUP * 3 + 6}"
    assert not model.index(GROUP * 3, 0).isValid()


def test_any_place_is_found_by_its_rows() -> None:
    model = JsonTreeModel()
    rows = ", ".join(f'{{"Id": {number}}}' for number in range(GROUP * 2 + 50))
    model.show_text(json_text(f'{{"Count": 1, "Entities": [{rows}]}}'))
    found = model.index_of([1, GROUP * 2 + 49, 0])
    assert model.jmespath(found) == f"Entities[{GROUP * 2 + 49}].Id"
    assert model.index(found.row(), 1, found.parent()).data() == str(GROUP * 2 + 49)


def test_a_growing_text_shows_what_was_found_since() -> None:
    whole = b'{"Entities": [' + b",".join(b'{"Id": %d}' % number for number in range(20_000)) + b"]}"
    indexer, text = Indexer(), JsonText(whole[:50_000], whole_index(b"{}"))
    indexer.advance(text.buffer, is_final=False, count=len(whole))
    text.index = indexer.index
    model = JsonTreeModel()
    model.show_text(text)
    rows_of_none = model.rowCount(model.index(0, 0))
    text.buffer = whole
    while indexer.advance(whole, is_final=True, count=len(whole)):
        pass
    model.grow()
    entities = model.index(0, 0)
    model.fetchMore(entities)
    assert rows_of_none == 0
    assert model.index(0, 1).data() == "20,000 items"
    assert model.rowCount(entities) == FIRST_SLICE


@pytest.mark.parametrize("value", ["7", "null", "false", "1.10", "12345678901234567890.0000000000000000001"])
def test_a_value_without_members_is_the_only_row(value: str) -> None:
    model = JsonTreeModel()
    model.show_text(json_text(value))
    only = model.index(0, 1)
    assert model.rowCount() == 1
    assert only.data() == value
    assert model.pointer(only) == ""
    assert not model.hasChildren(model.index(0, 0))


def test_a_long_text_is_shown_by_its_beginning_on_one_line() -> None:
    model = JsonTreeModel()
    model.show_text(json_text('["a\\nb", "' + "x" * 100_000 + '"]'))
    assert model.index(0, 1).data() == "a ↵ b"
    assert len(model.index(1, 1).data()) == LONGEST_SHOWN + 1
    assert len(model.copy_text(model.index(1, 1))) == 100_000


def test_what_no_screen_can_show_is_shown_as_it_was_escaped() -> None:
    model = JsonTreeModel()
    model.show_text(json_text('["\\ud800x", "\\u0000", NaN]'))
    assert [model.index(row, 1).data() for row in range(3)] == ["\\ud800x", "\\u0000", "NaN"]


def test_a_tree_shows_it_in_the_colours_of_the_kinds(
    theme: Theme, shown: Shown, model: JsonTreeModel
) -> None:
    view = QTreeView()
    view.setModel(model)
    view.setItemDelegate(JsonDelegate(theme=theme, parent=view))
    shown(view, width=600, height=300)
    view.expand(model.index(5, 0))
    image = view.grab().toImage()
    colors = {image.pixelColor(x, y).name().upper() for x in range(600) for y in range(300)}
    assert {theme.key, theme.string} & colors
