from __future__ import annotations

import json
from decimal import Decimal

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import QTreeView

from xena_desktop.ui.models.json_tree import LONGEST_SHOWN, SLICE, JsonRole, JsonTreeModel
from xena_desktop.ui.models.json_values import Kind, json_text, kind_of
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.delegates import JsonDelegate

from .conftest import Shown

TEXT = (
    '{"Name": "Bælum", "Saldo": 3125.50, "Id": 123456789012345678901234567890, "Aktiv": true, "Note": null,'
    ' "Linjer": [{"a/b": 1, "m~n": 2}, []], "Tom": {}}'
)


class Written(str):
    """A number as it was written."""

    __slots__ = ()


@pytest.fixture
def model() -> JsonTreeModel:
    made = JsonTreeModel()
    made.set_value(json.loads(TEXT, parse_float=Decimal, object_pairs_hook=tuple))
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
    assert model.index(1, 1).data(JsonRole.VALUE) == Decimal("3125.50")
    assert model.index(1, 1).data(JsonRole.KIND) == "number"
    assert model.index(1, 1).data(Qt.ItemDataRole.EditRole) is None
    assert model.data(QModelIndex()) is None


def test_children_are_read_in_slices() -> None:
    model = JsonTreeModel()
    model.set_value(list(range(SLICE * 2 + 7)))
    root = QModelIndex()
    assert model.rowCount() == SLICE
    counts = []
    while model.canFetchMore(root):
        model.fetchMore(root)
        counts.append(model.rowCount())
    assert counts == [SLICE * 2, SLICE * 2 + 7]
    assert model.index(SLICE * 2 + 6, 1).data() == str(SLICE * 2 + 6)
    model.fetchMore(root)
    assert model.rowCount() == SLICE * 2 + 7
    assert not model.index(SLICE * 3, 0).isValid()


@pytest.mark.parametrize(
    ("value", "shown"), [(7, "7"), ("x", "x"), (None, "null"), (False, "false"), (Decimal("1.10"), "1.10")]
)
def test_a_value_without_members_is_the_only_row(value: object, shown: str) -> None:
    model = JsonTreeModel()
    model.set_value(value)
    only = model.index(0, 1)
    assert model.rowCount() == 1
    assert only.data() == shown
    assert model.pointer(only) == ""
    assert not model.hasChildren(model.index(0, 0))


def test_a_long_text_is_shown_by_its_beginning_on_one_line() -> None:
    model = JsonTreeModel()
    model.set_value(["a\nb", "x" * 100_000])
    assert model.index(0, 1).data() == "a ↵ b"
    assert len(model.index(1, 1).data()) == LONGEST_SHOWN + 1
    assert len(model.copy_text(model.index(1, 1))) == 100_000


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({}, Kind.OBJECT),
        ((), Kind.OBJECT),
        ((("a", 1),), Kind.OBJECT),
        ([("a", 1)], Kind.OBJECT),
        ([], Kind.ARRAY),
        ([(("a", 1), ("b", 2))], Kind.ARRAY),
        ([()], Kind.ARRAY),
        (Written("1.0"), Kind.NUMBER),
        (1.5, Kind.NUMBER),
    ],
)
def test_objects_come_as_mappings_or_as_pairs(value: object, kind: Kind) -> None:
    assert kind_of(value) is kind


def test_what_json_does_not_have_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        kind_of({1})


def test_writing_keeps_what_was_read() -> None:
    value = json.loads(TEXT, parse_float=Written, parse_int=Written, object_pairs_hook=tuple)
    assert json_text(value, indent=0) == TEXT
    assert json_text({"a": [1, {"b": []}]}) == '{\n  "a": [\n    1,\n    {\n      "b": []\n    }\n  ]\n}'


def test_an_integer_of_any_size_is_shown() -> None:
    assert json_text(10**6000) == "1" + "0" * 6000


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
