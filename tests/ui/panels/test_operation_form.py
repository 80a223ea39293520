"""The form of an operation in the real window, against the Sandbox."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QToolButton,
    QWidget,
)

from tests.ui.stage import Stage
from xena_desktop.domain.body import Part
from xena_desktop.domain.body_draft import BodyKind, PartRow, json_draft
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.settings import Draft
from xena_desktop.ui.panels.request import RequestPanel
from xena_desktop.ui.panels.request_form import BODY
from xena_desktop.ui.widgets.json_editor import JsonEditor
from xena_desktop.ui.widgets.key_value_table import KeyValueTable
from xena_desktop.ui.widgets.part_table import PartTable


async def opened(stage: Stage, key: str) -> RequestPanel:
    """A tab with the operation's form."""
    endpoints = stage.open.desk.sidebar.endpoints
    endpoints.open_operation(next(one for one in endpoints.operations() if one.key == key))
    panel = stage.open.desk.work.current_request()
    assert panel is not None
    seen: list[bool] = []
    panel.operation.shown.connect(lambda *_: seen.append(True))
    await stage.until(lambda: seen)
    return panel


def line(stage: Stage, name: str) -> QLineEdit:
    return stage.control(QLineEdit, name)


def typed(edit: QLineEdit, text: str) -> None:
    """Type at once: QTest's own typing runs Qt's events inside the test's task."""
    edit.setText(text)
    edit.textEdited.emit(text)


def pressed(
    widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """A key, for the same reason without QTest."""
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, modifiers))


def shown_lists(stage: Stage, name: str) -> list[QListView]:
    """The lists of that name that have popped up."""
    shown = [one for one in stage.app.topLevelWidgets() if one.objectName() == name and one.isVisible()]
    return [one for one in shown if isinstance(one, QListView)]


async def test_typed_controls_fill_the_query(described: Stage) -> None:
    panel = await opened(described, "GET /Api/Fiscal/{fiscalId}/LedgerTag/{id}/LedgerPost")
    typed(line(described, "placeholder-id"), "9223372036854775807")
    typed(line(described, "query-fiscalDateFrom"), "1.1.2026")
    combo = described.control(QComboBox, "query-listOptions.showDeactivated")
    assert [combo.itemText(row) for row in range(combo.count())] == ["not sent", "yes", "no"]
    combo.setCurrentIndex(2)
    request = panel.form.request()
    assert request.path == "/Api/Fiscal/{fiscalId}/LedgerTag/9223372036854775807/LedgerPost"
    assert request.query == (("listOptions.showDeactivated", "false"), ("fiscalDateFrom", "20454"))
    pressed(line(described, "query-fiscalDateFrom"), Qt.Key.Key_Return)
    assert line(described, "query-fiscalDateFrom").text() == "2026-01-01"


async def test_what_is_wrong_is_said_beside_it_and_can_still_be_sent(described: Stage) -> None:
    panel = await opened(described, "GET /Api/Fiscal/{fiscalId}/Partner")
    size = line(described, "query-listOptions.pageSize")
    typed(size, "many")
    assert size.property("invalid") is True
    said = [text.text() for text in panel.form.parameters.grid.findChildren(QLabel)]
    assert "a whole number belongs here" in said
    assert panel.form.request().query == (("listOptions.pageSize", "many"),)
    typed(size, "")
    assert size.property("invalid") is False


async def test_a_request_that_is_there_gets_its_controls_and_loses_nothing(described: Stage) -> None:
    query = ((True, "listOptions.page", "2"), (True, "mine", "x"), (False, "listOptions.pageSize", "5"))
    draft = Draft(path="Fiscal/{fiscalId}/Partner/{id}", values=(("id", "42"),), query=query)
    panel = described.open.desk.work.open_request(draft)
    assert panel.draft() == draft
    panel.form.path.setText("Fiscal/{fiscalId}/Partner")
    await described.until(lambda: described.open.window.findChildren(QLineEdit, "query-listOptions.page"))
    assert line(described, "query-listOptions.page").text() == "2"
    names = [pair.name for pair in described.control(KeyValueTable, "queryTable").pairs()]
    assert names == ["mine", "listOptions.pageSize"]
    assert set(panel.draft().query) == set(query)
    panel.form.path.setText("nowhere")
    await described.until(lambda: not panel.form.parameters.grid.fields)
    assert set(panel.draft().query) == set(query)


