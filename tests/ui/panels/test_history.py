from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView, QMenu, QPushButton, QToolButton

from tests.ui.stage import Stage
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.history import HistorySearch
from xena_desktop.domain.settings import Draft
from xena_desktop.ui.panels.request import RequestPanel
from xena_desktop.ui.widgets.pill import Pill

PARTNERS = ApiRequest(path="Fiscal/{fiscalId}/Partner", query=(("PageSize", "3"),))


async def called(stage: Stage, *requests: ApiRequest) -> None:
    context = stage.open.context
    account = context.services.accounts.all()[0]
    for request in requests:
        await context.services.explorer.send(context.services.gate.permit(account, request))
    await context.services.history.settled()


def rows(stage: Stage) -> list[str]:
    model = stage.control(QListView, "historyList").model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


async def opened(stage: Stage) -> QListView:
    stage.control(QPushButton, "historyDrawer").click()
    view = stage.control(QListView, "historyList")
    await stage.settle()
    return view


def index_of(stage: Stage, text: str) -> QModelIndex:
    return stage.control(QListView, "historyList").model().index(rows(stage).index(text), 0)


def act(stage: Stage, name: str) -> None:
    action = stage.open.window.findChild(QAction, name)
    assert action is not None
    action.trigger()


def request_in_front(stage: Stage) -> RequestPanel:
    panel = stage.open.desk.work.current_request()
    assert panel is not None
    return panel


@pytest.fixture
async def used(signed_in: Stage) -> Stage:
    """The window of somebody who made two calls."""
    await called(signed_in, PARTNERS, ApiRequest(path="User/NoSuchThing"))
    return signed_in


async def test_an_empty_history_says_what_it_is_for(signed_in: Stage) -> None:
    await opened(signed_in)
    panel = signed_in.open.desk.sidebar.history
    await signed_in.until(panel._empty.isVisible)
    assert panel._empty.accessibleName() == "No calls yet"


