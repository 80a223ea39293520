"""What the whole process holds to, because its memory holds tokens: no dumps of it, no unmasked tracebacks."""

from __future__ import annotations

import contextlib
import sys
import threading
import traceback
from typing import Final

from xena_desktop.domain.redaction import Redactor

_PR_SET_DUMPABLE: Final = 4


def forbid_core_dumps() -> None:
    """Let no core dump be written, and on Linux no other process of the same person read the memory.

    Where the system will not have it, the program runs all the same.
    """
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def mask_faults_of_threads() -> None:
    """Show what a thread did not catch with its secrets masked; the window's own hook takes this one's place."""
    threading.excepthook = _show_masked


def _show_masked(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is not None and not isinstance(arguments.exc_value, SystemExit):
        text = "".join(traceback.format_exception(arguments.exc_value))
        sys.stderr.write(Redactor().masked(text))
