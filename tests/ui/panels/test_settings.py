from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox

from tests.ui.stage import Stage

PASSWORD = "the-proxys-own-word"


async def shown(stage: Stage) -> None:
    stage.open.actions.settings.trigger()
    await stage.until(stage.open.desk.settings.isVisible)


def choose(stage: Stage, name: str, value: str) -> None:
    """Choose as a person does."""
    combo = stage.control(QComboBox, name)
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


async def test_the_theme_changes_as_it_is_chosen(signed_in: Stage) -> None:
    stage = signed_in
    await shown(stage)
    choose(stage, "themeCombo", "dark")
    await stage.until(lambda: stage.open.context.theme.scheme == "dark")
    await stage.until(lambda: stage.open.context.services.settings.settings.theme == "dark")
    stage.open.actions.theme.trigger()
    await stage.until(lambda: stage.control(QComboBox, "themeCombo").currentData() == "light")


async def test_the_language_changes_as_it_is_chosen(signed_in: Stage) -> None:
    await shown(signed_in)
    choose(signed_in, "languageCombo", "da")
    await signed_in.until(signed_in.open.closed.is_set)
    assert signed_in.open.wants_again
    assert signed_in.open.context.services.settings.settings.language == "da"


async def test_a_proxy_and_its_password(signed_in: Stage, home: Path) -> None:
    """The fields of a proxy come when one is to be named; the password goes into the keychain alone."""
    stage = signed_in
    await shown(stage)
    host = stage.control(QLineEdit, "proxyHostEdit")
    password = stage.control(QLineEdit, "proxyPasswordEdit")
    assert not host.isVisible()
    choose(stage, "proxyCombo", "manual")
    assert host.isVisible()
    assert password.echoMode() is QLineEdit.EchoMode.Password
    host.setText(" proxy.example.com ")
    stage.control(QSpinBox, "proxyPortSpin").setValue(3128)
    stage.control(QLineEdit, "proxyUserEdit").setText("søren")
    stage.control(QSpinBox, "answerSecondsSpin").setValue(30)
    password.setText(PASSWORD)
    stage.control(QPushButton, "saveSettingsButton").click()
    await stage.until(stage.open.desk.settings.notice.isVisible)
    services = stage.open.context.services
    kept = services.settings.settings
    assert (kept.proxy, kept.proxy_host, kept.proxy_port) == ("manual", "proxy.example.com", 3128)
    assert (kept.proxy_user, kept.answer_seconds) == ("søren", 30)
    way = await services.networks.way()
    assert way.proxy is not None
    assert way.proxy.password is not None
    assert way.proxy.password.reveal() == PASSWORD
    assert (password.text(), "keychain" in password.placeholderText()) == ("", True)
    assert not any(PASSWORD.encode() in path.read_bytes() for path in home.rglob("*") if path.is_file())


async def test_a_wrong_setting_is_said_at_its_field(signed_in: Stage) -> None:
    stage = signed_in
    await shown(stage)
    choose(stage, "proxyCombo", "manual")
    stage.control(QPushButton, "saveSettingsButton").click()
    notice = stage.open.desk.settings.notice
    await stage.until(notice.isVisible)
    assert notice.property("kind") == "danger"
    assert stage.control(QLineEdit, "proxyHostEdit").property("invalid") is True
    assert stage.open.context.services.settings.settings.proxy == "system"


async def test_every_choice_of_proxy_is_explained(signed_in: Stage) -> None:
    stage = signed_in
    await shown(stage)
    notes = set()
    for choice in ("system", "none", "manual"):
        choose(stage, "proxyCombo", choice)
        notes |= {
            text.text() for text in stage.open.desk.settings.findChildren(QLabel) if len(text.text()) > 50
        }
    assert len(notes) == 3


async def test_back_leads_to_the_profile(signed_in: Stage) -> None:
    await shown(signed_in)
    signed_in.control(QPushButton, "settingsBackButton").click()
    assert signed_in.open.desk.is_at_profile()
    assert signed_in.open.desk.profile.isVisible()
