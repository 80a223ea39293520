"""The one door from Qt to coroutines."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject

from xena_desktop.domain.errors import XenaError

OnError = Callable[[XenaError], None]
_log = logging.getLogger(__name__)


class Tasks:
    """Keeps every coroutine that a slot started until it ends, and cancels those left when the window closes.

    An error the program knows goes once to ``on_error``; anything else is a fault and goes once to the event
    loop's exception handler. A cancelled task is silent. To be made while the loop runs.

    A tab or a dialog may be closed while a task still works for it. Where the object that ``on_error`` belongs to is
    gone, an error goes to ``on_orphan``, and what Qt says of touching it is no fault.
    """

    def __init__(self, *, on_orphan: OnError | None = None) -> None:
        self._on_orphan = on_orphan
        self._loop = asyncio.get_running_loop()
        self._running: set[asyncio.Task[None]] = set()
        self._closed = False

    def start(
        self, coroutine: Coroutine[Any, Any, object], *, on_error: OnError
    ) -> asyncio.Task[None] | None:
        """Run ``coroutine`` from now on; None after ``close``, and when the loop has stopped."""
        if self._closed or not self._loop.is_running():
            coroutine.close()
            return None
        task = self._loop.create_task(self._watched(coroutine, on_error))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        task.add_done_callback(lambda _done: coroutine.close())  # cancelled before its first step
        return task

    async def close(self) -> None:
        """Cancel what still runs and wait for it; nothing can be started afterwards."""
        self._closed = True
        mine = asyncio.current_task()
        left = [task for task in self._running if task is not mine]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _watched(self, coroutine: Coroutine[Any, Any, object], on_error: OnError) -> None:
        try:
            await coroutine
        except XenaError as error:
            self._report(error, on_error)
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is reported and not lost
            if isinstance(fault, RuntimeError) and _is_gone(on_error):
                _log.info("a task came too late to show anything: %s", fault)
            else:
                self._hand_on(fault)

    def _report(self, error: XenaError, on_error: OnError) -> None:
        told = self._on_orphan if _is_gone(on_error) else on_error
        try:
            if told is not None:
                told(error)
        except Exception as fault:  # noqa: BLE001 - a fault in showing an error must be seen too
            self._hand_on(fault)

    def _hand_on(self, fault: Exception) -> None:
        self._loop.call_exception_handler({"message": "task failed", "exception": fault})


def _is_gone(on_error: OnError) -> bool:
    """Whether it is the method of an object that Qt has deleted, some of its arguments given or not."""
    owner = getattr(on_error.func if isinstance(on_error, partial) else on_error, "__self__", None)
    return isinstance(owner, QObject) and not shiboken6.isValid(owner)
