"""The helper process itself: takes jobs from its standard input until that ends."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import IO, Any

from xena_desktop.answers.frames import read_frame, write_frame
from xena_desktop.domain.errors import XenaError


def serve() -> int:
    """Do job after job; the exit code of the process."""
    sys.set_int_max_str_digits(0)
    # jobs speak through frames alone; a stray print goes to standard error
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError), output:
        _serve(sys.stdin.buffer, output)
    return 0


def _serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    from xena_desktop.answers.jobs import JOBS

    state: dict[str, Any] = {}
    while (request := read_frame(requests)) is not None:
        job, arguments = request
        try:
            answer: list[Any] = ["result", JOBS[job](state, **arguments)]
        except XenaError as error:
            answer = ["error", error.code, error.details]
        except MemoryError:
            state.clear()
            answer = ["error", "answer_work_ended", {}]
        write_frame(answers, answer)
