from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from xena_desktop.ui.models.key_values import KeyValue, KeyValueColumn, KeyValueModel, pasted_pairs
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.key_value_table import KeyValueTable

from .conftest import Shown

NAME, VALUE, ENABLED, REMOVE = (
    KeyValueColumn.NAME,
    KeyValueColumn.VALUE,
    KeyValueColumn.ENABLED,
    KeyValueColumn.REMOVE,
)


class Counted:
    def __init__(self, model: KeyValueModel | KeyValueTable) -> None:
        self.count = 0
        model.changed.connect(self._on_changed)

    def _on_changed(self) -> None:
        self.count += 1


def test_typing_into_the_last_row_makes_another() -> None:
    model = KeyValueModel()
    changes = Counted(model)
    assert model.rowCount() == 1
    assert model.pairs() == []
    assert model.setData(model.index(0, NAME), " Accept ")
    assert model.rowCount() == 2
    assert model.setData(model.index(0, VALUE), "*/*")
    assert model.pairs() == [KeyValue("Accept", "*/*")]
    assert changes.count == 2
    assert not model.setData(model.index(0, VALUE), "*/*")
    assert not model.setData(model.index(0, REMOVE), "x")
    assert not model.setData(model.index(1, NAME), "")
    assert changes.count == 2


def test_rows_set_by_the_program_tell_nobody() -> None:
    model = KeyValueModel()
    changes = Counted(model)
    model.set_pairs([KeyValue("a", "1"), KeyValue(), KeyValue("", "2", enabled=False)])
    assert model.pairs() == [KeyValue("a", "1"), KeyValue("", "2", enabled=False)]
    assert model.rowCount() == 3
    assert changes.count == 0


def test_a_row_can_be_switched_off_and_taken_away() -> None:
    model = KeyValueModel()
    model.set_pairs([KeyValue("a", "1"), KeyValue("b", "2")])
    tick = model.index(0, ENABLED)
    assert tick.data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Checked
    assert model.setData(tick, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    assert tick.data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Unchecked
    assert model.pairs()[0] == KeyValue("a", "1", enabled=False)
    assert model.remove(0)
    assert model.pairs() == [KeyValue("b", "2")]
    assert not model.remove(1)
    assert not model.remove(-1)


def test_the_empty_row_has_nothing_to_tick() -> None:
    model = KeyValueModel()
    model.set_pairs([KeyValue("a", "1")])
    assert model.flags(model.index(0, ENABLED)) & Qt.ItemFlag.ItemIsUserCheckable
    assert not model.flags(model.index(1, ENABLED)) & Qt.ItemFlag.ItemIsUserCheckable
    assert model.flags(model.index(1, NAME)) & Qt.ItemFlag.ItemIsEditable
    assert model.index(1, ENABLED).data(Qt.ItemDataRole.CheckStateRole) is None


def test_columns_are_named_and_marks_are_said() -> None:
    model = KeyValueModel()
    model.set_pairs([KeyValue("Accept", "x")])
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in KeyValueColumn]
    assert titles == ["", "Name", "Value", ""]
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.index(0, ENABLED).data(Qt.ItemDataRole.AccessibleTextRole) == "Send Accept"
    assert model.index(0, REMOVE).data(Qt.ItemDataRole.AccessibleTextRole) == "Remove Accept"
    assert model.data(QModelIndex()) is None


@pytest.fixture
def table(light: Theme, shown: Shown) -> KeyValueTable:
    made = KeyValueTable(name="Headers", theme=light)
    made.set_pairs([KeyValue("Accept", "*/*"), KeyValue("X-Off", "1", enabled=False)])
    shown(made, width=500, height=200)
    return made


def click(table: KeyValueTable, row: int, column: int) -> None:
    place = table.visualRect(table.model().index(row, column)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_click_and_typing_adds_a_row(table: KeyValueTable, qapp: QApplication) -> None:
    changes = Counted(table)
    click(table, 2, NAME)
    editor = table.viewport().findChild(QLineEdit)
    assert editor is not None
    assert editor.accessibleName() == "Name"
    QTest.keyClicks(editor, "X-New")
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    qapp.processEvents()
    following = qapp.focusWidget()
    assert isinstance(following, QLineEdit)
    QTest.keyClicks(following, "7")
    QTest.keyClick(following, Qt.Key.Key_Return)
    qapp.processEvents()
    assert table.pairs()[2] == KeyValue("X-New", "7")
    assert changes.count == 2


def test_the_cross_and_the_delete_key_take_rows_away(table: KeyValueTable) -> None:
    click(table, 0, REMOVE)
    assert table.pairs() == [KeyValue("X-Off", "1", enabled=False)]
    table.setCurrentIndex(table.model().index(0, ENABLED))
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert table.pairs() == []


def test_space_switches_a_row_and_return_begins_to_type(table: KeyValueTable) -> None:
    table.setCurrentIndex(table.model().index(1, ENABLED))
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert table.pairs()[1].enabled
    table.setCurrentIndex(table.model().index(0, VALUE))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert table.viewport().findChild(QLineEdit) is not None


def test_it_grows_with_its_rows(table: KeyValueTable) -> None:
    before = table.sizeHint().height()
    table.set_pairs([KeyValue(str(number), "x") for number in range(100)])
    assert before < table.sizeHint().height() <= 9 * 32
    assert not table.grab().isNull()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a=1&b=%C3%A6+x", [("a", "1"), ("b", "æ x")]),
        ("Accept: text/csv\nX-Note:\tb\n\n", [("Accept", "text/csv"), ("X-Note", "b")]),
        ("navn\tÆrø: vand = varme\nby\t", [("navn", "Ærø: vand = varme"), ("by", "")]),
        ("a = b=c", [("a", "b=c")]),
        ("curl 'https://x.test/?a=1' \\\n  -H 'A: b'", []),
        ("https://x.test/?a=1", []),
        ("a word", []),
        ("a: b\nc", []),
        ("", []),
    ],
)
def test_rows_are_pasted(text: str, rows: list[tuple[str, str]]) -> None:
    assert pasted_pairs(text) == [KeyValue(name, value) for name, value in rows]


def test_rows_are_moved_and_pasted_by_keyboard(table: KeyValueTable, qapp: QApplication) -> None:
    changes = Counted(table)
    table.setCurrentIndex(table.model().index(0, NAME))
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [pair.name for pair in table.pairs()] == ["X-Off", "Accept"]
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [pair.name for pair in table.pairs()] == ["Accept", "X-Off"]
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert changes.count == 2
    QGuiApplication.clipboard().setText("a=1&b=2")
    QTest.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [pair.name for pair in table.pairs()] == ["Accept", "X-Off", "a", "b"]


def test_a_row_that_was_emptied_does_not_confuse_the_others(table: KeyValueTable) -> None:
    model = table.model()
    model.setData(model.index(0, NAME), "")
    model.setData(model.index(0, VALUE), "")
    assert table.pairs() == [KeyValue("X-Off", "1", enabled=False)]
    assert not table.grab().isNull()
