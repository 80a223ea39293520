"""Large answers in the real panel, beside reading and parsing them with the fastest well-kept parser.

``python -m tests.benchmarks.answers [MEGABYTES…]`` (1 10 50 100) prints a table; ``--json FILE`` writes the numbers.
In one run, for each size: the floor (the same client reads the body into memory, msgspec parses it), then the panel:
the first rows on screen, the longest time that the event loop did not come round until the last row was known, the
memory, the text view, scrolling the table, find and filter.
"""

import argparse
import asyncio
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import jmespath
import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop  # type: ignore[import-untyped] # it ships no types

from tests.fakes.memory_keyring import MemoryKeyring
from xena_desktop.app import open_services
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.searching import Wanted
from xena_desktop.domain.tokens import AccessToken
from xena_desktop.domain.transfer import Transfer
from xena_desktop.keychain.store import KeychainStore
from xena_desktop.services import api_calls
from xena_desktop.services.workers import Workers
from xena_desktop.ui.appearance import Appearance
from xena_desktop.ui.chosen import ChosenAccount
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.answer_part import Part
from xena_desktop.ui.panels.response import ResponsePanel
from xena_desktop.ui.tasks import Tasks

FILTER = "Entities[?AmountMonetary > `99990`].Id"
Numbers = dict[str, float]


