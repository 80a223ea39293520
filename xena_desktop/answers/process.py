"""The helper process, seen from the program."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from typing import Any, Final

from xena_desktop.answers.frames import read_frame, write_frame
from xena_desktop.domain.errors import AnswerWorkEnded, XenaError

HELPER_FLAG: Final = "--answer-helper"
"""What the program is started with to become a helper process."""


class Ticket:
    """Stands for one call, so that giving it up ends no other one."""

    __slots__ = ("is_given_up",)

    def __init__(self) -> None:
        self.is_given_up = False


class Helper:
    """A process that does one thing after another, and keeps what it read in between.

    It is started by the first ``call``; after ``stop`` the next call starts another, after ``close`` none does. Both
    close its ends.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        """Held while it is told whose call is served, and never for long."""
        self._served: Ticket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False

    def call(self, job: str, *, ticket: Ticket | None = None, **arguments: Any) -> Any:
        """The result of a job of ``answers.jobs``. Blocks.

        Raises what the job raises, and AnswerWorkEnded when the process ended: stopped, or out of memory.
        """
        with self._lock:
            process, answer = self._begun(ticket or Ticket()), None
            try:
                answer = _asked(process, [job, arguments])
            except (OSError, ValueError) as error:
                raise AnswerWorkEnded from error
            finally:
                self._end(process, is_whole=answer is not None)
        if answer is None:
            raise AnswerWorkEnded
        if answer[0] == "error":
            raise _error_called(answer[1])(**answer[2])
        return answer[1]

    def _begun(self, ticket: Ticket) -> subprocess.Popen[bytes]:
        with self._turn:
            if ticket.is_given_up or self._is_closed:
                raise AnswerWorkEnded
            self._served = ticket
            self._process = self._process or _started()
            return self._process

    def _end(self, process: subprocess.Popen[bytes], *, is_whole: bool) -> None:
        with self._turn:
            self._served = None
        if not is_whole:
            process.kill()
            self._leave(process)

    def give_up(self, ticket: Ticket) -> None:
        """Nobody waits for this call any more: end the process if it is at it, and do not begin with it otherwise."""
        with self._turn:
            ticket.is_given_up = True
            is_served = self._served is ticket
        if is_served:
            self.stop()

    def close(self) -> None:
        """End the process for good: a call that is late starts no other."""
        with self._turn:
            self._is_closed = True
        self.stop()

    def stop(self) -> None:
        """End the process, whatever it is at; a call under way ends with AnswerWorkEnded."""
        process = self._process
        if process is not None:
            process.kill()
            process.wait()
            if self._lock.acquire(timeout=5):
                try:
                    self._leave(process)
                finally:
                    self._lock.release()

    def _leave(self, process: subprocess.Popen[bytes]) -> None:
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        process.wait()
        if self._process is process:
            self._process = None


def _asked(process: subprocess.Popen[bytes], message: list[Any]) -> Any:
    if process.stdin is None or process.stdout is None:
        return None
    write_frame(process.stdin, message)
    return read_frame(process.stdout)


def _started() -> subprocess.Popen[bytes]:
    frozen = getattr(sys, "frozen", False)
    program = [sys.executable] if frozen else [sys.executable, "-m", "xena_desktop"]
    return subprocess.Popen(  # noqa: S603 - this program itself, with a fixed word
        [*program, HELPER_FLAG],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _error_called(code: str) -> type[XenaError]:
    """The class of error with this code; the helper sends no class, only what scripts are promised."""
    waiting = [XenaError]
    while waiting:
        kind = waiting.pop()
        if kind.code == code:
            return kind
        waiting += kind.__subclasses__()
    return AnswerWorkEnded
