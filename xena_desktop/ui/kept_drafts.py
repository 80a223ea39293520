"""The requests being written, kept on the disk as they change; nothing typed is lost without a word."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer

from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.settings import Drafts
from xena_desktop.error_texts import explain
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.desk import Desk
from xena_desktop.ui.dialogs.question import Question, ask

RETRY_MS: Final = 3000


class KeptDrafts(QObject):
    """Follows the tabs. Where they cannot be kept it says so, tries again, and asks before the window goes."""

    def __init__(self, context: WindowContext, desk: Desk) -> None:
        super().__init__(desk)
        self._context, self._desk = context, desk
        self._is_failing = False
        self._retry = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._retry.timeout.connect(lambda: self._on_changed(desk.work.drafts()))
        desk.work.drafts_changed.connect(self._on_changed)

    async def may_close(self) -> bool:
        """Keep them once more; where that fails, whether the person wants to close all the same."""
        try:
            await self._keep(self._desk.work.drafts())
        except XenaError as error:
            self._on_failed(error)
            return await ask(self._question(error))
        return True

    def _on_changed(self, drafts: Drafts) -> None:
        self._context.tasks.start(self._keep(drafts), on_error=self._on_failed)

    async def _keep(self, drafts: Drafts) -> None:
        await self._context.services.settings.save_drafts(drafts)
        if self._is_failing:
            self._is_failing = False
            self._desk.notice.clear()

    def _on_failed(self, error: XenaError) -> None:
        self._is_failing = True
        text = explain(error)
        again = tr("It is tried again by itself, and stays in the window meanwhile.")
        self._desk.notice.show_notice(
            tr("What you write cannot be kept now."),
            kind="danger",
            advice=f"{text.title}\n{text.advice} {again}",
        )
        self._retry.start()

    def _question(self, error: XenaError) -> Question:
        text = explain(error)
        return Question(
            title=tr("Close and lose what you wrote?"),
            text=f"{text.title}\n{text.advice}",
            yes=tr("Close"),
            theme=self._context.theme,
            kind="danger",
            parent=self._desk.window(),
        )
