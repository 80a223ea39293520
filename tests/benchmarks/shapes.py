"""The worst shapes of answers at full size, in the real panel.

``python -m tests.benchmarks.shapes [NAME…]`` prints a table; the names are those of ``ledger.SHAPES``. Every view
that there is of a shape is opened and gone through to its end.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop  # type: ignore[import-untyped] # it ships no types

from tests.benchmarks.answer_bench import (
    Bench,
    Measured,
    Numbers,
    opened,
    scrolled,
    served,
    timed_gaps,
    until,
    weighed,
)
from tests.benchmarks.ledger import SHAPES
from tests.benchmarks.memory import FOLDER
from xena_desktop.domain.searching import Wanted
from xena_desktop.ui.panels.answer_part import Part
from xena_desktop.ui.panels.response import ResponsePanel


async def shape(bench: Bench, name: str) -> Numbers:
    """What a shape takes: until all of it is known, and each of its views."""
    async with bench.shown(name, weighed) as (panel, scales):
        text_scales = await text_of(panel, weighed)
    async with bench.shown(name) as (panel, known):
        size = panel.document.size if panel.document else 0
        has_table = panel.views.tabs.isTabVisible(Part.TABLE)
        views = await text_of(panel) | await found_in(panel) | (await table_of(panel) if has_table else {})
        return scales | text_scales | views | known | {"bytes": size}


async def text_of(panel: ResponsePanel, measured: Measured = timed_gaps) -> Numbers:
    async with measured() as found:
        began = time.perf_counter()
        panel.views.show_part(Part.TEXT)
        await until(lambda: _is_laid_out(panel) and panel.views.text._lines.is_read)
        bar = panel.views.text.verticalScrollBar()
        bar.setValue(bar.maximum())
        await asyncio.sleep(0.05)
        taken = time.perf_counter() - began
    return {"text": taken} | {f"text_{name}": value for name, value in found.items()}


def _is_laid_out(panel: ResponsePanel) -> bool:
    has_layout = panel.document is not None and panel.document.has_layout
    return panel.views.text_part.laid_out is not None or not has_layout


async def found_in(panel: ResponsePanel) -> Numbers:
    """The last place of something that stands in every shape, looked for and shown in the tree if there is one."""
    async with timed_gaps() as found:
        if panel.views.tabs.isTabVisible(Part.TREE):
            panel.views.show_part(Part.TREE)
        view = panel.views.findable()
        assert view is not None
        places = await view.places_of(Wanted(text="1"))
        view.show_found(places.starts[-1], places.lengths[-1])
        await asyncio.sleep(0.05)
    return {f"find_{name}": value for name, value in found.items()}


async def table_of(panel: ResponsePanel) -> Numbers:
    panel.resize(1800, 1000)
    async with timed_gaps() as found:
        panel.views.show_part(Part.TABLE)
        await asyncio.sleep(0.3)
    return {f"table_{name}": value for name, value in found.items()} | scrolled(panel)


Measure = Callable[[Numbers], float]
ROWS: tuple[tuple[str, Measure], ...] = (
    ("megabytes", lambda n: n["bytes"] / 1e6),
    ("first paint, s", lambda n: n["first_paint"]),
    ("all known, s", lambda n: n["all_rows"]),
    ("longest gap until then, ms", lambda n: n["gap"] * 1000),
    ("  without waiting for a core, ms", lambda n: n["own"] * 1000),
    ("  most work in one round, ms", lambda n: n["work"] * 1000),
    ("memory / body", lambda n: n["memory"] / n["bytes"]),
    ("text laid out and read, s", lambda n: n["text"]),
    ("longest gap meanwhile, ms", lambda n: n["text_gap"] * 1000),
    ("  without waiting for a core, ms", lambda n: n["text_own"] * 1000),
    ("  most work in one round, ms", lambda n: n["text_work"] * 1000),
    ("memory of the text / body", lambda n: n["text_memory"] / n["bytes"]),
    ("finding and showing, longest gap, ms", lambda n: n["find_gap"] * 1000),
    ("  most work in one round, ms", lambda n: n["find_work"] * 1000),
    ("opening the table, longest gap, ms", lambda n: n.get("table_gap", 0.0) * 1000),
    ("  most work in one round, ms", lambda n: n.get("table_work", 0.0) * 1000),
    ("a frame of the table, ms", lambda n: n.get("frame", 0.0) * 1000),
    ("  of it work, ms", lambda n: n.get("frame_work", 0.0) * 1000),
)


def table(results: dict[str, Numbers]) -> str:
    lines = [f"{'':38}" + "".join(f"{name:>14}" for name in results)]
    for title, measure in ROWS:
        lines.append(f"{title:38}" + "".join(f"{measure(numbers):>14.2f}" for numbers in results.values()))
    return "\n".join(lines)


async def measure_all(app: QApplication, names: list[str]) -> dict[str, Numbers]:
    results: dict[str, Numbers] = {}
    with served(["1", *names]) as port, tempfile.TemporaryDirectory(prefix=FOLDER) as home:
        async with opened(app, Path(home)) as context:
            bench = Bench(context, port=port)
            await shape(bench, "1")  # what is imported once is no part of it
            for name in names:
                results[name] = await shape(bench, name)
                print(f"{name} is done", file=sys.stderr, flush=True)
            await bench.workers.close()
    return results


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", default=list(SHAPES))
    names = parser.parse_args().names
    app = QApplication(["shapes"])
    app.setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
        print(table(runner.run(measure_all(app, names))))


if __name__ == "__main__":
    main()
