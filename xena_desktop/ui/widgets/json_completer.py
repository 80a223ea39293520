"""Offers names and values while a body is written."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel, QTextCursor
from PySide6.QtWidgets import QCompleter, QListView

from xena_desktop.domain.schema import Schema
from xena_desktop.translation import tr
from xena_desktop.ui.models.json_completion import Proposal, proposals
from xena_desktop.ui.widgets.json_editor import JsonEditor

_WIDTH = 320
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class JsonCompleter(QObject):
    """Ctrl+Space opens the list anywhere; a quotation mark or a letter opens it where something is known.

    Enter or Tab takes what is chosen, Escape closes.
    """

    def __init__(self, editor: JsonEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._whole: Schema = {}
        self._proposals: list[Proposal] = []
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(editor)
        self._popup = QListView()
        self._popup.setObjectName("bodyProposals")
        self._popup.setAccessibleName(tr("What may stand here"))
        self._completer.setPopup(self._popup)
        self._completer.activated.connect(self._on_activated)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.offer)
        editor.installEventFilter(self)

    def set_schema(self, whole: Schema) -> None:
        """Offer what this schema knows from now on."""
        self._whole = whole

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the list after what opens it was typed; take or leave what is chosen while it is open."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or not self._whole:
            return super().eventFilter(watched, event)
        is_open = self._popup.isVisible()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Space and control:
            self.offer()
            return True
        if is_open and event.key() in _TAKES:
            self._popup.hide()
            self._take(max(0, self._popup.currentIndex().row()))
            return True
        if is_open or event.text() == '"' or event.text().isalpha():
            self._soon.start()
        return super().eventFilter(watched, event)

    def offer(self) -> None:
        """Show what may stand at the cursor, or nothing."""
        position = self._editor.textCursor().position()
        self._proposals = proposals(self._editor.toPlainText(), position, whole=self._whole)
        self._model.clear()
        for one in self._proposals:
            item = QStandardItem(f"{one.shown}   {one.about}" if one.about else one.shown)
            self._model.appendRow(item)
        if not self._proposals:
            self._popup.hide()
            return
        place = self._editor.cursorRect()
        place.translate(self._editor.viewportMargins().left(), 0)
        place.setWidth(_WIDTH)
        self._completer.complete(place)
        self._popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _on_activated(self) -> None:
        self._take(max(0, self._popup.currentIndex().row()))

    def _take(self, row: int) -> None:
        if row >= len(self._proposals):
            return
        chosen = self._proposals[row]
        self._proposals = []
        cursor = self._editor.textCursor()
        cursor.setPosition(chosen.start)
        cursor.setPosition(chosen.end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(chosen.text)
        self._editor.setTextCursor(cursor)
