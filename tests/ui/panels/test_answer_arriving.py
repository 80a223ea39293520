"""An answer that is still arriving: what came is shown, and work on it waits for the rest."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton

from tests.ui.panels.answering import LEDGER, answer, derived, saved
from tests.ui.panels.slow_answers import SlowServer, sent, slow_server
from tests.ui.stage import Stage
from xena_desktop.domain.searching import Wanted
from xena_desktop.ui.panels.answer_part import Part
from xena_desktop.ui.panels.response import ResponsePanel

ROWS = (
    b'{"Count":120000,"Entities":['
    + b",".join(b'{"Id":%d,"Navn":"\xc3\x86r\xc3\xb8 %d"}' % (n, n) for n in range(120_000))
    + b"]}"
)


@pytest.fixture
def slow() -> Iterator[SlowServer]:
    with slow_server(ROWS) as server:
        yield server


async def test_the_first_rows_are_there_while_the_rest_arrives(
    signed_in: Stage, panel: ResponsePanel, slow: SlowServer
) -> None:
    task = await sent(signed_in, panel, slow)
    model = panel.views.tree.model()
    await signed_in.until(lambda: model.rowCount(model.index(1, 0)) >= 20)
    assert "so far" in signed_in.control(QLabel, "responseFacts").text()
    assert signed_in.control(QPushButton, "cancelArrivingButton").isVisible()
    slow.go_on.set()
    await task
    document = panel.document
    assert document is not None
    await signed_in.until(lambda: document.json is not None and document.json.index.is_done)
    assert model.index(1, 1).data() == "120,000 items"
    assert not signed_in.control(QPushButton, "cancelArrivingButton").isVisible()
    panel.show_part(Part.TABLE)
    assert panel.views.table.model().rowCount(QModelIndex()) == 120_000
    places = await document.finding.in_text(Wanted(text="ærø 119999"))
    assert len(places.starts) == 1
    panel.views.rows.show_found(places.starts[0], places.lengths[0])
    assert panel.views.table.currentIndex().row() == 119_999


async def test_stopping_keeps_what_came(signed_in: Stage, panel: ResponsePanel, slow: SlowServer) -> None:
    task = await sent(signed_in, panel, slow)
    model = panel.views.tree.model()
    await signed_in.until(lambda: model.rowCount(model.index(1, 0)) >= 20)
    task.cancel()
    await task
    await signed_in.until(panel.notice.isVisible)
    assert panel.notice.advice() == "What came until then is shown."
    document = panel.document
    assert document is not None
    await signed_in.until(lambda: document.json is not None and document.json.index.fault > 0)
    assert model.rowCount(model.index(1, 0)) >= 20


async def arriving(stage: Stage, panel: ResponsePanel) -> None:
    """Part of the rows is in the tree."""
    model = panel.views.tree.model()
    await stage.until(lambda: model.rowCount(model.index(1, 0)) >= 20)


async def test_rows_are_put_in_order_and_counted_when_all_have_come(
    signed_in: Stage, panel: ResponsePanel, slow: SlowServer, tmp_path: Path
) -> None:
    task = await sent(signed_in, panel, slow)
    await arriving(signed_in, panel)
    panel.show_part(Part.TABLE)
    table, facts = panel.views.table, signed_in.control(QLabel, "columnFacts")
    table._on_head_clicked(0)
    table._on_head_clicked(0)
    await signed_in.until(panel.notice.isVisible)
    assert panel.notice.title() == "The rows are put in order when all have come…"
    slow.go_on.set()
    await task
    await signed_in.until(lambda: table.rows.shown(0, 0).text == "119999")
    assert table.rows.rowCount() == 120_000
    await signed_in.until(lambda: "120,000 different" in facts.text())
    await saved(signed_in, panel, "Save rows as CSV…", tmp_path / "rows.csv")
    lines = list(csv.reader((tmp_path / "rows.csv").read_text("utf-8-sig").splitlines()))
    assert [len(lines), lines[1][0], lines[-1][0]] == [120_001, "119999", "0"]


async def test_a_filter_waits_for_the_rest(signed_in: Stage, panel: ResponsePanel, slow: SlowServer) -> None:
    task = await sent(signed_in, panel, slow)
    await arriving(signed_in, panel)
    signed_in.control(QLineEdit, "responseFilter").setText("length(Entities)")
    await signed_in.settle(0.5)
    assert not signed_in.control(QPushButton, "backToAnswerButton").isVisible()
    slow.go_on.set()
    await task
    await derived(signed_in)
    assert panel.views.tree.model().index(0, 1).data() == "120000"


async def test_nothing_is_saved_before_all_has_come(
    signed_in: Stage, panel: ResponsePanel, slow: SlowServer
) -> None:
    save = signed_in.control(QPushButton, "saveResponseButton")
    more = signed_in.control(QToolButton, "moreResponseButton")

    def offered() -> tuple[bool, bool, bool]:
        return panel.answer is not None, save.isEnabled(), more.isEnabled()

    await panel.show_answer(answer(LEDGER))
    assert offered() == (True, True, True)
    task = await sent(signed_in, panel, slow)
    await signed_in.until(lambda: panel.views.tree.model().index(1, 1).data() != "3 items")
    await arriving(signed_in, panel)
    assert offered() == (False, False, False)
    assert "so far" in signed_in.control(QLabel, "responseFacts").text()
    slow.go_on.set()
    await task
    assert offered() == (True, True, True)


async def test_finding_stays_at_its_place_when_more_comes(
    signed_in: Stage, panel: ResponsePanel, slow: SlowServer
) -> None:
    task = await sent(signed_in, panel, slow)
    await arriving(signed_in, panel)
    count = signed_in.control(QLabel, "responseFindCount")
    signed_in.control(QLineEdit, "responseFind").setText("ærø 11111")
    await signed_in.until(lambda: "1 of 1" in count.text())
    slow.go_on.set()
    await task
    await signed_in.until(lambda: "1 of 11" in count.text())
