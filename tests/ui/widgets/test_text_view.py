from __future__ import annotations

import json
import re
import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from xena_desktop.domain.text_index import LONGEST
from xena_desktop.ui.models.grammar import JSON
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.text_view import TextView

from .conftest import Shown

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def view(light: Theme, shown: Shown) -> TextView:
    made = TextView(name="Answer", theme=light)
    shown(made, width=500, height=300)
    made.setFocus()
    return made


def wait_until_read(view: TextView, qapp: QApplication) -> None:
    done: list[bool] = []
    view.read_finished.connect(lambda: done.append(True))
    while not done:
        qapp.processEvents()


def test_a_large_text_is_in_view_before_it_is_read(view: TextView, qapp: QApplication) -> None:
    text = json.dumps([{"Id": number, "Name": "Bælum El & Teknik"} for number in range(200_000)], indent=2)
    assert len(text) > 10_000_000
    began = time.process_time()
    view.set_text(text, grammar=JSON)
    view.viewport().repaint()
    assert time.process_time() - began < 0.15
    assert 10 < view.line_count() < 100_000
    wait_until_read(view, qapp)
    assert view.line_count() == text.count("\n") + 1
    assert view.verticalScrollBar().maximum() > 700_000
    began = time.process_time()
    view.verticalScrollBar().setValue(400_000)
    view.viewport().repaint()
    assert time.process_time() - began < 0.05


def test_one_endless_line_is_shown_in_pieces(view: TextView) -> None:
    text = json.dumps([{"Id": number} for number in range(300_000)])
    view.set_text(text, grammar=JSON)
    began = time.process_time()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    view.viewport().repaint()
    assert time.process_time() - began < 0.05
    view.select((0, LONGEST - 3), (1, 3))
    assert view.selected_text() == text[LONGEST - 3 : LONGEST + 3]


def test_json_has_its_colours_and_plain_text_has_not(view: TextView, light: Theme) -> None:
    def colors() -> set[str]:
        image = view.viewport().grab().toImage()
        return {image.pixelColor(x, y).name().upper() for x in range(300) for y in range(60)}

    view.set_text('{"Navn": "MMMMMMMM"}', grammar=JSON)
    assert light.string in colors()
    view.set_text('{"Navn": "MMMMMMMM"}')
    assert light.string not in colors()


def test_keys_move_and_select(view: TextView) -> None:
    view.set_text("abc\ndef\nghi")
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_End, SHIFT)
    assert view.selected_text() == "def"
    QTest.keyClick(view, Qt.Key.Key_Home, CONTROL)
    assert view.selection() == ((0, 0), (0, 0))
    QTest.keyClick(view, Qt.Key.Key_End, CONTROL | SHIFT)
    assert view.selected_text() == "abc\ndef\nghi"
    QTest.keyClick(view, Qt.Key.Key_X)
    QTest.keyClick(view, Qt.Key.Key_Left, CONTROL)
    assert view.selected_text() == "abc\ndef\nghi"


def test_the_line_of_the_caret_is_told_to_screen_readers(view: TextView) -> None:
    view.set_text("first\nsecond")
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.accessibleName() == "Answer"
    assert view.accessibleDescription() == "second"


