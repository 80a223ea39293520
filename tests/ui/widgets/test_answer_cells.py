"""An answer's table: which rows are read, and what is drawn of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.ui.widgets.conftest import Shown
from xena_desktop.domain.json_indexer import Indexer
from xena_desktop.domain.json_path import JsonText
from xena_desktop.ui.models.answer_rows import AnswerRowsModel
from xena_desktop.ui.models.row_reader import RowReader
from xena_desktop.ui.panels.answer_table import AnswerTable
from xena_desktop.ui.theme import TABLE_ROW_HEIGHT, Theme

ROWS = (
    '[{"PartnerId":7,"Text":"'
    + "Blåbærgrød " * 9
    + '","Amount":1250.50},{"PartnerId":9,"Text":null,"Amount":-1}]'
)


def indexed(text: str, *, is_final: bool = True) -> tuple[JsonText, Indexer]:
    indexer = Indexer()
    indexer.advance(text.encode(), is_final=is_final, count=len(text.encode()) + 1)
    return JsonText(text.encode(), indexer.index), indexer


def drawn(theme: Theme, shown: Shown) -> AnswerTable:
    text, _indexer = indexed(ROWS)
    table = AnswerTable(theme=theme)
    table.show_rows(text, text.index.root, request_path="Fiscal/1/Ledger")
    shown(table, width=700, height=160)
    return table


def colors(image: QImage, *, left: int, right: int, top: int, bottom: int) -> set[str]:
    return {image.pixelColor(x, y).name().upper() for x in range(left, right) for y in range(top, bottom)}


def cell_colors(table: AnswerTable, row: int, column: int) -> set[str]:
    place = table.visualRect(table.rows.index(row, column))
    image = table.viewport().grab().toImage()
    return colors(
        image, left=place.left(), right=place.right(), top=place.top() + 2, bottom=place.bottom() - 2
    )


def test_words_have_the_colour_of_what_they_are(theme: Theme, shown: Shown) -> None:
    table = drawn(theme, shown)
    expected = {(0, 0): theme.link, (0, 1): theme.text, (1, 1): theme.tertiary}
    for (row, column), color in expected.items():
        assert min(_distance(color, seen) for seen in cell_colors(table, row, column)) < 40


def _distance(one: str, other: str) -> int:
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return sum(abs(a - b) for a, b in pairs)


def test_what_is_chosen_has_its_ground_and_every_row_its_line(theme: Theme, shown: Shown) -> None:
    table = drawn(theme, shown)
    assert theme.selected not in cell_colors(table, 0, 1)
    table.selectionModel().select(table.rows.index(0, 1), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert theme.selected in cell_colors(table, 0, 1)
    place = table.visualRect(table.rows.index(1, 0))
    line = table.viewport().grab().toImage().pixelColor(place.center().x(), place.bottom()).name().upper()
    assert line == theme.line


def test_words_stay_in_their_cell(light: Theme, shown: Shown) -> None:
    table = drawn(light, shown)
    table.setColumnWidth(1, 90)
    place = table.visualRect(table.rows.index(0, 1))
    image = table.viewport().grab().toImage()
    edge = colors(
        image, left=place.right() - 10, right=place.right(), top=place.top() + 2, bottom=place.bottom() - 2
    )
    assert len(edge) == 1


def test_a_row_that_still_arrives_is_read_again_when_it_is_there() -> None:
    text = '[{"Name":"' + "x" * 80_000 + '"}]'
    held, indexer = indexed(text[:70_000], is_final=False)
    branch = held.index.root
    assert branch is not None
    assert branch.count == 1
    reader = RowReader(held, branch)
    assert isinstance(reader.row(0), str)
    held.buffer = text.encode()
    while indexer.advance(held.buffer, is_final=True, count=len(text)):
        pass
    assert reader.row(0) == (("Name", "x" * 80_000),)
    assert reader.cell(0, ("Name",)) == "x" * 80_000
    assert reader.written(0) == text[1:-1]
    assert reader.row(1) is None


def test_rows_far_apart_and_thousands_of_them_are_read(light: Theme) -> None:
    text, _indexer = indexed("[" + ",".join(f'{{"Id":{n},"In":{{"No":{n}}}}}' for n in range(5000)) + "]")
    rows = AnswerRowsModel()
    rows.show_rows(text, text.index.root)
    for number in (*range(0, 5000, 3), 4999, 0):
        assert (rows.shown(number, 0).text, rows.shown(number, 1).text) == (str(number), str(number))


def test_long_rows_are_read_a_few_at_a_time(light: Theme, shown: Shown) -> None:
    members = ",".join(f'"Name{n}":{n}.5' for n in range(3000))
    text, _indexer = indexed("[" + ",".join(f'{{"Id":{n},"Null":null,{members}}}' for n in range(40)) + "]")
    table = AnswerTable(theme=light)
    shown(table, width=800, height=40 * TABLE_ROW_HEIGHT)
    table.show_rows(text, text.index.root)
    assert table.rows.rowCount() == 40
    assert table.rows.columnCount() == 0
    assert turned(lambda: table.rows.columnCount() > 0)
    assert table.columnWidth(0) == 60
    before = [table.rows.shown(number, 0).text for number in range(40)]
    assert before[0] == "0"
    assert before[-1] == "…"
    assert turned(lambda: [table.rows.shown(n, 0).text for n in range(40)] == [str(n) for n in range(40)])
    assert [table.rows.shown(7, column).text for column in (1, 498, 499)] == ["0.5", "497.5", "498.5"]
    assert len(table.rows.columns) + len(table.rows.other_columns) == 3002


def turned(condition: Callable[[], bool]) -> bool:
    """Whether it comes true within a hundred rounds of the event loop, which read some rows each."""
    for _ in range(100):
        if condition():
            return True
        QApplication.processEvents()
    return False
