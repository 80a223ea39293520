"""What can be done with an answer: all pages, and a change put on somebody else's."""

from __future__ import annotations

import json
import socket
import threading
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTreeWidget

from tests.fakes.raw_server import RawServer, read_head
from tests.ui.panels.test_gate import _elsewhere, answered_yes, asked, words_of
from tests.ui.panels.test_request import PARTNERS, _answered, _open
from tests.ui.stage import Stage
from xena_desktop.domain.body_draft import json_draft
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.settings import Draft
from xena_desktop.ui.dialogs.conflict import ConflictDialog
from xena_desktop.ui.panels.request import RequestPanel
from xena_desktop.ui.widgets.json_editor import JsonEditor


async def call(stage: Stage, request: ApiRequest) -> Any:
    """What another program of the same person does meanwhile."""
    services = stage.open.context.services
    account = services.accounts.all()[0]
    answer = await services.explorer.send(services.gate.permit(account, request))
    assert answer.status == 200, answer.body
    return json.loads(answer.body)


def shown(panel: RequestPanel) -> Any:
    answer = panel.response.answer
    assert answer is not None
    return json.loads(answer.body)


async def test_all_pages_of_a_list(signed_in: Stage) -> None:
    panel = _open(signed_in, PARTNERS)
    panel.send()
    await _answered(signed_in, panel, status="200")
    button = signed_in.control(QPushButton, "allPagesButton")
    assert button.isVisible()
    button.click()
    await signed_in.until(lambda: len(shown(panel)["Entities"]) > 3)
    await signed_in.until(lambda: not button.isVisible())
    whole = shown(panel)
    assert len(whole["Entities"]) == whole["Count"] > 3
    assert f"{whole['Count']} of {whole['Count']}" in signed_in.control(QLabel, "responseFacts").text()
    assert not panel.response.notice.isVisible()


async def test_a_refusal_is_said_in_words(signed_in: Stage) -> None:
    body = json_draft('{"ContextType": "ContextType_Customer", "PartnerId": 0}')
    panel = _open(signed_in, Draft(method="POST", path="Fiscal/{fiscalId}/Order", body=body))
    panel.send()
    await _answered(signed_in, panel, status="400")
    assert panel.response.notice.title() == "The server did not accept it."
    assert panel.response.notice.advice().startswith("PartnerId: ")


async def _list_of(stage: Stage, server: RawServer) -> RequestPanel:
    panel = _open(stage, Draft(path="List", query=((True, "PageSize", "1"),)))
    await _elsewhere(stage, panel, server)
    panel.send()
    await _answered(stage, panel, status="200")
    return panel


async def test_all_pages_can_be_stopped_and_what_was_read_stays(signed_in: Stage) -> None:
    held = threading.Event()
    answered = [0]

    def converse(connection: socket.socket) -> None:
        read_head(connection)
        answered[0] += 1
        if answered[0] > 3:
            held.wait(10)
        body = b'{"Count": 5, "Entities": [%d]}' % answered[0]
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    with RawServer(converse) as server:
        panel = await _list_of(signed_in, server)
        signed_in.control(QPushButton, "allPagesButton").click()
        await signed_in.until(lambda: answered[0] > 3)
        await signed_in.until(signed_in.control(QPushButton, "cancelResponseButton").isVisible)
        panel.cancel()
        await signed_in.until(panel.response.notice.isVisible)
        held.set()
        assert panel.response.notice.advice() == "2 of 5 are shown."
        assert shown(panel)["Entities"] == [2, 3]


@pytest.mark.parametrize("goes_on", [True, False])
async def test_very_many_pages_are_asked_about(signed_in: Stage, goes_on: bool) -> None:
    answered = [0]

    def converse(connection: socket.socket) -> None:
        read_head(connection)
        answered[0] += 1
        body = b'{"Count": 103, "Entities": [%d]}' % answered[0]
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    with RawServer(converse) as server:
        panel = await _list_of(signed_in, server)
        signed_in.control(QPushButton, "allPagesButton").click()
        assert "Read 103 pages?" in words_of(await asked(signed_in))
        if goes_on:
            await answered_yes(signed_in)
            await signed_in.until(lambda: "103 of 103" in signed_in.control(QLabel, "responseFacts").text())
        else:
            signed_in.control(QPushButton, "questionNoButton").click()
            await signed_in.until(panel.response.notice.isVisible)
        assert answered[0] == (104 if goes_on else 2)


async def _stale(stage: Stage, *, read_before: bool) -> tuple[RequestPanel, str]:
    """A partner is being changed here, and somebody else has changed it meanwhile."""
    first = (await call(stage, ApiRequest(path="Fiscal/97190/Partner", query=(("PageSize", "1"),))))[
        "Entities"
    ][0]
    path = f"Fiscal/97190/Partner/{first['Id']}"
    panel = _open(stage, Draft(path=path))
    if read_before:
        panel.send()
        await _answered(stage, panel, status="200")
    theirs = {**first, "PhoneNumber": "11111111", "Note": "deres"}
    await call(stage, ApiRequest(method="PUT", path=path, body=json.dumps(theirs).encode()))
    mine = {**first, "PhoneNumber": "22222222", "Address": {**first["Address"], "City": "Ærøskøbing"}}
    panel.form.show_draft(Draft(method="PUT", path=path, body=json_draft(json.dumps(mine))))
    panel.send()
    await _answered(stage, panel, status="409")
    await stage.until(panel.response.notice.isVisible)
    assert "Somebody else" in panel.response.notice.title()
    panel.response.notice.action_triggered.emit()
    await stage.until(lambda: stage.open.window.findChildren(ConflictDialog))
    return panel, path


def rows(stage: Stage) -> dict[str, bool]:
    """Each field that is shown, and whether mine is to win."""
    tree = stage.control(QTreeWidget, "conflictList")
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return {item.text(0): item.checkState(0) is Qt.CheckState.Checked for item in items if item is not None}


async def test_my_change_is_put_on_the_new_one(signed_in: Stage) -> None:
    panel, path = await _stale(signed_in, read_before=True)
    found = rows(signed_in)
    assert found["PhoneNumber"] is True
    assert found["Address.City"] is True
    signed_in.control(QPushButton, "conflictYesButton").click()
    await _answered(signed_in, panel, status="200")
    now = await call(signed_in, ApiRequest(path=path))
    assert (now["PhoneNumber"], now["Address"]["City"]) == ("22222222", "Ærøskøbing")
    assert json.loads(signed_in.control(JsonEditor, "bodyEdit").toPlainText())["Version"] < now["Version"]


async def test_without_what_it_began_from_and_with_theirs_chosen(signed_in: Stage) -> None:
    panel, path = await _stale(signed_in, read_before=False)
    tree = signed_in.control(QTreeWidget, "conflictList")
    for row in range(tree.topLevelItemCount()):
        item = tree.topLevelItem(row)
        assert item is not None
        if item.text(0) == "PhoneNumber":
            item.setCheckState(0, Qt.CheckState.Unchecked)
    signed_in.control(QPushButton, "conflictYesButton").click()
    await _answered(signed_in, panel, status="200")
    now = await call(signed_in, ApiRequest(path=path))
    assert (now["PhoneNumber"], now["Address"]["City"]) == ("11111111", "Ærøskøbing")


async def test_a_conflict_can_be_left_as_it_is(signed_in: Stage) -> None:
    panel, _ = await _stale(signed_in, read_before=True)
    before = panel.draft()
    signed_in.control(QPushButton, "conflictNoButton").click()
    await signed_in.until(lambda: not signed_in.open.window.findChildren(ConflictDialog))
    assert panel.draft() == before
