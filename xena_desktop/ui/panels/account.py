"""The person's own words about an account: what it is called, its colour, a note."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.identity import Account
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.layouts import bounded
from xena_desktop.ui.panels.notices import show_error
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.card import Card
from xena_desktop.ui.widgets.color_combo import ColorCombo
from xena_desktop.ui.widgets.labels import label
from xena_desktop.ui.widgets.notice_bar import NoticeBar

_WIDTH = 520
_NOTE_HEIGHT = 120


class AccountPanel(Card):
    """Name, colour and note of one account. They stay on this computer and stay when it signs in again."""

    closed = Signal()

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(joined=True, parent=parent)
        self._context = context
        self._account: Account | None = None
        self.setObjectName("accountPanel")
        theme = context.theme
        self.notice = NoticeBar(theme=theme)
        self._name = QLineEdit()
        self._name.setObjectName("accountNameEdit")
        self._name.setAccessibleName(tr("Name"))
        self._color = ColorCombo(nothing=tr("As the connection"))
        self._color.setObjectName("accountColorCombo")
        self._note = QPlainTextEdit()
        self._note.setObjectName("accountNoteEdit")
        self._note.setAccessibleName(tr("Note"))
        self._note.setPlaceholderText(tr("What it is for, whom to ask; no passwords"))
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(_NOTE_HEIGHT)
        self._whose = label(role="caption", wrap=True)
        self._save = PushButton(tr("Save"), theme=theme, kind="primary")
        self._save.setObjectName("saveAccountButton")
        self._cancel = PushButton(tr("Cancel"), theme=theme)
        self._cancel.setObjectName("cancelAccountButton")
        self._save.clicked.connect(self._on_save_clicked)
        self._name.returnPressed.connect(self._on_save_clicked)
        self._cancel.clicked.connect(self.closed)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.closed)
        self._arrange()

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(GRID)
        for text, field in (
            (tr("Name"), self._name),
            (tr("Colour"), self._color),
            (tr("Note"), self._note),
        ):
            name = label(text, role="label")
            name.setFixedHeight(32)
            name.setBuddy(field)
            form.addRow(name, field)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self._save)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        inner = QWidget()
        inner.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(label(tr("Name, colour and note"), role="title"))
        column.addWidget(self._whose)
        column.addWidget(self.notice)
        column.addSpacing(GRID)
        column.addLayout(form)
        column.addSpacing(GRID)
        column.addLayout(buttons)
        self.body.addWidget(bounded(inner, margin=3 * GRID, vertically=True))

    def show_account(self, account: Account) -> None:
        """Begin with what is known of the account."""
        self._account = account
        connection = self._context.chosen.connection_of(account)
        parts = (account.email or account.subject, connection.name if connection else "")
        self._whose.setText(" · ".join(part for part in parts if part))
        self._name.setText(account.name)
        self._color.choose(account.color)
        self._note.setPlainText(account.note)
        self.notice.clear()
        self._name.selectAll()
        self._name.setFocus()

    def _on_save_clicked(self) -> None:
        if self._account is None:
            return
        try:
            self._context.services.accounts.describe(
                self._account,
                name=self._name.text(),
                color=self._color.color(),
                note=self._note.toPlainText(),
            )
        except XenaError as error:
            show_error(self.notice, error)
            return
        self.closed.emit()
