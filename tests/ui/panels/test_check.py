"""The page that checks an account."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton

from tests.ui.stage import Stage
from xena_desktop.domain.check import CheckStep
from xena_desktop.ui.widgets.step_row import StepRow


def rows(stage: Stage) -> list[str]:
    return [row.accessibleName() for row in stage.open.desk.check.findChildren(StepRow) if row.isVisible()]


async def checked(stage: Stage) -> None:
    stage.control(QPushButton, "checkAccountButton").click()
    assert stage.control(QPushButton, "cancelCheckButton").isVisible()
    await stage.until(lambda: len(rows(stage)) == len(CheckStep))
    await stage.until(stage.control(QPushButton, "checkAgainButton").isVisible)


async def test_a_good_account_passes_every_step(signed_in: Stage) -> None:
    stage = signed_in
    await checked(stage)
    assert rows(stage) == [
        "Host names: passed",
        "Connection to the servers: passed",
        "Certificates: passed over",
        "Discovery document: passed",
        "Clock of this computer: passed",
        "Signing keys: passed",
        "Keychain: passed",
        "Renewal without you: passed",
        "Access token: passed",
        "API: passed",
        "Fiscal setups: passed",
        "Rights: passed",
    ]
    assert stage.open.desk.check.about.text() == "Søren Holm · Sandbox · everything is well"
    stage.control(QPushButton, "copyCheckButton").click()
    assert "✓ Fiscal setups: passed" in QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()


async def test_a_check_is_stopped_and_begun_again(signed_in: Stage) -> None:
    stage = signed_in
    stage.open.actions.check_account.trigger()
    await stage.until(lambda: any("running" in name for name in rows(stage)))
    stage.control(QPushButton, "cancelCheckButton").click()
    again = stage.control(QPushButton, "checkAgainButton")
    await stage.until(again.isVisible)
    assert stage.open.desk.check.about.text().endswith("stopped")
    again.click()
    await stage.until(lambda: stage.open.desk.check.about.text().endswith("everything is well"))
    stage.control(QPushButton, "closeCheckButton").click()
    assert stage.open.desk.is_at_profile()


async def test_a_report_is_saved_without_a_secret(signed_in: Stage, tmp_path: Path) -> None:
    stage = signed_in
    await checked(stage)
    stage.control(QPushButton, "saveReportButton").click()
    await stage.until(lambda: len(stage.open.window.findChildren(QFileDialog)) == 1)
    (dialog,) = stage.open.window.findChildren(QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setText(str(tmp_path / "rapport.txt"))
    dialog.accept()
    await stage.until((tmp_path / "rapport.txt").exists)
    await stage.until(stage.open.desk.check.notice.isVisible)
    text = (tmp_path / "rapport.txt").read_text()
    for section in ("Versions", "Account", "Connection", "Account check", "What happened"):
        assert f"== {section} ==" in text
    assert "✓ Rights: passed" in text
    assert "eyJ" not in text
