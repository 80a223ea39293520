"""How long an event loop does not come round, and how much of that is the program's own."""

import contextlib
import os
import time
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer


class _Moment(NamedTuple):
    clock: float
    work: float
    """Seconds that this thread worked."""
    waiting: float
    """Seconds that it could have worked and had no core."""


class Gaps(QObject):
    """Measures between two rounds of the event loop, in seconds.

    ``longest`` is the longest time, whatever it was; ``own`` the longest but for the time in which the thread was
    ready and other threads, of this program or another, had every core: on a machine of its own there is hardly such
    time. ``work`` is the most that the thread worked in one round.
    """

    def __init__(self) -> None:
        super().__init__()
        self.longest = self.own = self.work = 0.0
        self._statistics = -1
        with contextlib.suppress(OSError):
            self._statistics = os.open("/proc/thread-self/schedstat", os.O_RDONLY)
        self._last = self._now()
        self._timer = QTimer(self, interval=1)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timeout)

    def start(self) -> None:
        self.longest = self.own = self.work = 0.0
        self._last = self._now()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def numbers(self, name: str) -> dict[str, float]:
        """What was measured, under names that begin with ``name``."""
        return {f"{name}gap": self.longest, f"{name}own": self.own, f"{name}work": self.work}

    def close(self) -> None:
        self._timer.stop()
        if self._statistics >= 0:
            os.close(self._statistics)

    def _now(self) -> _Moment:
        waiting = 0.0
        if self._statistics >= 0:
            waiting = int(os.pread(self._statistics, 100, 0).split()[1]) / 1e9
        return _Moment(time.perf_counter(), time.thread_time(), waiting)

    def _on_timeout(self) -> None:
        now, last = self._now(), self._last
        gap = now.clock - last.clock
        self.longest = max(self.longest, gap)
        self.own = max(self.own, gap - (now.waiting - last.waiting))
        self.work = max(self.work, now.work - last.work)
        self._last = now
