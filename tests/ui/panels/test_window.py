from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from tests.fakes.keychain_daemon import KeychainDaemon
from tests.ui.stage import Stage, staged
from xena_desktop.domain.settings import Draft, Settings
from xena_desktop.ui.panels.fact_table import FactTable
from xena_desktop.ui.widgets.key_value_table import KeyValueTable

QT_OWN = (QLineEdit, FactTable, KeyValueTable)  # their parts are Qt's own: the clearing cross, the corner
ACTING = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)


def _unnamed(stage: Stage) -> list[str]:
    found: list[QWidget] = [
        widget for kind in ACTING for widget in stage.open.window.findChildren(kind) if widget.isVisible()
    ]
    nameless = [
        widget
        for widget in found
        if not (widget.accessibleName() or widget.toolTip())
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and type(widget.parent()) not in QT_OWN
    ]
    return [f"{type(w).__name__} {w.objectName()} in {type(w.parent()).__name__}" for w in nameless]


async def test_everything_that_does_something_has_a_name(signed_in: Stage) -> None:
    assert _unnamed(signed_in) == []
    panel = signed_in.open.desk.work.open_request(Draft(path="Fiscal/{fiscalId}/Partner/{id}"))
    for part in range(3):
        panel.form.show_part(part)
        await signed_in.settle()
        assert _unnamed(signed_in) == []
    signed_in.open.desk.show_sign_in()
    await signed_in.settle()
    assert _unnamed(signed_in) == []
    signed_in.open.desk.show_connection(None)
    await signed_in.settle()
    assert _unnamed(signed_in) == []


async def test_the_theme_is_switched_and_remembered(stage: Stage) -> None:
    stage.open.actions.theme.trigger()
    await stage.settle()
    schemes = [stage.open.context.theme.scheme]
    await stage.until(lambda: stage.open.context.services.settings.settings.theme == "dark")
    stage.open.actions.theme_chosen.emit("light")
    schemes.append(stage.open.context.theme.scheme)
    assert schemes == ["dark", "light"]


async def test_another_language_asks_for_the_window_anew(stage: Stage) -> None:
    stage.open.actions.language_chosen.emit("da")
    await stage.until(stage.open.closed.is_set)
    assert stage.open.wants_again
    assert stage.open.context.services.settings.settings.language == "da"


async def test_the_window_speaks_danish(qapp: QApplication, keychain: KeychainDaemon, home: Path) -> None:
    async with staged(qapp, home=home, settings=Settings(language="da", theme="dark")) as stage:
        assert stage.control(QPushButton, "startSandboxButton").text() == "Start sandkassen"


async def test_closing_only_says_so(stage: Stage) -> None:
    stage.open.window.close()
    await stage.until(stage.open.closed.is_set)
    assert stage.open.window.isVisible()


async def test_size_and_sidebar_come_back(qapp: QApplication, keychain: KeychainDaemon, home: Path) -> None:
    async with staged(qapp, home=home, size=(1100, 700)) as stage:
        await stage.sign_in_at_sandbox()
        stage.open.desk.splitter.setSizes([333, 700])
        await stage.settle()
        width = stage.open.desk.splitter.sizes()[0]
    async with staged(qapp, home=home, size=(1100, 700)) as stage:
        await stage.until(lambda: stage.open.context.chosen.profile is not None)
        assert stage.open.desk.splitter.sizes()[0] == width
        account = stage.open.context.chosen.account
        assert account is not None
        assert account.name == "Søren Holm"


async def test_a_fault_is_said_once_and_its_details_can_be_copied(stage: Stage) -> None:
    try:
        raise ZeroDivisionError("Authorization: Bearer abcdefghijklmnop")
    except ZeroDivisionError as fault:
        stage.open.show_fault(fault)
    assert stage.open.desk.notice.title() == "The program made a mistake."
    stage.open.desk.notice.action_triggered.emit()
    copied = QGuiApplication.clipboard().text()
    assert "ZeroDivisionError" in copied
    assert "abcdefghijklmnop" not in copied


async def test_the_smallest_window_cuts_nothing_off(
    qapp: QApplication, keychain: KeychainDaemon, home: Path
) -> None:
    async with staged(qapp, home=home, size=(960, 600)) as stage:
        await stage.sign_in_at_sandbox()
        head = stage.open.desk.profile.head
        await stage.settle()
        right = head.sign_out.mapTo(stage.open.window, head.sign_out.rect().topRight()).x()
        assert right < 960
        assert stage.open.window.size().width() == 960
