"""Answers to show, and hands for the panel that shows them."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu, QPushButton, QToolButton, QWidget

from tests.ui.stage import Stage
from xena_desktop.domain.exchange import ApiAnswer, Timing
from xena_desktop.ui.panels.answer_table import AnswerTable
from xena_desktop.ui.panels.response import ResponsePanel

LEDGER = {
    "Count": 3,
    "Entities": [
        {"Id": 90071992547409931, "PartnerId": 7, "Text": "Ærø Brød", "Amount": 12480.5, "DateDays": 20787},
        {"Id": 90071992547409932, "PartnerId": 9, "Text": "Bælum El", "Amount": -0.25, "DateDays": 17167},
        {"Id": 90071992547409933, "PartnerId": 7, "Text": None, "Amount": 3.0, "DateDays": None},
    ],
}


def answer(body: bytes | object, content_type: str = "application/json", *, status: int = 200) -> ApiAnswer:
    return ApiAnswer(
        method="GET",
        url="https://x.example/Api/Fiscal/1/Ledger",
        status=status,
        reason="",
        headers=(("Content-Type", content_type),),
        body=body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode(),
        seconds=0.1,
        timing=Timing(waiting=0.1),
    )


def press(
    widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press a key without letting the loop run inside the running test."""
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, modifiers))


async def derived(stage: Stage) -> None:
    await stage.until(lambda: stage.control(QPushButton, "backToAnswerButton").isVisible())


def cells(table: AnswerTable) -> list[list[str]]:
    model = table.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


async def saved(stage: Stage, panel: ResponsePanel, entry: str, path: Path) -> None:
    """Save by this entry of the menu to this path."""
    panel.tools.show_menu(stage.control(QToolButton, "moreResponseButton"))
    menu = stage.open.window.findChild(QMenu, "moreResponseMenu")
    assert menu is not None
    {action.text(): action for action in menu.actions()}[entry].trigger()
    menu.hide()
    await choose_file(stage, path)
    await stage.until(lambda: panel.notice.title() == f"Saved to {path.name}.")


async def choose_file(stage: Stage, path: Path) -> None:
    """Answer the file dialog that opens."""
    await stage.until(lambda: stage.open.window.findChildren(QFileDialog))
    dialog = stage.open.window.findChildren(QFileDialog)[0]
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    field.setText(str(path))
    dialog.accept()
