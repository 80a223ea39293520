"""What is said while something that was made of an answer is shown: what it is, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.labels import label


class DerivedBar(QWidget):
    """Beside the tabs. ``back_clicked`` asks for the answer itself, ``again_clicked`` for what was put aside."""

    back_clicked = Signal()
    again_clicked = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = label(role="secondary")
        self._facts.setObjectName("derivedFacts")
        self._back = PushButton(
            tr("Back to the answer"), theme=theme, kind="quiet", size="small", icon_name="undo-2"
        )
        self._back.setObjectName("backToAnswerButton")
        self._back.clicked.connect(self.back_clicked)
        self._again = PushButton(
            tr("Back to the differences"), theme=theme, kind="quiet", size="small", icon_name="undo-2"
        )
        self._again.setObjectName("backToDifferencesButton")
        self._again.clicked.connect(self.again_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self._facts, self._back, self._again):
            row.addWidget(part)
        self.hide()

    def show_way(self, *, is_derived: bool, has_aside: bool) -> None:
        """Offer the way back from what is shown."""
        for part in (self._facts, self._back):
            part.setVisible(is_derived)
        self._again.setVisible(has_aside)
        self.setVisible(is_derived or has_aside)

    def show_facts(self, facts: str) -> None:
        """Say what is shown."""
        self._facts.setText(facts)
