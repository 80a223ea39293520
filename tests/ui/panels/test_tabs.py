from __future__ import annotations

import json
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTabBar, QTableView, QToolButton

from tests.fakes.keychain_daemon import KeychainDaemon
from tests.fakes.raw_server import RawServer, read_head
from tests.ui.panels.test_gate import _elsewhere
from tests.ui.stage import Stage, staged
from xena_desktop.domain.settings import Draft
from xena_desktop.ui.widgets.pill import Pill


def tabs(stage: Stage) -> list[str]:
    bar = stage.control(QTabBar, "workTabs")
    return [bar.tabText(index) for index in range(bar.count())]


def act(stage: Stage, name: str) -> None:
    action = stage.open.window.findChild(QAction, name)
    assert action is not None
    action.trigger()


def open_three(stage: Stage) -> None:
    for name in ("A", "B", "C"):
        act(stage, "newTabAction")
        panel = stage.open.desk.work.current_request()
        assert panel is not None
        panel.form.path.setText(name)


def drag(stage: Stage, source: int, target: int) -> None:
    bar = stage.control(QTabBar, "workTabs")
    start, end = bar.tabRect(source).center(), bar.tabRect(target).center()
    toward = 1 if end.x() > start.x() else -1
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=start)
    for x in range(start.x(), end.x() + toward * 30, toward * 4):
        QTest.mouseMove(bar, QPoint(x, start.y()))
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(end.x() + toward * 30, start.y()))


async def test_a_closed_tab_comes_back_where_it_was(signed_in: Stage) -> None:
    open_three(signed_in)
    bar = signed_in.control(QTabBar, "workTabs")
    bar.setCurrentIndex(1)
    act(signed_in, "closeTabAction")
    bar.setCurrentIndex(1)
    act(signed_in, "closeTabAction")
    assert tabs(signed_in) == ["Profile", "GET C ●"]
    act(signed_in, "reopenTabAction")
    act(signed_in, "reopenTabAction")
    assert [text.rstrip(" ●") for text in tabs(signed_in)] == ["Profile", "GET A", "GET B", "GET C"]
    act(signed_in, "reopenTabAction")
    assert len(tabs(signed_in)) == 4
    request = signed_in.open.desk.work.current_request()
    assert request is not None
    assert request.form.path.text() == "A"
    await signed_in.settle(0.5)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [(3, 1, "CAB"), (1, 3, "BCA"), (2, 0, "BAC"), (0, 2, "ABC")],
)
async def test_tabs_are_dragged_and_the_profile_stays(
    signed_in: Stage, source: int, target: int, expected: str
) -> None:
    open_three(signed_in)
    drag(signed_in, source, target)
    await signed_in.settle(0.4)
    assert tabs(signed_in)[0] == "Profile"
    work = signed_in.open.desk.work
    assert "".join(draft.path for draft in work.drafts().drafts) == expected
    bar = signed_in.control(QTabBar, "workTabs")
    for index, name in enumerate(expected, start=1):
        bar.setCurrentIndex(index)
        request = work.current_request()
        assert request is not None
        assert request.form.path.text() == name
    await signed_in.settle(0.5)


async def test_tabs_come_back_after_a_restart(
    qapp: QApplication, keychain: KeychainDaemon, home: Path
) -> None:
    async with staged(qapp, home=home) as stage:
        await stage.sign_in_at_sandbox()
        open_three(stage)
        drag(stage, 3, 1)
        await stage.settle(0.4)
    async with staged(qapp, home=home) as stage:
        assert [text.rstrip(" ●") for text in tabs(stage)] == ["Profile", "GET C", "GET A", "GET B"]


async def test_drafts_are_on_the_disk_soon_after_every_keystroke(signed_in: Stage, home: Path) -> None:
    open_three(signed_in)
    request = signed_in.open.desk.work.current_request()
    assert request is not None
    for count in range(1, 60):
        request.form.path.setText("x" * count)
        await signed_in.settle(0.01)
        if count > 45:
            kept = json.loads((home / "drafts.json").read_text(encoding="utf-8"))["drafts"][-1]["path"]
            assert len(kept) > 1
    await signed_in.settle(0.5)
    kept = json.loads((home / "drafts.json").read_text(encoding="utf-8"))["drafts"][-1]["path"]
    assert kept == "x" * 59


async def test_a_tab_keeps_its_own_account(signed_in: Stage) -> None:
    await signed_in.sign_in_at_sandbox("bo")
    accounts = signed_in.open.context.services.accounts.all()
    bo = signed_in.open.context.chosen.account
    soren = next(account for account in accounts if bo and account.id != bo.id)
    assert bo is not None
    panel = signed_in.open.desk.work.open_request(Draft(path="Fiscal/{fiscalId}/Partner"))
    button = signed_in.control(QToolButton, "tabAccountButton")
    assert panel.form.account.account() == bo
    button.menu().aboutToShow.emit()
    next(action for action in button.menu().actions() if action.text() == soren.name).trigger()
    assert panel.draft().account_id == soren.id
    assert soren.name in button.toolTip()
    assert panel.form.parameters.fiscal.currentData() == soren.fiscal_id
    panel.send()
    history = signed_in.open.context.services.history
    await signed_in.until(lambda: signed_in.control(Pill, "responseStatus").text())
    await history.settled()
    from xena_desktop.domain.history import HistorySearch

    assert (await history.page(HistorySearch()))[0].account_id == soren.id
    signed_in.open.context.chosen.choose(soren.id)
    signed_in.open.context.chosen.choose(bo.id)
    assert panel.draft() == replace(Draft(path="Fiscal/{fiscalId}/Partner"), account_id=soren.id)
    await signed_in.settle(0.5)


async def test_cookies_are_kept_where_they_are_wanted_and_can_be_seen_and_deleted(signed_in: Stage) -> None:
    def converse(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nSet-Cookie: kurv=7; Path=/\r\nContent-Length: 2\r\n\r\n[]")

    panel = signed_in.open.desk.work.open_request(Draft(path="Cart"))
    button = signed_in.control(QToolButton, "tabAccountButton")
    with RawServer(converse) as server:
        await _elsewhere(signed_in, panel, server)
        button.menu().aboutToShow.emit()
        keep = _action(button, "keepCookiesAction")
        assert not keep.isChecked()
        assert not _action(button, "showCookiesAction").isEnabled()
        keep.trigger()
        panel.send()
        await signed_in.until(lambda: signed_in.control(Pill, "responseStatus").text())
    button.menu().aboutToShow.emit()
    assert _action(button, "keepCookiesAction").isChecked()
    shown = _action(button, "showCookiesAction")
    assert shown.text() == "Cookies (1)…"
    shown.trigger()
    table = signed_in.control(QTableView, "cookieTable")
    assert [table.model().index(0, column).data() for column in range(2)] == ["kurv", "7"]
    signed_in.control(QPushButton, "clearCookiesButton").click()
    assert table.model().rowCount() == 0
    signed_in.control(QPushButton, "closeCookiesButton").click()
    button.menu().aboutToShow.emit()
    assert _action(button, "showCookiesAction").text() == "Cookies (0)…"


def _action(button: QToolButton, name: str) -> QAction:
    found = [one for one in button.menu().actions() if one.objectName() == name]
    return found[0]
