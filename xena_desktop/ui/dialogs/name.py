"""A question that is answered with a name."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.awaiting import answer
from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.labels import label

_WIDTH = 420


class NameDialog(QDialog):
    """A title, one field, two buttons."""

    def __init__(self, title: str, *, name: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("nameDialog")
        self.setWindowTitle(title)
        self.setFixedWidth(_WIDTH)
        self.name = QLineEdit(name)
        self.name.setObjectName("nameEdit")
        self.name.setAccessibleName(tr("Name"))
        self.name.selectAll()
        save, cancel = (
            PushButton(tr("Save"), theme=theme, kind="primary"),
            PushButton(tr("Cancel"), theme=theme),
        )
        save.setObjectName("nameSaveButton")
        save.setDefault(True)
        cancel.setAutoDefault(False)
        save.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(save)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label(title, role="heading"))
        column.addWidget(self.name)
        column.addWidget(label(tr("A slash begins a folder: Orders/Open"), role="caption", wrap=True))
        column.addSpacing(GRID)
        column.addLayout(buttons)


async def ask_name(title: str, *, name: str, theme: Theme, parent: QWidget) -> str:
    """The name that was written; empty when the person thought better of it."""
    dialog = NameDialog(title, name=name, theme=theme, parent=parent)
    accepted = await answer(dialog) == QDialog.DialogCode.Accepted.value
    return dialog.name.text().strip() if accepted else ""
