"""Starts the frozen program, on every system.

PyInstaller's loader points the dynamic linker at the libraries of the package. The linker has read that by now;
programs that this one opens, the browser above all, must not: they would load our libraries in place of their own.
"""

import os
import sys
from typing import Final

_LIBRARY_PATHS: Final = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


def restore_environment() -> None:
    """Give what this process starts the environment that the person has."""
    for name in _LIBRARY_PATHS:
        before = os.environ.pop(f"{name}_ORIG", None)
        if before is not None:
            os.environ[name] = before
        else:
            os.environ.pop(name, None)
    for name in [name for name in os.environ if name.startswith("_PYI_")]:
        del os.environ[name]  # a second copy of the program, started by this one, begins afresh


restore_environment()

from xena_desktop.__main__ import main  # noqa: E402 - only now: nothing may be started before

sys.exit(main())
