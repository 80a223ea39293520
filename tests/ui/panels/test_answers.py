"""Answers in the real panel: what they are, arriving, finding, filtering, comparing, saving."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
)

from tests.fakes.documents import two_pages
from tests.ui.panels.answering import LEDGER, answer, cells, derived, press, saved
from tests.ui.stage import Stage
from xena_desktop.ui.panels.answer_part import Part
from xena_desktop.ui.panels.response import ResponsePanel
from xena_desktop.ui.widgets.text_view import TextView

# --- kinds -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "content_type", "parts"),
    [
        (b'{"a": [1]}', "text/html", {Part.TREE, Part.TEXT}),
        (b"[{}]", "", {Part.TREE, Part.TABLE, Part.TEXT}),
        (b"<a><b/></a>", "application/json", {Part.TEXT}),
        (b"a;b\n1;2\n", "text/csv", {Part.TABLE, Part.TEXT}),
        (two_pages(), "application/octet-stream", {Part.CONTENT, Part.HEX}),
        (bytes(range(256)), "application/json", {Part.HEX}),
        ('{"Navn": "Ærø"}'.encode("utf-16"), "", {Part.TREE, Part.TEXT}),
    ],
)
async def test_the_views_are_those_of_the_content(
    signed_in: Stage, panel: ResponsePanel, body: bytes, content_type: str, parts: set[Part]
) -> None:
    await panel.show_answer(answer(body, content_type))
    tabs = panel.views.tabs
    assert {part for part in Part if tabs.isTabVisible(part)} == parts | {Part.HEADERS, Part.TIMING}
    for part in sorted(parts):
        panel.show_part(part)
        await signed_in.settle(0.05)


async def test_a_document_shows_its_pages(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(two_pages(), "application/pdf"))
    pages = panel.views.content.pages
    await signed_in.until(lambda: pages._pictures)
    assert pages._pictures[0].width() > 100


async def test_csv_is_a_table(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer("Id;Navn\n1;Ærø\n".encode(), "text/csv"))
    await signed_in.until(lambda: cells(panel.views.table))
    assert cells(panel.views.table) == [["1", "Ærø"]]


async def test_no_body_says_so(panel: ResponsePanel) -> None:
    await panel.show_answer(answer(b"", status=204))
    tabs = panel.views.tabs
    assert {part for part in Part if tabs.isTabVisible(part)} == {Part.CONTENT, Part.HEADERS, Part.TIMING}
    assert panel.views.content._nothing.isVisible()


async def test_a_broken_document_is_told_and_shown_as_bytes(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(b"%PDF-1.7 and no more", "application/pdf"))
    await signed_in.until(panel.notice.isVisible)
    assert panel.notice.title() == "The pages of this PDF cannot be shown."
    assert panel.views.part() == Part.HEX
    assert not panel.views.tabs.isTabVisible(Part.CONTENT)
    await panel.show_answer(answer(two_pages(), "application/pdf"))
    assert panel.views.part() == Part.CONTENT


async def test_what_is_broken_is_shown_as_far_as_it_came(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(b'{"Count": 2,\n "Entities": [{"Id": 1}, {"Id": 2, "Name": "S'))
    await signed_in.until(panel.notice.isVisible)
    assert "line 2" in panel.notice.advice()
    panel.notice.action_triggered.emit()
    assert panel.views.part() == Part.TEXT
    assert "2 of 2" in signed_in.control(QLabel, "responseFacts").text().replace("…", "")


async def test_the_view_chosen_is_remembered_for_the_operation(
    signed_in: Stage, panel: ResponsePanel
) -> None:
    panel.expect(operation="GET Ledger", request_path="Ledger")
    await panel.show_answer(answer(LEDGER))
    assert panel.views.part() == Part.TREE
    panel.show_part(Part.TABLE)
    panel.views.tabs.tabBarClicked.emit(Part.TABLE)
    settings = signed_in.open.context.services.settings
    await signed_in.until(lambda: settings.settings.answer_views)
    panel.expect(operation="GET Ledger", request_path="Ledger")
    await panel.show_answer(answer(LEDGER))
    assert panel.views.part() == Part.TABLE
    panel.expect(operation="GET Partner", request_path="Partner")
    await panel.show_answer(answer(LEDGER))
    assert panel.views.part() == Part.TREE


# --- table -----------------------------------------------------------------------------------------------


async def test_a_table_has_exact_ids_dates_money_and_order(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(LEDGER))
    panel.show_part(Part.TABLE)
    table = panel.views.table
    assert cells(table) == [
        ["90071992547409931", "7", "Ærø Brød", "12,480.5", "2026-11-30"],
        ["90071992547409932", "9", "Bælum El", "-0.25", "2017-01-01"],
        ["90071992547409933", "7", "–", "3.0", "–"],
    ]
    table._on_head_clicked(3)
    await signed_in.until(lambda: cells(table)[0][3] == "-0.25")
    table._on_head_clicked(3)
    await signed_in.until(lambda: cells(table)[0][3] == "12,480.5")
    table._on_head_clicked(3)
    assert [row[0][-1] for row in cells(table)] == ["1", "2", "3"]


async def test_an_id_opens_what_it_belongs_to(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(LEDGER))
    panel.show_part(Part.TABLE)
    table = panel.views.table
    table.setCurrentIndex(table.model().index(1, 1))
    tabs = len(signed_in.open.desk.work.requests())
    press(table, Qt.Key.Key_Return)
    request = signed_in.open.desk.work.current_request()
    assert request is not None
    assert request.draft().path == "Fiscal/{fiscalId}/Partner/9"
    assert len(signed_in.open.desk.work.requests()) == tabs + 1
    await signed_in.settle(0.4)  # the tabs are kept a moment after they change


async def test_any_array_can_be_the_table(panel: ResponsePanel) -> None:
    await panel.show_answer(answer({"A": {"B": [{"C": 1}, {"C": 2}]}}))
    assert not panel.views.tabs.isTabVisible(Part.TABLE)
    panel.views.show_table_of(panel.document.buffer[:].index(b"[") if panel.document else 0)
    assert cells(panel.views.table) == [["1"], ["2"]]


async def test_cells_and_rows_are_copied(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(LEDGER))
    panel.show_part(Part.TABLE)
    table = panel.views.table
    table.setCurrentIndex(table.model().index(0, 0))
    press(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "90071992547409931"
    table.customContextMenuRequested.emit(table.visualRect(table.model().index(0, 2)).center())
    menu = table.findChildren(QMenu)[-1]
    {action.text(): action for action in menu.actions()}["Copy path (JMESPath)"].trigger()
    assert QApplication.clipboard().text() == "Entities[0].Text"
    {action.text(): action for action in menu.actions()}["Copy path (JSON Pointer)"].trigger()
    assert QApplication.clipboard().text() == "/Entities/0/Text"
    {action.text(): action for action in menu.actions()}["Copy row"].trigger()
    assert json.loads(QApplication.clipboard().text()) == LEDGER["Entities"][0]  # type: ignore[index] # a list
    {action.text(): action for action in menu.actions()}["Only rows with this value"].trigger()
    await derived(signed_in)
    assert [row[0] for row in cells(table)] == ["90071992547409931"]


# --- finding and filtering -------------------------------------------------------------------------------


async def test_finding_counts_and_goes_on_in_every_view(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(LEDGER))
    field, count = (
        signed_in.control(QLineEdit, "responseFind"),
        signed_in.control(QLabel, "responseFindCount"),
    )
    field.setText("PARTNERID")
    await signed_in.until(lambda: count.text() == "1 of 3")
    assert panel.views.tree.currentIndex().data() == "PartnerId"
    press(field, Qt.Key.Key_Return)
    assert count.text() == "2 of 3"
    press(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert count.text() == "1 of 3"
    panel.show_part(Part.TABLE)
    field.setText("bælum")
    await signed_in.until(lambda: count.text() == "1 of 1")
    index = panel.views.table.currentIndex()
    assert (index.row(), index.data()) == (1, "Bælum El")
    panel.show_part(Part.TEXT)
    text = signed_in.control(TextView, "responseText")
    await signed_in.until(lambda: text.selected_text() == "Bælum")
    signed_in.control(QToolButton, "responseFindPattern").click()
    field.setText("[")
    await signed_in.until(lambda: count.text() == "No regular expression")
    field.setText("nothing here")
    await signed_in.until(lambda: count.text() == "Nothing found")
    press(field, Qt.Key.Key_Escape)
    assert not count.isVisible()


async def test_a_filter_is_live_says_what_is_wrong_and_is_remembered(
    signed_in: Stage, panel: ResponsePanel
) -> None:
    await panel.show_answer(answer(LEDGER))
    field = signed_in.control(QLineEdit, "responseFilter")
    field.setText("Entities[?")
    await signed_in.until(field.toolTip)
    field.setText("Entities[?PartnerId == `7`].Id")
    await derived(signed_in)
    model = panel.views.tree.model()
    assert [model.index(row, 1).data() for row in range(model.rowCount())] == [
        "90071992547409931",
        "90071992547409933",
    ]
    assert not field.toolTip()
    assert signed_in.open.context.services.settings.settings.answer_filters == (
        "Entities[?PartnerId == `7`].Id",
    )
    signed_in.control(QPushButton, "backToAnswerButton").click()
    assert panel.views.tree.model().index(0, 0).data() == "Count"
    assert field.text() == ""


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("Entities[?", "The expression is not complete yet."),
        ("Entities[?Amount > 1000]", "Numbers stand between backticks: `1000`"),
        ("Entities[?Text = 'x']", "Two equals signs compare: Name == 'x'"),
        ("nothing(@)", "This is no JMESPath: Unknown function: nothing()"),
    ],
)
async def test_what_is_wrong_with_a_filter_is_to_be_read(
    signed_in: Stage, panel: ResponsePanel, expression: str, problem: str
) -> None:
    await panel.show_answer(answer(LEDGER))
    said = signed_in.control(QLabel, "filterProblem")
    field = signed_in.control(QLineEdit, "responseFilter")
    field.setText(expression)
    await signed_in.until(lambda: said.text() == problem and said.isVisible())
    field.clear()
    assert not said.isVisible()


async def test_what_was_found_on_the_way_is_not_remembered(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(LEDGER))
    field, settings = signed_in.control(QLineEdit, "responseFilter"), signed_in.open.context.services.settings
    for expression in ("Count", "Entities", "Entities[0]", "Entities[0].Id"):
        field.setText(expression)
        await signed_in.until(lambda one=expression: settings.settings.answer_filters[:1] == (one,))  # type: ignore[misc] # mypy knows no defaults
    assert settings.settings.answer_filters == ("Entities[0].Id", "Count")


async def test_the_tree_copies_and_opens(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(LEDGER))
    tree = panel.views.tree
    row = tree.model().index(0, 0, tree.model().index(1, 0))

    def do(index: QModelIndex, entry: str) -> str:
        tree.customContextMenuRequested.emit(tree.visualRect(index).center())
        menu = tree.findChildren(QMenu)[-1]
        {action.text(): action for action in menu.actions()}[entry].trigger()
        menu.close()
        return QApplication.clipboard().text()

    assert json.loads(do(row, "Copy with all below")) == LEDGER["Entities"][0]  # type: ignore[index] # a list
    partner = tree.model().index(1, 0, row)
    assert do(partner, "Copy path (JMESPath)") == "Entities[0].PartnerId"
    assert do(partner, "Copy path (JSON Pointer)") == "/Entities/0/PartnerId"
    assert do(partner, "Copy value") == "7"
    do(partner, "Open")
    request = signed_in.open.desk.work.current_request()
    assert request is not None
    assert request.draft().path == "Fiscal/{fiscalId}/Partner/7"
    await signed_in.settle(0.4)  # the tabs are kept a moment after they change


async def test_headers_are_copied(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(LEDGER))
    panel.show_part(Part.HEADERS)
    table = panel.views.headers._table
    table.setCurrentIndex(table.model().index(0, 1))
    press(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "application/json"
    table.customContextMenuRequested.emit(table.visualRect(table.model().index(0, 0)).center())
    menu = panel.views.headers.findChildren(QMenu)[-1]
    {action.text(): action for action in menu.actions()}["Copy name and value"].trigger()
    assert QApplication.clipboard().text() == "Content-Type: application/json"
    menu.close()


# --- counting -----------------------------------------------------------------------------------------


async def test_plain_numbers_are_a_table(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(LEDGER))
    panel.show_part(Part.TABLE)
    panel.tools.show_numbers()
    await derived(signed_in)
    rows = {row[0]: row for row in cells(panel.views.table)}
    assert rows["Amount"][-1] == "12,483.25"
    assert rows["PartnerId"][4:6] == ["2", "1"]


async def test_the_chosen_column_is_summed_below_the_table(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(LEDGER))
    panel.show_part(Part.TABLE)
    facts, table = signed_in.control(QLabel, "columnFacts"), panel.views.table
    assert facts.text() == "Choose a cell to see the numbers of its column."
    expected = {
        3: "Sum 12,483.25 · from -0.25 to 12,480.5 · 3 values · 3 different · 0 empty",
        4: "from 2017-01-01 to 2026-11-30 · 2 values · 2 different · 1 empty",
        2: "2 values · 2 different · 1 empty",
        1: "3 values · 2 different · 0 empty",
        0: "from 90071992547409931 to 90071992547409933 · 3 values · 3 different · 0 empty",
    }
    for column, text in expected.items():
        table.setCurrentIndex(table.model().index(0, column))
        await signed_in.until(lambda text=text: facts.text() == text)  # type: ignore[misc] # mypy knows no defaults
    await panel.show_answer(answer({"Count": 0, "Entities": []}))
    panel.show_part(Part.TABLE)
    assert facts.text() == "Choose a cell to see the numbers of its column."


# --- saving ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "name", "expected"),
    [
        ("Save formatted…", "f.json", b'{\n  "Count": 3,'),
        (
            "Save rows as CSV…",
            "r.csv",
            b"\xef\xbb\xbfId,PartnerId,Text,Amount,DateDays\r\n90071992547409931,7,",
        ),
        ("Save rows as Excel workbook…", "r.xlsx", b"PK"),
    ],
)
async def test_an_answer_is_saved_in_other_forms(
    signed_in: Stage, panel: ResponsePanel, tmp_path: Path, entry: str, name: str, expected: bytes
) -> None:
    await panel.show_answer(answer(LEDGER))
    await saved(signed_in, panel, entry, tmp_path / name)
    await signed_in.until(panel.notice.isVisible)
    assert (tmp_path / name).read_bytes().startswith(expected)
    assert ("rounds numbers" in panel.notice.advice()) == (name == "r.csv")


async def test_a_narrow_head_gives_way(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(LEDGER))
    head = panel._head
    head.resize(900, 50)
    assert head.save.text() == "Save as…"
    head.resize(600, 50)
    assert head.save.text() == ""
    assert head.save.toolTip() == head.save.accessibleName() == "Save as…"
    panel.show_part(Part.TABLE)
    page = panel.views.rows.page
    page.resize(600, 400)
    assert not panel.views.rows._facts.isHidden()
    page.resize(600, 100)
    assert panel.views.rows._facts.isHidden()


async def test_a_filter_of_the_answer_before_asks_nothing_of_an_empty_one(
    signed_in: Stage, panel: ResponsePanel
) -> None:
    await panel.show_answer(answer(LEDGER))
    await panel.show_answer(answer(b""))
    panel.tools.filter("Entities[].Id")
    await signed_in.settle(0.1)
    assert not panel.notice.isVisible()
    assert not signed_in.control(QPushButton, "backToAnswerButton").isVisible()


# --- large answers ---------------------------------------------------------------------------------------


async def test_another_answer_lets_go_of_a_text_that_is_still_read(
    signed_in: Stage, panel: ResponsePanel
) -> None:
    rows = [{"Id": number, "Text": "x" * 40} for number in range(60_000)]
    await panel.show_answer(answer(rows))
    panel.show_part(Part.TEXT)
    text = signed_in.control(TextView, "responseText")
    await signed_in.until(lambda: text.line_count() > 1)
    panel.show_part(Part.HEADERS)
    await panel.show_answer(answer({"a": 1}))
    await signed_in.settle(0.2)
    assert text.line_count() == 1


async def test_a_limit_can_be_raised(signed_in: Stage) -> None:
    from tests.ui.panels.test_request import PARTNERS, _open

    store = signed_in.open.context.services.settings
    request = _open(signed_in, PARTNERS)
    before = store.settings.largest_answer
    request.response.action_wanted.emit("raise_limit")
    await signed_in.until(lambda: store.settings.largest_answer == before * 4)
    await signed_in.until(lambda: request.response.answer is not None)
