"""Ending the processes that a test part started, by their own handles."""

import contextlib
import subprocess
import time
from collections.abc import Callable


def end_process(process: subprocess.Popen[bytes], *, patience: float = 5.0) -> None:
    """Ask `process` to end, wait up to `patience` seconds, then kill it; close its pipes."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


def wait_until(condition: Callable[[], bool], *, what: str, seconds: float = 15.0) -> None:
    """Look at `condition` every 20 ms until it holds; raises TimeoutError naming `what` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} took longer than {seconds:g} seconds")
        time.sleep(0.02)
