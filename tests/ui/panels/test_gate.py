"""The gate in the window: what is asked, what is typed, what counts down."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton

from tests.fakes.raw_server import RawServer, read_head
from tests.ui.panels.test_request import _answered, _open, _status
from tests.ui.stage import Stage
from xena_desktop.domain.body_draft import json_draft
from xena_desktop.domain.settings import Draft
from xena_desktop.ui.dialogs.question import Question
from xena_desktop.ui.panels.request import RequestPanel
from xena_desktop.ui.panels.writes_allowed import WritesAllowed

POST = Draft(method="POST", path="Fiscal/{fiscalId}/Partner", body=json_draft('{"AccountNumber": 1}'))


async def read_only(stage: Stage) -> None:
    """Let the account at hand be on a read-only connection."""
    services = stage.open.context.services
    account = services.accounts.all()[0]
    sandbox = services.accounts.connection_of(account)
    await services.connections.save(replace(sandbox, id="books", name="The books", read_only=True))
    services.accounts.change(account.id, connection_id="books")


async def asked(stage: Stage) -> Question:
    """The question in front."""
    await stage.until(lambda: stage.open.window.findChildren(Question))
    return stage.open.window.findChildren(Question)[0]


async def answered_yes(stage: Stage) -> None:
    stage.control(QPushButton, "questionYesButton").click()
    await stage.until(lambda: not stage.open.window.findChildren(Question))


def words_of(question: Question) -> str:
    return " ".join(text.text() for text in question.findChildren(QLabel))


async def test_fifteen_minutes_count_down_and_can_be_ended(signed_in: Stage) -> None:
    await read_only(signed_in)
    panel = _open(signed_in, POST)
    panel.send()
    question = await asked(signed_in)
    assert "AccountNumber" in words_of(question)
    choice = signed_in.control(QCheckBox, "questionChoice")
    assert "Demo Regnskab" in choice.text()
    choice.click()
    await answered_yes(signed_in)
    await _answered(signed_in, panel, status="400")
    frame = signed_in.control(WritesAllowed, "writesAllowedButton")
    pill = signed_in.control(QLabel, "readOnlyPill")
    assert frame.isVisible()
    assert not pill.isVisible()
    assert frame.text().startswith(("Writing allowed · 14:", "Writing allowed · 15:00"))
    panel.form.path.setText("Fiscal/{fiscalId}/Article")
    panel.send()
    await signed_in.until(
        lambda: panel.response.answer is not None and "Article" in panel.response.answer.url
    )
    frame.click()
    assert not frame.isVisible()
    assert pill.isVisible()
    panel.send()
    await asked(signed_in)
    signed_in.control(QPushButton, "questionNoButton").click()


async def test_the_countdown_runs_out(signed_in: Stage) -> None:
    await read_only(signed_in)
    context = signed_in.open.context
    account = context.chosen.account
    assert account is not None
    context.services.gate.allow_writes(account, account.fiscal_id or "")
    frame = signed_in.control(WritesAllowed, "writesAllowedButton")
    assert frame.isVisible()
    context.services.gate._now = lambda: datetime.now(UTC) + timedelta(minutes=16)
    frame.refresh()
    assert not frame.isVisible()
    assert signed_in.control(QLabel, "readOnlyPill").isVisible()


async def test_a_deletion_is_confirmed_by_typing_its_id(signed_in: Stage) -> None:
    panel = _open(signed_in, Draft(method="DELETE", path="Fiscal/{fiscalId}/OrderLine/77"))
    panel.send()
    question = await asked(signed_in)
    assert "Delete OrderLine 77?" in words_of(question)
    yes, typed = (
        signed_in.control(QPushButton, "questionYesButton"),
        signed_in.control(QLineEdit, "questionTypedEdit"),
    )
    assert typed.hasFocus() or question.focusWidget() is typed
    assert not yes.isEnabled()
    QTest.keyClicks(typed, "7")
    assert not yes.isEnabled()
    QTest.keyClicks(typed, "7")
    await answered_yes(signed_in)
    await _answered(signed_in, panel, status="404")


async def test_what_is_never_offered_is_refused_with_its_reason(signed_in: Stage) -> None:
    panel = _open(signed_in, Draft(method="DELETE", path="User/5"))
    panel.send()
    await signed_in.until(panel.response.notice.isVisible)
    assert "not sent from this program" in panel.response.notice.title()
    assert "removes a person's user" in panel.response.notice.advice()
    assert _status(panel) == ""


async def test_the_token_endpoint_warns(signed_in: Stage) -> None:
    panel = _open(signed_in, Draft(path="/connect/token"))
    panel.send()
    assert "hold tokens" in words_of(await asked(signed_in))
    signed_in.control(QPushButton, "questionNoButton").click()
    await signed_in.settle()
    assert _status(panel) == ""


async def _elsewhere(stage: Stage, panel: RequestPanel, server: RawServer) -> None:
    """Let the account's API be the raw server, which stands for one that redirects or breaks."""
    services = stage.open.context.services
    account = services.accounts.all()[0]
    sandbox = services.accounts.connection_of(account)
    base = f"http://127.0.0.1:{server.port}/Api"
    await services.connections.save(
        replace(sandbox, id="raw", name="Raw", api_base_url=base, read_only=False)
    )
    services.accounts.change(account.id, connection_id="raw")