async def test_calls_stand_by_days_the_newest_first(used: Stage) -> None:
    view = await opened(used)
    await used.until(lambda: len(rows(used)) == 3)
    assert rows(used) == ["Today", "User/NoSuchThing", "Partner"]
    model = view.model()
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable
    said = str(model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert said.startswith("GET User/NoSuchThing, 404")
    await called(used, ApiRequest(path="User/FiscalSetup"))
    await used.until(lambda: rows(used)[1] == "User/FiscalSetup")


async def test_the_search_looks_into_bodies_and_filters_narrow_it(used: Stage) -> None:
    await opened(used)
    search = used.control(QLineEdit, "historySearch")
    search.setText("entities partn")
    await used.until(lambda: rows(used) == ["Today", "Partner"])
    search.setText("no such words at all")
    await used.until(lambda: not rows(used))
    search.clear()
    menu = used.control(QToolButton, "historyFilterButton").menu()
    statuses = next(child for child in menu.findChildren(QMenu) if child.title() == "Status")
    next(action for action in statuses.actions() if action.data() == "4").trigger()
    await used.until(lambda: rows(used) == ["Today", "User/NoSuchThing"])


async def test_the_shortcut_goes_to_the_search_and_enter_opens_the_first(used: Stage) -> None:
    act(used, "findHistoryAction")
    search = used.control(QLineEdit, "historySearch")
    assert search.hasFocus()
    search.setText("partner")
    await used.until(lambda: rows(used) == ["Today", "Partner"])
    QTest.keyClick(search, Qt.Key.Key_Return)
    await used.until(lambda: used.open.desk.work.current_request() is not None)
    assert request_in_front(used).form.path.text() == PARTNERS.path
    act(used, "findEndpointAction")
    assert used.open.window.focusWidget() is used.control(QLineEdit, "endpointSearch")


async def test_a_call_opens_with_its_answer(used: Stage) -> None:
    view = await opened(used)
    await used.until(lambda: len(rows(used)) == 3)
    view.clicked.emit(index_of(used, "Partner"))
    await used.until(lambda: used.open.desk.work.current_request() is not None)
    panel = request_in_front(used)
    assert panel.draft() == Draft(path=PARTNERS.path, query=((True, "PageSize", "3"),))
    await used.until(lambda: used.control(Pill, "responseStatus").text().startswith("200"))
    assert "From the history" in panel.form.notice.title()


async def test_a_call_is_sent_again(used: Stage) -> None:
    services = used.open.context.services
    (entry,) = await services.history.page(HistorySearch(text="partner"))
    used.open.desk.sidebar.history.resend_wanted.emit(await services.history.read(entry.id))
    await used.until(lambda: not used.open.desk.work._pause.isActive())
    for _ in range(500):
        if len(await services.history.page(HistorySearch(text="partner"))) == 2:
            return
        await used.settle(0.01)
    raise AssertionError("not sent again")


async def test_masked_calls_are_opened_and_not_sent(signed_in: Stage) -> None:
    await called(signed_in, ApiRequest(path="User/FiscalSetup", query=(("token", "hemmelig"),)))
    history = signed_in.open.context.services.history
    (entry,) = await history.page(HistorySearch())
    signed_in.open.desk.sidebar.history.resend_wanted.emit(await history.read(entry.id))
    await signed_in.settle(0.3)
    assert len(await history.page(HistorySearch())) == 1
    assert "masked" in request_in_front(signed_in).form.notice.advice()


async def test_delete_forgets_one_and_the_menu_all(used: Stage) -> None:
    view = await opened(used)
    await used.until(lambda: len(rows(used)) == 3)
    view.setCurrentIndex(index_of(used, "Partner"))
    QTest.keyClick(view, Qt.Key.Key_Delete)
    await used.until(lambda: rows(used) == ["Today", "User/NoSuchThing"])
    act(used, "historyForgetAllAction")
    await used.until(lambda: used.open.window.findChild(QPushButton, "questionYesButton") is not None)
    used.control(QPushButton, "questionYesButton").click()
    await used.until(lambda: not rows(used))


async def test_what_another_window_sends_appears(used: Stage) -> None:
    await opened(used)
    await used.until(lambda: len(rows(used)) == 3)
    history = used.open.context.services.history
    assert history._file is not None
    from xena_desktop.storage.history import HistoryFile

    key = await history._secrets.history_key()
    assert key is not None
    other = HistoryFile(history._path, key=key)
    other.add(await history.read(1))
    other.close()
    await used.until(lambda: len(rows(used)) == 4)


async def test_a_walk_is_one_call_that_says_how_many_pages(signed_in: Stage) -> None:
    context = signed_in.open.context
    account = context.services.accounts.all()[0]
    request = replace(PARTNERS, query=(("PageSize", "1"),))
    await context.services.all_pages.walk(account, request)
    view = await opened(signed_in)
    await signed_in.until(lambda: len(rows(signed_in)) == 2)
    walk = view.model().index(1, 0)
    assert " pages read" in walk.data(Qt.ItemDataRole.ToolTipRole)
    view.activated.emit(walk)
    await signed_in.until(lambda: signed_in.open.desk.work.current_request() is not None)
    assert " pages read." in request_in_front(signed_in).form.notice.advice()


async def test_more_calls_come_as_one_scrolls(signed_in: Stage) -> None:
    await called(signed_in, PARTNERS)
    history = signed_in.open.context.services.history
    whole = await history.read(1)
    assert history._file is not None
    for _ in range(250):
        history._file.add(whole)
    view = await opened(signed_in)
    await signed_in.until(lambda: len(rows(signed_in)) == 101)
    view.scrollToBottom()
    await signed_in.until(lambda: len(rows(signed_in)) == 201)
    view.scrollToBottom()
    await signed_in.until(lambda: len(rows(signed_in)) == 252)
    view.scrollToBottom()
    await signed_in.settle()
    assert len(rows(signed_in)) == 252
