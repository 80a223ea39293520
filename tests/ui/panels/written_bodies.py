"""Bodies written in the window, as tests write them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from tests.ui.stage import Stage
from xena_desktop.domain.body_draft import BodyDraft, BodyKind
from xena_desktop.domain.settings import Draft
from xena_desktop.ui.panels.request import RequestPanel
from xena_desktop.ui.panels.request_form import BODY


def opened(stage: Stage, body: BodyDraft, *, headers: tuple[tuple[bool, str, str], ...] = ()) -> RequestPanel:
    draft = Draft(method="POST", path="Fiscal/{fiscalId}/Partner", body=body, headers=headers)
    panel = stage.open.desk.work.open_request(draft)
    panel.form.show_part(BODY)
    return panel


def choose(stage: Stage, kind: BodyKind) -> None:
    combo = stage.control(QComboBox, "bodyKindCombo")
    combo.setCurrentIndex(combo.findData(kind))


def pressed(
    widget: QWidget,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    text: str = "",
) -> None:
    """A key: QTest's own typing runs Qt's events inside the test's task."""
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text))


def dropped(widget: QWidget, *paths: Path) -> None:
    """Drag files from elsewhere onto a widget and let go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, buttons, keys = QPointF(20, 20), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    actions = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(place.toPoint(), actions, data, buttons, keys)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(place, actions, data, buttons, keys))
