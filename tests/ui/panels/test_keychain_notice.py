"""Each state of the keychain as the window shows it, with the real gnome-keyring."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from tests.fakes.keychain_daemon import KeychainDaemon
from tests.ui.stage import Stage
from xena_desktop.ui.panels.keychain_notice import KeychainNotice

FOR_THIS_SESSION = "Keep for this session only"


@pytest.fixture
def daemon(keychain: KeychainDaemon) -> Iterator[KeychainDaemon]:
    """The keychain, as it was when the test is over."""
    yield keychain
    if not keychain.is_running:
        keychain.start_daemon()
    if keychain.is_locked():
        keychain.unlock()


def notice(stage: Stage) -> KeychainNotice:
    return stage.open.desk.keychain_notice


async def quiet(stage: Stage) -> None:
    """Let everything end that was started: qasync runs one last round without a running loop after each test."""
    await stage.until(lambda: not stage.open.context.tasks._running)


def press(stage: Stage, name: str) -> None:
    button = notice(stage).findChild(QPushButton, name)
    assert button is not None
    assert button.isVisible()
    button.click()


async def test_it_is_silent_while_the_keychain_serves(signed_in: Stage) -> None:
    assert not notice(signed_in).isVisible()
    await quiet(signed_in)


async def test_locked_then_unlocked_goes_on_with_the_sign_in(stage: Stage, daemon: KeychainDaemon) -> None:
    connection = await stage.open.context.services.sandbox.start()
    daemon.lock()
    stage.open.flows.sign_in(connection)
    await stage.until(lambda: notice(stage).isVisible())
    assert notice(stage).title() == "The keychain is locked."
    assert not stage.open.desk.welcome.notice.isVisible()
    press(stage, "noticeAction")
    await stage.settle(0.3)
    assert notice(stage).isVisible()
    daemon.unlock()
    press(stage, "noticeAction")
    await stage.until(lambda: stage.open.context.chosen.profile is not None)
    assert not notice(stage).isVisible()
    await quiet(stage)


async def test_kept_for_this_session_only_and_then_in_the_keychain(
    stage: Stage, daemon: KeychainDaemon
) -> None:
    connection = await stage.open.context.services.sandbox.start()
    daemon.lock()
    stage.open.flows.sign_in(connection)
    await stage.until(lambda: notice(stage).isVisible())
    press(stage, "noticeSecondAction")
    await stage.until(lambda: stage.open.context.chosen.profile is not None)
    assert notice(stage).title() == "Tokens are kept for this session only."
    assert "next time" in notice(stage).advice()
    assert "this session only" in stage.control(QLabel, "keychainStatus").text()
    daemon.unlock()
    press(stage, "noticeAction")
    await stage.until(lambda: not notice(stage).isVisible())
    account = stage.open.context.chosen.account
    assert account is not None
    await stage.until(lambda: not stage.open.context.services.accounts.by_id(account.id).session_only)
    assert [item for item in daemon.items() if f"grant/{account.id}" in item.label]
    await quiet(stage)


async def test_the_keychain_goes_away_and_comes_back(signed_in: Stage, daemon: KeychainDaemon) -> None:
    daemon.stop_daemon()
    signed_in.open.desk.profile.load()
    await signed_in.until(lambda: notice(signed_in).isVisible())
    assert "Secret Service" in notice(signed_in).title()
    daemon.start_daemon()
    press(signed_in, "noticeAction")
    await signed_in.until(lambda: not notice(signed_in).isVisible())
    await quiet(signed_in)


async def test_a_question_that_stands_open(signed_in: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xena_desktop.services.keychain.NOTICE_SECONDS", 0.05)
    answered = threading.Event()
    keychain = signed_in.open.context.services.keychain
    signed_in.open.context.tasks.start(
        keychain._asked(lambda _store: answered.wait(10)), on_error=lambda _: None
    )
    await signed_in.until(lambda: notice(signed_in).isVisible())
    assert notice(signed_in).title() == "Waiting for your keychain"
    answered.set()
    await signed_in.until(lambda: not notice(signed_in).isVisible())
    await quiet(signed_in)
