"""How much may be read before the window has its turn."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

_SECONDS: Final = 0.02
"""Of the fifty milliseconds that a window may be held up, the rest is for drawing."""


class ReadingPace(QObject):
    """Lets a little be done in each round of the event loop; ``again`` tells that the time has come for the rest."""

    again = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ends_at = 0.0
        self._has_rest = False
        self._round = QTimer(self, singleShot=True, interval=0)
        self._round.timeout.connect(self._on_round_over)

    def may_read(self) -> bool:
        """Whether there is time left in this round. Who is refused asks once more after ``again``."""
        if not self._round.isActive():
            self._ends_at = time.perf_counter() + _SECONDS
            self._round.start()
        is_time_left = time.perf_counter() < self._ends_at
        self._has_rest = self._has_rest or not is_time_left
        return is_time_left

    def _on_round_over(self) -> None:
        if self._has_rest:
            self._has_rest = False
            self.again.emit()
