"""What the program says about itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListView

from tests.ui.stage import Stage
from xena_desktop.components import components, program_version
from xena_desktop.ui.dialogs.about import AboutDialog
from xena_desktop.ui.widgets.text_view import TextView


async def opened(stage: Stage) -> AboutDialog:
    stage.open.actions.about.trigger()
    await stage.until(lambda: stage.open.window.findChildren(QListView, "componentList"))
    dialog = stage.control(AboutDialog, "aboutDialog")
    await stage.until(lambda: stage.control(QLabel, "componentLicence").text())
    return dialog


async def test_about_tells_version_and_licences_and_closes_by_keyboard(stage: Stage) -> None:
    dialog = await opened(stage)
    assert program_version() in stage.control(QLabel, "aboutVersion").text()
    parts = stage.control(QListView, "componentList")
    parts.setCurrentIndex(parts.model().index(1, 0))
    second = components()[1]
    assert stage.control(QLabel, "componentLicence").text() == second.licence
    view = stage.control(TextView, "licenceText")
    view.select_all()
    assert view.selected_text().startswith(second.text[:40])
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    await stage.until(lambda: not stage.open.window.findChildren(AboutDialog))
