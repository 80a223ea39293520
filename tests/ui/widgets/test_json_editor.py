from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from xena_desktop.ui import theme as themes
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.code_editor import LONGEST_COLOURED
from xena_desktop.ui.widgets.json_editor import JsonEditor

from .conftest import Shown


@pytest.fixture
def editor(light: Theme, shown: Shown) -> JsonEditor:
    made = JsonEditor(name="Body", theme=light)
    shown(made, width=400, height=200)
    made.setFocus()
    return made


def colors_of(editor: JsonEditor, block: int = 0) -> list[str]:
    layout = editor.document().findBlockByNumber(block).layout()
    return [piece.format.foreground().color().name().upper() for piece in layout.formats()]


def test_what_is_wrong_is_told_after_a_pause_and_once(editor: JsonEditor) -> None:
    told: list[str] = []
    editor.validity_changed.connect(told.append)
    editor.setPlainText('{"a": 1')
    assert told == []
    QTest.qWait(350)
    assert told == ["Line 1, column 8: a comma is missing here"]
    assert editor.accessibleDescription() == editor.problem() == told[0]
    editor.check()
    editor.setPlainText('{"a": 1}')
    assert editor.check() == ""
    assert told[1:] == [""]


def test_laying_out_can_be_undone(editor: JsonEditor) -> None:
    editor.setPlainText('{"a":[1.10]}')
    editor.format_action.trigger()
    assert editor.toPlainText() == '{\n  "a": [\n    1.10\n  ]\n}'
    editor.undo()
    assert editor.toPlainText() == '{"a":[1.10]}'
    editor.setPlainText("{broken")
    editor.format_text()
    assert editor.toPlainText() == "{broken"


def test_tab_writes_two_spaces_and_enter_keeps_the_indentation(editor: JsonEditor) -> None:
    QTest.keyClicks(editor, "{")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, '"a": 1,')
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    QTest.keyClicks(editor, "x")
    assert editor.toPlainText() == '{\n  "a": 1,\n    x'


def test_shift_tab_leaves_the_editor(light: Theme, shown: Shown, qapp: QApplication) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    before, editor = QLineEdit(), JsonEditor(name="Body", theme=light)
    column.addWidget(before)
    column.addWidget(editor)
    shown(window)
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert qapp.focusWidget() is before


def test_pieces_have_their_colours_in_each_theme(editor: JsonEditor, light: Theme) -> None:
    editor.setPlainText('{"a": "b", "c": 1, "d": null}')
    assert colors_of(editor) == [
        light.key, light.string, light.key, light.number, light.key, light.number,
    ]  # fmt: skip
    dark = themes.dark()
    editor.set_theme(dark)
    assert colors_of(editor)[:2] == [dark.key, dark.string]


def test_an_endless_line_stays_plain_so_that_typing_stays_fast(editor: JsonEditor) -> None:
    editor.setPlainText('["' + "x" * LONGEST_COLOURED + '"]')
    assert colors_of(editor) == []


def test_the_numbers_of_the_lines_grow_with_them(editor: JsonEditor) -> None:
    few = editor.numbers_width()
    editor.setPlainText("1\n" * 2000)
    assert editor.numbers_width() > few
    editor.verticalScrollBar().setValue(1000)
    assert not editor.grab().isNull()
