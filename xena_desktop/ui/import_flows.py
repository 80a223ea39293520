"""Connection files that come into the window, from a dialog, a drop, a double-click or the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from xena_desktop.domain.connection import SUFFIX
from xena_desktop.domain.errors import XenaError
from xena_desktop.translation import tr
from xena_desktop.ui.awaiting import answer
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.desk import Desk
from xena_desktop.ui.dialogs.question import Fact, Question, ask


class ImportFlows(QObject):
    """Choose a connection file, look at what it would add, and import it."""

    def __init__(
        self, context: WindowContext, desk: Desk, *, show_error: Callable[[XenaError], None]
    ) -> None:
        super().__init__(desk)
        self._context, self._desk, self._show_error = context, desk, show_error
        desk.welcome.file_opened.connect(self.open_file)

    def open_file(self) -> None:
        """Choose a connection file, and import it."""
        self._context.tasks.start(self._choose_file(), on_error=self._show_error)

    def import_file(self, path: Path) -> None:
        """Ask, and import a connection file that was dropped, double-clicked or named on the command line."""
        self._context.tasks.start(self._import_file(path), on_error=self._show_error)

    async def _choose_file(self) -> None:
        dialog = QFileDialog(self._desk.window(), tr("Open a connection"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(tr("Connection (*{suffix})", suffix=SUFFIX))
        if await answer(dialog):
            await self._import_file(Path(dialog.selectedFiles()[0]))

    async def _import_file(self, path: Path) -> None:
        connection = await self._context.services.connections.read_file(path)
        question = Question(
            title=tr("Import the connection “{name}”?", name=connection.name),
            text=tr(
                "Import it only when you know who it comes from: sign-ins and calls go to these addresses."
            ),
            yes=tr("Import"),
            facts=(
                Fact(name=tr("Authority"), value=connection.authority, is_wire=True),
                Fact(name=tr("API address"), value=connection.api_base_url, is_wire=True),
                Fact(name=tr("Client ID"), value=connection.client_id, is_wire=True),
                Fact(name=tr("Read only"), value=tr("yes") if connection.read_only else tr("no")),
            ),
            theme=self._context.theme,
            parent=self._desk.window(),
        )
        if not await ask(question):
            return
        imported = await self._context.services.connections.import_file(path)
        self._desk.show_connection(imported)
        self._desk.connection.notice.show_notice(
            tr("“{name}” is imported.", name=imported.name),
            kind="good",
            advice=tr("Enter the client secret, if it has one, and sign in."),
        )
