"""What is there while an answer is waited for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.busy_indicator import DELAY_MS, BusyIndicator
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.labels import label


class AnswerWait(QWidget):
    """How far a call is, and a way to stop it. ``due`` comes once it has lasted long enough to be seen."""

    cancel_clicked = Signal()
    due = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy = BusyIndicator(text=tr("Waiting for the answer"), theme=theme, size=24)
        self._elapsed_words = label(role="secondary")
        self._stop = PushButton(tr("Cancel"), theme=theme, size="small")
        self._stop.setObjectName("cancelResponseButton")
        self._say: Callable[[float], str] = words.elapsed
        self._clock, self._tick = QElapsedTimer(), QTimer(self, interval=100)
        column = QVBoxLayout(self)
        column.setSpacing(GRID)
        column.addStretch(2)
        for part in (self._busy, self._elapsed_words, self._stop):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._stop.clicked.connect(self.cancel_clicked)
        self._tick.timeout.connect(self._on_ticked)

    def begin(self, say: Callable[[float], str]) -> None:
        """Wait from now on; ``say`` puts the seconds since then into words."""
        self._say = say
        self._clock.start()
        self._tick.start()
        self._busy.start()

    def end(self) -> None:
        """Wait no more."""
        self._tick.stop()
        self._busy.stop()

    def _on_ticked(self) -> None:
        passed = self._clock.elapsed()
        if passed >= DELAY_MS:
            self._elapsed_words.setText(self._say(passed / 1000))
            self.due.emit()
