"""Requests from a file of another program: choose the file, choose among what is in it, open those."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog

from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.interchange import FILE_SUFFIXES, Imported
from xena_desktop.translation import tr
from xena_desktop.ui.awaiting import answer
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.desk import Desk
from xena_desktop.ui.dialogs.import_choice import ImportChoice
from xena_desktop.ui.panels.imported import draft_of_request
from xena_desktop.ui.panels.notices import show_error
from xena_desktop.ui.widgets.busy_indicator import DELAY_MS


class RequestFiles:
    """Opens HAR files, Postman collections and API documents as requests in tabs. Nothing is sent by it."""

    def __init__(self, context: WindowContext, desk: Desk) -> None:
        self._context = context
        self._desk = desk

    def choose_file(self) -> None:
        """Ask for the file first."""
        self._context.tasks.start(self._choose_file(), on_error=self._show_error)

    def take_file(self, path: Path) -> None:
        """Begin with this file."""
        self._context.tasks.start(self._take_file(path), on_error=self._show_error)

    async def _choose_file(self) -> None:
        dialog = QFileDialog(self._desk.window(), tr("Import requests"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        patterns = " ".join(f"*{suffix}" for suffix in FILE_SUFFIXES)
        dialog.setNameFilter(tr("HAR, Postman collection or API document ({patterns})", patterns=patterns))
        if await answer(dialog):
            await self._take_file(Path(dialog.selectedFiles()[0]))

    async def _take_file(self, path: Path) -> None:
        connection = self._context.chosen.connection
        reading = asyncio.ensure_future(
            self._context.services.interchange.read_file(path, connection=connection)
        )
        await asyncio.wait({reading}, timeout=DELAY_MS / 1000)
        if not reading.done():
            self._desk.notice.show_notice(tr("Reading {file}", file=path.name), kind="info")
        found = await reading
        self._desk.notice.clear()
        choice = ImportChoice(found, file=path.name, theme=self._context.theme, parent=self._desk.window())
        if await answer(choice) != QDialog.DialogCode.Accepted.value:
            return
        for one in choice.chosen():
            await self._open(one, file=path.name, with_answer=choice.with_answers())

    async def _open(self, one: Imported, *, file: str, with_answer: bool) -> None:
        panel = self._desk.work.open_request(draft_of_request(one.request))
        panel.show_imported(one.notes, title=tr("From {file}. It has not been sent.", file=file))
        if with_answer and one.answer is not None:
            await panel.response.show_answer(one.answer)

    def _show_error(self, error: XenaError) -> None:
        show_error(self._desk.notice, error)
