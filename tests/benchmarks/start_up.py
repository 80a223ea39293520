"""Times the start of the window and of the command line; prints a table, writes JSON."""

import contextlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

WINDOW_RUNS = 7
COMMAND_RUNS = 15
LIMIT_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """One measure beside the least that the machine can do: medians in seconds."""

    what: str
    seconds: float
    least_seconds: float
    ratio: float
    goal: float
    runs: int


def first_paint(kind: str, *, environment: dict[str, str]) -> float:
    """Seconds from starting the process to a usable window."""
    command = [sys.executable, "-m", "tests.benchmarks.first_paint", kind]
    started = time.perf_counter()
    process = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, timeout=LIMIT_SECONDS, check=False, text=True
    )
    seconds = time.perf_counter() - started
    if process.stdout != "usable\n":
        raise SystemExit(f"{' '.join(command)} showed no usable window")
    return seconds


def command_time(command: list[str], *, environment: dict[str, str]) -> float:
    """Seconds that a command takes from start to end."""
    quiet = subprocess.DEVNULL
    started = time.perf_counter()
    subprocess.run(command, env=environment, stdout=quiet, stderr=quiet, timeout=LIMIT_SECONDS, check=True)
    return time.perf_counter() - started


def window(what: str, *, environment: dict[str, str]) -> Ratio:
    """The program's window beside an empty one, in turns, after one round that fills the machine's caches."""
    kinds = ("empty", "program")
    rounds = [[first_paint(kind, environment=environment) for kind in kinds] for _ in range(WINDOW_RUNS + 1)]
    return ratio_of(what, rounds[1:], goal=1.5)


def command_line(*, environment: dict[str, str]) -> Ratio:
    """``xena-desktop accounts`` beside a Python that does nothing."""
    program = str(Path(sys.executable).parent / "xena-desktop")
    commands = ([sys.executable, "-c", "pass"], [program, "accounts"])
    rounds = [
        [command_time(command, environment=environment) for command in commands]
        for _ in range(COMMAND_RUNS + 1)
    ]
    return ratio_of("xena-desktop accounts / python -c pass", rounds[1:], goal=4.0)


def ratio_of(what: str, rounds: list[list[float]], *, goal: float) -> Ratio:
    """The medians of both columns, and what one is of the other."""
    least, seconds = (statistics.median(column) for column in zip(*rounds, strict=True))
    return Ratio(
        what=what, seconds=seconds, least_seconds=least, ratio=seconds / least, goal=goal, runs=len(rounds)
    )


@contextlib.contextmanager
def virtual_screen() -> Iterator[str]:
    """A screen of its own for as long as the block lasts; its name for DISPLAY."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield f":{number.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def measure(home: Path) -> list[Ratio]:
    """Every measure, with a fresh home for the program and Python's compiled files in place."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"XENA_DESKTOP_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    ratios = [window("window usable / empty window, offscreen", environment=environment)]
    with virtual_screen() as display:
        on_screen = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
        ratios.append(window("window usable / empty window, Xvfb", environment=environment | on_screen))
    return [*ratios, command_line(environment=environment)]


def main(file: Path) -> None:
    """Measure, print, write."""
    with tempfile.TemporaryDirectory() as folder:
        ratios = measure(Path(folder))
    print(f"{'':44}{'least':>9}{'ours':>9}{'ratio':>8}{'goal':>8}")
    for one in ratios:
        print(f"{one.what:44}{one.least_seconds:8.3f}s{one.seconds:8.3f}s{one.ratio:8.2f}{one.goal:8.2f}")
    file.parent.mkdir(parents=True, exist_ok=True)
    machine = {
        "python": platform.python_version(),
        "system": platform.platform(),
        "processors": os.cpu_count(),
    }
    file.write_text(
        json.dumps({"machine": machine, "ratios": [asdict(one) for one in ratios]}, indent=2) + "\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
