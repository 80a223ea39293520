"""A thread that outlives its test fails it."""

import threading
import time

GRACE_SECONDS = 2.0

# Threads that may go on, by the beginning of their name, and why.
ALLOWED = {
    "waitpid-": "asyncio's watcher of a child process on Python 3.11; ends with the child",
    "pydevd": "a debugger",
}


def running() -> set[threading.Thread]:
    """The threads that Python started. Those of Qt that merely called Python once are none of ours to end."""
    return {
        thread
        for thread in threading.enumerate()
        if not isinstance(thread, threading._DummyThread) and not thread.name.startswith(tuple(ALLOWED))
    }


def leaked(before: set[threading.Thread]) -> list[str]:
    """The names of threads that were not there before and do not end within the grace."""
    deadline = time.monotonic() + GRACE_SECONDS
    for thread in running() - before:
        thread.join(max(0.0, deadline - time.monotonic()))
    return sorted(thread.name for thread in running() - before)
