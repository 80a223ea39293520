"""The page that tells what happened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QPushButton

from tests.ui.stage import Stage
from xena_desktop.ui.widgets.step_row import StepRow


def rows(stage: Stage) -> list[str]:
    return [row.accessibleName() for row in stage.open.desk.trace.findChildren(StepRow) if row.isVisible()]


async def test_a_sign_in_is_told_step_by_step(signed_in: Stage) -> None:
    stage = signed_in
    stage.control(QPushButton, "showTraceButton").click()
    await stage.until(lambda: len(rows(stage)) == 10)
    titles = [name.partition(":")[0] for name in rows(stage)]
    assert titles[0] == "Discovery document"
    assert titles[-1] == "Keeping the tokens"
    combo = stage.control(QComboBox, "traceCombo")
    assert combo.currentText().endswith("Sign-in in the browser · succeeded")
    stage.control(QPushButton, "copyTraceButton").click()
    copied = QGuiApplication.clipboard().text()
    assert "→ response_type: code id_token" in copied
    assert "eyJ" not in copied
    QGuiApplication.clipboard().clear()
    stage.control(QPushButton, "closeTraceButton").click()
    assert stage.open.desk.is_at_profile()


async def test_a_trace_is_saved_as_text(signed_in: Stage, tmp_path: Path) -> None:
    stage = signed_in
    stage.open.actions.show_trace.trigger()
    await stage.until(lambda: len(rows(stage)) == 10)
    stage.control(QPushButton, "saveTraceButton").click()
    await stage.until(lambda: len(stage.open.window.findChildren(QFileDialog)) == 1)
    (dialog,) = stage.open.window.findChildren(QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setText(str(tmp_path / "forløb.txt"))
    dialog.accept()
    await stage.until((tmp_path / "forløb.txt").exists)
    await stage.until(stage.open.desk.trace.notice.isVisible)
    text = (tmp_path / "forløb.txt").read_text()
    assert "10. Keeping the tokens" in text


async def test_a_failed_sign_in_offers_what_happened(stage: Stage) -> None:
    stage.person.answer = "deny"
    stage.control(QPushButton, "startSandboxButton").click()
    await stage.until(stage.open.desk.welcome.notice.isVisible)
    more = stage.open.desk.welcome.notice.findChild(QPushButton, "noticeSecondAction")
    assert more is not None
    assert more.text() == "Show what happened"
    more.click()
    await stage.until(lambda: any("failed" in name for name in rows(stage)))
    assert rows(stage)[-1].startswith("Answer through the browser: failed")
    said = [one.text() for one in stage.open.desk.trace.findChildren(QLabel) if one.isVisible()]
    assert "The person said no on the consent page. (consent_denied)" in said
    assert any("← error  access_denied" in text for text in said)
    stage.control(QPushButton, "closeTraceButton").click()
    assert stage.control(QPushButton, "startSandboxButton").isVisible()


async def test_a_sign_in_that_waits_can_be_looked_at_and_come_back_to(stage: Stage) -> None:
    stage.person.answer = "leave"
    stage.control(QPushButton, "startSandboxButton").click()
    await stage.until(stage.control(QPushButton, "openBrowserButton").isVisible)
    await stage.until(lambda: stage.person.finished == 1)
    more = stage.open.desk.waiting.findChild(QPushButton, "noticeSecondAction")
    assert more is not None
    more.click()
    await stage.until(lambda: any(name.startswith("Authorization request") for name in rows(stage)))
    stage.control(QPushButton, "closeTraceButton").click()
    assert stage.control(QPushButton, "cancelSignInButton").isVisible()
    stage.control(QPushButton, "cancelSignInButton").click()
    await stage.until(stage.control(QPushButton, "startSandboxButton").isVisible)


async def test_what_never_happened_is_said(signed_in: Stage) -> None:
    signed_in.open.desk.show_trace((), about="Søren Holm")
    assert signed_in.open.desk.trace.about.text() == "Nothing was recorded yet."
    assert not signed_in.control(QComboBox, "traceCombo").isVisible()
