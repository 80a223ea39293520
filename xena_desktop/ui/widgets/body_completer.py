"""Offers names, values and variables while a body is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QTextCursor

from xena_desktop.domain.schema import Schema
from xena_desktop.domain.variables import KnownVariable
from xena_desktop.ui.models.json_completion import Proposal, proposals
from xena_desktop.ui.models.variable_completion import variable_proposals
from xena_desktop.ui.widgets.code_editor import CodeEditor
from xena_desktop.ui.widgets.proposal_list import ProposalList

_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class BodyCompleter(QObject):
    """Ctrl+Space opens the list anywhere; a quotation mark, ``{{`` or a letter opens it where something is known.

    Names and values are known of JSON alone.

    Enter or Tab takes what is chosen, Escape closes.
    """

    def __init__(self, editor: CodeEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._whole: Schema = {}
        self._variables: Callable[[], Sequence[KnownVariable]] = tuple
        self._list = ProposalList("bodyProposals", parent=self)
        self._list.belongs_to(editor)
        self._list.taken.connect(self._on_taken)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._on_typed)
        self._is_brace = False
        editor.installEventFilter(self)

    def set_schema(self, whole: Schema) -> None:
        """Offer what this schema knows from now on."""
        self._whole = whole

    def set_variables(self, variables: Callable[[], Sequence[KnownVariable]]) -> None:
        """Offer the variables that this knows when it is asked."""
        self._variables = variables

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the list after what opens it was typed; take or leave what is chosen while it is open."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        is_open = self._list.is_open()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Space and control:
            self.offer(is_asked=True)
            return True
        if is_open and event.key() in _TAKES:
            self._list.take()
            return True
        if is_open or event.text() in ('"', "{") or event.text().isalpha():
            self._is_brace = event.text() == "{"
            self._soon.start()
        return super().eventFilter(watched, event)

    def _on_typed(self) -> None:
        self.offer(variables_alone=self._is_brace)

    def offer(self, *, is_asked: bool = False, variables_alone: bool = False) -> None:
        """Show what may stand at the cursor, or nothing. A brace alone begins an object, and offers nothing."""
        text, position = self._editor.toPlainText(), self._editor.textCursor().position()
        of_variables = partial(variable_proposals, text, position, known=self._variables(), is_json=True)
        found = of_variables()
        if not found and self._whole and not variables_alone:
            found = proposals(text, position, whole=self._whole)
        if not found and is_asked:
            found = of_variables(is_asked=True)
        place = self._editor.cursorRect()
        place.translate(self._editor.viewportMargins().left(), 0)
        self._list.show_proposals(found, place=place)

    def _on_taken(self, chosen: Proposal) -> None:
        cursor = self._editor.textCursor()
        cursor.setPosition(chosen.start)
        cursor.setPosition(chosen.end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(chosen.text)
        self._editor.setTextCursor(cursor)
