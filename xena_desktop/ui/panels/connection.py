"""A connection: made, tested, saved and exported."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from xena_desktop.domain.connection import SUFFIX, Connection
from xena_desktop.domain.errors import XenaError
from xena_desktop.translation import tr
from xena_desktop.ui.awaiting import answer
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.connection_form import ConnectionForm
from xena_desktop.ui.panels.console_settings import ConsoleSettings
from xena_desktop.ui.panels.layouts import bounded
from xena_desktop.ui.panels.notices import show_error
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.busy_indicator import BusyIndicator
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.card import Card
from xena_desktop.ui.widgets.combo_box import ComboBox
from xena_desktop.ui.widgets.labels import label
from xena_desktop.ui.widgets.notice_bar import NoticeBar

OWN_ID = ""
_WIDEST = 1180


class ConnectionPanel(QWidget):
    """Choose Xena, Xena test or an address of one's own, and enter the client."""

    sign_in_wanted = Signal(object)
    closed = Signal()

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        theme = context.theme
        self.setObjectName("connectionPanel")
        self.notice = NoticeBar(theme=theme)
        self._title = label(role="title", wrap=True)
        self._combo = ComboBox(name=tr("Connection"))
        self._combo.setObjectName("connectionKindCombo")
        self._form = ConnectionForm(theme=theme)
        self._console = ConsoleSettings(theme=theme)
        self._busy = BusyIndicator(text=tr("Testing the connection"), theme=theme)
        self._back = PushButton(tr("Back"), theme=theme, kind="quiet")
        self._test = PushButton(tr("Test connection"), theme=theme)
        self._export = PushButton(tr("Export…"), theme=theme)
        self._save = PushButton(tr("Save"), theme=theme)
        self._sign_in = PushButton(tr("Save and sign in"), theme=theme, kind="primary")
        for button, name in (
            (self._back, "backButton"), (self._test, "testConnectionButton"),
            (self._export, "exportConnectionButton"), (self._save, "saveConnectionButton"),
            (self._sign_in, "saveAndSignInButton"),
        ):  # fmt: skip
            button.setObjectName(name)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        inner = QWidget()
        inner.setProperty("role", "scrolled")
        inner.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        column.setSpacing(2 * GRID)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._back)
        column.addLayout(head)
        column.addWidget(self.notice)
        cards = QHBoxLayout()
        cards.setSpacing(12)
        form = Card(padding=2 * GRID)
        self._form.put_first(tr("Connection"), self._combo)
        form.body.addWidget(self._form)
        form.body.addStretch(1)
        form.body.addLayout(self._buttons())
        cards.addWidget(form, 6)
        cards.addWidget(self._console, 5)
        column.addLayout(cards)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(bounded(inner))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._test)
        row.addWidget(self._busy)
        row.addStretch(1)
        for button in (self._export, self._save, self._sign_in):
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        self._combo.activated.connect(self._on_connection_chosen)
        self._form.changed.connect(self._on_form_changed)
        self._form.certificate_wanted.connect(lambda: self._start(self._choose_certificate()))
        self._back.clicked.connect(self.closed)
        self._test.clicked.connect(lambda: self._start(self._test_connection()))
        self._export.clicked.connect(lambda: self._start(self._export_connection()))
        self._save.clicked.connect(lambda: self._start(self._save_connection()))
        self._sign_in.clicked.connect(lambda: self._start(self._save_and_sign_in()))
        self.notice.action_triggered.connect(lambda: self._start(self._test_connection()))

    def show_connection(self, connection: Connection | None) -> None:
        """Show this connection to be edited; None begins with Xena itself."""
        self.notice.clear()
        known = [one for one in self._context.services.connections.all() if one.id != "sandbox"]
        self._combo.clear()
        for one in known:
            self._combo.addItem(one.name, one.id)
        self._combo.addItem(tr("Own address…"), OWN_ID)
        shown = connection or known[0]
        self._combo.setCurrentIndex(max(0, self._combo.findData(shown.id)))
        self._title.setText(
            tr("Connect to Xena") if connection is None else tr("Connection {name}", name=connection.name)
        )
        self._show(shown)

    def show_new(self) -> None:
        """Show an empty connection with an address of one's own."""
        self.show_connection(None)
        self._combo.setCurrentIndex(self._combo.findData(OWN_ID))
        self._on_connection_chosen()

    def _on_connection_chosen(self) -> None:
        self.notice.clear()
        chosen = self._combo.currentData()
        if chosen != OWN_ID:
            self._show(self._context.services.connections.by_id(chosen))
            return
        pattern = self._context.services.connections.all()[0]
        own = replace(
            pattern, id=uuid4().hex, name="", authority="https://", api_base_url="https://", openapi_url=None
        )
        self._show(own)

    def _show(self, connection: Connection) -> None:
        self._form.show_connection(connection, has_secret=False)
        self._console.show_connection(connection)
        self._start(self._look_for_secret(connection))
        self._form.client_id.setFocus()

    async def _look_for_secret(self, connection: Connection) -> None:
        if connection.client_id and await self._context.services.connections.has_client_secret(connection):
            self._form.secret.setPlaceholderText(tr("kept in the keychain; type to replace it"))

    def _on_form_changed(self) -> None:
        try:
            self._console.show_connection(self._form.connection())
        except XenaError:
            return  # said when the person tests or saves

    async def _test_connection(self) -> None:
        connection = self._form.connection()
        self._test.setEnabled(False)
        self._busy.start()
        try:
            issuer = await self._context.services.connections.test(connection)
        finally:
            self._busy.stop()
            self._test.setEnabled(True)
        self.notice.show_notice(
            tr("The connection works."),
            kind="good",
            advice=tr("The server at {issuer} answered, and its keys can be read.", issuer=issuer),
        )

    async def _save_connection(self) -> Connection:
        saved = await self._context.services.connections.save(
            self._form.connection(), client_secret=self._form.client_secret()
        )
        self.show_connection(saved)
        self.notice.show_notice(tr("Saved."), kind="good")
        return saved

    async def _save_and_sign_in(self) -> None:
        self.sign_in_wanted.emit(await self._save_connection())

    async def _choose_certificate(self) -> None:
        dialog = QFileDialog(self.window(), tr("The certificate of your company's authority"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(tr("Certificates (*.pem *.crt *.cer)"))
        if await answer(dialog):
            self._form.certificate.setText(dialog.selectedFiles()[0])

    async def _export_connection(self) -> None:
        connection = self._form.connection()
        dialog = QFileDialog(self.window(), tr("Export the connection"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(tr("Connection (*{suffix})", suffix=SUFFIX))
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.selectFile(connection.name + SUFFIX)
        if not await answer(dialog):
            return
        path = Path(dialog.selectedFiles()[0])
        await self._context.services.connections.export_file(connection, path)
        self.notice.show_notice(
            tr("Exported to {name}.", name=path.name),
            kind="good",
            advice=tr("There is no secret in the file; colleagues need the client secret as well."),
        )

    def _start(self, coroutine: Coroutine[Any, Any, object]) -> None:
        self._context.tasks.start(coroutine, on_error=self._on_error)

    def _on_error(self, error: XenaError) -> None:
        show_error(self.notice, error)