async def test_a_redirect_is_shown_and_followed_on_request(signed_in: Stage) -> None:
    seen: list[bytes] = []

    def elsewhere(connection: socket.socket) -> None:
        seen.append(read_head(connection))
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    with RawServer(elsewhere) as other:

        def points(connection: socket.socket) -> None:
            seen.append(read_head(connection))
            where = f"http://127.0.0.1:{other.port}/file" if b"Away" in seen[-1] else "/Api/There"
            if b"/There" in seen[-1]:
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")
            else:
                head = f"HTTP/1.1 302 Found\r\nLocation: {where}\r\nContent-Length: 0\r\n\r\n"
                connection.sendall(head.encode())

        with RawServer(points) as server:
            panel = _open(signed_in, Draft(path="Here"))
            await _elsewhere(signed_in, panel, server)
            panel.send()
            await _answered(signed_in, panel, status="302")
            assert len(seen) == 1
            await signed_in.until(panel.response.notice.isVisible)
            panel.response.notice.action_triggered.emit()
            await _answered(signed_in, panel, status="200")
            assert b"GET /Api/There " in seen[1]
            assert b"authorization: bearer" in seen[1].lower()
            panel.form.path.setText("Away")
            panel.send()
            await _answered(signed_in, panel, status="302")
            await signed_in.until(panel.response.notice.isVisible)
            panel.response.notice.action_triggered.emit()
            await asked(signed_in)
            await answered_yes(signed_in)
            await _answered(signed_in, panel, status="200")
            assert b"GET /file " in seen[3]
            assert b"authorization" not in seen[3].lower()


async def test_sending_a_write_again_warns(signed_in: Stage) -> None:

    def hangs_up(connection: socket.socket) -> None:
        read_head(connection)

    with RawServer(hangs_up) as server:
        panel = _open(signed_in, POST)
        await _elsewhere(signed_in, panel, server)
        panel.send()
        await signed_in.until(panel.response.notice.isVisible)
        assert server.connections == 1
        panel.response.notice.action_triggered.emit()
        assert "may happen twice" in words_of(await asked(signed_in))
        assert server.connections == 1
        await answered_yes(signed_in)
        await signed_in.until(lambda: server.connections == 2)
        await signed_in.until(panel.response.notice.isVisible)


async def test_a_good_status_that_saved_nothing_is_a_failure(signed_in: Stage) -> None:
    body = b'{"Success": false, "Errors": [{"Path": "Name", "Message": "mangler"}]}'

    def refuses(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    with RawServer(refuses) as server:
        panel = _open(signed_in, POST)
        await _elsewhere(signed_in, panel, server)
        panel.send()
        await signed_in.until(panel.response.notice.isVisible)
        assert panel.response.notice.title().startswith("Nothing was saved")
        assert panel.response.notice.advice() == "Name: mangler"


async def test_a_method_of_ones_own_is_asked_about_as_writing(signed_in: Stage) -> None:
    await read_only(signed_in)
    panel = _open(signed_in, Draft(path="Fiscal/{fiscalId}/Partner"))
    line = panel.form.method.lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, "purge it")
    assert panel.form.draft().method == "PURGEIT"
    panel.send()
    question = await asked(signed_in)
    assert "PURGEIT is a writing method" in words_of(question)
    await answered_yes(signed_in)
    await _answered(signed_in, panel, status="405")
    line.setText("")
    panel.send()
    await signed_in.until(lambda: panel.response.notice.advice().startswith("Write a method"))
