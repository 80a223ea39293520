"""Times the start of a package beside the start from source: ``python -m tests.benchmarks.package_start PROGRAM``.

PROGRAM is the frozen program, ``build/packages/xena-desktop/xena-desktop``. Both open their window on the same
virtual screen and are timed until the window is there. Debian packages: xvfb, xdotool.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.start_up import LIMIT_SECONDS, Ratio, command_time, ratio_of, virtual_screen

GOAL = 1.3
COMMAND_RUNS = 15
WINDOW_RUNS = 7
SOURCE = str(Path(sys.executable).parent / "xena-desktop")


def window_time(program: str, *, environment: dict[str, str]) -> float:
    """Seconds from starting the program until its window is on the screen."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [program], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        search = [
            "xdotool",
            "search",
            "--sync",
            "--onlyvisible",
            "--pid",
            str(process.pid),
            "--name",
            "Xena Desktop",
        ]
        subprocess.run(search, env=environment, stdout=subprocess.DEVNULL, timeout=LIMIT_SECONDS, check=True)
        return time.perf_counter() - started
    finally:
        process.terminate()
        process.wait(timeout=LIMIT_SECONDS)


def compared(what: str, package: str, *, times: int, measured: Callable[[str], float]) -> Ratio:
    """Source and package in turns, after one round that fills the machine's caches."""
    rounds = [[measured(program) for program in (SOURCE, package)] for _ in range(times + 1)]
    return ratio_of(what, rounds[1:], goal=GOAL)


def main(package: str) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as home, virtual_screen() as display:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"XENA_DESKTOP_HOME": home, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
        ratios = [
            compared(
                "xena-desktop accounts, package / source", package, times=COMMAND_RUNS,
                measured=lambda program: command_time([program, "accounts"], environment=environment),
            ),
            compared(
                "window on screen, package / source", package, times=WINDOW_RUNS,
                measured=lambda program: window_time(program, environment=environment),
            ),
        ]  # fmt: skip
    for one in ratios:
        print(
            f"{one.what:44}{one.least_seconds:8.3f}s{one.seconds:8.3f}s{one.ratio:8.2f} goal {one.goal:.2f}"
        )


if __name__ == "__main__":
    main(sys.argv[1])
