"""Variables while a request is written: offered, previewed, filled."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from tests.ui.panels.test_operation_form import line, opened, pressed, shown_lists, typed
from tests.ui.stage import Stage
from xena_desktop.domain.body_draft import json_draft
from xena_desktop.domain.settings import Draft
from xena_desktop.ui.panels.request import RequestPanel
from xena_desktop.ui.panels.request_form import BODY, HEADERS
from xena_desktop.ui.widgets.json_editor import JsonEditor
from xena_desktop.ui.widgets.key_value_table import KeyValueTable

LINES = "POST /Api/Fiscal/{fiscalId}/OrderLine"


def offered(stage: Stage, name: str = "variableProposals") -> list[str]:
    (view,) = shown_lists(stage, name)
    model = view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def chosen(stage: Stage, key: Qt.Key, name: str = "variableProposals") -> None:
    pressed(shown_lists(stage, name)[0], key)


@pytest.fixture
async def panel(described: Stage) -> RequestPanel:
    """A request with variables on all three levels."""
    services = described.open.context.services
    account = services.accounts.all()[0]
    await services.variables.keep_account(account, {"partner": "96405", "size": "20"})
    await services.variables.keep_connection(account, {"partner": "1", "Amount": "7.50"})
    panel = await opened(described, LINES)
    panel.form.variables.set_own({"size": "5", "quoted": 'say "hi"'})
    return panel


async def test_they_are_offered_in_the_path_with_their_values(described: Stage, panel: RequestPanel) -> None:
    path = panel.form.path
    path.setFocus()
    typed(path, "Fiscal/{fiscalId}/Partner/{{")
    assert offered(described) == [
        "Amount   7.50   the connection",
        "partner   96405   the account",
        'quoted   say "hi"   this request',
        "size   5   this request",
    ]
    typed(path, "Fiscal/{fiscalId}/Partner/{{a")
    assert [one.split()[0] for one in offered(described)] == ["Amount", "partner"]
    chosen(described, Qt.Key.Key_Down)
    chosen(described, Qt.Key.Key_Return)
    assert path.text() == "Fiscal/{fiscalId}/Partner/{{partner}}"
    assert not shown_lists(described, "variableProposals")
    path.setCursorPosition(0)
    pressed(path, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert len(offered(described)) == 4
    chosen(described, Qt.Key.Key_Escape)
    assert not shown_lists(described, "variableProposals")
    assert path.text() == "Fiscal/{fiscalId}/Partner/{{partner}}"


async def test_they_are_offered_in_a_cell_of_the_headers(described: Stage, panel: RequestPanel) -> None:
    panel.form.show_part(HEADERS)
    table = described.control(KeyValueTable, "headerTable")
    table.setFocus()
    table.edit(table.model().index(table.model().rowCount() - 1, 2))
    (editor,) = [one for one in table.findChildren(QLineEdit) if one.isVisible()]
    editor.setFocus()
    typed(editor, "{{si")
    assert [one.split()[0] for one in offered(described)] == ["size"]
    chosen(described, Qt.Key.Key_Return)
    assert editor.text() == "{{size}}"


async def test_they_are_offered_in_the_body(described: Stage, panel: RequestPanel) -> None:
    panel.form.show_part(BODY)
    editor = described.control(JsonEditor, "bodyEdit")
    editor.setFocus()
    editor.setPlainText('{"OrderTaskId": }')
    cursor = editor.textCursor()
    cursor.setPosition(len(editor.toPlainText()) - 1)
    editor.setTextCursor(cursor)
    for letter in "{{pa":
        editor.insertPlainText(letter)
    pressed(editor, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert [one.split()[0] for one in offered(described, "bodyProposals")] == ["partner"]
    pressed(editor, Qt.Key.Key_Tab)
    assert editor.toPlainText() == '{"OrderTaskId": {{partner}}}'
    editor.check()
    assert editor.problem() == ""


async def test_a_number_field_holds_one_and_a_number_is_sent(described: Stage, panel: RequestPanel) -> None:
    panel.form.show_part(BODY)
    editor = described.control(JsonEditor, "bodyEdit")
    editor.setPlainText('{"OrderTaskId": 1, "Description": "{{quoted}} {{size}}"}')
    described.control(QPushButton, "bodyFormButton").click()
    task = line(described, "field-OrderTaskId")
    for text in ("{{", "{{partner", "{{partner}}"):
        typed(task, text)
    assert task.property("invalid") is False
    assert task.text() == "{{partner}}"
    assert editor.toPlainText().startswith('{"OrderTaskId": {{partner}},')
    body = panel.form.request().body
    assert isinstance(body, bytes)
    assert json.loads(body) == {"OrderTaskId": 96405, "Description": 'say "hi" 5'}


async def test_what_will_be_sent_can_be_read_before(described: Stage, panel: RequestPanel) -> None:
    panel.form.show_draft(
        Draft(
            method="POST",
            path="Partner/{{partner}}",
            query=((True, "PageSize", "{{size}}"),),
            headers=((True, "X-Plain", "as it is"), (True, "X-Amount", "{{Amount}}")),
            body=json_draft('{\n  "Text": "{{quoted}}"\n}'),
            variables=(("size", "5"), ("quoted", 'say "hi"')),
        )
    )
    preview = described.control(QLabel, "variablePreview")
    assert preview.text() == (
        'Will be sent: POST Partner/96405  PageSize=5  X-Amount: 7.50  { "Text": "say \\"hi\\"" }'
    )
    panel.form.path.setText("Partner/{{nobody}}")
    assert "nobody" in preview.text()


async def test_a_choice_holds_one_too(described: Stage, panel: RequestPanel) -> None:
    del panel
    panel = await opened(described, "GET /Api/Fiscal/{fiscalId}/Partner")
    panel.form.variables.set_own({"lukkede": "true"})
    combo = described.control(QComboBox, "query-listOptions.showDeactivated")
    combo.setFocus()
    pressed(combo, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert [one.split()[0] for one in offered(described)][1] == "lukkede"
    chosen(described, Qt.Key.Key_Down)
    chosen(described, Qt.Key.Key_Return)
    assert combo.currentText() == "{{lukkede}}"
    assert combo.property("invalid") is False
    assert panel.form.request().query == (("listOptions.showDeactivated", "true"),)
