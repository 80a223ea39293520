from __future__ import annotations

import asyncio
from urllib.parse import parse_qs, urlsplit

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QListView, QPushButton, QToolButton

from tests.fakes.keychain_daemon import KeychainDaemon
from tests.fakes.raw_http import exchanged, page_request
from tests.ui.stage import Stage
from xena_desktop.ui.widgets.copy_field import CopyField
from xena_desktop.ui.widgets.notice_bar import NoticeBar


async def test_the_first_page_has_three_doors(stage: Stage) -> None:
    names = ("startSandboxButton", "connectXenaButton", "openConnectionButton")
    assert all(stage.control(QPushButton, name).isVisible() for name in names)
    assert not stage.control(QListView, "accountList").isVisible()
    assert stage.open.window.stripe.color() == ""


async def test_the_sandbox_door_leads_to_the_profile(stage: Stage) -> None:
    stage.control(QPushButton, "startSandboxButton").click()
    await stage.until(lambda: stage.open.context.chosen.profile is not None)
    await stage.until(lambda: stage.control(QLabel, "profileName").isVisible())
    assert stage.control(QLabel, "profileName").text() == "Søren Holm"
    assert stage.open.window.stripe.color() == "#7FB800"
    assert stage.control(QListView, "accountList").isVisible()


async def test_while_waiting_the_address_is_shown_and_can_be_opened_again(stage: Stage) -> None:
    stage.person.answer = "leave"
    stage.control(QPushButton, "startSandboxButton").click()
    again = stage.control(QPushButton, "openBrowserButton")
    await stage.until(again.isVisible)
    address = stage.control(CopyField, "signInAddress").text()
    assert address == stage.person.opened[0]
    assert stage.open.window.stripe.color() == "#7FB800"
    again.click()
    await stage.until(lambda: len(stage.person.opened) == 2)
    assert stage.person.opened[1] == address


async def test_cancelling_goes_back_without_a_word(stage: Stage) -> None:
    stage.person.answer = "leave"
    stage.control(QPushButton, "startSandboxButton").click()
    cancel = stage.control(QPushButton, "cancelSignInButton")
    await stage.until(cancel.isVisible)
    cancel.click()
    await stage.until(stage.control(QPushButton, "startSandboxButton").isVisible)
    assert not stage.open.desk.welcome.notice.isVisible()
    assert stage.open.context.services.accounts.all() == ()


async def test_a_denied_consent_is_said_calmly(stage: Stage) -> None:
    stage.person.answer = "deny"
    stage.control(QPushButton, "startSandboxButton").click()
    notice = stage.open.desk.welcome.notice
    await stage.until(notice.isVisible)
    assert notice.property("kind") == "info"
    assert notice.title() == "Access was declined on the consent page."


async def test_a_crowd_at_the_listener_is_mentioned_and_the_sign_in_goes_on(stage: Stage) -> None:
    stage.person.answer = "leave"
    stage.control(QPushButton, "startSandboxButton").click()
    await stage.until(stage.control(QPushButton, "openBrowserButton").isVisible)
    (url,) = stage.person.opened
    redirect_uri = parse_qs(urlsplit(url).query)["redirect_uri"][0]
    hint = stage.control(NoticeBar, "waitingHint")
    assert hint.title() == ""

    def knock() -> None:
        for _ in range(25):
            exchanged(redirect_uri, page_request(redirect_uri, "/callback"))

    await asyncio.to_thread(knock)
    await stage.until(lambda: "Something else" in hint.title())
    stage.person.answer = "allow"
    await asyncio.to_thread(stage.person, url)
    await stage.until(lambda: stage.open.context.chosen.account is not None)


async def test_what_is_sent_can_be_seen(stage: Stage) -> None:
    stage.person.answer = "leave"
    stage.control(QPushButton, "startSandboxButton").click()
    await stage.until(stage.control(QPushButton, "openBrowserButton").isVisible)
    hint = stage.open.desk.waiting.findChild(QPushButton, "noticeAction")
    assert hint is not None
    hint.click()
    shown = [text.text() for text in stage.open.desk.waiting.findChildren(QLabel)]
    assert "redirect_uri" in shown
    assert not any("code_challenge=" in text or "state=" in text for text in shown)


# keyring leaves its connection to the bus to the garbage collector when the collection is locked
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
async def test_a_locked_keychain_is_said_before_the_browser_opens(
    stage: Stage, keychain: KeychainDaemon
) -> None:
    keychain.lock()
    try:
        stage.control(QPushButton, "startSandboxButton").click()
        notice = stage.open.desk.keychain_notice
        await stage.until(notice.isVisible)
        assert notice.title() == "The keychain is locked."
        assert notice.property("kind") == "warning"
        assert stage.person.opened == []
    finally:
        keychain.unlock()


async def test_a_second_account_is_chosen_when_it_signed_in(signed_in: Stage) -> None:
    stage = signed_in
    stage.control(QToolButton, "addAccountButton").click()
    combo = stage.control(QComboBox, "connectionCombo")
    assert combo.isVisible()
    assert combo.currentText() == "Sandbox"
    assert stage.control(QComboBox, "promptCombo").currentText() == "Ask for the password again"
    stage.person.person = "mette"
    stage.control(QPushButton, "signInButton").click()
    await stage.until(lambda: stage.control(QLabel, "profileName").text().startswith("Mette"))
    accounts = stage.control(QListView, "accountList").model()
    assert accounts.rowCount() == 2


async def test_a_connection_without_a_client_cannot_be_used_to_sign_in(signed_in: Stage) -> None:
    signed_in.open.desk.show_sign_in()
    combo = signed_in.control(QComboBox, "connectionCombo")
    combo.setCurrentIndex(combo.findText("Xena"))
    assert not signed_in.control(QPushButton, "signInButton").isEnabled()


async def test_signing_out_asks_and_forgets(signed_in: Stage) -> None:
    stage = signed_in
    stage.control(QPushButton, "signOutButton").click()
    await stage.until(lambda: stage.open.window.findChildren(QPushButton, "questionNoButton"))
    stage.control(QPushButton, "questionNoButton").click()
    await stage.settle()
    assert len(stage.open.context.services.accounts.all()) == 1
    stage.control(QPushButton, "signOutButton").click()
    await stage.until(lambda: stage.open.window.findChildren(QPushButton, "questionYesButton"))
    stage.control(QPushButton, "questionYesButton").click()
    await stage.until(lambda: not stage.open.context.services.accounts.all())
    await stage.until(stage.control(QPushButton, "startSandboxButton").isVisible)
    assert stage.open.window.stripe.color() == ""
