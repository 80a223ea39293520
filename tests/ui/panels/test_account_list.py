"""Many accounts: their order, their words, and what another process does to them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
)

from tests.ui.stage import Stage
from xena_desktop.app import quick_services
from xena_desktop.domain.identity import AccountState
from xena_desktop.ui.models.accounts import AccountListModel, AccountRole


@pytest.fixture
async def three(signed_in: Stage) -> Stage:
    """The window with Søren, and with two accounts that are only names."""
    accounts = signed_in.open.context.services.accounts
    soren = accounts.all()[0]
    for name in ("Anna", "Zoe"):
        accounts.keep(replace(soren, id=f"account-{name.lower()}", name=name, subject=name))
    return signed_in


def shown(stage: Stage) -> list[str]:
    model = stage.control(QListView, "accountList").model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def drop(model: AccountListModel, dragged: int, *, row: int, on: QModelIndex | None = None) -> None:
    data: QMimeData = model.mimeData([model.index(dragged)])
    assert not model.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, on or QModelIndex())


async def test_an_account_is_moved_with_the_keyboard(three: Stage) -> None:
    view = three.control(QListView, "accountList")
    view.setFocus()
    assert shown(three) == ["Anna", "Søren Holm", "Zoe"]
    assert view.currentIndex().row() == 1
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    await three.until(lambda: shown(three) == ["Søren Holm", "Anna", "Zoe"])
    assert view.currentIndex().row() == 0
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        await three.settle()
    assert shown(three) == ["Anna", "Zoe", "Søren Holm"]
    QTest.keyClick(three.open.window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert three.open.context.chosen.account is not None
    assert three.open.context.chosen.account.name == "Søren Holm"
    QTest.keyClick(three.open.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert three.open.context.chosen.account.name == "Zoe"
    await three.settle(0.3)


async def test_an_account_is_moved_by_dragging(three: Stage) -> None:
    model = three.control(QListView, "accountList").model()
    assert isinstance(model, AccountListModel)
    assert model.supportedDropActions() == Qt.DropAction.MoveAction
    assert model.flags(model.index(0)) & Qt.ItemFlag.ItemIsDragEnabled
    assert model.flags(QModelIndex()) == Qt.ItemFlag.ItemIsDropEnabled
    drop(model, 0, row=2)
    await three.until(lambda: shown(three) == ["Søren Holm", "Anna", "Zoe"])
    drop(model, 2, row=0)
    await three.until(lambda: shown(three) == ["Zoe", "Søren Holm", "Anna"])
    drop(model, 0, row=-1)
    await three.until(lambda: shown(three) == ["Søren Holm", "Anna", "Zoe"])
    drop(model, 2, row=-1, on=model.index(0))
    await three.until(lambda: shown(three) == ["Zoe", "Søren Holm", "Anna"])
    stranger = QMimeData()
    stranger.setData(model.mimeTypes()[0], b"account-from-elsewhere")
    assert not model.dropMimeData(stranger, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    await three.settle()
    assert shown(three) == ["Zoe", "Søren Holm", "Anna"]


async def test_an_account_gets_a_name_a_colour_and_a_note(signed_in: Stage) -> None:
    stage = signed_in
    view = stage.control(QListView, "accountList")
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_F2)
    name = stage.control(QLineEdit, "accountNameEdit")
    assert name.isVisible()
    assert (name.text(), name.selectedText()) == ("Søren Holm", "Søren Holm")
    name.setText("Kunde A")
    color = stage.control(QComboBox, "accountColorCombo")
    assert color.currentText() == "As the connection"
    color.setCurrentIndex(color.findText("Purple"))
    stage.control(QPlainTextEdit, "accountNoteEdit").setPlainText("Må ikke bogføre.")
    stage.control(QPushButton, "saveAccountButton").click()
    assert stage.control(QLabel, "profileName").text() == "Kunde A"
    assert stage.control(QLabel, "profileNote").text() == "Må ikke bogføre."
    index = view.model().index(0, 0)
    assert (index.data(), index.data(AccountRole.COLOR)) == ("Kunde A", "#8a3fa0")
    assert index.data(Qt.ItemDataRole.ToolTipRole).splitlines() == [
        "Signed in as soren@holm.dk · Sandbox",
        "Må ikke bogføre.",
        "Ctrl+1",
    ]


async def test_leaving_the_account_page_changes_nothing(signed_in: Stage) -> None:
    stage = signed_in
    stage.control(QToolButton, "describeAccountButton").click()
    name = stage.control(QLineEdit, "accountNameEdit")
    name.setText("Noget andet")
    QTest.keyClick(name, Qt.Key.Key_Escape)
    assert stage.open.desk.is_at_profile()
    stage.control(QToolButton, "describeAccountButton").click()
    stage.control(QPushButton, "cancelAccountButton").click()
    assert stage.open.desk.is_at_profile()
    assert stage.open.context.services.accounts.all()[0].name == "Søren Holm"


async def test_the_menu_of_an_account_opens_from_the_keyboard(signed_in: Stage) -> None:
    stage = signed_in
    view = stage.control(QListView, "accountList")
    view.setFocus()
    place = view.visualRect(view.currentIndex()).center()
    QApplication.sendEvent(
        view.viewport(),
        QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, view.viewport().mapToGlobal(place)),
    )
    menu = stage.control(QMenu, "accountMenu")
    assert menu.isVisible()
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == [
        "Name, colour and note…",
        "Move up",
        "Move down",
        "Sign in again",
        "Edit connection…",
        "Sign out…",
    ]
    menu.close()
    await stage.settle()


async def test_signing_out_with_the_delete_key_asks_first(signed_in: Stage) -> None:
    stage = signed_in
    view = stage.control(QListView, "accountList")
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Delete)
    await stage.until(lambda: stage.open.window.findChildren(QPushButton, "questionNoButton"))
    stage.control(QPushButton, "questionNoButton").click()
    await stage.settle()
    assert len(stage.open.context.services.accounts.all()) == 1


async def test_how_each_account_stands_is_said(three: Stage) -> None:
    accounts = three.open.context.services.accounts
    accounts.change("account-anna", state=AccountState.SIGN_IN_NEEDED)
    accounts.change("account-zoe", access_expires_at=None)
    model = three.control(QListView, "accountList").model()
    notes = [model.index(row, 0).data(AccountRole.NOTE) for row in range(3)]
    assert notes[0] == "expired"
    assert str(notes[1]).endswith("min")
    assert notes[2] == ""
    assert [model.index(row, 0).data(AccountRole.READY) for row in range(3)] == [False, True, True]


async def test_what_another_process_does_shows_within_a_second(three: Stage, home: Path) -> None:
    elsewhere = quick_services(home).accounts
    anna = elsewhere.by_id("account-anna")
    elsewhere.describe(anna, name="Anna fra terminalen", color="", note="")
    elsewhere.forget("account-zoe")
    await three.until(lambda: shown(three) == ["Anna fra terminalen", "Søren Holm"])


async def test_an_account_whose_connection_is_gone_does_no_harm(three: Stage) -> None:
    accounts = three.open.context.services.accounts
    accounts.change("account-anna", connection_id="own-0123456789ab")
    model = three.control(QListView, "accountList").model()
    assert model.index(0, 0).data() == "Anna"
    three.open.actions.account_wanted.emit(0)
    await three.settle(0.3)
    assert three.control(QLabel, "profileName").text() == "Anna"
