"""What is said above an answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from xena_desktop.domain.errors import XenaError
from xena_desktop.ui.panels.notices import show_error
from xena_desktop.ui.panels.remarks import Remark
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.notice_bar import NoticeBar


class AnswerNotice(QWidget):
    """A notice with room around it, which takes none while there is nothing to say.

    ``action_triggered`` carries the key of what the notice's button does.
    """

    action_triggered = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = ""
        self.bar = NoticeBar(theme=theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 0)
        column.addWidget(self.bar)
        self.bar.action_triggered.connect(lambda: self.action_triggered.emit(self._action))
        self.bar.closed.connect(self.hide)
        self.hide()

    def show_error(self, error: XenaError, *, more: str = "") -> None:
        """Say what did not work, and ``more`` about what there is all the same."""
        self._action = show_error(self.bar, error, also=more)
        self.show()

    def show_remark(self, remark: Remark) -> None:
        """Say something that the answer means, and what can be done about it."""
        self._action = remark.action
        self.bar.show_notice(remark.title, kind=remark.kind, advice=remark.advice, action=remark.button)
        self.show()

    def clear(self) -> None:
        """Say nothing."""
        self.bar.clear()
        self.hide()
