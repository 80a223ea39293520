from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView

from tests.ui.stage import Stage
from xena_desktop.ui.panels.palette_button import PaletteButton
from xena_desktop.ui.widgets.palette import Palette


def _typed(stage: Stage, text: str) -> list[str]:
    stage.open.actions.palette.trigger()
    field, found = stage.control(QLineEdit, "paletteField"), stage.control(QListView, "paletteList").model()
    QTest.keyClicks(field, text)
    return [found.index(row, 0).data() for row in range(found.rowCount())]


def _enter(stage: Stage, *keys: Qt.Key) -> None:
    for key in (*keys, Qt.Key.Key_Return):
        QTest.keyClick(stage.control(QLineEdit, "paletteField"), key)


@pytest.mark.parametrize("words", ["partner search", "search PARTNER", "get fiscal partner/s"])
async def test_an_endpoint_is_found_by_its_words_and_opened(signed_in: Stage, words: str) -> None:
    assert "/Api/Fiscal/{fiscalId}/Partner/Search" in _typed(signed_in, words)
    while signed_in.control(QListView, "paletteList").currentIndex().data() != (
        "/Api/Fiscal/{fiscalId}/Partner/Search"
    ):
        QTest.keyClick(signed_in.control(QLineEdit, "paletteField"), Qt.Key.Key_Down)
    _enter(signed_in)
    request = signed_in.open.desk.work.current_request()
    assert request is not None
    assert request.draft().path == "/Api/Fiscal/{fiscalId}/Partner/Search"
    assert not signed_in.control(Palette, "palette").isVisible()


async def test_an_action_is_done(signed_in: Stage) -> None:
    assert _typed(signed_in, "light and")[0] == "Switch between light and dark"
    _enter(signed_in)
    assert signed_in.open.context.theme.scheme == "dark"


async def test_an_account_is_chosen(signed_in: Stage) -> None:
    await signed_in.sign_in_at_sandbox("mette")
    accounts = signed_in.open.context.chosen
    assert accounts.account is not None
    assert accounts.account.name == "Mette Lund"
    assert _typed(signed_in, "soren@") == ["Søren Holm"]
    _enter(signed_in)
    assert accounts.account.name == "Søren Holm"


async def test_titles_that_begin_so_come_first(signed_in: Stage) -> None:
    assert _typed(signed_in, "sign")[:1] == ["Sign in…"]
    assert "Sign out…" in _typed(signed_in, "sign")


async def test_nothing_found_is_said_and_chooses_nothing(signed_in: Stage) -> None:
    assert _typed(signed_in, "zzz") == []
    _enter(signed_in)
    palette = signed_in.control(Palette, "palette")
    assert palette.isVisible()
    QTest.keyClick(signed_in.control(QLineEdit, "paletteField"), Qt.Key.Key_Escape)
    assert not palette.isVisible()


async def test_escape_leaves_the_focus_where_it_was(signed_in: Stage) -> None:
    signed_in.open.actions.find_endpoint.trigger()
    search = signed_in.control(QLineEdit, "endpointSearch")
    assert search.hasFocus()
    signed_in.control(PaletteButton, "paletteButton").click()
    assert signed_in.control(QLineEdit, "paletteField").hasFocus()
    QTest.keyClick(signed_in.control(QLineEdit, "paletteField"), Qt.Key.Key_Escape)
    assert search.hasFocus()


async def test_a_click_elsewhere_closes_it(signed_in: Stage) -> None:
    signed_in.open.actions.palette.trigger()
    signed_in.control(QLineEdit, "endpointSearch").setFocus(Qt.FocusReason.MouseFocusReason)
    assert not signed_in.control(Palette, "palette").isVisible()


async def test_it_fits_a_small_window(signed_in: Stage) -> None:
    signed_in.open.window.resize(700, 480)
    await signed_in.settle()
    signed_in.open.actions.palette.trigger()
    await signed_in.settle()
    palette = signed_in.control(Palette, "palette")
    assert signed_in.open.desk.rect().contains(palette.geometry())
