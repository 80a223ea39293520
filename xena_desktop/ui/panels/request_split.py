"""A request above its answer, and how the room is shared between them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

_HEIGHT_BESIDE_ANSWER = 292
_LEAST_FORM, _LEAST_RESPONSE = 150, 160


class RequestSplit(QSplitter):
    """Half of the room is the request's while it is written; an answer takes the larger part.

    Once the person has dragged the line between them, the request keeps that height. ``height_chosen`` tells it, in
    pixels, so that other tabs can follow.
    """

    height_chosen = Signal(int)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._chosen: int | None = None
        self._is_answered = False
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._on_splitter_moved)

    def share_between(self, form: QWidget, response: QWidget) -> None:
        """Hold these two."""
        form.setMinimumHeight(_LEAST_FORM)
        response.setMinimumHeight(_LEAST_RESPONSE)
        self.addWidget(form)
        self.addWidget(response)
        self.setStretchFactor(1, 1)

    def choose_height(self, height: int | None) -> None:
        """Give the request this many pixels, or None for what fits what it shows."""
        self._chosen = height
        self._share()

    def make_room_for_answer(self) -> None:
        """Let the answer have the larger part from now on."""
        self._is_answered = True
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new room in the same way."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        room = self.height() - self.handleWidth()
        form = self._chosen or (_HEIGHT_BESIDE_ANSWER if self._is_answered else room // 2)
        form = min(form, room - _LEAST_RESPONSE)
        self.setSizes([form, room - form])

    def _on_splitter_moved(self, position: int) -> None:
        self._chosen = position
        self.height_chosen.emit(position)
