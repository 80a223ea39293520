"""What the administrator has decided can be seen in the window, and not changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMenu, QPushButton, QToolButton, QWidget

from tests.ui.stage import Stage, staged
from xena_desktop.domain.settings import Settings
from xena_desktop.storage.machine import MachineFiles
from xena_desktop.ui.actions import Actions


@pytest.fixture
def window(qapp: QApplication) -> Iterator[QWidget]:
    made = QWidget()
    yield made
    made.deleteLater()
    qapp.processEvents()


def choices(menu: QMenu, number: int) -> list[bool]:
    submenu = menu.findChildren(QMenu)[number]
    return [action.isEnabled() for action in submenu.actions()]


def test_without_locks_everything_can_be_chosen(window: QWidget) -> None:
    actions = Actions(window, theme="dark", language="da")
    menu = actions.settings_menu(window)
    assert actions.theme.isEnabled()
    assert choices(menu, 0) + choices(menu, 1) == [True] * 6


async def shown(stage: Stage) -> None:
    stage.open.actions.settings.trigger()
    await stage.until(stage.open.desk.settings.isVisible)


async def test_a_locked_theme_holds_everywhere_and_leaves_the_rest_free(
    qapp: QApplication, tmp_path: Path
) -> None:
    (tmp_path / "settings.json").write_text('{"theme": "dark"}')
    settings = Settings(language="en", theme="dark")
    async with staged(
        qapp, home=tmp_path / "home", settings=settings, machine=MachineFiles(tmp_path)
    ) as stage:
        await shown(stage)
        assert stage.control(QComboBox, "themeCombo").currentData() == "dark"
        assert not stage.control(QComboBox, "themeCombo").isEnabled()
        assert not stage.control(QToolButton, "themeButton").isEnabled()
        assert stage.control(QComboBox, "languageCombo").isEnabled()
        assert stage.control(QPushButton, "saveSettingsButton").isEnabled()
        assert "administrator" in stage.control(QLabel, "decidedByAdministrator").text()
        assert stage.control(QLabel, "decidedByAdministrator").isVisible()
        menu = stage.open.actions.settings_menu(stage.open.window)
        assert choices(menu, 0) == [False] * 3
        assert choices(menu, 1) == [True] * 3


async def test_a_locked_proxy_locks_the_network(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"proxy": "none"}')
    async with staged(qapp, home=tmp_path / "home", machine=MachineFiles(tmp_path)) as stage:
        await shown(stage)
        assert not stage.control(QComboBox, "proxyCombo").isEnabled()
        assert not stage.control(QPushButton, "saveSettingsButton").isEnabled()
        assert stage.control(QComboBox, "themeCombo").isEnabled()
