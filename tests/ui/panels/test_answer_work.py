"""Work on large answers is said and can be stopped; what was there stays."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtWidgets import QApplication, QPushButton

from tests.ui.panels.answering import answer
from tests.ui.stage import Stage
from xena_desktop.ui.panels.answer_part import Part
from xena_desktop.ui.panels.response import ResponsePanel

MANY = json.dumps(
    [{"Id": number, "Text": "x" * 20, "Amount": number / 4} for number in range(120_000)]
).encode()


async def test_counting_is_said_and_stopped(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(MANY))
    await signed_in.until(lambda: panel.views.table_start >= 0)
    panel.tools.show_numbers()
    await signed_in.until(panel.notice.isVisible)
    assert panel.notice.title() == "Counting…"
    panel.notice.action_triggered.emit()
    await signed_in.until(lambda: not panel.notice.isVisible())
    assert not signed_in.control(QPushButton, "backToAnswerButton").isVisible()
    panel.tools.show_numbers()
    await signed_in.until(lambda: signed_in.control(QPushButton, "backToAnswerButton").isVisible())
    assert not panel.notice.isVisible()


async def test_ordering_is_said_and_stopped(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(MANY))
    await signed_in.until(lambda: panel.views.table_start >= 0)
    panel.show_part(Part.TABLE)
    table = panel.views.table
    table._on_head_clicked(0)
    table._on_head_clicked(0)
    await signed_in.until(panel.notice.isVisible)
    assert panel.notice.title() == "Putting the rows in order…"
    assert table.horizontalHeader().isSortIndicatorShown()
    panel.notice.action_triggered.emit()
    await signed_in.until(lambda: not panel.notice.isVisible())
    await signed_in.until(lambda: not table.horizontalHeader().isSortIndicatorShown())
    assert table.rows.shown(0, 0).text == "0"
    table._on_head_clicked(0)
    table._on_head_clicked(0)
    await signed_in.until(lambda: table.rows.shown(0, 0).text == "119999")
    assert table.horizontalHeader().isSortIndicatorShown()
    assert not panel.notice.isVisible()


async def test_a_new_answer_ends_the_ordering_of_the_one_before(
    signed_in: Stage, panel: ResponsePanel
) -> None:
    await panel.show_answer(answer(MANY))
    await signed_in.until(lambda: panel.views.table_start >= 0)
    panel.show_part(Part.TABLE)
    panel.views.table._on_head_clicked(0)
    await signed_in.until(panel.notice.isVisible)
    await panel.show_answer(answer([{"Id": 1}]))
    await signed_in.until(lambda: not panel.notice.isVisible())
    panel.show_part(Part.TABLE)
    assert panel.views.table.rows.shown(0, 0).text == "1"


async def test_reading_rows_is_said_stopped_and_begun_again(signed_in: Stage, panel: ResponsePanel) -> None:
    lines = "".join(f"{number};Sørens {number};1.250,50\n" for number in range(400_000))
    await panel.show_answer(answer(f"Id;Navn;Beløb\n{lines}".encode(), "text/csv"))
    await signed_in.until(panel.notice.isVisible)
    assert panel.notice.title() == "Reading the rows…"
    panel.notice.action_triggered.emit()
    await signed_in.until(lambda: panel.views.part() == Part.TEXT)
    assert panel.views.text.text().startswith("Id;Navn;Beløb\n0;Sørens 0;1.250,50\n")
    assert not panel.notice.isVisible()
    panel.show_part(Part.TABLE)
    await signed_in.until(lambda: panel.views.table.rows.rowCount() == 400_000)
    cells = panel.views.table.rows
    assert [cells.shown(399_999, column).text for column in range(3)] == [
        "399999",
        "Sørens 399999",
        "1,250.50",
    ]


async def test_saving_that_is_stopped_leaves_the_file_that_was_there(
    signed_in: Stage, panel: ResponsePanel, tmp_path: Path
) -> None:
    target = tmp_path / "rows.csv"
    target.write_text("mine")
    await panel.show_answer(answer(MANY))
    panel.show_part(Part.TABLE)
    document = panel.document
    assert document is not None
    panel.work.start(lambda: panel.tools._saved(document, target, "csv"), title="Saving…")
    await signed_in.until(panel.notice.isVisible)
    panel.work.stop()
    await signed_in.until(lambda: not panel.notice.isVisible())
    assert target.read_text() == "mine"
    assert list(tmp_path.glob("rows*")) == [target]
    await panel.tools._saved(document, target, "csv")
    assert target.read_text("utf-8-sig").startswith("Id,Text,Amount")


async def test_laying_out_is_said_and_stopped(signed_in: Stage, panel: ResponsePanel) -> None:
    page = b"<!doctype html>" + b"<p>a <b>b</b></p>" * 200_000
    await panel.show_answer(answer(page, "text/html"))
    toggle, text = signed_in.control(QPushButton, "responseFormatted"), panel.views.text
    await signed_in.until(lambda: toggle.text() == "Formatting… Stop")
    toggle.click()
    assert toggle.text() == "Show as text"
    await signed_in.until(lambda: text.text().startswith("<!doctype html>"))
    await signed_in.settle(0.3)
    assert panel.views.text_part.laid_out is None
    toggle.click()
    await signed_in.until(lambda: toggle.text() == "Show as received")
    assert text.text().startswith("a b\n\na b")


async def test_the_newest_work_wins(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(MANY))
    await signed_in.until(lambda: panel.views.table_start >= 0)
    panel.tools.show_numbers()
    QApplication.clipboard().setText('[{"Id": 0, "Text": "y"}]')
    panel.comparing.with_clipboard()
    await signed_in.until(lambda: signed_in.control(QPushButton, "backToAnswerButton").isVisible())
    assert [column.title for column in panel.views.table.rows.columns][-1] == "The clipboard"
    await signed_in.settle(0.3)
    assert [column.title for column in panel.views.table.rows.columns][-1] == "The clipboard"
