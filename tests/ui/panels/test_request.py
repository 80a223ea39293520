from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabBar,
    QTreeView,
    QWidget,
)

from tests.fakes.keychain_daemon import KeychainDaemon
from tests.ui.stage import Stage, staged
from xena_desktop.domain.body_draft import json_draft
from xena_desktop.domain.settings import Draft, Drafts
from xena_desktop.ui.panels.answer_part import Part
from xena_desktop.ui.panels.request import RequestPanel
from xena_desktop.ui.widgets.json_editor import JsonEditor
from xena_desktop.ui.widgets.pill import Pill
from xena_desktop.ui.widgets.text_view import TextView

PARTNERS = Draft(path="/Api/Fiscal/{fiscalId}/Partner", query=((True, "PageSize", "3"), (False, "Page", "9")))


def _open(stage: Stage, draft: Draft) -> RequestPanel:
    return stage.open.desk.work.open_request(draft)


def _status(panel: RequestPanel) -> str:
    pill = panel.response.findChild(Pill, "responseStatus")
    assert pill is not None
    return pill.text()


async def _answered(stage: Stage, panel: RequestPanel, *, status: str) -> None:
    await stage.until(lambda: _status(panel).startswith(status))


async def test_an_answer_is_shown_as_tree_text_and_headers(signed_in: Stage) -> None:
    panel = _open(signed_in, PARTNERS)
    signed_in.control(QPushButton, "sendButton").click()
    await _answered(signed_in, panel, status="200 OK")
    tree = signed_in.control(QTreeView, "responseTree").model()
    assert [tree.index(row, 0).data() for row in range(2)] == ["Count", "Entities"]
    assert "3 of " in signed_in.control(QLabel, "responseFacts").text()
    panel.response.show_part(Part.TEXT)
    text = signed_in.control(TextView, "responseText")
    await signed_in.until(lambda: '"Count": ' in text.text())


async def test_the_query_is_sent_as_far_as_it_is_switched_on(signed_in: Stage) -> None:
    assert _open(signed_in, PARTNERS).form.request().query == (("PageSize", "3"),)


async def test_the_fiscal_setups_are_offered_where_the_path_asks_for_one(signed_in: Stage) -> None:
    panel = _open(signed_in, PARTNERS)
    combo = signed_in.control(QComboBox, "fiscalCombo")
    assert combo.isVisible()
    assert combo.count() == 3
    combo.setCurrentIndex(combo.findData("98824"))
    combo.activated.emit(combo.currentIndex())
    account = signed_in.open.context.services.accounts.all()[0].id
    accounts = signed_in.open.context.services.accounts
    await signed_in.until(lambda: accounts.by_id(account).fiscal_id == "98824")
    panel.form.path.setText("User/FiscalSetup")
    assert not combo.isVisible()


async def test_other_placeholders_have_fields_of_their_own(signed_in: Stage) -> None:
    panel = _open(signed_in, Draft(path="Fiscal/{fiscalId}/Partner/{id}"))
    panel.send()
    notice = panel.response.notice
    await signed_in.until(notice.isVisible)
    assert "id" in notice.title()
    field = signed_in.control(QLineEdit, "placeholder-id")
    QTest.keyClicks(field, "12/å")
    assert panel.form.request().path == "Fiscal/{fiscalId}/Partner/12%2F%C3%A5"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("https://evil.example/Api/Partner", "This address does not belong to the connection"),
        ("", "The request cannot be sent as it stands."),
        ("Fiscal/../Partner", "The request cannot be sent as it stands."),
    ],
)
async def test_what_cannot_be_sent_is_said(signed_in: Stage, path: str, title: str) -> None:
    panel = _open(signed_in, Draft(path=path))
    panel.send()
    await signed_in.until(panel.response.notice.isVisible)
    assert panel.response.notice.title().startswith(title)
    assert panel.response.notice.advice()


async def test_an_error_status_is_an_answer(signed_in: Stage) -> None:
    panel = _open(signed_in, Draft(path="Fiscal/{fiscalId}/Partner/1"))
    panel.send()
    await _answered(signed_in, panel, status="404")
    assert not panel.response.notice.isVisible()


async def test_a_writing_method_on_a_read_only_connection_asks_first(signed_in: Stage) -> None:
    services = signed_in.open.context.services
    account = services.accounts.all()[0]
    sandbox = services.accounts.connection_of(account)
    await services.connections.save(replace(sandbox, id="books", name="The books", read_only=True))
    services.accounts.change(account.id, connection_id="books")
    panel = _open(signed_in, Draft(method="POST", path="Fiscal/{fiscalId}/Partner", body=json_draft("{}")))
    panel.send()
    await signed_in.until(lambda: signed_in.open.window.findChildren(QPushButton, "questionNoButton"))
    question = signed_in.control(QPushButton, "questionNoButton").window()
    shown = " ".join(text.text() for text in question.findChildren(QLabel))
    assert all(word in shown for word in ("Søren Holm", "The books", "Demo Regnskab", "POST"))
    signed_in.control(QPushButton, "questionNoButton").click()
    await signed_in.settle()
    assert _status(panel) == ""
    panel.send()
    await signed_in.until(lambda: signed_in.open.window.findChildren(QPushButton, "questionYesButton"))
    signed_in.control(QPushButton, "questionYesButton").click()
    await _answered(signed_in, panel, status="400")


