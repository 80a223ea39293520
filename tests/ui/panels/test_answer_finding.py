"""Finding in every view of an answer: count, next, plain and as a regular expression."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton

from tests.fakes.documents import two_pages
from tests.ui.panels.answering import LEDGER, answer, press
from tests.ui.stage import Stage
from xena_desktop.ui.panels.answer_part import Part
from xena_desktop.ui.panels.response import ResponsePanel


class Finder:
    """The hand at the find bar."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.field = stage.control(QLineEdit, "responseFind")
        self._count = stage.control(QLabel, "responseFindCount")
        self._pattern = stage.control(QToolButton, "responseFindPattern")

    async def find(self, text: str, *, count: str, is_pattern: bool = False) -> None:
        self._pattern.setChecked(is_pattern)
        self.field.setText(text)
        await self.shows(count)

    async def shows(self, count: str) -> None:
        await self._stage.until(lambda: self._count.text() == count)

    async def next(self, count: str) -> None:
        press(self.field, Qt.Key.Key_Return)
        await self.shows(count)


async def test_bytes_are_found_as_text_and_as_digits(signed_in: Stage, panel: ResponsePanel) -> None:
    gzip = b"\x1f\x8b\x08\x00" + b"\x00" * 20 + b"Faktura 1F 8B\x00" + b"\xff" * 40 + b"\x1f\x8b"
    await panel.show_answer(answer(gzip, "application/gzip"))
    assert panel.views.part() == Part.HEX
    finder = Finder(signed_in)
    await finder.find("1f 8b", count="1 of 3")
    assert panel.views.bytes.selected_text() == "1F 8B"
    await finder.next("2 of 3")
    await finder.next("3 of 3")
    await finder.find("faktura", count="1 of 1")
    assert panel.views.bytes.selection() == ((1, 10 + 8 * 3), (1, 10 + 14 * 3 + 2))
    await finder.find(r"\x00{4,}", count="1 of 1", is_pattern=True)
    await finder.find("[", count="No regular expression", is_pattern=True)
    await finder.find("0xff", count="1 of 40")


async def test_the_table_finds_in_its_cells_alone(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer({"Note": "Ærø", **LEDGER}))
    panel.show_part(Part.TABLE)
    finder = Finder(signed_in)
    await finder.find("ærø", count="1 of 1")
    index = panel.views.table.currentIndex()
    assert (index.row(), index.data()) == (0, "Ærø Brød")
    await finder.find("PartnerId", count="Nothing found")
    panel.show_part(Part.TREE)
    await finder.shows("1 of 3")
    panel.show_part(Part.TABLE)
    await finder.find(r"^.*2078\d", count="Nothing found", is_pattern=True)
    await finder.find(r"2078\d", count="1 of 1", is_pattern=True)
    assert panel.views.table.currentIndex().data() == "2026-11-30"


async def test_headers_are_found(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(LEDGER, "application/json; charset=utf-8"))
    panel.show_part(Part.HEADERS)
    finder = Finder(signed_in)
    await finder.find("CHARSET", count="1 of 1")
    await finder.find("^content", count="1 of 1", is_pattern=True)
    await finder.find("etag", count="Nothing found")
    panel.show_part(Part.TIMING)
    assert not finder.field.isEnabled()
    panel.show_part(Part.HEADERS)
    assert finder.field.isEnabled()


async def test_words_on_pages_are_found_and_marked(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(two_pages(), "application/pdf"))
    pages, finder = panel.views.content.pages, Finder(signed_in)
    await signed_in.until(lambda: pages._pictures)
    await finder.find("side", count="1 of 1")
    assert pages.verticalScrollBar().value() > 0
    (box,) = pages._marks[1]
    assert 0.1 < box[0] < 0.2
    assert 0.1 < box[1] < 0.2
    await finder.find("[aeiou]", count="1 of 5", is_pattern=True)
    press(finder.field, Qt.Key.Key_Escape)
    await signed_in.until(lambda: not pages._marks)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [("Id;Navn\n1;Ærø\n2;Bælum\n".encode(), "text/csv"), ('{"Navn":"Ærø"}\n{"Navn":"Bælum"}\n'.encode(), "")],
)
async def test_rows_that_were_made_are_found_in(
    signed_in: Stage, panel: ResponsePanel, body: bytes, content_type: str
) -> None:
    await panel.show_answer(answer(body, content_type))
    panel.show_part(Part.TABLE)
    await signed_in.until(lambda: panel.views.table.rows.rowCount() == 2)
    finder = Finder(signed_in)
    await finder.find("bælum", count="1 of 1")
    assert panel.views.table.currentIndex().row() == 1
    panel.show_part(Part.TEXT)
    await signed_in.until(lambda: panel.views.text.selected_text() == "Bælum")


async def test_what_is_looked_for_is_found_in_the_next_answer(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer({"a": "x"}))
    finder = Finder(signed_in)
    await finder.find("x", count="1 of 1")
    await panel.show_answer(answer({"a": "xxx"}))
    await finder.shows("1 of 3")
    await panel.show_answer(answer(b"", status=204))
    await panel.show_answer(answer(b"x\x00\x01\x02x", "application/octet-stream"))
    await finder.shows("1 of 2")
