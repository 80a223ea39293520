"""Requests from other programs in the window, and copied for them."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QLineEdit, QPushButton, QTreeWidget

from tests.fakes.api_documents import swagger
from tests.ui.panels.test_request import PARTNERS, _answered, _open
from tests.ui.stage import Stage
from xena_desktop.domain.body_draft import BodyDraft, BodyKind
from xena_desktop.domain.interchange import TOKEN_VARIABLE, Language
from xena_desktop.domain.settings import Draft
from xena_desktop.ui.dialogs.import_choice import ImportChoice
from xena_desktop.ui.panels.request import RequestPanel

CURL = """curl 'https://my.xena.biz/Api/Fiscal/97190/Partner?Page=0' \\
  -H 'Authorization: Bearer eyJabc.def.ghi' -b 'sid=1' -H 'X-Note: a' \\
  --data-raw '{"Name": "Sørens \\u00d8"}'"""


def copy_as(panel: RequestPanel, language: Language) -> None:
    """Choose from the menu, as by hand."""
    action = panel.form.menu.findChild(QAction, f"copyAs{language.name.title()}Action")
    assert action is not None
    action.trigger()


async def test_a_pasted_curl_command_fills_the_form(signed_in: Stage) -> None:
    panel = _open(signed_in, Draft())
    QGuiApplication.clipboard().setText(CURL)
    path = signed_in.control(QLineEdit, "urlEdit")
    QTest.keyClick(path, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert panel.draft() == Draft(
        method="POST",
        path="/Api/Fiscal/97190/Partner",
        query=((True, "Page", "0"),),
        headers=((True, "X-Note", "a"), (True, "Content-Type", "application/x-www-form-urlencoded")),
        body=BodyDraft(kind=BodyKind.TEXT, text='{"Name": "Sørens \\u00d8"}'),
    )
    said = panel.form.notice.advice()
    assert all(word in said for word in ("Authorization", "Cookies", "my.xena.biz"))
    assert "eyJ" not in said


async def test_other_text_is_pasted_as_ever(signed_in: Stage) -> None:
    panel = _open(signed_in, Draft())
    QGuiApplication.clipboard().setText("User/FiscalSetup")
    path = signed_in.control(QLineEdit, "urlEdit")
    QTest.keyClick(path, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert panel.draft().path == "User/FiscalSetup"
    assert not panel.form.notice.isVisible()


async def test_in_an_empty_tab_pasting_needs_no_field(signed_in: Stage) -> None:
    panel = _open(signed_in, Draft())
    QGuiApplication.clipboard().setText(CURL)
    QTest.keyClick(panel, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert panel.draft().path == "/Api/Fiscal/97190/Partner"
    QGuiApplication.clipboard().setText(CURL.replace("97190", "1"))
    QTest.keyClick(panel, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert panel.draft().path == "/Api/Fiscal/97190/Partner"


async def test_a_broken_command_changes_nothing(signed_in: Stage) -> None:
    panel = _open(signed_in, Draft())
    panel.form.path.setText("kept")
    panel.take_command("curl 'https://a")
    assert panel.draft().path == "kept"
    assert "cannot be read" in panel.form.notice.title()


@pytest.mark.parametrize("language", Language)
async def test_copy_as(signed_in: Stage, language: Language) -> None:
    panel = _open(signed_in, PARTNERS)
    token = await signed_in.open.context.services.session.access_token(
        signed_in.open.context.services.accounts.all()[0]
    )
    copy_as(panel, language)
    await signed_in.until(panel.form.notice.isVisible)
    code = QGuiApplication.clipboard().text()
    assert TOKEN_VARIABLE in code
    assert "/Api/Fiscal/97190/Partner?PageSize=3" in code
    assert token.value.reveal() not in code
    assert language.value in panel.form.notice.title()


async def test_copied_as_python_it_runs(signed_in: Stage, tmp_path: Path) -> None:
    panel = _open(signed_in, PARTNERS)
    services = signed_in.open.context.services
    token = await services.session.access_token(services.accounts.all()[0])
    copy_as(panel, Language.PYTHON)
    await signed_in.until(panel.form.notice.isVisible)
    file = tmp_path / "copied.py"
    file.write_text(QGuiApplication.clipboard().text(), encoding="utf-8")
    environment = {TOKEN_VARIABLE: token.value.reveal(), "PATH": "", "LANG": "C.UTF-8"}
    run = partial(subprocess.run, env=environment, capture_output=True, check=True, text=True, timeout=60)
    done = await asyncio.to_thread(run, [sys.executable, str(file)])
    status, _, body = done.stdout.partition("\n")
    assert status == "200"
    assert len(json.loads(body)["Entities"]) == 3


async def test_what_cannot_be_copied_is_said(signed_in: Stage) -> None:
    panel = _open(signed_in, Draft(path="Fiscal/{fiscalId}/Partner/{id}"))
    panel.form.menu.copy_wanted.emit(Language.CURL.value)
    await signed_in.until(panel.response.notice.isVisible)
    assert "id" in panel.response.notice.title()


# --- files -------------------------------------------------------------------------------------------------


async def choosing(stage: Stage, file: Path) -> ImportChoice:
    """The file is given; the choice is on the screen."""
    stage.open.import_file(file)
    await stage.until(lambda: stage.open.window.findChildren(ImportChoice))
    return stage.open.window.findChildren(ImportChoice)[0]


def har(tmp_path: Path, *urls: str) -> Path:
    entries = [
        {
            "request": {"method": "GET", "url": url, "headers": [{"name": "Cookie", "value": "a=b"}]},
            "response": {"status": 200, "headers": [], "content": {"text": '{"Id": 7}'}},
        }
        for url in urls
    ]
    file = tmp_path / "optagelse ø.har"
    file.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}), encoding="utf-8")
    return file


async def test_requests_of_a_har_are_chosen_and_opened(signed_in: Stage, tmp_path: Path) -> None:
    api = "https://my.xena.biz/Api"
    file = har(tmp_path, f"{api}/Fiscal/1/Partner", f"{api}/User/FiscalSetup", "https://cdn.test/x.js")
    choice = await choosing(signed_in, file)
    yes = signed_in.control(QPushButton, "importYesButton")
    assert yes.text() == "Open 2 requests"
    signed_in.control(QLineEdit, "importFilter").setText("partner get")
    signed_in.control(QPushButton, "importNoneButton").click()
    assert not yes.isEnabled()
    signed_in.control(QPushButton, "importAllButton").click()
    assert yes.text() == "Open 1 request"
    signed_in.control(QCheckBox, "importAnswers").click()
    shown = signed_in.control(QTreeWidget, "importList")
    first = shown.topLevelItem(0)
    assert first is not None
    shown.setCurrentItem(first)
    assert "Cookies" in signed_in.control(QLabel, "importNotes").text()
    yes.click()
    await signed_in.until(lambda: signed_in.open.desk.work.current_request() is not None)
    panel = signed_in.open.desk.work.current_request()
    assert panel is not None
    assert panel.draft().path == "/Api/Fiscal/1/Partner"
    assert "It has not been sent" in panel.form.notice.title()
    await _answered(signed_in, panel, status="200")
    assert choice.with_answers()


async def test_operations_of_an_api_document_are_chosen_and_opened(signed_in: Stage, tmp_path: Path) -> None:
    file = tmp_path / "xena.json"
    file.write_text(json.dumps(swagger(entities=8)), encoding="utf-8")
    await choosing(signed_in, file)
    shown = signed_in.control(QTreeWidget, "importList")
    assert shown.topLevelItemCount() > 40
    assert not signed_in.control(QPushButton, "importYesButton").isEnabled()
    signed_in.control(QLineEdit, "importFilter").setText("post")
    posts = [shown.topLevelItem(row) for row in range(shown.topLevelItemCount())]
    first = next(item for item in posts if item is not None and not item.isHidden())
    wanted = first.text(1)
    first.setCheckState(0, Qt.CheckState.Checked)
    signed_in.control(QPushButton, "importYesButton").click()
    await signed_in.until(lambda: signed_in.open.desk.work.current_request() is not None)
    panel = signed_in.open.desk.work.current_request()
    assert panel is not None
    draft = panel.draft()
    assert (draft.method, draft.path) == ("POST", wanted)
    assert draft.body.kind is BodyKind.JSON
    assert "It has not been sent" in panel.form.notice.title()


async def test_broken_files_are_said_and_change_nothing(signed_in: Stage, tmp_path: Path) -> None:
    panel = _open(signed_in, Draft(path="kept"))
    file = tmp_path / "broken.har"
    file.write_text('{"log": {"entries": [', encoding="utf-8")
    signed_in.open.import_file(file)
    await signed_in.until(signed_in.open.desk.notice.isVisible)
    assert "broken" in signed_in.open.desk.notice.advice()
    assert panel.draft().path == "kept"


async def test_the_file_is_asked_for(signed_in: Stage, tmp_path: Path) -> None:
    signed_in.open.actions.import_requests.trigger()
    await signed_in.until(lambda: signed_in.open.window.findChildren(QFileDialog))
    dialog = signed_in.open.window.findChildren(QFileDialog)[0]
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setText(str(har(tmp_path, *(f"https://my.xena.biz/Api/x/{row}" for row in range(40)))))
    dialog.accept()
    await signed_in.until(lambda: signed_in.open.window.findChildren(ImportChoice))
    yes = signed_in.control(QPushButton, "importYesButton")
    assert not yes.isEnabled()
    signed_in.control(QPushButton, "importAllButton").click()
    assert not yes.isEnabled()
    assert "At most 30" in signed_in.control(QLabel, "importNotes").text()
    signed_in.control(QPushButton, "importNoButton").click()
    await signed_in.until(lambda: not signed_in.open.window.findChildren(ImportChoice))
