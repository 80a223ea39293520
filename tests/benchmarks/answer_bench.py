"""Real answers in the real panel, with a clock and a scale beside it."""

import asyncio
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import jmespath
import msgspec
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from tests.benchmarks import memory
from tests.benchmarks.gaps import Gaps
from tests.fakes.memory_keyring import MemoryKeyring
from xena_desktop.app import open_services
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.tokens import AccessToken
from xena_desktop.domain.transfer import Transfer
from xena_desktop.keychain.store import KeychainStore
from xena_desktop.services import api_calls
from xena_desktop.services.workers import Workers
from xena_desktop.ui.appearance import Appearance
from xena_desktop.ui.chosen import ChosenAccount
from xena_desktop.ui.collector import Collector
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.answer_part import Part
from xena_desktop.ui.panels.response import ResponsePanel
from xena_desktop.ui.tasks import Tasks

FILTER = "Entities[?AmountMonetary > `99990`].Id"
Numbers = dict[str, float]


class FirstPaint(QObject):
    """When the view in front was painted with rows of the answer in it, or with all of a short one."""

    def __init__(self, panel: ResponsePanel) -> None:
        super().__init__()
        self._panel, self.moment = panel, 0.0
        views = panel.views
        self._has_rows: dict[QObject, Callable[[], bool]] = {
            views.tree.viewport(): self._has_tree,
            views.table.viewport(): lambda: views.table.rows.rowCount() > 0,
            views.text.viewport(): lambda: views.document is not None,
        }
        for watched in self._has_rows:
            watched.installEventFilter(self)

    def _has_tree(self) -> bool:
        model = self._panel.views.tree.model()
        is_there = model.rowCount() > 10 or model.rowCount(model.index(1, 0)) > 10 or self._panel.answer
        return bool(model.rowCount() and is_there)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self.moment and self._has_rows[watched]():
            self.moment = time.perf_counter()
        return False


@contextmanager
def served(names: list[str]) -> Iterator[int]:
    """A server of these answers (``ledger``), as a process of its own; its port."""
    command = [sys.executable, "-m", "tests.benchmarks.ledger", *names]
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
        collector = Collector(app)  # as in the program
        try:
            yield WindowContext(
                services=services,
                tasks=tasks,
                chosen=chosen,
                appearance=appearance,
                now=lambda: datetime.now(UTC),
            )
        finally:
            collector.close()
            await tasks.close()


@asynccontextmanager
async def timed_gaps() -> AsyncIterator[Numbers]:
    """Fills the numbers when it is left: gaps of the loop."""
    found: Numbers = {}
    gaps = Gaps()
    gaps.start()
    yield found
    found |= gaps.numbers("")
    gaps.close()


@asynccontextmanager
async def weighed() -> AsyncIterator[Numbers]:
    """Fills the numbers when it is left: how much more memory was needed at most.

    Never while time is measured: who looks at a process's memory keeps it from changing that meanwhile.
    """
    found: Numbers = {}
    before = memory.now(os.getpid())
    with watched_memory() as most:
        await asyncio.sleep(0.3)
        yield found
        await asyncio.sleep(0.1)
        whole, held = most()
    found |= {"memory": whole - before[0], "memory_held": held - before[1]}


Measured = Callable[[], AbstractAsyncContextManager[Numbers]]


class Bench:
    """Asks the server of the benchmark, and shows its answers in the panel."""

    def __init__(self, context: WindowContext, *, port: int) -> None:
        self.context, self.workers = context, Workers()
        self.connection = Connection(
            id="bench", name="Bench", authority=f"http://127.0.0.1:{port}",
            api_base_url=f"http://127.0.0.1:{port}/Api", client_id="x",
        )  # fmt: skip
        self.token = AccessToken(
            value=Secret("secret-of-the-benchmark"), expires_at=datetime.now(UTC) + timedelta(hours=1)
        )

    async def send(self, name: str, arrival: Any = None) -> Any:
        request = ApiRequest(path=name)
        return await self.workers.network(
            lambda stop: api_calls.send(self.connection, request, self.token.value, stop, arrival=arrival)
        )

    async def floor(self, name: str) -> Numbers:
        """What the same client and the fastest well-kept parser take, after the same pause as a panel has.

        A machine that has just slept takes longer; so does the first paint.
        """
        await self._paused()
        began = time.perf_counter()
        body = (await self.send(name)).body
        value = msgspec.json.decode(body)
        found = {"floor": time.perf_counter() - began, "bytes": len(body)}
        del value  # to let go of it takes time, which is no part of it
        return found

    async def library_filter(self, name: str) -> Numbers:
        """What the library of the filter takes by itself."""
        body = (await self.send(name)).body
        began = time.perf_counter()
        jmespath.search(FILTER, json.loads(body))
        return {"library_filter": time.perf_counter() - began}

    async def _paused(self) -> None:
        gc.collect()
        await asyncio.sleep(0.3)

    @asynccontextmanager
    async def shown(
        self, name: str, measured: Measured = timed_gaps
    ) -> AsyncIterator[tuple[ResponsePanel, Numbers]]:
        """The panel with an answer of which every row is known, and what it took."""
        panel = ResponsePanel(self.context)
        panel.resize(1100, 600)
        panel.show()
        await self._paused()
        paint = FirstPaint(panel)
        async with measured() as found:
            began = time.perf_counter()
            panel.show_sending(Transfer(), say=str)
            await panel.show_answer(await self.send(name, panel.expect()))
            await until(lambda: paint.moment and _is_indexed(panel))
            done = time.perf_counter()
        found |= {"first_paint": paint.moment - began, "all_rows": done - began}
        try:
            yield panel, found
        finally:
            panel.close_answer()
            await asyncio.sleep(0.1)
            panel.deleteLater()


def scrolled(panel: ResponsePanel) -> Numbers:
    """A frame of the table while all of it is scrolled through, at the 95th percentile."""
    bar, walls, works = panel.views.table.verticalScrollBar(), [], []
    for step in range(120):
        began, worked = time.perf_counter(), time.thread_time()
        bar.setValue(bar.maximum() * step // 120)
        panel.views.table.viewport().repaint()
        walls.append(time.perf_counter() - began)
        works.append(time.thread_time() - worked)
    return {"frame": sorted(walls)[-6], "frame_work": sorted(works)[-6]}


async def timed(work: Awaitable[object]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


async def until(condition: Callable[[], object]) -> None:
    while not condition():
        await asyncio.sleep(0.002)


def _is_indexed(panel: ResponsePanel) -> bool:
    """Whether every row is known, also of what was made into rows."""
    document = panel.document
    if document is None or not document.is_whole:
        return False
    if document.has_structure and panel.views.part() in (Part.TREE, Part.TABLE):
        document = panel.views.structure
    return document is not None and (document.json is None or document.json.index.is_done)
