from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QPlainTextEdit, QPushButton

from tests.ui.stage import Stage
from xena_desktop.domain.history import HistorySearch
from xena_desktop.domain.settings import Draft
from xena_desktop.ui.panels.request import RequestPanel
from xena_desktop.ui.panels.request_form import NOTES

PARTNERS = Draft(path="Fiscal/{fiscalId}/Partner", query=((True, "PageSize", "{{size}}"),))


def act(stage: Stage, name: str) -> None:
    action = stage.open.window.findChild(QAction, name)
    assert action is not None
    action.trigger()


def rows(stage: Stage) -> list[str]:
    model = stage.control(QListView, "savedList").model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def index_of(stage: Stage, text: str) -> QModelIndex:
    return stage.control(QListView, "savedList").model().index(rows(stage).index(text), 0)


async def saved(stage: Stage, panel: RequestPanel, name: str) -> None:
    act(stage, "saveAction")
    await stage.until(lambda: stage.open.window.findChild(QLineEdit, "nameEdit"))
    stage.control(QLineEdit, "nameEdit").setText(name)
    stage.control(QPushButton, "nameSaveButton").click()
    await stage.until(lambda: panel.form.saved_as() == name)


async def test_save_open_change_and_meet_a_change_from_outside(signed_in: Stage, home: Path) -> None:
    panel = signed_in.open.desk.work.open_request(PARTNERS)
    panel.form.variables.set_own({"size": "2"})
    await saved(signed_in, panel, "Partnere/alle")
    path = home / "saved" / "Partnere" / "alle.request.toml"
    assert 'size = "2"' in path.read_text(encoding="utf-8")
    assert panel.title() == "alle"
    assert not panel.is_changed()
    signed_in.control(QPushButton, "savedDrawer").click()
    await signed_in.until(lambda: rows(signed_in) == ["Partnere", "alle"])
    panel.form.path.setText("Fiscal/{fiscalId}/Article")
    assert panel.is_changed()
    act(signed_in, "saveAction")
    await signed_in.until(lambda: "Article" in path.read_text(encoding="utf-8"))
    await signed_in.until(lambda: not panel.is_changed())
    path.write_text(path.read_text(encoding="utf-8").replace("Article", "Order"), encoding="utf-8")
    panel.form.path.setText("Fiscal/{fiscalId}/Ledger")
    act(signed_in, "saveAction")
    await signed_in.until(lambda: "changed by somebody else" in panel.form.notice.title())
    assert "Order" in path.read_text(encoding="utf-8")
    signed_in.open.desk.work.close_current_tab()
    view = signed_in.control(QListView, "savedList")
    view.clicked.emit(index_of(signed_in, "alle"))
    await signed_in.until(lambda: signed_in.open.desk.work.current_request() is not None)
    opened = signed_in.open.desk.work.current_request()
    assert opened is not None
    assert opened.draft().path == "Fiscal/{fiscalId}/Order"
    assert opened.form.request().query == (("PageSize", "2"),)
    await signed_in.settle(0.5)


async def test_files_from_outside_appear_and_broken_ones_name_their_line(
    signed_in: Stage, home: Path
) -> None:
    signed_in.control(QPushButton, "savedDrawer").click()
    panel = signed_in.open.desk.sidebar.saved
    await signed_in.until(panel._empty.isVisible)
    folder = home / "saved"
    folder.mkdir()
    (folder / "broken.request.toml").write_text('format = "xena-request/1"\nmethod = GET\n', encoding="utf-8")
    await signed_in.until(lambda: rows(signed_in) == ["broken"])
    panel.list.clicked.emit(index_of(signed_in, "broken"))
    await signed_in.until(panel.notice.isVisible)
    assert "line 2" in panel.notice.advice()
    await panel.throw_away("broken")
    await signed_in.until(lambda: not rows(signed_in))
    assert (folder / ".trash" / "broken.request.toml").exists()


