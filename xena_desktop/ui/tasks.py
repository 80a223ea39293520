"""The one door from Qt to coroutines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from xena_desktop.domain.errors import XenaError

OnError = Callable[[XenaError], None]


class Tasks:
    """Keeps every coroutine that a slot started until it ends, and cancels those left when the window closes.

    An error the program knows goes once to ``on_error``; anything else is a fault and goes once to the event
    loop's exception handler. A cancelled task is silent. To be made while the loop runs.
    """

    def __init__(self) -> None:
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
        task = self._loop.create_task(_watched(coroutine, on_error=on_error, loop=self._loop))
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


async def _watched(
    coroutine: Coroutine[Any, Any, object], *, on_error: OnError, loop: asyncio.AbstractEventLoop
) -> None:
    try:
        await coroutine
    except XenaError as error:
        _report(error, on_error=on_error, loop=loop)
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is reported and not lost
        _hand_to(loop, fault)


def _report(error: XenaError, *, on_error: OnError, loop: asyncio.AbstractEventLoop) -> None:
    try:
        on_error(error)
    except Exception as fault:  # noqa: BLE001 - a fault in showing an error must be seen too
        _hand_to(loop, fault)


def _hand_to(loop: asyncio.AbstractEventLoop, fault: Exception) -> None:
    loop.call_exception_handler({"message": "task failed", "exception": fault})
