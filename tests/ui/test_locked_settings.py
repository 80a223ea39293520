"""What the administrator has decided cannot be changed in the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

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


def test_a_locked_theme_leaves_the_language_free(window: QWidget) -> None:
    actions = Actions(window, theme="dark", language="da", locked=frozenset({"theme"}))
    menu = actions.settings_menu(window)
    assert not actions.theme.isEnabled()
    assert choices(menu, 0) == [False, False, False]
    assert choices(menu, 1) == [True, True, True]


def test_without_locks_everything_can_be_chosen(window: QWidget) -> None:
    actions = Actions(window, theme="dark", language="da")
    menu = actions.settings_menu(window)
    assert actions.theme.isEnabled()
    assert choices(menu, 0) + choices(menu, 1) == [True] * 6
