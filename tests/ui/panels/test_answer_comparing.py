"""Answers compared: with the clipboard, a file, a tab, the history, another account; and back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QListView, QMenu, QPushButton

from tests.ui.panels.answering import LEDGER, answer, cells, derived, press, saved
from tests.ui.panels.test_history import opened, rows
from tests.ui.stage import Stage
from xena_desktop.domain.settings import Draft
from xena_desktop.ui.panels.answer_part import Part
from xena_desktop.ui.panels.request import RequestPanel
from xena_desktop.ui.panels.response import ResponsePanel

PARTNERS = Draft(method="GET", path="Fiscal/{fiscalId}/Partner", query=((True, "PageSize", "3"),))


async def asked(stage: Stage, draft: Draft) -> RequestPanel:
    """A call in a tab of its own, and its answer."""
    stage.open.desk.work.new_request()
    panel = stage.open.desk.work.open_request(draft)
    panel.send()
    await stage.until(lambda: panel.response.answer is not None)
    await stage.open.context.services.history.settled()
    return panel


def past(stage: Stage, path: str) -> QModelIndex:
    """The newest call of the history whose path ends so."""
    row = next(row for row, text in enumerate(rows(stage)) if text.partition("?")[0].endswith(path))
    return stage.control(QListView, "historyList").model().index(row, 0)


def entries(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


def offered(panel: ResponsePanel) -> QMenu:
    menu = QMenu(panel)
    panel.comparing.fill(menu)
    return menu


def below(menu: QMenu, text: str) -> QMenu:
    found = next(action for action in menu.actions() if action.text() == text).menu()
    assert isinstance(found, QMenu)
    return found


async def test_a_difference_leads_to_its_place_and_back(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(LEDGER))
    QApplication.clipboard().setText(json.dumps(LEDGER).replace("-0.25", "-0.26"))
    panel.comparing.with_clipboard()
    await derived(signed_in)
    table = panel.views.table
    assert cells(table) == [["/Entities/1/Amount", "90071992547409932", "changed", "-0.25", "-0.26"]]
    titles = [column.title for column in table.rows.columns]
    assert titles == ["Path", "Id", "Change", "This answer", "The clipboard"]
    table.setCurrentIndex(table.model().index(0, 0))
    press(table, Qt.Key.Key_Return)
    assert panel.views.part() == Part.TREE
    assert panel.views.tree.currentIndex().data() == "Amount"
    assert not signed_in.control(QPushButton, "backToAnswerButton").isVisible()
    signed_in.control(QPushButton, "backToDifferencesButton").click()
    await derived(signed_in)
    assert cells(table)[0][0] == "/Entities/1/Amount"
    signed_in.control(QPushButton, "backToAnswerButton").click()
    assert not signed_in.control(QPushButton, "backToDifferencesButton").isVisible()
    QApplication.clipboard().setText(json.dumps(LEDGER))
    panel.comparing.with_clipboard()
    await signed_in.until(panel.notice.isVisible)
    assert panel.notice.title() == "The answers are the same."


async def test_differences_are_saved(signed_in: Stage, panel: ResponsePanel, tmp_path: Path) -> None:
    await panel.show_answer(answer(LEDGER))
    QApplication.clipboard().setText(json.dumps(LEDGER).replace("-0.25", "-0.26"))
    panel.comparing.with_clipboard()
    await derived(signed_in)
    await saved(signed_in, panel, "Save rows as CSV…", tmp_path / "d.csv")
    assert (tmp_path / "d.csv").read_text("utf-8-sig").splitlines() == [
        "Path,Id,Change,This answer,The clipboard",
        "/Entities/1/Amount,90071992547409932,changed,-0.25,-0.26",
    ]


async def test_what_is_no_json_cannot_be_compared_with(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(LEDGER))
    QApplication.clipboard().setText("Hello, you")
    panel.comparing.with_clipboard()
    await signed_in.until(panel.notice.isVisible)
    assert "JSON" in panel.notice.title() + panel.notice.advice()


async def test_the_answer_of_another_tab_can_be_compared(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(LEDGER))
    signed_in.open.desk.work.new_request()
    second = signed_in.open.desk.work.current_request()
    assert second is not None
    await second.response.show_answer(answer({**LEDGER, "Count": 4}))
    menu = offered(second.response)
    next(action for action in menu.actions() if action.text() == "GET Fiscal/1/Ledger · 200").trigger()
    await signed_in.until(lambda: cells(second.response.views.table))
    assert cells(second.response.views.table) == [["/Count", "changed", "4", "3"]]


async def test_a_call_of_the_history_is_compared_without_being_opened(signed_in: Stage) -> None:
    await asked(signed_in, PARTNERS)
    second = await asked(signed_in, Draft(method="GET", path="Fiscal/{fiscalId}/Article"))
    view = await opened(signed_in)
    await signed_in.until(lambda: view.model().rowCount() >= 3)
    tabs = len(signed_in.open.desk.work.requests())
    index = past(signed_in, "Partner")
    view.customContextMenuRequested.emit(view.visualRect(index).center())
    menu = signed_in.open.desk.sidebar.history.findChildren(QMenu)[-1]
    compare = next(action for action in menu.actions() if action.text().startswith("Compare"))
    assert compare.isEnabled()
    compare.trigger()
    menu.close()
    table = second.response.views.table
    await signed_in.until(lambda: signed_in.control(QPushButton, "backToAnswerButton").isVisible())
    assert any(row[0].startswith("/Entities/") for row in cells(table))
    assert len(signed_in.open.desk.work.requests()) == tabs


async def test_nothing_in_front_compares_with_nothing(signed_in: Stage) -> None:
    await asked(signed_in, PARTNERS)
    signed_in.open.desk.work.new_request()
    view = await opened(signed_in)
    await signed_in.until(lambda: view.model().rowCount() >= 2)
    view.customContextMenuRequested.emit(view.visualRect(past(signed_in, "Partner")).center())
    menu = signed_in.open.desk.sidebar.history.findChildren(QMenu)[-1]
    assert not next(action for action in menu.actions() if action.text().startswith("Compare")).isEnabled()
    menu.close()


async def test_earlier_calls_of_the_same_path_are_offered(signed_in: Stage) -> None:
    await asked(signed_in, PARTNERS)
    await asked(signed_in, Draft(method="GET", path="User/NoSuchThing"))
    panel = await asked(signed_in, replace(PARTNERS, query=((True, "PageSize", "2"),)))
    menu = below(offered(panel.response), "An earlier call")
    menu.aboutToShow.emit()
    await signed_in.until(lambda: len(menu.actions()) == 2)
    assert all(" · 200 · " in text for text in entries(menu))
    menu.actions()[-1].trigger()
    await derived(signed_in)
    assert ["added"] in [row[2:3] for row in cells(panel.response.views.table)]


async def test_another_account_is_asked_the_same(signed_in: Stage) -> None:
    await signed_in.sign_in_at_sandbox("mette")
    panel = await asked(signed_in, Draft(method="GET", path="User/XenaUserMembership"))
    menu = below(offered(panel.response), "The same as another account")
    other = next(one for one in signed_in.open.context.services.accounts.all() if one.name == "Søren Holm")
    assert entries(menu) == [other.name]
    menu.actions()[0].trigger()
    await derived(signed_in)
    titles = [column.title for column in panel.response.views.table.rows.columns]
    assert titles[-1] == other.name


async def test_another_account_that_may_not_is_told(signed_in: Stage) -> None:
    panel = await asked(signed_in, PARTNERS)
    await signed_in.sign_in_at_sandbox("mette")
    await signed_in.settle()
    other = next(one for one in signed_in.open.context.services.accounts.all() if one.name == "Mette Lund")
    panel.response.comparing.with_account(other)
    await signed_in.until(lambda: "403" in panel.response.notice.title())
    assert panel.response.notice.advice() == "There is nothing to compare with."


async def test_writing_requests_are_not_sent_again_for_a_comparison(signed_in: Stage) -> None:
    panel = await asked(signed_in, Draft(method="GET", path="User/FiscalSetup"))
    assert panel.response.asked is not None
    account, request = panel.response.asked
    panel.response.asked = account, request.__class__(method="DELETE", path=request.path)
    assert not next(
        action
        for action in offered(panel.response).actions()
        if action.text() == "The same as another account"
    ).isEnabled()


async def test_that_the_other_answer_was_closed_meanwhile_is_said(
    signed_in: Stage, panel: ResponsePanel
) -> None:
    await panel.show_answer(answer(LEDGER))
    other = await signed_in.open.context.services.answers.open_text("[]")
    await other.close()
    panel.comparing._with_document(other, "Another tab")
    await signed_in.until(panel.notice.isVisible)
    assert panel.notice.title() == "The work on this answer ended before it was done."
