"""A look at files while their names are being written."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from xena_desktop.domain.errors import XenaError
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.widgets.code_editor import CHECK_AFTER_MS


class FileLook(QTimer):
    """Asks the disk about files when the person pauses. ``seen`` carries what was found, by path.

    A path with a variable in it is known only when it is sent, and is passed over. Nothing is shown any more once the
    widget that it belongs to is gone.
    """

    seen = Signal(object)

    def __init__(self, context: WindowContext, parent: QWidget) -> None:
        super().__init__(parent, singleShot=True, interval=CHECK_AFTER_MS)
        self._context = context
        self._paths: list[str] = []
        self._tasks: list[asyncio.Task[None]] = []
        self.timeout.connect(self._look)
        self.destroyed.connect(partial(_cancel, self._tasks))

    def look(self, paths: Sequence[str], *, at_once: bool = False) -> None:
        """Look at these files soon, or ``at_once``."""
        self._paths = [path for path in paths if path and "{{" not in path]
        if at_once:
            self._look()
        else:
            self.start()

    def _look(self) -> None:
        self.stop()
        _cancel(self._tasks)
        if not self._paths:
            self.seen.emit({})
            return
        task = self._context.tasks.start(self._asked(self._paths), on_error=self._on_error)
        self._tasks[:] = [task] if task is not None else []

    async def _asked(self, paths: list[str]) -> None:
        self.seen.emit(await self._context.services.attachments.seen(paths))

    def _on_error(self, _error: XenaError) -> None:
        """What is wrong with a file comes as an answer; there is no other error."""


def _cancel(tasks: list[asyncio.Task[None]], *_: object) -> None:
    for task in tasks:
        task.cancel()
