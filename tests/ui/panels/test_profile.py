from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QListView, QTableView, QToolButton, QWidget

from tests.fakes.keychain_daemon import KeychainDaemon
from tests.ui.stage import Stage, staged
from xena_desktop.domain.identity import AccountState
from xena_desktop.ui.models.accounts import AccountRole
from xena_desktop.ui.widgets.avatar import Avatar
from xena_desktop.ui.widgets.pill import Pill


def _texts(table: QTableView, column: int) -> list[str]:
    model = table.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


async def test_it_says_who_is_signed_in_and_what_they_may_do(signed_in: Stage) -> None:
    assert signed_in.control(QLabel, "profileName").text() == "Søren Holm"
    assert signed_in.control(QLabel, "profileEmail").text() == "soren@holm.dk"
    assert signed_in.control(Pill, "profileEmailVerified").text() == "✓ verified"
    assert signed_in.control(QLabel, "profileCulture").text() == "· Danish (da-DK)"
    scopes = [pill.text() for pill in signed_in.control(QWidget, "scopeList").findChildren(Pill)]
    assert scopes == ["openid", "profile", "email", "testapi · everything in Xena", "offline_access"]
    assert "renews by itself" in signed_in.control(QLabel, "tokenExpiry").text()
    assert signed_in.control(QLabel, "keychainStatus").text().endswith("unlocked")
    assert signed_in.control(Avatar, "profilePicture").accessibleName() == "Søren Holm"
    claims = signed_in.control(QTableView, "claimTable")
    assert _texts(claims, 0)[:2] == ["sub", "name"]
    assert _texts(claims, 2)[1] == "name"


async def test_a_scope_that_was_not_granted_is_told_apart(signed_in: Stage) -> None:
    account = signed_in.open.context.chosen.account
    assert account is not None
    granted = account.scopes_granted - {"email"}
    signed_in.open.context.services.accounts.change(account.id, scopes_granted=granted)
    await signed_in.settle()
    scopes = signed_in.control(QWidget, "scopeList")
    assert "email" in scopes.accessibleDescription()
    refused = [
        p for p in scopes.findChildren(Pill) if p.toolTip() == "Asked for, not granted" and not p.isHidden()
    ]
    assert [pill.text() for pill in refused] == ["email"]


async def test_a_fiscal_setup_is_chosen_by_a_click(signed_in: Stage) -> None:
    table = signed_in.control(QTableView, "fiscalSetupTable")
    names = _texts(table, 0)
    row = names.index("Holm VVS ApS")
    table.clicked.emit(table.model().index(row, 0))
    await signed_in.until(lambda: "98824" in signed_in.control(QToolButton, "fiscalSetupButton").text())
    account = signed_in.open.context.chosen.account
    assert account is not None
    assert account.fiscal_id == "98824"


async def test_the_clock_runs_down(qapp: QApplication, keychain: KeychainDaemon, home: Path) -> None:
    later = [timedelta(0)]
    from datetime import UTC, datetime

    async with staged(qapp, home=home, now=lambda: datetime.now(UTC) + later[0]) as stage:
        await stage.sign_in_at_sandbox()
        expiry = stage.control(QLabel, "tokenExpiry")
        accounts = stage.control(QListView, "accountList").model()
        assert "in 59 minutes" in expiry.text()
        later[0] = timedelta(minutes=58)
        stage.open.desk.profile.head.refresh_clock()
        stage.open.desk.sidebar.accounts.refresh()
        assert "in 1 minute " in expiry.text()
        assert accounts.index(0, 0).data(AccountRole.NOTE) == "1 min"
        later[0] = timedelta(minutes=61)
        stage.open.desk.profile.head.refresh_clock()
        assert "renewed with the next call" in expiry.text()


async def test_an_ended_session_offers_to_sign_in_again(signed_in: Stage) -> None:
    account = signed_in.open.context.chosen.account
    assert account is not None
    signed_in.open.context.services.accounts.change(account.id, state=AccountState.SIGN_IN_NEEDED)
    notice = signed_in.open.desk.profile.notice
    await signed_in.until(notice.isVisible)
    assert notice.property("kind") == "warning"
    accounts = signed_in.control(QListView, "accountList").model()
    assert accounts.index(0, 0).data(AccountRole.READY) is False
    notice.action_triggered.emit()
    await signed_in.until(lambda: signed_in.open.context.chosen.account is not None)
    await signed_in.until(lambda: _state(signed_in) is AccountState.READY)
    await signed_in.until(lambda: signed_in.open.desk.is_at_profile() and not notice.isVisible())


def _state(stage: Stage) -> AccountState | None:
    account = stage.open.context.chosen.account
    return account.state if account else None


# keyring leaves its connection to the bus to the garbage collector when the collection is locked
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
async def test_a_locked_keychain_is_said_and_tried_again(
    qapp: QApplication, keychain: KeychainDaemon, home: Path
) -> None:
    async with staged(qapp, home=home) as stage:
        await stage.sign_in_at_sandbox()
    keychain.lock()
    try:
        async with staged(qapp, home=home) as stage:
            notice = stage.open.desk.keychain_notice
            await stage.until(notice.isVisible)
            assert notice.title() == "The keychain is locked."
            assert not stage.open.desk.profile.notice.isVisible()
            await stage.until(lambda: stage.control(QLabel, "keychainStatus").text() == "locked")
            assert stage.control(QLabel, "profileName").text() == "Søren Holm"
            keychain.unlock()
            notice.action_triggered.emit()
            await stage.until(lambda: stage.open.context.chosen.profile is not None)
            assert not notice.isVisible()
    finally:
        keychain.unlock()
