"""A calm question that must be answered before something happens."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.awaiting import answer
from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.buttons import ButtonKind, PushButton
from xena_desktop.ui.widgets.card import Card
from xena_desktop.ui.widgets.labels import label

_WIDTH = 460


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of what the question is about, such as the method and the path."""

    name: str
    value: str
    is_wire: bool = False


class Question(QDialog):
    """A title, a sentence, the facts, perhaps one choice to tick, and two buttons. Escape answers no.

    The cautious answer has the focus, so that Enter by mistake does nothing. Where a ``word`` is given, yes can be
    said only once it has been typed.
    """

    def __init__(
        self,
        *,
        title: str,
        text: str,
        yes: str,
        theme: Theme,
        facts: tuple[Fact, ...] = (),
        choice: str = "",
        word: str = "",
        kind: ButtonKind = "primary",
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("question")
        self.setWindowTitle(title)
        self.setAccessibleDescription(text)
        self.setFixedWidth(_WIDTH)
        self._yes = PushButton(yes, theme=theme, kind=kind)
        self._no = PushButton(tr("Cancel"), theme=theme)
        self._choice = QCheckBox(choice)
        self._word, self._typed = word, QLineEdit()
        self._arrange(title=title, text=text, facts=facts)
        self._choice.setVisible(bool(choice))
        self._ticked = False
        self._typed.setVisible(bool(word))
        self._yes.setEnabled(not word)
        self._choice.toggled.connect(self._on_choice_toggled)
        self._typed.textChanged.connect(self._on_typed)
        self._yes.clicked.connect(self.accept)
        self._no.clicked.connect(self.reject)

    def _arrange(self, *, title: str, text: str, facts: tuple[Fact, ...]) -> None:
        self._yes.setObjectName("questionYesButton")
        self._no.setObjectName("questionNoButton")
        self._choice.setObjectName("questionChoice")
        self._yes.setAutoDefault(False)
        self._no.setDefault(True)
        self._no.setFocus()
        self._typed.setObjectName("questionTypedEdit")
        self._typed.setAccessibleName(tr("Type {word} to confirm", word=self._word))
        self._typed.setPlaceholderText(self._word)
        self._written = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label(title, role="heading", wrap=True))
        column.addWidget(label(text, role="secondary", wrap=True))
        if facts:
            column.addSpacing(GRID // 2)
            column.addWidget(fact_card(facts))
        column.addWidget(self._typed)
        column.addWidget(self._choice)
        column.addSpacing(GRID)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        buttons.addWidget(self._no)
        buttons.addWidget(self._yes)
        column.addLayout(buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the words need at this width."""
        super().showEvent(event)
        self.setFixedHeight(self.heightForWidth(_WIDTH))
        if self._word:
            self._typed.setFocus()

    def _on_choice_toggled(self, ticked: bool) -> None:
        self._ticked = ticked

    def _on_typed(self, text: str) -> None:
        self._written = text
        self._yes.setEnabled(text.strip() == self._word)

    def typed(self) -> str:
        """What was typed; known also when the dialog itself is gone."""
        return self._written

    def is_choice_ticked(self) -> bool:
        """Whether the choice was ticked; known also when the dialog itself is gone."""
        return self._ticked


def fact_card(facts: tuple[Fact, ...]) -> Card:
    """The facts below each other, their names at the left."""
    card = Card(padding=GRID)
    card.body.setSpacing(GRID // 2)
    for fact in facts:
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        name = label(fact.name, role="label")
        name.setFixedWidth(104)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(fact.value, role="mono" if fact.is_wire else "text", wrap=True), 1)
        card.body.addLayout(row)
    return card


async def ask(question: Question) -> bool:
    """Show the question; True for yes."""
    return await answer(question) == QDialog.DialogCode.Accepted.value