async def test_a_renamed_file_stays_with_its_tab(signed_in: Stage, home: Path) -> None:
    panel = signed_in.open.desk.work.open_request(PARTNERS)
    await saved(signed_in, panel, "a")
    task = signed_in.open.context.tasks.start(
        signed_in.open.desk.sidebar.saved.rename("a"), on_error=panel.show_error
    )
    await signed_in.until(lambda: signed_in.open.window.findChild(QLineEdit, "nameEdit"))
    signed_in.control(QLineEdit, "nameEdit").setText("Mappe/b")
    signed_in.control(QPushButton, "nameSaveButton").click()
    await signed_in.until(lambda: task is not None and task.done())
    assert panel.form.saved_as() == "Mappe/b"
    assert (home / "saved" / "Mappe" / "b.request.toml").exists()
    await signed_in.settle(0.5)


async def test_variables_of_every_level_are_filled_and_missing_ones_stop_the_sending(
    signed_in: Stage,
) -> None:
    variables = signed_in.open.context.services.variables
    account = signed_in.open.context.services.accounts.all()[0]
    panel = signed_in.open.desk.work.open_request(PARTNERS)
    preview = signed_in.control(QLabel, "variablePreview")
    assert "size" in preview.text()
    panel.send()
    await signed_in.until(panel.response.notice.isVisible)
    assert "size" in panel.response.notice.title()
    assert await signed_in.open.context.services.history.page(HistorySearch()) == []
    await variables.keep_connection(account, {"size": "4"})
    assert panel.form.request().query == (("PageSize", "4"),)
    await variables.keep_account(account, {"size": "3"})
    assert panel.form.request().query == (("PageSize", "3"),)
    panel.form.variables.set_own({"size": "2"})
    assert panel.form.request().query == (("PageSize", "2"),)
    panel.form.variables.level.setCurrentIndex(1)
    panel.form.path.setText("Fiscal/{fiscalId}/Partner/")
    assert "PageSize=2" in preview.text()
    await signed_in.settle(0.5)


async def test_a_file_that_was_edited_into_nonsense_is_named_and_left_alone(
    signed_in: Stage, home: Path
) -> None:
    panel = signed_in.open.desk.work.open_request(PARTNERS)
    await saved(signed_in, panel, "Partnere")
    path = home / "saved" / "Partnere.request.toml"
    nonsense = path.read_text(encoding="utf-8") + "\npath = = 7 æøå\n"
    path.write_text(nonsense, encoding="utf-8")
    signed_in.control(QPushButton, "savedDrawer").click()
    await signed_in.until(lambda: rows(signed_in) == ["Partnere"])
    signed_in.control(QListView, "savedList").activated.emit(index_of(signed_in, "Partnere"))
    notice = signed_in.open.desk.sidebar.saved.notice
    await signed_in.until(lambda: "“Partnere” cannot be read" in notice.title())
    assert f"line {nonsense.count(chr(10))}" in notice.advice()
    panel.form.path.setText("Fiscal/{fiscalId}/Article")
    act(signed_in, "saveAction")
    await signed_in.until(lambda: "Nothing was overwritten" in panel.form.notice.advice())
    assert path.read_text(encoding="utf-8") == nonsense


async def test_notes_are_written_in_the_window_and_kept_in_the_file(signed_in: Stage, home: Path) -> None:
    panel = signed_in.open.desk.work.open_request(PARTNERS)
    await saved(signed_in, panel, "Partnere")
    panel.form.show_part(NOTES)
    notes = signed_in.control(QPlainTextEdit, "notesEdit")
    assert notes.isVisible()
    notes.setPlainText("Til månedsafslutningen.\n\nSpørg Mette først.")
    assert panel.is_changed()
    act(signed_in, "saveAction")
    path = home / "saved" / "Partnere.request.toml"
    await signed_in.until(lambda: "Spørg Mette først." in path.read_text(encoding="utf-8"))
    await signed_in.until(lambda: not panel.is_changed())
    signed_in.open.desk.work.close_current_tab()
    signed_in.control(QPushButton, "savedDrawer").click()
    await signed_in.until(lambda: rows(signed_in) == ["Partnere"])
    signed_in.control(QListView, "savedList").activated.emit(index_of(signed_in, "Partnere"))
    await signed_in.until(lambda: signed_in.open.desk.work.current_request() is not None)
    opened = signed_in.open.desk.work.current_request()
    assert opened is not None
    assert opened.form.notes.text().startswith("Til månedsafslutningen.")
    assert not opened.is_changed()
