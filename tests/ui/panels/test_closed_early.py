"""Tabs and dialogs that are closed while something is still done for them: no fault, and nothing is lost unsaid."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QListView, QPushButton, QToolButton

from tests.ui.panels.answering import answer, choose_file
from tests.ui.panels.test_answer_work import MANY
from tests.ui.panels.test_saved import PARTNERS, act, rows
from tests.ui.stage import Stage
from xena_desktop.domain.settings import Draft
from xena_desktop.ui.dialogs.about import AboutDialog
from xena_desktop.ui.dialogs.catalogue import CatalogueDialog
from xena_desktop.ui.widgets.palette import Palette


async def test_a_request_whose_tab_is_closed_while_it_is_saved_is_saved(signed_in: Stage, home: Path) -> None:
    work = signed_in.open.desk.work
    work.open_request(PARTNERS)
    signed_in.control(QPushButton, "savedDrawer").click()
    act(signed_in, "saveAction")
    await signed_in.until(lambda: signed_in.open.window.findChild(QLineEdit, "nameEdit"))
    signed_in.control(QLineEdit, "nameEdit").setText("alle")
    signed_in.control(QPushButton, "nameSaveButton").click()
    work.close_current_tab()
    await signed_in.until(lambda: rows(signed_in) == ["alle"])
    assert (home / "saved" / "alle.request.toml").is_file()


async def test_that_a_file_could_not_be_written_is_said_when_its_tab_is_closed(
    signed_in: Stage, tmp_path: Path
) -> None:
    work = signed_in.open.desk.work
    work.new_request()
    request = work.current_request()
    assert request is not None
    panel, path = request.response, tmp_path / "rows.xlsx"
    await panel.show_answer(answer(MANY))
    await signed_in.until(lambda: panel.views.table_start >= 0)
    panel.tools._save("xlsx")
    await choose_file(signed_in, path)
    await signed_in.until(panel.notice.isVisible)
    assert panel.notice.title() == "Saving…"
    work.close_current_tab()
    notice = signed_in.open.desk.notice
    await signed_in.until(notice.isVisible)
    assert notice.title() == "The work on this answer ended before it was done."
    assert not path.exists()


async def test_a_tab_is_closed_while_its_answer_is_read(signed_in: Stage) -> None:
    work = signed_in.open.desk.work
    for part in range(5):
        work.open_request(Draft(path="x"))
        request = work.current_request()
        assert request is not None
        await request.response.show_answer(answer(MANY))
        request.response.show_part(part)
        signed_in.control(QLineEdit, "responseFind").setText("x")
        await signed_in.settle(0.02 * part)
        work.close_current_tab()
    await signed_in.settle(0.5)
    assert not signed_in.open.desk.notice.isVisible()


async def test_the_palette_outlives_what_had_the_focus(signed_in: Stage) -> None:
    work = signed_in.open.desk.work
    request = work.open_request(PARTNERS)
    request.focus_path()
    signed_in.open.actions.palette.trigger()
    palette = signed_in.control(Palette, "palette")
    await signed_in.until(palette.isVisible)
    work.close_current_tab()
    await signed_in.settle(0.1)
    found = signed_in.control(QListView, "paletteList")
    found.clicked.emit(found.model().index(0, 0))
    assert not palette.isVisible()


async def test_about_is_closed_before_it_is_filled(stage: Stage) -> None:
    stage.open.actions.about.trigger()
    await stage.until(lambda: stage.open.window.findChildren(AboutDialog))
    stage.control(AboutDialog, "aboutDialog").reject()
    await stage.settle(0.5)
    assert not stage.open.window.findChildren(AboutDialog)


async def test_a_file_dialog_goes_with_the_dialog_it_belongs_to(signed_in: Stage) -> None:
    signed_in.control(QToolButton, "aboutCatalogueButton").click()
    await signed_in.until(lambda: signed_in.open.window.findChildren(CatalogueDialog))
    signed_in.control(QPushButton, "catalogueFileButton").click()
    await signed_in.until(lambda: signed_in.open.window.findChildren(QFileDialog))
    signed_in.control(CatalogueDialog, "catalogueDialog").reject()
    await signed_in.until(lambda: not signed_in.open.window.findChildren(QFileDialog))
    await signed_in.settle(0.1)
    assert not signed_in.open.desk.notice.isVisible()
