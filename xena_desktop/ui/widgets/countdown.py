"""How much time is left."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.widgets.labels import label


class Countdown(QWidget):
    """A line that runs out, and the time left in words. Whoever has the clock calls ``set_remaining``."""

    def __init__(self, *, detail: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._detail = detail
        self._line = QProgressBar()
        self._line.setTextVisible(False)
        self._words = label(role="tertiary")
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._line)
        column.addWidget(self._words)

    def set_detail(self, detail: str) -> None:
        """Say something more behind the time, such as the address listened on."""
        self._detail = detail

    def set_remaining(self, seconds: float, *, total: float) -> None:
        """Show that ``seconds`` of ``total`` seconds are left."""
        left = max(0.0, min(seconds, total))
        self._line.setRange(0, max(1, round(total * 10)))
        self._line.setValue(round(left * 10))
        words = remaining_text(left)
        self._line.setAccessibleName(words)
        self._words.setText(f"{words} · {self._detail}" if self._detail else words)

    def text(self) -> str:
        """The words shown."""
        return self._words.text()


def remaining_text(seconds: float) -> str:
    """``8 min 12 s left``, in the person's language."""
    minutes, rest = divmod(round(seconds), 60)
    if minutes:
        return tr("{minutes} min {seconds} s left", minutes=minutes, seconds=rest)
    return tr("{seconds} s left", seconds=rest)
