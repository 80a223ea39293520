"""Large answers in the real panel, beside reading and parsing them with the fastest well-kept parser.

``python -m tests.benchmarks.answers [MEGABYTES…]`` (1 10 50 100) prints a table; ``--json FILE`` writes the numbers.
For each size, in a process of its own: the panel once for its memory, then for its time (the longest time that the
event loop did not come round until the last row was known; the text; scrolling the table over a whole screen; find
and filter), then the first rows on screen and the floor in turn, each after the same pause, and the best of five of
both: for the floor the same client reads the body into memory, and msgspec parses it.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop  # type: ignore[import-untyped] # it ships no types

from tests.benchmarks.answer_bench import (
    FILTER,
    Bench,
    Measured,
    Numbers,
    opened,
    scrolled,
    served,
    timed,
    timed_gaps,
    until,
    weighed,
)
from tests.benchmarks.gaps import Gaps
from tests.benchmarks.memory import FOLDER
from xena_desktop.domain.searching import Wanted
from xena_desktop.ui.panels.answer_part import Part
from xena_desktop.ui.panels.response import ResponsePanel

SIZES = (1, 10, 50, 100)


async def whole(bench: Bench, size: int) -> Numbers:
    """Everything that is measured of one answer."""
    async with bench.shown(str(size), weighed) as (shown, scales):
        text_scales = await text_of(shown, weighed)
    async with bench.shown(str(size)) as (shown, found):
        shown.views.show_part(Part.TABLE)
        await asyncio.sleep(0.3)
        text, work = await text_of(shown), await work_on(shown)
        shown.resize(1800, 1000)
        shown.views.show_part(Part.TABLE)
        await asyncio.sleep(0.3)
        frames = scrolled(shown)
    library = await bench.library_filter(str(size))
    return scales | text_scales | found | text | work | frames | library | await in_turn(bench, size)


async def in_turn(bench: Bench, size: int, *, times: int = 5) -> Numbers:
    """The first paint and the floor, one after the other, the best of some times."""
    found: list[Numbers] = []
    for _ in range(times):
        async with bench.shown(str(size)) as (_shown, numbers):
            pass
        found.append(numbers | await bench.floor(str(size)))
    return {name: min(numbers[name] for numbers in found) for name in ("first_paint", "floor", "bytes")}


async def text_of(shown: ResponsePanel, measured: Measured = timed_gaps) -> Numbers:
    async with measured() as found:
        began = time.perf_counter()
        shown.views.show_part(Part.TEXT)
        await until(lambda: shown.views.text_part.laid_out is not None and shown.views.text._lines.is_read)
        taken = time.perf_counter() - began
    return {"text": taken} | {f"text_{name}": value for name, value in found.items()}


async def work_on(shown: ResponsePanel) -> Numbers:
    document = shown.document
    assert document is not None
    found: Numbers = {
        "find": await timed(document.finding.in_text(Wanted(text="havnegade 77"))),
        "find_danish": await timed(document.finding.in_text(Wanted(text="sørensen"))),
    }
    gaps = Gaps()
    gaps.start()
    began = time.perf_counter()
    result = await document.filtered(FILTER)
    found |= {"filter": time.perf_counter() - began} | gaps.numbers("filter_")
    gaps.close()
    await result.close()
    began = time.perf_counter()
    await (await document.filtered("length(Entities)")).close()
    return found | {"filter_again": time.perf_counter() - began}


async def idle() -> Numbers:
    gaps = Gaps()
    gaps.start()
    await asyncio.sleep(3)
    gaps.stop()
    gaps.close()
    return gaps.numbers("idle_")


Measure = Callable[[Numbers], float]
ROWS: tuple[tuple[str, Measure, float | None], ...] = (
    ("first paint / floor", lambda n: n["first_paint"] / n["floor"], 1.3),
    ("longest gap until the last row, ms", lambda n: n["gap"] * 1000, 50),
    ("  without waiting for a core, ms", lambda n: n["own"] * 1000, 50),
    ("  most work in one round, ms", lambda n: n["work"] * 1000, 50),
    ("  longest gap of an idle loop, ms", lambda n: n["idle_gap"] * 1000, None),
    ("memory of the tree / body", lambda n: n["memory"] / n["bytes"], 4),
    ("  the same but for mapped files", lambda n: n["memory_held"] / n["bytes"], 4),
    ("memory of the text / body", lambda n: n["text_memory"] / n["bytes"], 1.5),
    ("  the same but for mapped files", lambda n: n["text_memory_held"] / n["bytes"], 1.5),
    ("  the same, MB", lambda n: n["text_memory_held"] / 1e6, None),
    ("longest gap while laying out, ms", lambda n: n["text_gap"] * 1000, 50),
    ("  without waiting for a core, ms", lambda n: n["text_own"] * 1000, 50),
    ("  most work in one round, ms", lambda n: n["text_work"] * 1000, 50),
    ("a frame of the table scrolled, ms", lambda n: n["frame"] * 1000, 16.7),
    ("  of it work, ms", lambda n: n["frame_work"] * 1000, 16.7),
    ("find, s", lambda n: n["find"], 1),
    ("find with Danish letters, s", lambda n: n["find_danish"], 1),
    ("filter / library", lambda n: n["filter"] / n["library_filter"], 2),
    ("longest gap while filtering, ms", lambda n: n["filter_gap"] * 1000, 50),
    ("  without waiting for a core, ms", lambda n: n["filter_own"] * 1000, 50),
    ("filter again / library", lambda n: n["filter_again"] / n["library_filter"], 2),
    ("floor, s", lambda n: n["floor"], None),
    ("first paint, s", lambda n: n["first_paint"], None),
    ("all rows known, s", lambda n: n["all_rows"], None),
    ("text laid out and read, s", lambda n: n["text"], None),
)


def table(results: dict[int, Numbers]) -> str:
    lines = [f"{'':38}" + "".join(f"{size:>9} MB" for size in results) + "     goal"]
    for name, measure, goal in ROWS:
        cells = "".join(f"{measure(numbers):>12.2f}" for numbers in results.values())
        lines.append(f"{name:38}{cells}" + (f"  ≤ {goal:>5}" if goal is not None else ""))
    return "\n".join(lines)


async def measure(app: QApplication, size: int) -> Numbers:
    with served(["1", str(size)]) as port, tempfile.TemporaryDirectory(prefix=FOLDER) as home:
        async with opened(app, Path(home)) as context:
            bench = Bench(context, port=port)
            await whole(bench, 1)  # what is imported once is no part of it
            found = await idle() | await whole(bench, size)
            await bench.workers.close()
    return found


def one(size: int) -> Numbers:
    """Measure one size, in this process."""
    app = QApplication(["answers"])
    app.setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
        return runner.run(measure(app, size))


def apart(size: int, *, compiled: str) -> Numbers:
    """Measure one size in a process of its own, which holds nothing of the others.

    As in the package, Python's code is compiled already; compiling it takes several megabytes in the helper process.
    """
    command = [sys.executable, "-m", "tests.benchmarks.answers", "--one", str(size)]
    environment = os.environ | {"PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
    shown = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    found: Numbers = json.loads(shown.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--one", type=int, default=0, help="measure this size alone and print its numbers")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if options.one:
        sys.stdout.write(json.dumps(one(options.one)))
        return
    with tempfile.TemporaryDirectory() as compiled:
        results = {size: apart(size, compiled=compiled) for size in options.sizes}
    print(table(results))
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
