from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QPushButton, QToolButton

from tests.fakes.certificates import Authority
from tests.ui.stage import Stage
from xena_desktop.ui.widgets.copy_field import CopyField

SECRET = "a-client-secret-of-nobody"


async def _show(stage: Stage) -> None:
    stage.control(QPushButton, "connectXenaButton").click()
    await stage.settle()


async def test_the_settings_for_the_developer_console_can_be_copied(stage: Stage) -> None:
    await _show(stage)
    copied = [
        field.text() for field in stage.open.desk.connection.findChildren(CopyField) if field.isVisible()
    ]
    assert "http://127.0.0.1:51789/callback" in copied
    assert "offline_access" in copied


async def test_a_missing_client_id_is_said_at_its_field(stage: Stage) -> None:
    await _show(stage)
    stage.control(QPushButton, "saveConnectionButton").click()
    notice = stage.open.desk.connection.notice
    await stage.until(notice.isVisible)
    assert notice.property("kind") == "danger"
    assert stage.control(QLineEdit, "clientIdEdit").property("invalid") is True
    assert stage.control(QLineEdit, "authorityEdit").property("invalid") is False


async def test_saving_puts_the_secret_into_the_keychain_alone(stage: Stage, home: Path) -> None:
    await _show(stage)
    stage.control(QLineEdit, "clientIdEdit").setText("mine.xena.biz")
    secret = stage.control(QLineEdit, "clientSecretEdit")
    assert secret.echoMode() is QLineEdit.EchoMode.Password
    secret.setText(SECRET)
    stage.control(QPushButton, "saveConnectionButton").click()
    connections = stage.open.context.services.connections
    await stage.until(lambda: connections.named("Xena").client_id == "mine.xena.biz")
    await stage.until(lambda: "keychain" in secret.placeholderText())
    assert secret.text() == ""
    assert await connections.has_client_secret(connections.named("Xena"))
    assert not any(SECRET.encode() in path.read_bytes() for path in home.rglob("*") if path.is_file())


async def test_testing_says_the_issuer_or_what_is_wrong(stage: Stage) -> None:
    sandbox = await stage.open.context.services.sandbox.start()
    await _show(stage)
    stage.control(QLineEdit, "clientIdEdit").setText("mine.xena.biz")
    authority = stage.control(QLineEdit, "authorityEdit")
    notice = stage.open.desk.connection.notice
    for address, kind, words in (
        (sandbox.authority, "good", sandbox.authority),
        ("http://127.0.0.1:9", "danger", "127.0.0.1"),
    ):
        notice.clear()
        authority.setText(address)
        stage.control(QPushButton, "testConnectionButton").click()
        await stage.until(notice.isVisible)
        assert notice.property("kind") == kind
        assert words in notice.title() + notice.advice()


async def test_an_address_of_ones_own_starts_empty(stage: Stage) -> None:
    await _show(stage)
    combo = stage.control(QComboBox, "connectionKindCombo")
    assert [combo.itemText(row) for row in range(2)] == ["Xena", "Xena test"]
    combo.setCurrentIndex(combo.count() - 1)
    combo.activated.emit(combo.currentIndex())
    assert stage.control(QLineEdit, "connectionName").text() == ""
    assert stage.control(QLineEdit, "authorityEdit").text() == "https://"


async def test_a_connection_file_is_imported_when_the_person_agrees(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "hos os ø.xenaconnection"
    file.write_text(
        json.dumps(
            {
                "format": "xena-connection/1",
                "name": "Hos os",
                "authority": "https://login.example",
                "api_base_url": "https://api.example/Api",
                "client_id": "ours",
            }
        )
    )
    stage.open.import_file(file)
    await stage.until(lambda: stage.open.window.findChildren(QPushButton, "questionYesButton"))
    question = stage.control(QPushButton, "questionYesButton").window()
    assert "https://login.example" in [text.text() for text in question.findChildren(QLabel)]
    stage.control(QPushButton, "questionYesButton").click()
    await stage.until(stage.open.desk.connection.isVisible)
    assert stage.open.context.services.connections.named("Hos os").client_id == "ours"


async def test_a_wrong_connection_file_says_which_member(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "wrong.xenaconnection"
    file.write_text('{"format": "xena-connection/1", "name": "x"}')
    stage.open.import_file(file)
    notice = stage.open.desk.welcome.notice
    await stage.until(notice.isVisible)
    assert "authority" in notice.advice()


async def test_the_certificate_of_a_company_is_part_of_the_connection(stage: Stage, tmp_path: Path) -> None:
    """A file that is not there is said when the connection is tested; the one that is chosen is kept."""
    sandbox = await stage.open.context.services.sandbox.start()
    await _show(stage)
    stage.control(QLineEdit, "clientIdEdit").setText("mine.xena.biz")
    stage.control(QLineEdit, "authorityEdit").setText(sandbox.authority)
    certificate = stage.control(QLineEdit, "certificateEdit")
    certificate.setText(str(tmp_path / "none.pem"))
    notice = stage.open.desk.connection.notice
    stage.control(QPushButton, "testConnectionButton").click()
    await stage.until(notice.isVisible)
    assert "none.pem" in notice.title()
    authority = Authority(tmp_path)
    stage.control(QToolButton, "chooseCertificateButton").click()
    await stage.until(lambda: stage.open.window.findChildren(QFileDialog))
    (dialog,) = stage.open.window.findChildren(QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setText(str(authority.file))
    dialog.accept()
    await stage.until(lambda: certificate.text() == str(authority.file))
    stage.control(QPushButton, "saveConnectionButton").click()
    connections = stage.open.context.services.connections
    await stage.until(lambda: connections.named("Xena").extra_ca_file == str(authority.file))