async def test_opening_an_operation_is_no_change(described: Stage) -> None:
    panel = await opened(described, "POST /Api/Fiscal/{fiscalId}/Partner")
    assert not panel.is_changed()
    assert panel.is_untouched()


async def test_ids_are_those_of_the_account_that_the_request_is_sent_as(described: Stage) -> None:
    panel = await opened(described, "GET /Api/Fiscal/{fiscalId}/Partner/{id}")
    soren = described.open.context.chosen.account
    assert soren is not None
    panel.form.account.set_account_id(soren.id)
    await described.sign_in_at_sandbox("mette")
    described.open.desk.work.step(1)
    described.control(QToolButton, "choose-id").click()
    await described.until(lambda: shown_lists(described, "idChoices"))
    choices = shown_lists(described, "idChoices")[0].model()
    ids = [str(choices.index(row, 0).data(Qt.ItemDataRole.UserRole)) for row in range(choices.rowCount())]
    assert ids[0] == "96405", "Mette's partners begin at 95220"


async def test_an_id_is_picked_from_a_list(described: Stage) -> None:
    panel = await opened(described, "GET /Api/Fiscal/{fiscalId}/Partner/{id}")
    described.control(QToolButton, "choose-id").click()

    await described.until(lambda: shown_lists(described, "idChoices"))
    popup = shown_lists(described, "idChoices")[0]
    first = popup.model().index(0, 0)
    assert " · " in str(first.data())
    popup.setCurrentIndex(first)
    pressed(popup, Qt.Key.Key_Return)
    await described.settle()
    assert line(described, "placeholder-id").text().isdigit()
    assert not panel.form.request().placeholders[1:]


async def test_a_body_begins_with_a_sample_and_is_checked_as_one_types(described: Stage) -> None:
    panel = await opened(described, "POST /Api/Fiscal/{fiscalId}/OrderLine")
    panel.form.show_part(BODY)
    editor = described.control(JsonEditor, "bodyEdit")
    assert "OrderTaskId" in json.loads(editor.toPlainText())
    validity = described.control(QLabel, "bodyValidity")
    editor.setPlainText('{\n  "OrderTaskId": 1,\n  "Quantty": 2\n}')
    await described.until(lambda: "Quantty" in validity.text())
    assert validity.text() == "Line 3: “Quantty” is not known to the operation"
    assert editor.extraSelections()
    editor.setPlainText('{"OrderTaskId": ')
    await described.until(lambda: "Line 1" in validity.text())
    described.control(QPushButton, "bodySampleButton").click()
    assert validity.text() == "Valid JSON, as the operation asks for"
    editor.undo()
    assert editor.toPlainText() == '{"OrderTaskId": '


async def test_form_and_text_of_a_body_keep_in_step(described: Stage) -> None:
    panel = await opened(described, "POST /Api/Fiscal/{fiscalId}/OrderLine")
    panel.form.show_part(BODY)
    editor = described.control(JsonEditor, "bodyEdit")
    editor.setPlainText('{\n  "OrderTaskId": 12345678901234567,\n  "Quantity": 1.50\n}')
    described.control(QPushButton, "bodyFormButton").click()
    assert line(described, "field-OrderTaskId").text() == "12345678901234567"
    typed(line(described, "field-Description"), "Rør")
    quantity = line(described, "field-Quantity")
    assert quantity.text() == "1.50"
    for so_far, written in (("2", "2"), ("2.", '"2."'), ("2.5", "2.5"), ("2.5e", '"2.5e"'), ("2", "2")):
        typed(quantity, so_far)
        assert f'"Quantity": {written},' in editor.toPlainText()
    combo = described.control(QComboBox, "field-IsConfirmed")
    combo.setCurrentIndex(combo.findData("true"))
    assert editor.toPlainText() == (
        '{\n  "OrderTaskId": 12345678901234567,\n  "Quantity": 2,\n  "Description": "Rør",\n  "IsConfirmed": true\n}'
    )
    editor.setPlainText("{")
    described.control(QPushButton, "bodyFormButton").click()
    described.control(QPushButton, "bodyFormButton").click()
    assert not line(described, "field-Quantity").isEnabled()