async def test_a_request_can_be_stopped(signed_in: Stage) -> None:
    panel = _open(signed_in, PARTNERS)
    panel.send()
    await signed_in.settle(0)
    panel.cancel()
    await signed_in.until(panel.response.notice.isVisible)
    assert panel.response.notice.title() == "Stopped."
    assert signed_in.control(QPushButton, "sendButton").isVisible()


async def test_ctrl_enter_sends(signed_in: Stage) -> None:
    panel = _open(signed_in, PARTNERS)
    signed_in.open.actions.send.trigger()
    await _answered(signed_in, panel, status="200")


async def test_broken_json_is_said_where_it_is_written(signed_in: Stage) -> None:
    panel = _open(signed_in, Draft(method="POST", path="User", body=json_draft('{"a" 1}')))
    assert "Line 1" in signed_in.control(QLabel, "bodyValidity").text()
    assert not signed_in.control(QPushButton, "formatButton").isEnabled()
    editor = signed_in.control(JsonEditor, "bodyEdit")
    editor.setPlainText('{"a":1}')
    editor.check()
    signed_in.control(QPushButton, "formatButton").click()
    assert editor.toPlainText() == '{\n  "a": 1\n}'
    assert panel.form.request().headers == (("Content-Type", "application/json; charset=utf-8"),)


async def test_drafts_come_back(qapp: QApplication, keychain: KeychainDaemon, home: Path) -> None:
    written = Draft(
        method="POST", path="Fiscal/{fiscalId}/Order", query=((True, "a", "æ"), (False, "b", "")),
        headers=((True, "X-Note", "1"),), body=json_draft('{\n  "Note": "øl"\n}'),
    )  # fmt: skip
    async with staged(qapp, home=home) as stage:
        _open(stage, Draft(path="User/FiscalSetup"))
        stage.open.desk.work.new_request()
        panel = stage.open.desk.work.current_request()
        assert panel is not None
        panel.form.show_draft(written)
        store = stage.open.context.services.settings
        await stage.until(lambda: store.drafts.drafts[-1:] == (written,))
    async with staged(qapp, home=home) as stage:
        assert stage.open.desk.work.drafts() == Drafts(
            drafts=(Draft(path="User/FiscalSetup"), written), current=1
        )


async def test_a_dot_marks_what_was_changed_since_it_was_sent(signed_in: Stage) -> None:
    tabs = signed_in.control(QTabBar, "workTabs")
    panel = _open(signed_in, PARTNERS)
    assert tabs.tabText(1) == "GET Partner"
    panel.form.path.setText("User/FiscalSetup")
    assert tabs.tabText(1) == "GET FiscalSetup ●"
    panel.send()
    await _answered(signed_in, panel, status="200")
    await signed_in.until(lambda: tabs.tabText(1) == "GET FiscalSetup")


async def test_tabs_are_opened_and_closed_by_key(signed_in: Stage) -> None:
    tabs = signed_in.control(QTabBar, "workTabs")
    actions = signed_in.open.actions
    actions.new_tab.trigger()
    actions.new_tab.trigger()
    assert tabs.count() == 3
    actions.close_tab.trigger()
    assert tabs.count() == 2
    actions.next_tab.trigger()
    assert tabs.currentIndex() == 0
    actions.close_tab.trigger()
    assert tabs.count() == 2
    await signed_in.settle(0.4)  # the tabs are kept a moment after they change


async def test_an_endpoint_fills_a_request(signed_in: Stage) -> None:
    search = signed_in.control(QLineEdit, "endpointSearch")
    search.setText("get fiscalsetup")
    QTest.keyClick(search, Qt.Key.Key_Return)
    panel = signed_in.open.desk.work.current_request()
    assert panel is not None
    assert panel.draft().method == "GET"
    assert "FiscalSetup" in panel.draft().path
    search.setText("qqq zzz www")
    assert signed_in.control(QLabel, "endpointNothing").isVisible()


async def test_a_picture_is_shown_as_one(signed_in: Stage) -> None:
    from xena_desktop.domain.exchange import ApiAnswer

    panel = _open(signed_in, PARTNERS)
    profile = signed_in.open.context.chosen.profile
    assert profile is not None
    assert profile.picture is not None
    answer = ApiAnswer(
        method="GET", url="https://x.example/Blob/1", status=200, reason="", body=profile.picture, seconds=0.1,
        headers=(("Content-Type", "image/png"),),
    )  # fmt: skip
    await panel.response.show_answer(answer)
    picture = panel.response.findChild(QWidget, "responsePicture")
    assert picture is not None
    assert picture.isVisible()
    await panel.response.show_answer(
        replace(answer, body=b"%PDF-1.7", headers=(("Content-Type", "application/pdf"),))
    )
    assert not picture.isVisible()
    assert _status(panel) == "200 OK"


async def test_an_answer_is_saved_as_it_was_received(signed_in: Stage, tmp_path: Path) -> None:
    panel = _open(signed_in, PARTNERS)
    panel.send()
    await _answered(signed_in, panel, status="200")
    document = panel.response.document
    assert document is not None
    received = bytes(document.raw[:])
    signed_in.control(QPushButton, "saveResponseButton").click()
    await signed_in.until(lambda: signed_in.open.window.findChildren(QFileDialog))
    dialog = signed_in.open.window.findChildren(QFileDialog)[0]
    file = tmp_path / "svar ø.json"
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setText(str(file))
    dialog.accept()
    await signed_in.until(panel.response.notice.isVisible)
    assert panel.response.notice.title() == "Saved to svar ø.json."
    assert file.read_bytes() == received
