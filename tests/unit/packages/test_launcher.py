"""What the frozen program starts gets the person's environment, not that of the package."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.unit.packages.tool import PACKAGING


def started(**environment: str) -> str:
    """What a launcher, told to print its version, leaves in its environment."""
    script = (
        "import os, runpy, sys, atexit\n"
        "atexit.register(lambda: print(sorted(n for n in os.environ if n.startswith(('LD_', 'DYLD_', '_PYI_'))),"
        " os.environ.get('LD_LIBRARY_PATH')))\n"
        "sys.argv[1:] = ['--version']\n"
        f"runpy.run_path({str(PACKAGING / 'pyinstaller' / 'launcher.py')!r}, run_name='__main__')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_library_path_of_the_package_is_gone() -> None:
    said = started(LD_LIBRARY_PATH="/opt/package/lib", _PYI_ARCHIVE_FILE="/opt/package/xena-desktop")
    assert said.splitlines()[-1] == "[] None"


def test_a_library_path_of_the_person_s_own_is_back() -> None:
    said = started(LD_LIBRARY_PATH="/opt/package/lib:/own", LD_LIBRARY_PATH_ORIG="/own")
    assert said.splitlines()[-1] == "['LD_LIBRARY_PATH'] /own"
