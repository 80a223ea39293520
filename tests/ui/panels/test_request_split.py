"""How a request and its answer share the room of a tab."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.fakes.keychain_daemon import KeychainDaemon
from tests.ui.stage import Stage, staged
from xena_desktop.domain.settings import Draft
from xena_desktop.ui.panels.request import RequestPanel
from xena_desktop.ui.widgets.pill import Pill


def open_request(stage: Stage) -> RequestPanel:
    return stage.open.desk.work.open_request(Draft(path="/Api/User/FiscalSetup"))


def drag(panel: RequestPanel, *, by: int) -> int:
    """Drag the line between request and answer; how high the request then is."""
    handle = panel.split.handle(1)
    start = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(handle, start + QPoint(0, by))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=start + QPoint(0, by))
    return panel.form.height()


async def test_a_request_has_half_of_the_room_until_there_is_an_answer(signed_in: Stage) -> None:
    panel = open_request(signed_in)
    await signed_in.until(lambda: abs(panel.form.height() - panel.response.height()) <= 1)
    panel.send()
    await signed_in.until(lambda: panel.response.height() > 1.5 * panel.form.height())


async def test_a_height_that_was_dragged_holds_for_every_tab_and_the_next_start(
    qapp: QApplication, keychain: KeychainDaemon, home: Path
) -> None:
    async with staged(qapp, home=home) as stage:
        await stage.sign_in_at_sandbox()
        first = open_request(stage)
        await stage.settle()
        height = drag(first, by=120)
        first.send()
        await stage.until(stage.control(Pill, "responseStatus").text)
        assert first.form.height() == height
        stage.open.desk.work.new_request()
        second = stage.open.desk.work.current_request()
        assert second is not None
        assert second is not first
        await stage.until(lambda: second.form.height() == height)
    async with staged(qapp, home=home) as stage:
        again = stage.open.desk.work.current_request()
        assert again is not None
        await stage.until(lambda: again.form.height() == height)


async def test_in_a_low_window_the_answer_keeps_its_room(signed_in: Stage) -> None:
    panel = open_request(signed_in)
    await signed_in.settle()
    drag(panel, by=300)
    signed_in.open.window.resize(1000, 620)
    await signed_in.until(lambda: panel.response.height() >= 159)
    signed_in.open.window.resize(1440, 900)
