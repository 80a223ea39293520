"""The list that opens below a cursor and offers what may be written there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QListView, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.models.json_completion import Proposal

_WIDTH: Final = 360


class ProposalList(QObject):
    """``taken`` carries the proposal that was chosen: with Enter, Tab or the mouse. Escape closes."""

    taken = Signal(object)

    def __init__(self, name: str, *, parent: QObject) -> None:
        super().__init__(parent)
        self._proposals: Sequence[Proposal] = ()
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._popup = QListView()
        self._popup.setObjectName(name)
        self._popup.setAccessibleName(tr("What may stand here"))
        self._completer.setPopup(self._popup)
        self._completer.activated.connect(self.take)

    def belongs_to(self, widget: QWidget | None) -> None:
        """Open below this widget from now on, and give it back the focus."""
        self.close()
        if widget is not None:
            self._completer.setWidget(widget)

    def is_open(self) -> bool:
        """Whether there is something to choose from."""
        return self._popup.isVisible()

    def close(self) -> None:
        """Offer nothing any more."""
        self._proposals = ()
        self._popup.hide()

    def show_proposals(self, proposals: Sequence[Proposal], *, place: QRect) -> None:
        """Offer these at a place of the widget, the first of them chosen; nothing closes the list."""
        if not proposals:
            self.close()
            return
        self._proposals = proposals
        self._model.clear()
        for one in proposals:
            self._model.appendRow(QStandardItem(f"{one.shown}   {one.about}" if one.about else one.shown))
        place.setWidth(_WIDTH)
        self._completer.complete(place)
        self._popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def take(self) -> None:
        """Take what is chosen."""
        row = max(0, self._popup.currentIndex().row())
        chosen = self._proposals[row] if row < len(self._proposals) else None
        self.close()
        if chosen is not None:
            self.taken.emit(chosen)
