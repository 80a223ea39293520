"""The one bridge between blocking adapters and the event loop."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Final, ParamSpec, TypeVar

from xena_desktop.domain.errors import KeychainTimeout
from xena_desktop.network.cancellation import Cancellation
from xena_desktop.network.way import Way

P = ParamSpec("P")
T = TypeVar("T")

KEYCHAIN_SECONDS: Final = 120.0
"""How long an answer of the keychain is waited for; it may be showing a question."""

_Work = Callable[[], None]


class Workers:
    """Runs blocking functions on threads of their own and brings their results to the event loop.

    Threads are daemons: a call that hangs in the system never keeps the program from ending. Keychain calls
    run one after the other on one thread, for backends are not made for more. ``find_way`` is set by whoever
    puts the house together: it needs the keychain itself.
    """

    def __init__(self, *, keychain_seconds: float = KEYCHAIN_SECONDS) -> None:
        self._keychain_seconds = keychain_seconds
        self._keychain_work: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._keychain_thread: threading.Thread | None = None
        self._running: set[threading.Thread] = set()
        self.find_way: Callable[[], Awaitable[Way]] | None = None

    async def network(self, function: Callable[[Cancellation], T]) -> T:
        """``function(cancellation)`` on a thread; cancelling the task shuts the function's sockets.

        What it is given carries the way to other computers that ``find_way`` tells, and raises what that does.
        """
        cancellation = Cancellation(way=await self.find_way() if self.find_way else None)
        try:
            return await self._started("network", lambda: function(cancellation))
        except asyncio.CancelledError:
            cancellation.cancel()
            raise

    async def stoppable(self, function: Callable[[], T], *, stop: Callable[[], object]) -> T:
        """``function`` on a thread; cancelling the task calls ``stop`` on another, and waits for that."""
        future = self._started("stoppable", function)
        future.add_done_callback(lambda f: f.exception())  # nobody else looks when the task was cancelled
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            await self._started("stopping", stop)
            raise

    async def disk(self, function: Callable[P, T], *arguments: P.args, **keywords: P.kwargs) -> T:
        """``function`` on a thread; it is finished even when the task is cancelled."""
        future = self._started("disk", lambda: function(*arguments, **keywords))
        future.add_done_callback(lambda f: f.exception())  # nobody else looks when the task was cancelled
        return await asyncio.shield(future)

    async def keychain(self, function: Callable[P, T], *arguments: P.args, **keywords: P.kwargs) -> T:
        """``function`` on the keychain's thread; raises KeychainTimeout when it does not answer.

        One that nobody waits for any more is not begun: a write that comes late would undo a later one.
        """
        future, work = _bridged(lambda: function(*arguments, **keywords), unless_given_up=True)
        if self._keychain_thread is None:
            self._keychain_thread = threading.Thread(
                target=self._serve_keychain, name="keychain", daemon=True
            )
            self._keychain_thread.start()
        self._keychain_work.put(work)
        try:
            # not wait_for: that one forgets a cancellation which comes together with the answer
            async with asyncio.timeout(self._keychain_seconds):
                return await future
        except TimeoutError as error:
            self._leave_keychain_thread()
            raise KeychainTimeout(seconds=round(self._keychain_seconds)) from error

    async def close(self, *, seconds: float = 2.0) -> None:
        """Let what is under way end, for at most ``seconds``."""
        keychain = self._keychain_thread
        self._leave_keychain_thread()
        waited_for = [*self._running, *([keychain] if keychain else [])]

        def join_all() -> None:
            ends_at = time.monotonic() + seconds
            for thread in waited_for:
                thread.join(max(0.0, ends_at - time.monotonic()))

        await self._started("closing", join_all)

    def _leave_keychain_thread(self) -> None:
        """End the thread after what it is at; a hanging one is left behind and the next call gets a new one."""
        self._keychain_work.put(None)
        self._keychain_work, self._keychain_thread = queue.SimpleQueue(), None

    def _serve_keychain(self) -> None:
        work_queue = self._keychain_work
        while (work := work_queue.get()) is not None:
            work()

    def _started(self, name: str, function: Callable[[], T]) -> asyncio.Future[T]:
        future, work = _bridged(function)

        def run() -> None:
            try:
                work()
            finally:
                self._running.discard(threading.current_thread())

        thread = threading.Thread(target=run, name=name, daemon=True)
        self._running.add(thread)
        thread.start()
        return future


def _bridged(function: Callable[[], T], *, unless_given_up: bool = False) -> tuple[asyncio.Future[T], _Work]:
    """A future of the running loop, and the work that fills it from another thread."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def tell(set_result: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(lambda: None if future.done() else set_result())

    def work() -> None:
        if unless_given_up and future.done():
            return
        try:
            result = function()
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever awaits the future
            caught = error
            tell(lambda: future.set_exception(caught))
        else:
            tell(lambda: future.set_result(result))

    return future, work
