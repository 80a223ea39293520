"""A page of steps below each other, with what can be done with them above."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.awaiting import answer
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.layouts import bounded, emptied
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.card import Card
from xena_desktop.ui.widgets.labels import label
from xena_desktop.ui.widgets.notice_bar import NoticeBar
from xena_desktop.ui.widgets.step_row import StepRow

_WIDTH = 820


class StepPage(Card):
    """Title, a line about what it is of, buttons, a notice and the steps."""

    def __init__(self, context: WindowContext, *, title: str, parent: QWidget | None = None) -> None:
        super().__init__(joined=True, parent=parent)
        self.context = context
        self.title = label(title, role="title")
        self.about = label(role="secondary", wrap=True)
        self.notice = NoticeBar(theme=context.theme)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(GRID)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(0)
        inner = QWidget()
        inner.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for part in (self.title, self.about):
            column.addWidget(part)
        column.addLayout(self.buttons)
        column.addWidget(self.notice)
        column.addLayout(self._steps)
        self.body.addWidget(bounded(inner, margin=3 * GRID))

    def button(self, text: str, *, name: str, primary: bool = False, icon_name: str = "") -> PushButton:
        """Another button above the steps."""
        made = PushButton(
            text, theme=self.context.theme, kind="primary" if primary else "normal", icon_name=icon_name
        )
        made.setObjectName(name)
        self.buttons.addWidget(made)
        return made

    def show_rows(self, rows: Sequence[StepRow]) -> None:
        """Show these steps and no others."""
        for widget in emptied(self._steps):
            widget.deleteLater()
        for row in rows:
            self._steps.addWidget(row)

    def copy(self, text: str) -> None:
        """Put the page, as text, into the clipboard."""
        QGuiApplication.clipboard().setText(self.context.services.reports.masked(text))
        self.notice.show_notice(tr("Copied."), kind="good")

    async def save(self, text: str, *, title: str, name: str) -> None:
        """Ask where to, and write the text without a secret; raises FileUnreadable."""
        dialog = QFileDialog(self.window(), title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(tr("Text (*.txt)"))
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(name)
        if not await answer(dialog):
            return
        path = Path(dialog.selectedFiles()[0])
        await self.context.services.reports.save(text, path)
        self.notice.show_notice(
            tr("Saved as {name}.", name=path.name),
            kind="good",
            advice=tr("There is no token, code, password or client secret in it."),
        )
