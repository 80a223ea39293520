"""The Tab key goes through a request and its answer as they are read, also through what came late."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.ui.answer_scenes import answer_text
from tests.ui.pictures import operation_form
from tests.ui.stage import Stage


def stops(start: QWidget, *, inside: QWidget) -> list[str]:
    """The names of what Tab comes to from ``start`` on, once around."""
    found: list[str] = []
    at: QWidget | None = start
    while at is not None:
        takes_tab = at.focusPolicy().value & Qt.FocusPolicy.TabFocus.value and at.focusProxy() is None
        if takes_tab and at.isVisible() and at.isEnabled() and inside.isAncestorOf(at):
            found.append(at.objectName() or at.accessibleName())
        at = at.nextInFocusChain()
        if at is start:
            break
    return found


async def test_from_the_method_to_the_answer(signed_in: Stage) -> None:
    await answer_text(signed_in)
    panel = signed_in.open.desk.work.current_request()
    assert panel is not None
    assert stops(panel.form.method, inside=panel) == [
        "methodCombo", "urlEdit", "tabAccountButton", "sendButton", "moreButton", "requestTabs",
        "fiscalCombo", "query-listOptions.showDeactivated", "query-listOptions.page", "query-listOptions.pageSize",
        "query-listOptions.forceNoPaging", "queryTable",
        "responseFilter", "responseFind", "responseFindPattern", "saveResponseButton", "moreResponseButton",
        "Parts of the answer", "responseFormatted", "responseText",
    ]  # fmt: skip


async def test_through_the_form_of_a_body(signed_in: Stage) -> None:
    await operation_form(signed_in)
    panel = signed_in.open.desk.work.current_request()
    assert panel is not None
    found = stops(panel.form.method, inside=panel)
    begin, end = found.index("field-Version"), found.index("field-IsDelivered")
    assert found[begin : begin + 4] == [
        "field-Version",
        "field-OrderTaskId",
        "choose-OrderTaskId",
        "field-Index",
    ]
    assert found[:begin][-2:] == ["requestTabs", "bodyKindCombo"]
    assert found[end + 1 :] == ["bodySampleButton", "bodyFormButton", "formatButton"]