def test_all_can_be_selected_and_copied(view: TextView) -> None:
    view.set_text("abc\ndef")
    QGuiApplication.clipboard().setText("before")
    QTest.keyClick(view, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "before"
    QTest.keyClick(view, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(view, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "abc\ndef"


def place_of(view: TextView, line: int, column: int) -> QPoint:
    return QPoint(
        view._gutter() + column * view._character_width,
        line * view._line_height + view._line_height // 2,
    )


def test_nothing_of_a_large_selection_is_left_out(view: TextView) -> None:
    text = "\n".join(f"linje {number} æ" for number in range(300_000))
    view.set_text(text)
    read_all = view._lines.advance
    while read_all(1 << 20):
        pass
    view.select_all()
    assert view.selected_text() == text


def test_the_mouse_selects_from_and_to(view: TextView) -> None:
    view.set_text("abcdef\nghijkl")
    area, left = view.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(area, left, pos=place_of(view, 0, 2))
    QTest.mouseMove(area, place_of(view, 1, 3))
    QTest.mouseRelease(area, left, pos=place_of(view, 1, 3))
    QTest.mouseClick(area, left, SHIFT, place_of(view, 1, 3))
    assert view.selected_text() == "cdef\nghi"
    QTest.mouseClick(area, left, pos=place_of(view, 9, 40))
    assert view.selection() == ((1, 6), (1, 6))


def test_a_double_click_selects_a_word(view: TextView) -> None:
    view.set_text("til Ærø nu")
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, 0, 5))
    assert view.selected_text() == "Ærø"


def test_what_is_looked_for_is_marked(view: TextView, light: Theme) -> None:
    view.set_text("Order order\nORDER")
    view.mark(re.compile("order", re.IGNORECASE))
    image = view.viewport().grab().toImage()
    grounds = {image.pixelColor(x, y).name().upper() for x in range(300) for y in range(60)}
    assert light.match_ground in grounds


def test_a_place_far_below_is_shown_when_its_line_is_known(view: TextView, qapp: QApplication) -> None:
    text = "x" * 79 + "\n"
    view.set_text(text * 50_000 + "en nål")
    view.select_bytes(50_000 * 80 + 3, len("nål".encode()))
    while view.selected_text() != "nål":
        qapp.processEvents()
    assert view.verticalScrollBar().value() > 40_000


def test_brackets_fold_and_unfold(view: TextView) -> None:
    view.set_text('{\n  "a": [\n    1,\n    2\n  ],\n  "b": {\n    "c": 3\n  }\n}', grammar=JSON)
    rows = view._rows()
    view.toggle_fold(1)
    assert view._rows() == rows - 2
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert view._rows() == 2
    view.select((3, 0), (3, 1))
    assert view._rows() == rows
    view.toggle_fold(5)
    QTest.keyClick(view, Qt.Key.Key_Home, CONTROL)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert view._rows() == 2
    view.unfold_all()
    assert view._rows() == rows


def test_the_caret_passes_over_what_is_folded(view: TextView) -> None:
    view.set_text('[\n  {\n    "a": 1\n  },\n  2\n]', grammar=JSON)
    view.toggle_fold(1)
    QTest.keyClick(view, Qt.Key.Key_Home, CONTROL)
    pieces = []
    for _ in range(4):
        QTest.keyClick(view, Qt.Key.Key_Down)
        pieces.append(view.selection()[0][0])
    assert pieces == [1, 3, 4, 5]
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.selection()[0] == (5, 1)


def test_the_view_follows_to_the_side(view: TextView) -> None:
    view.set_text("x" * 500)
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.horizontalScrollBar().value() > 300
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.horizontalScrollBar().value() == 0


def test_the_menu_offers_to_copy(view: TextView, qapp: QApplication) -> None:
    view.set_text("abc")
    view.select((0, 0), (0, 2))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.RightButton)
    view.customContextMenuRequested.emit(QPoint(5, 5))
    from PySide6.QtGui import QContextMenuEvent

    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    qapp.sendEvent(view.viewport(), event)
    menu = view.findChild(QMenu)
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["Copy", "Select all"]
    menu.actions()[0].trigger()
    assert QGuiApplication.clipboard().text() == "ab"


def test_wide_and_strange_characters_are_painted(theme: Theme, shown: Shown) -> None:
    view = TextView(name="x", theme=theme)
    shown(view, width=400, height=200)
    view.set_text("日本語 🙂 \t tab\r\n\x00\x07 control\n")
    view.select_all()
    view.set_theme(theme)
    assert not view.viewport().grab().isNull()