class Gaps(QObject):
    """The longest time between two rounds of the event loop, and the most that its thread worked in one.

    On a machine that others use, too, the first holds their share; the second is the program's own.
    """

    def __init__(self) -> None:
        super().__init__()
        self.longest = self.work = 0.0
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self, interval=1)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timeout)

    def start(self) -> None:
        self.longest = self.work = 0.0
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> float:
        self._timer.stop()
        return self.longest

    def _on_timeout(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.longest, self._last = max(self.longest, now - self._last), now
        self.work, self._worked = max(self.work, worked - self._worked), worked


class FirstPaint(QObject):
    """When the tree was painted with rows of the answer in it."""

    def __init__(self, panel: ResponsePanel) -> None:
        super().__init__()
        self._panel, self.moment = panel, 0.0
        panel.views.tree.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        model = self._panel.views.tree.model()
        if event.type() == QEvent.Type.Paint and not self.moment and model.rowCount(model.index(1, 0)) > 10:
            self.moment = time.perf_counter()
        return False


@contextmanager
def served(sizes: list[int]) -> Iterator[int]:
    command = [sys.executable, "-m", "tests.benchmarks.ledger", *map(str, sizes)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield int(server.stdout.readline())
        server.communicate()


@contextmanager
def watched_memory() -> Iterator[Callable[[], tuple[int, int]]]:
    """Calling the value ends watching and gives the most bytes since: all, and those that are no mapped file."""
    command = [sys.executable, "-m", "tests.benchmarks.memory", str(os.getpid())]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as watcher:

        def most() -> tuple[int, int]:
            words = watcher.communicate("\n")[0].split()
            return int(words[0]), int(words[1])

        yield most


@asynccontextmanager
async def opened(app: QApplication, home: Path) -> AsyncIterator[WindowContext]:
    keyring = MemoryKeyring()
    async with open_services(
        home=home,
        open_browser=lambda _url: False,
        keychain=lambda tag: KeychainStore(tag=tag, choose=lambda: (keyring, "Memory")),
    ) as services:
        tasks = Tasks()
        chosen = ChosenAccount(services.accounts, gate=services.gate, last_id=None)
        appearance = Appearance(app, choice="light")
        appearance.dress()
        try:
            yield WindowContext(
                services=services,
                tasks=tasks,
                chosen=chosen,
                appearance=appearance,
                now=lambda: datetime.now(UTC),
            )
        finally:
            await tasks.close()


class Bench:
    def __init__(self, context: WindowContext, *, port: int) -> None:
        self.context, self.workers = context, Workers()
        self.connection = Connection(
            id="bench", name="Bench", authority=f"http://127.0.0.1:{port}",
            api_base_url=f"http://127.0.0.1:{port}/Api", client_id="x",
        )  # fmt: skip
        self.token = AccessToken(
            value=Secret("secret-of-the-benchmark"), expires_at=datetime.now(UTC) + timedelta(hours=1)
        )

    async def send(self, size: int, arrival: Any = None) -> Any:
        request = ApiRequest(path=str(size))
        return await self.workers.network(
            lambda stop: api_calls.send(self.connection, request, self.token.value, stop, arrival=arrival)
        )

    async def idle(self) -> Numbers:
        gaps = Gaps()
        gaps.start()
        await asyncio.sleep(3)
        return {"idle_gap": gaps.stop()}

    async def floor(self, size: int) -> Numbers:
        times, body = [], b""
        for _ in range(3):
            began = time.perf_counter()
            body = (await self.send(size)).body
            msgspec.json.decode(body)
            times.append(time.perf_counter() - began)
        began = time.perf_counter()
        value = json.loads(body)
        jmespath.search(FILTER, value)
        library = time.perf_counter() - began
        del value
        gc.collect()
        return {"floor": min(times), "library_filter": library, "bytes": len(body)}

    async def panel(self, size: int) -> Numbers:
        panel = ResponsePanel(self.context)
        panel.resize(1100, 600)
        panel.show()
        await asyncio.sleep(0.3)
        gaps, paint = Gaps(), FirstPaint(panel)
        with watched_memory() as most:
            await asyncio.sleep(0.3)
            before = _rss()
            gaps.start()
            began = time.perf_counter()
            panel.show_sending(Transfer(), say=str)
            answer = await self.send(size, panel.expect())
            await panel.show_answer(answer)
            await until(lambda: paint.moment and _is_indexed(panel))
            done = time.perf_counter()
            found: Numbers = {"first_paint": paint.moment - began, "all_rows": done - began}
            found |= {"gap": gaps.stop(), "work": gaps.work}
            await asyncio.sleep(0.2)
            whole, anonymous = most()
        found |= {"memory": whole - before[0], "memory_anonymous": anonymous - before[1]}
        found |= await self.views(panel)
        panel.close_answer()
        await asyncio.sleep(0.1)
        panel.deleteLater()
        return found

    async def views(self, panel: ResponsePanel) -> Numbers:
        document, views = panel.document, panel.views
        assert document is not None
        found: Numbers = {}
        views.show_part(Part.TABLE)
        await asyncio.sleep(0.2)
        bar, frames = views.table.verticalScrollBar(), []
        for step in range(120):
            began = time.perf_counter()
            bar.setValue(bar.maximum() * step // 120)
            views.table.viewport().repaint()
            frames.append(time.perf_counter() - began)
        found["frame"] = sorted(frames)[-6]
        gaps = Gaps()
        before = _rss()
        with watched_memory() as most:
            gaps.start()
            began = time.perf_counter()
            read: list[bool] = []
            views.text.read_finished.connect(lambda: read.append(True))
            views.show_part(Part.TEXT)
            await until(lambda: views.text_to_find_in() is not None and views.text._lines.is_read)
            found |= {"text": time.perf_counter() - began, "text_gap": gaps.stop(), "text_work": gaps.work}
            whole, anonymous = most()
        found |= {"text_memory": whole - before[0], "text_memory_anonymous": anonymous - before[1]}
        found["find"] = await timed(document.find(Wanted(text="havnegade 77")))
        found["find_danish"] = await timed(document.find(Wanted(text="sørensen")))
        gaps.start()
        began = time.perf_counter()
        result = await document.filtered(FILTER)
        found |= {"filter": time.perf_counter() - began, "filter_gap": gaps.stop(), "filter_work": gaps.work}
        await result.close()
        began = time.perf_counter()
        await (await document.filtered("length(Entities)")).close()
        found["filter_again"] = time.perf_counter() - began
        return found


async def timed(work: Awaitable[object]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


async def until(condition: Callable[[], object]) -> None:
    while not condition():
        await asyncio.sleep(0.002)


def _is_indexed(panel: ResponsePanel) -> bool:
    document = panel.document
    return document is not None and document.json is not None and document.json.index.is_done


def _rss() -> tuple[int, int]:
    from tests.benchmarks.memory import now

    return now(os.getpid())


Measure = Callable[[Numbers], float]
ROWS: tuple[tuple[str, Measure, float | None], ...] = (
    ("first paint / floor", lambda n: n["first_paint"] / n["floor"], 1.3),
    ("longest gap until the last row, ms", lambda n: n["gap"] * 1000, 50),
    ("  of it the window's own work, ms", lambda n: n["work"] * 1000, 50),
    ("  longest gap of an idle loop, ms", lambda n: n["idle_gap"] * 1000, None),
    ("memory of the tree / body", lambda n: n["memory"] / n["bytes"], 4),
    ("  the same but for mapped files", lambda n: n["memory_anonymous"] / n["bytes"], 4),
    ("memory of the text / body", lambda n: n["text_memory"] / n["bytes"], 1.5),
    ("  the same but for mapped files", lambda n: n["text_memory_anonymous"] / n["bytes"], 1.5),
    ("longest gap while laying out, ms", lambda n: n["text_gap"] * 1000, 50),
    ("  of it the window's own work, ms", lambda n: n["text_work"] * 1000, 50),
    ("a frame of the table scrolled, ms", lambda n: n["frame"] * 1000, 16.7),
    ("find, s", lambda n: n["find"], 1),
    ("find with Danish letters, s", lambda n: n["find_danish"], 1),
    ("filter / library", lambda n: n["filter"] / n["library_filter"], 2),
    ("longest gap while filtering, ms", lambda n: n["filter_gap"] * 1000, 50),
    ("  of it the window's own work, ms", lambda n: n["filter_work"] * 1000, 50),
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


async def measure(app: QApplication, sizes: list[int]) -> dict[int, Numbers]:
    results: dict[int, Numbers] = {}
    with served(sizes) as port, tempfile.TemporaryDirectory(prefix="xena-answers-") as home:
        async with opened(app, Path(home)) as context:
            bench = Bench(context, port=port)
            await bench.panel(sizes[0])  # what is imported once is no part of it
            for size in sizes:
                results[size] = await bench.idle() | await bench.floor(size) | await bench.panel(size)
            await bench.workers.close()
    return results


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", type=int, nargs="*", default=[1, 10, 50, 100])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    app = QApplication(["answers"])
    app.setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
        results = runner.run(measure(app, options.sizes))
    print(table(results))
    print(
        f"most memory of the window's process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
    )
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
