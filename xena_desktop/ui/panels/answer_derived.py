"""What is said while something that was made of an answer is shown: what it is, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.labels import label


class DerivedBar(QWidget):
    """Beside the tabs. ``back_clicked`` asks for the answer itself."""

    back_clicked = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = label(role="secondary")
        self._facts.setObjectName("derivedFacts")
        self._back = PushButton(
            tr("Back to the answer"), theme=theme, kind="quiet", size="small", icon_name="undo-2"
        )
        self._back.setObjectName("backToAnswerButton")
        self._back.clicked.connect(self.back_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self._facts, self._back):
            row.addWidget(part)
        self.hide()

    def show_facts(self, facts: str) -> None:
        """Say what is shown."""
        self._facts.setText(facts)
