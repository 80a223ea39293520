"""The table of a form's parts: as a model, and under mouse and keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from xena_desktop.domain.body import Part
from xena_desktop.domain.body_draft import PartRow
from xena_desktop.ui.models.parts import PartColumn, PartModel, PartRole
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.part_table import PartTable

from .conftest import Shown

ENABLED, NAME, KIND, VALUE, TYPE, REMOVE = PartColumn
TEXT = PartRow(part=Part(name="note", value="hej"))
FILE = PartRow(part=Part(name="fil", file="/a/bilag æ.pdf"))
SAID = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def model() -> PartModel:
    made = PartModel()
    made.set_rows([TEXT, FILE, PartRow(part=Part(name=""))])
    return made


def texts(model: PartModel, row: int) -> list[str | None]:
    return [model.index(row, column).data() for column in (NAME, KIND, VALUE, TYPE)]


def test_texts_and_files_are_shown(model: PartModel) -> None:
    assert model.rows() == [TEXT, FILE]
    assert texts(model, 0) == ["note", "Text", "hej", ""]
    assert texts(model, 1) == ["fil", "File", "bilag æ.pdf", "application/pdf"]
    assert model.index(1, VALUE).data(Qt.ItemDataRole.EditRole) == "/a/bilag æ.pdf"
    assert model.index(1, TYPE).data(Qt.ItemDataRole.EditRole) == ""
    assert model.data(QModelIndex()) is None
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in PartColumn]
    assert titles == ["", "Name", "Kind", "Value or file", "Content type", ""]


def test_what_is_known_of_a_file_stands_beside_it(model: PartModel) -> None:
    cell = model.index(1, VALUE)
    model.tell({"/a/bilag æ.pdf": ("1.5 kB", "")})
    assert cell.data() == "bilag æ.pdf  ·  1.5 kB"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == "/a/bilag æ.pdf"
    model.tell({"/a/bilag æ.pdf": ("", "it is gone")})
    assert cell.data(PartRole.FAULT) == cell.data(Qt.ItemDataRole.ToolTipRole) == "it is gone"
    assert cell.data(SAID) == "bilag æ.pdf. it is gone"
    assert not model.index(0, VALUE).data(PartRole.FAULT)
    model.setData(cell, "")
    assert cell.data(PartRole.FAULT) == "No file was chosen."


def test_a_file_under_another_name_says_both_until_another_is_chosen(model: PartModel) -> None:
    known, named, any_one = (
        Part(name="a", file="/x/b.pdf", filename="c.pdf"),
        Part(name="d", file="", filename="e.pdf"),
        Part(name="f", file=""),
    )
    model.set_rows([PartRow(part=part) for part in (known, named, any_one)])
    assert [model.index(row, VALUE).data() for row in range(3)] == [
        "b.pdf → c.pdf",
        "Choose e.pdf…",
        "Choose a file…",
    ]
    model.choose_file(1, "/y/g.png")
    assert model.rows()[1].part == Part(name="d", file="/y/g.png")
    assert texts(model, 1)[1:] == ["File", "g.png", "image/png"]


def test_marks_are_said(model: PartModel) -> None:
    assert model.index(0, ENABLED).data(SAID) == "Send note"
    assert model.index(0, REMOVE).data(SAID) == "Remove note"
    assert model.index(2, ENABLED).data(SAID) is None
    assert model.index(2, ENABLED).data(Qt.ItemDataRole.CheckStateRole) is None
    assert not model.flags(model.index(2, ENABLED)) & Qt.ItemFlag.ItemIsUserCheckable


def test_typing_into_the_last_row_makes_another(model: PartModel) -> None:
    assert model.setData(model.index(2, TYPE), " text/x ")
    assert model.rowCount() == 4
    assert model.rows()[2] == PartRow(part=Part(name="", content_type="text/x"))
    assert not model.setData(model.index(2, KIND), "File")
    assert not model.setData(model.index(0, NAME), "note")
    assert not model.setData(model.index(0, NAME), "x", Qt.ItemDataRole.DisplayRole)


def test_rows_move_and_the_empty_one_stays_last(model: PartModel) -> None:
    moved: list[tuple[int, int]] = []
    model.rowsMoved.connect(lambda _p, start, _e, _d, to: moved.append((start, to)))
    assert model.move(0, 1)
    assert model.rows() == [FILE, TEXT]
    assert model.move(1, 0)
    assert model.rows() == [TEXT, FILE]
    assert moved == [(0, 2), (1, 0)]
    for row, to in ((0, 0), (0, 2), (2, 0), (-1, 0), (0, -1)):
        assert not model.move(row, to)


def test_files_fill_the_rows_that_wait_for_one(light: Theme) -> None:
    table = PartTable(name="Parts", theme=light)
    table.set_rows([PartRow(part=Part(name="fil", file="")), TEXT])
    table.add_files(["/a", "/b"])
    assert [(row.part.name, row.part.file) for row in table.rows()] == [
        ("fil", "/a"),
        ("note", None),
        ("file", "/b"),
    ]
    table.choose_file(1, "/c")
    assert table.rows()[1].part == Part(name="note", value="hej", file="/c")
    table.choose_file(3, "/d")
    assert table.rows()[3].part == Part(name="file", file="/d")


@pytest.fixture
def table(light: Theme, shown: Shown) -> PartTable:
    made = PartTable(name="Parts", theme=light)
    made.set_rows([TEXT, FILE])
    shown(made, width=800, height=200)
    return made


def click(table: PartTable, row: int, column: int) -> None:
    place = table.visualRect(table.model().index(row, column)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_clicks(table: PartTable) -> None:
    wanted: list[int] = []
    table.file_wanted.connect(wanted.append)
    click(table, 1, VALUE)
    assert wanted == [1]
    click(table, 0, KIND)
    assert table.rows()[0].part == Part(name="note", value="hej", file="")
    click(table, 0, KIND)
    click(table, 1, REMOVE)
    assert table.rows() == [TEXT]
    click(table, 0, VALUE)
    editor = table.viewport().findChild(QLineEdit)
    assert editor is not None
    assert editor.accessibleName() == "Value or file"


def test_tab_goes_on_to_the_next_cell_while_one_types(table: PartTable, qapp: QApplication) -> None:
    click(table, 2, NAME)
    editor = table.viewport().findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "ny")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qapp.processEvents()
    assert table.rows()[2] == PartRow(part=Part(name="ny"))
    table.setCurrentIndex(table.model().index(2, VALUE))
    QTest.keyClick(table, Qt.Key.Key_X)
    typing = next(one for one in table.viewport().findChildren(QLineEdit) if one.isVisible())
    QTest.keyClick(typing, Qt.Key.Key_Return)
    qapp.processEvents()
    assert table.rows()[2].part.value.lower() == "x"


def test_a_path_can_be_typed_over_a_file(table: PartTable, qapp: QApplication) -> None:
    table.setCurrentIndex(table.model().index(1, VALUE))
    QTest.keyClick(table, Qt.Key.Key_F2)
    typing = next(one for one in table.viewport().findChildren(QLineEdit) if one.isVisible())
    assert typing.text() == "/a/bilag æ.pdf"
    typing.setText(" {{fil}} ")
    QTest.keyClick(typing, Qt.Key.Key_Return)
    qapp.processEvents()
    assert table.rows()[1].part.file == "{{fil}}"
    assert not table.grab().isNull()
