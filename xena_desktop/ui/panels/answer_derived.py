"""What is said while something that was made of an answer is shown: what it is, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.elided_label import ElidedLabel


class DerivedBar(QWidget):
    """Beside the tabs. ``back_clicked`` asks for the answer itself, ``again_clicked`` for what was put aside."""

    back_clicked = Signal()
    again_clicked = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_derived = False
        self._facts = ElidedLabel(role="secondary")
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
        self._problem = ElidedLabel(role="danger")
        self._problem.setObjectName("filterProblem")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self._problem, self._facts, self._back, self._again):
            row.addWidget(part)
        self.show_way(is_derived=False, has_aside=False)

    def show_way(self, *, is_derived: bool, has_aside: bool) -> None:
        """Offer the way back from what is shown."""
        self._back.setVisible(is_derived)
        self._again.setVisible(has_aside)
        self._is_derived = is_derived
        self._show_parts()

    def show_problem(self, text: str) -> None:
        """Say what is wrong with the filter that is written, in place of the facts."""
        self._problem.setText(text)
        self._show_parts()

    def _show_parts(self) -> None:
        has_problem = bool(self._problem.text())
        self._problem.setVisible(has_problem)
        self._facts.setVisible(self._is_derived and not has_problem)
        self.setVisible(has_problem or not self._back.isHidden() or not self._again.isHidden())

    def show_facts(self, facts: str) -> None:
        """Say what is shown."""
        self._facts.setText(facts)