async def test_an_operation_that_takes_a_file_opens_with_its_parts(described: Stage, tmp_path: Path) -> None:
    panel = await opened(described, "POST /Api/Blob/Fiscal/{fiscalId}/Voucher/{id}")
    assert not panel.is_changed()
    panel.form.show_part(BODY)
    table = described.control(PartTable, "partTable")
    assert table.rows() == [
        PartRow(part=Part(name="file", file="")),
        PartRow(used=False, part=Part(name="Description")),
    ]
    path = tmp_path / "bilag.pdf"
    path.write_bytes(b"%PDF-1.7\n" * 1000)
    table.choose_file(0, str(path))
    services = described.open.context.services
    account = described.open.context.chosen.account
    assert account is not None
    vouchers = await services.explorer.listed(account, ApiRequest(path="Fiscal/{fiscalId}/Voucher"))
    typed(line(described, "placeholder-id"), str(vouchers[0]["Id"]))
    panel.send()
    await described.until(lambda: described.control(QLabel, "responseStatus").text().startswith("200"))
    documents = await services.explorer.listed(
        account, ApiRequest(path="Fiscal/{fiscalId}/Document", query=(("ForceNoPaging", "true"),))
    )
    assert documents[-1]["LastFileName"] == "bilag.pdf"
    assert documents[-1]["LastContentLength"] == 9000


async def test_a_path_typed_by_hand_offers_what_the_operation_takes(described: Stage) -> None:
    panel = described.open.desk.work.open_request(Draft(method="POST", path="x"))
    panel.form.path.setText("/Api/Blob/Fiscal/{fiscalId}/Voucher/{id}")
    kind = described.control(QComboBox, "bodyKindCombo")
    await described.until(lambda: kind.currentData() == BodyKind.MULTIPART)
    other = described.open.desk.work.open_request(Draft(method="POST", path="x", body=json_draft("[1]")))
    other.form.path.setText("/Api/Blob/Fiscal/{fiscalId}/Voucher/{id}")
    await described.settle(0.5)
    assert other.draft().body == json_draft("[1]")
    other.form.show_part(BODY)
    kind = described.control(QComboBox, "bodyKindCombo")
    kind.setCurrentIndex(kind.findData(BodyKind.MULTIPART))
    assert [row.part.name for row in described.control(PartTable, "partTable").rows()] == [
        "file",
        "Description",
    ]
    table = described.control(PartTable, "partTable")
    table.choose_file(0, "/mit bilag.pdf")
    for one in (BodyKind.JSON, BodyKind.MULTIPART):
        kind.setCurrentIndex(kind.findData(one))
    assert table.rows()[0].part.file == "/mit bilag.pdf"


async def test_names_are_offered_while_a_body_is_written(described: Stage) -> None:
    panel = await opened(described, "POST /Api/Fiscal/{fiscalId}/OrderLine")
    panel.form.show_part(BODY)
    editor = described.control(JsonEditor, "bodyEdit")
    editor.setPlainText("{")
    editor.setFocus()
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    editor.insertPlainText('"Quant')
    pressed(editor, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    await described.until(lambda: shown_lists(described, "bodyProposals"))
    pressed(editor, Qt.Key.Key_Return)
    assert editor.toPlainText() == '{"Quantity": '


async def test_closing_a_tab_while_its_form_is_made_does_no_harm(described: Stage) -> None:
    endpoints = described.open.desk.sidebar.endpoints
    endpoints.open_operation(endpoints.operations()[0])
    described.open.desk.work.close_current_tab()
    await described.settle(0.2)
    assert described.open.desk.work.current_request() is None
