"""Work on an answer that may take its time: said after a moment, and stopped when the person wants."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Iterator
from typing import TYPE_CHECKING, Any, Final

import shiboken6
from PySide6.QtCore import QObject, QTimer

from xena_desktop.domain.errors import AnswerClosed, AnswerWorkEnded
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.remarks import Remark

if TYPE_CHECKING:
    from xena_desktop.ui.panels.response import ResponsePanel

STOP_WORK: Final = "stop_work"
STOP_ROWS: Final = "stop_rows"
"""The actions that stop it."""
_SAID_AFTER_MS: Final = 400
Work = Callable[[], Coroutine[Any, Any, object]]


@contextlib.contextmanager
def told_where_closed() -> Iterator[None]:
    """For work whose result is waited for, whatever is looked at: that its answer was closed is told, too."""
    try:
        yield
    except AnswerClosed as error:
        raise AnswerWorkEnded from error


class AnswerWork(QObject):
    """Belongs to one response panel; does one thing at a time, the newest. ``action`` is offered to stop it."""

    def __init__(self, context: WindowContext, *, panel: ResponsePanel, action: str = STOP_WORK) -> None:
        super().__init__(panel)
        self._context, self._panel, self._action = context, panel, action
        self._task: asyncio.Task[None] | None = None
        self._title = ""
        self._late = QTimer(self, singleShot=True, interval=_SAID_AFTER_MS)
        self._late.timeout.connect(self._say)

    def start(self, work: Work, *, title: str) -> None:
        """Do what ``work`` begins instead of what was done before; ``title`` says what it is."""
        self.stop()
        self._task = self._context.tasks.start(self._done(work, title), on_error=self._panel.show_problem)

    async def _done(self, work: Work, title: str) -> None:
        self._title = title
        self._late.start()
        try:
            await work()
        finally:
            if shiboken6.isValid(self) and self._title == title:
                self._end()

    def stop(self) -> None:
        """Do it no more; what it had written is gone."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            self._end()

    def _end(self) -> None:
        self._late.stop()
        if self._title and self._panel.notice.title() == self._title:
            self._panel.clear_notice()
        self._title = ""

    def _say(self) -> None:
        self._panel.show_remark(Remark(title=self._title, button=tr("Cancel"), action=self._action))
