"""Answers of one JSON value a line, and of rows that are no JSON, as tree and table."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from tests.ui.panels.answering import answer, cells, derived
from tests.ui.panels.slow_answers import sent, slow_server
from tests.ui.stage import Stage
from xena_desktop.ui.panels.answer_part import Part
from xena_desktop.ui.panels.response import ResponsePanel

CHANGED = ["/1/Navn", "90071992547409932", "changed", "Bælum", "Balle"]
LINES = (
    '{"Id": 90071992547409931, "Navn": "Ærø", "Beløb": 12480.50}\n'
    '\n{"Id": 90071992547409932, "Navn": "Bælum", "Beløb": -0.10}\r\n'
    '{"Id": 90071992547409933, "Navn": null}'
).encode()


async def test_lines_of_json_are_tree_and_table(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(LINES, "application/x-ndjson"))
    assert panel.views.part() == Part.TREE
    model = panel.views.tree.model()
    await signed_in.until(lambda: model.rowCount() == 3)
    await signed_in.until(lambda: "3 rows" in signed_in.control(QLabel, "responseFacts").text())
    panel.show_part(Part.TABLE)
    assert cells(panel.views.table) == [
        ["90071992547409931", "Ærø", "12,480.50"],
        ["90071992547409932", "Bælum", "-0.10"],
        ["90071992547409933", "–", ""],
    ]
    panel.views.table._on_head_clicked(2)
    await signed_in.until(lambda: cells(panel.views.table)[0][2] == "-0.10")
    panel.show_part(Part.TEXT)
    text = panel.views.text
    await signed_in.until(lambda: text.text().startswith('{\n  "Id": 90071992547409931,'))
    assert not panel.notice.isVisible()


async def test_lines_are_filtered_counted_and_compared(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(LINES, ""))
    field = signed_in.control(QLineEdit, "responseFilter")
    field.setText("[?Navn=='Ærø'].Id")
    await derived(signed_in)
    await signed_in.until(lambda: panel.views.tree.model().index(0, 1).data() == "90071992547409931")
    panel.show_original()
    await signed_in.until(lambda: panel.views.table_start >= 0)
    panel.tools.show_numbers()
    await signed_in.until(lambda: any(row[0] == "Beløb" for row in cells(panel.views.table)))
    rows = {row[0]: row for row in cells(panel.views.table)}
    assert rows["Beløb"][-1] == "12,480.40"
    panel.show_original()
    QApplication.clipboard().setText(LINES.decode().replace("Bælum", "Balle"))
    panel.comparing.with_clipboard()
    await signed_in.until(lambda: cells(panel.views.table)[:1] == [CHANGED])
    panel.views.table.row_chosen.emit(0)
    await signed_in.until(lambda: panel.views.tree.currentIndex().data() == "Navn")


async def test_a_line_that_is_no_json_is_shown_and_told(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(b'{"a": 1}\n{"a": 2}\nGateway timeout\n{"a": 3}\n', ""))
    await signed_in.until(panel.notice.isVisible)
    assert panel.notice.title() == "Not every line is JSON."
    assert panel.notice.advice() == "The first that is not is line 3. Such lines are shown as texts."
    model = panel.views.tree.model()
    await signed_in.until(lambda: model.rowCount() == 4)
    assert model.index(2, 1).data() == "Gateway timeout"
    panel.notice.action_triggered.emit()
    assert panel.views.part() == Part.TEXT
    assert panel.views.text.selection()[0] == (2, 0)


async def test_lines_that_arrive_are_rows_in_the_end(signed_in: Stage, panel: ResponsePanel) -> None:
    body = b"".join(b'{"Id":%d,"Navn":"row"}\n' % number for number in range(70_000))
    with slow_server(body, content_type="application/x-ndjson") as slow:
        task = await sent(signed_in, panel, slow)
        await signed_in.until(lambda: panel.views.document is not None)
        assert panel.views.part() == Part.TEXT
        slow.go_on.set()
        await task
    await signed_in.until(lambda: "70,000 rows" in signed_in.control(QLabel, "responseFacts").text())
    assert panel.views.part() == Part.TREE
    panel.show_part(Part.TABLE)
    await signed_in.until(lambda: panel.views.table.rows.rowCount() == 70_000)


async def test_a_table_of_lines_in_front_grows_to_its_end(signed_in: Stage, panel: ResponsePanel) -> None:
    body = b"".join(b'{"Id":%d,"Navn":"row"}\n' % number for number in range(70_000))
    await panel.show_answer(answer(body, "application/x-ndjson"))
    panel.show_part(Part.TABLE)
    await signed_in.until(lambda: panel.views.table.rows.rowCount() == 70_000)


async def test_rows_of_csv_are_filtered_and_saved_like_any(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer("Id;Navn\n1;Ærø\n2;Bælum\n".encode(), "text/csv"))
    panel.show_part(Part.TABLE)
    await signed_in.until(lambda: cells(panel.views.table))
    table = panel.views.table
    table.value_chosen.emit(("Navn",), '`"Bælum"`')
    await derived(signed_in)
    assert [row[0] for row in cells(panel.views.table)] == ["2"]
