"""Finding and opening endpoints in the real window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QLineEdit, QPushButton, QToolButton

from tests.fakes.api_documents import swagger
from tests.ui.stage import Stage
from xena_desktop.ui.models.endpoint_tree import EndpointTreeModel
from xena_desktop.ui.models.endpoints import EndpointRole
from xena_desktop.ui.widgets.delegates import star_place
from xena_desktop.ui.widgets.endpoint_view import EndpointView
from xena_desktop.ui.widgets.notice_bar import NoticeBar


def view(stage: Stage) -> EndpointView:
    return stage.control(EndpointView, "endpointTree")


def model(stage: Stage) -> EndpointTreeModel:
    found = view(stage).model()
    assert isinstance(found, EndpointTreeModel)
    return found


def groups(stage: Stage) -> list[str]:
    return [group.title for group, _ in model(stage).group_indexes()]


def found(stage: Stage) -> list[str]:
    places = [model(stage).index(row, 0) for row in range(model(stage).rowCount())]
    return [f"{place.data(EndpointRole.METHOD)} {place.data()}" for place in places]


@pytest.fixture
async def described(signed_in: Stage) -> Stage:
    """The window once it has read the Sandbox's own document."""
    await signed_in.until(lambda: "Core" in groups(signed_in))
    return signed_in


async def test_the_api_s_own_list_takes_the_starter_s_place(described: Stage) -> None:
    assert groups(described) == ["Article", "Core", "Document", "Finance", "Order", "Partner"]
    described.open.actions.find_endpoint.trigger()
    assert described.control(QLineEdit, "endpointSearch").hasFocus()


async def test_typing_ranks_and_escape_brings_the_groups_back(described: Stage) -> None:
    search = described.control(QLineEdit, "endpointSearch")
    QTest.keyClicks(search, "opret kunde")
    assert found(described)[0] == "POST Partner"
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert groups(described)[0] == "Article"
    QTest.keyClicks(search, "qqq")
    assert described.control(QLabel, "endpointNothing").isVisible()


async def test_the_keyboard_goes_down_into_the_list_and_up_again(described: Stage) -> None:
    search, tree = described.control(QLineEdit, "endpointSearch"), view(described)
    search.setFocus()
    QTest.keyClicks(search, "partner")
    QTest.keyClick(search, Qt.Key.Key_Down)
    assert tree.hasFocus()
    QTest.keyClick(tree, Qt.Key.Key_Up)
    assert search.hasFocus()
    QTest.keyClick(search, Qt.Key.Key_Down)
    QTest.keyClick(tree, Qt.Key.Key_Return)
    panel = described.open.desk.work.current_request()
    assert panel is not None
    assert panel.draft().path == "/Api/Fiscal/{fiscalId}/Partner"


async def test_a_group_opens_and_closes_by_key_and_stays_so(described: Stage) -> None:
    tree = view(described)
    first = model(described).index(0, 0)
    assert tree.isExpanded(first)
    tree.setCurrentIndex(first)
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert not tree.isExpanded(first)
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(first).center())
    assert tree.isExpanded(first)


async def test_what_was_opened_and_starred_stands_on_top(described: Stage) -> None:
    tree, search = view(described), described.control(QLineEdit, "endpointSearch")
    search.setText("country")
    QTest.keyClick(search, Qt.Key.Key_Return)
    search.clear()
    await described.until(lambda: described.open.context.services.catalogues.marks.recent)
    search.setText("culture")
    place = model(described).first_endpoint()
    QTest.mouseClick(
        tree.viewport(), Qt.MouseButton.LeftButton, pos=star_place(tree.visualRect(place)).center()
    )
    await described.until(lambda: model(described).first_endpoint().data(EndpointRole.STARRED))
    search.clear()
    assert groups(described)[:2] == ["Favourites", "Recently used"]
    tree.setFocus()
    tree.setCurrentIndex(model(described).first_endpoint())
    QTest.keyClick(tree, Qt.Key.Key_Space)
    await described.until(lambda: groups(described)[0] == "Recently used")


async def test_a_document_is_read_from_a_file(described: Stage, tmp_path: Path) -> None:
    document = swagger(entities=2)
    document["paths"]["/broken"] = 3
    file = tmp_path / "api.json"
    file.write_text(json.dumps(document))
    described.control(QToolButton, "aboutCatalogueButton").click()
    await described.until(lambda: described.open.window.findChildren(QDialog, "catalogueDialog"))
    dialog = described.control(QDialog, "catalogueDialog")
    described.control(QPushButton, "refreshCatalogueButton").click()
    notice = dialog.findChild(NoticeBar)
    assert notice is not None
    await described.until(notice.isVisible)
    assert notice.title() == "The server has no newer one."
    described.control(QPushButton, "catalogueFileButton").click()
    await described.until(lambda: dialog.findChildren(QFileDialog))
    chooser = dialog.findChildren(QFileDialog)[0]
    name = chooser.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setText(str(file))
    chooser.accept()
    await described.until(lambda: "Generated.Api" in dialog.findChildren(QLabel)[0].text())
    changes = described.control(EndpointView, "catalogueChanges").model()
    titles = [changes.index(row, 0).data() for row in range(changes.rowCount())]
    assert titles == ["New", "Gone", "Left out"]
    assert "is not what the standard asks for: /broken" in [
        changes.index(row, 0, changes.index(2, 0)).data() for row in range(3)
    ]
    described.control(QPushButton, "closeCatalogueButton").click()
    await described.until(lambda: not described.open.window.findChildren(QDialog, "catalogueDialog"))
    assert described.control(EndpointView, "endpointTree").model().rowCount() == 2


async def test_without_a_server_the_starter_s_list_stays_and_says_why(stage: Stage) -> None:
    await stage.until(lambda: model(stage).rowCount())
    about = stage.control(QToolButton, "aboutCatalogueButton")
    assert "was not read yet" in about.toolTip()
    stage.control(QLineEdit, "endpointSearch").setText("kunde")
    assert found(stage)[0] == "GET Partner"
