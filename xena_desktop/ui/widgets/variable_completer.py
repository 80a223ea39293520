"""Offers variables in whichever line of a form is being typed into."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from xena_desktop.domain.variables import KnownVariable
from xena_desktop.ui.models.json_completion import Proposal
from xena_desktop.ui.models.variable_completion import variable_proposals
from xena_desktop.ui.widgets.proposal_list import ProposalList

_CURSOR: Final = Qt.InputMethodQuery.ImCursorRectangle


class VariableCompleter(QObject):
    """Follows the focus through the lines within some widgets, cells of tables too, and their choices.

    ``{{`` opens the list, Ctrl+Space opens it anywhere, also where a value is chosen and not
    typed. Enter or Tab takes what is chosen, Escape closes.
    """

    def __init__(
        self, *within: QWidget, variables: Callable[[], Sequence[KnownVariable]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._within, self._variables = within, variables
        self._line: QLineEdit | QComboBox | None = None
        self._list = ProposalList("variableProposals", parent=self)
        self._list.taken.connect(self._on_taken)
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # noqa: S101 - widgets need one
        application.focusChanged.connect(self._on_focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Space opens the list."""
        is_wanted = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Space
            and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        )
        if is_wanted:
            self._offer(is_asked=True)
        return is_wanted or super().eventFilter(watched, event)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        line = new if isinstance(new, QLineEdit | QComboBox) and self._is_ours(new) else None
        if line is self._line:
            return
        self._leave()
        if line is not None:
            self._line = line
            self._list.belongs_to(line)
            line.installEventFilter(self)
            if isinstance(line, QLineEdit):
                line.textEdited.connect(self._on_edited)
            line.destroyed.connect(self._on_destroyed)

    def _is_ours(self, line: QWidget) -> bool:
        return any(one is line or one.isAncestorOf(line) for one in self._within)

    def _leave(self) -> None:
        if self._line is not None:
            self._list.close()
            self._line.removeEventFilter(self)
            if isinstance(self._line, QLineEdit):
                self._line.textEdited.disconnect(self._on_edited)
            self._line.destroyed.disconnect(self._on_destroyed)
            self._line = None

    def _on_destroyed(self) -> None:
        self._line = None

    def _on_edited(self) -> None:
        self._offer(is_asked=False)

    def _offer(self, *, is_asked: bool) -> None:
        if self._line is None:
            return
        place, text, position = QRect(self._line.rect()), "", 0
        if isinstance(self._line, QLineEdit):
            place.setLeft(self._line.inputMethodQuery(_CURSOR).left())
            text, position = self._line.text(), self._line.cursorPosition()
        found = variable_proposals(text, position, known=self._variables(), is_asked=is_asked)
        self._list.show_proposals(found, place=place)

    def _on_taken(self, chosen: Proposal) -> None:
        if isinstance(self._line, QComboBox):
            if self._line.findData(chosen.text) < 0:
                self._line.addItem(chosen.text, chosen.text)
            self._line.setCurrentIndex(self._line.findData(chosen.text))
        elif self._line is not None:
            self._line.setSelection(chosen.start, chosen.end - chosen.start)
            self._line.insert(chosen.text)
            self._line.textEdited.emit(self._line.text())
