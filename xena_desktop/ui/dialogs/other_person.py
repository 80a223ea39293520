"""Somebody else came back than the person whose account was to be renewed."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from xena_desktop.services.new_account import OtherPerson
from xena_desktop.translation import tr
from xena_desktop.ui.awaiting import answer
from xena_desktop.ui.dialogs.question import Fact, fact_card
from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.labels import label

_WIDTH = 460
_ANSWERS = (OtherPerson.KEEP, OtherPerson.ADD, OtherPerson.REPLACE)


class OtherPersonQuestion(QDialog):
    """Keep the old account, add the person as another one, or put them in its place. Escape keeps.

    The cautious answer has the focus, so that Enter by mistake replaces nothing.
    """

    def __init__(self, *, name: str, found: str, connection: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("question")
        self.setWindowTitle(tr("{found} signed in, not {name}.", found=found, name=name))
        self.setFixedWidth(_WIDTH)
        text = tr(
            "The sign-in of {name} was to be renewed. Nothing is replaced unless you say so.", name=name
        )
        self.setAccessibleDescription(text)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label(self.windowTitle(), role="heading", wrap=True))
        column.addWidget(label(text, role="secondary", wrap=True))
        column.addWidget(
            fact_card(
                (
                    Fact(name=tr("Account"), value=name),
                    Fact(name=tr("Signed in"), value=found),
                    Fact(name=tr("Connection"), value=connection),
                )
            )
        )
        column.addSpacing(GRID)
        self._add_answers(column, name=name, found=found, theme=theme)

    def _add_answers(self, column: QVBoxLayout, *, name: str, found: str, theme: Theme) -> None:
        keep = PushButton(tr("Keep {name} as it was", name=name), theme=theme)
        add = PushButton(tr("Add {found} as another account", found=found), theme=theme, kind="primary")
        replace = PushButton(
            tr("Put {found} in the place of {name}", found=found, name=name), theme=theme, kind="danger"
        )
        names = ("keepAccountButton", "addAccountAnswerButton", "replaceAccountButton")
        for number, (button, object_name) in enumerate(zip((keep, add, replace), names, strict=True)):
            button.setObjectName(object_name)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, number=number: self.done(number))
            column.addWidget(button)
        keep.setDefault(True)
        keep.setFocus()


async def ask_other_person(question: OtherPersonQuestion) -> OtherPerson:
    """Show the question; what is to become of the sign-in."""
    return _ANSWERS[await answer(question)]
