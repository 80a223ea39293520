"""Finding the places of all values in a document that is JSON, also while it still arrives."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from xena_desktop.domain.json_path import JsonText
from xena_desktop.domain.json_scan import Buffer
from xena_desktop.services.answer_index import GrowingIndex
from xena_desktop.services.workers import Workers

if TYPE_CHECKING:
    from xena_desktop.answers.process import Helper
    from xena_desktop.services.document import Document

_SLICE: Final = 1 << 23
"""Bytes that the helper reads between two looks at what it found."""


class DocumentIndex:
    """Belongs to one document; what it holds may turn out to be something else when more of it has come."""

    def __init__(self, document: Document, *, workers: Workers) -> None:
        self._document, self._workers = document, workers
        self._growing: GrowingIndex | None = None
        self._grew = asyncio.Event()
        self._helper: Helper | None = None

    @property
    def is_deep(self) -> bool:
        """Whether so much is inside each other that work on it takes long, however short it is."""
        return self._growing is not None and self._growing.is_deep

    def begin(self, buffer: Buffer) -> JsonText:
        """The text with an index of its first values; ``read`` finds the others."""
        growing = self._growing = GrowingIndex(buffer, is_final=self._document.is_whole)
        return JsonText(buffer, growing.index)

    def forget(self) -> None:
        """It is no JSON, or is closed: whoever reads on ends."""
        self._growing = None
        self._grew.set()

    def tell_growth(self) -> None:
        """More of it has come, or it is whole."""
        self._grew.set()

    async def read(self, on_growth: Callable[[], object]) -> None:
        """Find the places of all values; ``on_growth`` is called after each step."""
        growing = self._growing
        if growing is None:
            return
        if growing.is_small:
            await self._read_small(growing, on_growth)
        if growing is self._growing and not growing.index.is_done:
            await self._read_large(growing, on_growth)

    async def _read_small(self, growing: GrowingIndex, on_growth: Callable[[], object]) -> None:
        """Read on without a helper, and let the window draw in between."""
        more = not growing.index.is_done
        while more:
            await asyncio.sleep(0)
            more = growing is self._growing and growing.read_on(self._document.buffer)
            on_growth()

    async def _read_large(self, growing: GrowingIndex, on_growth: Callable[[], object]) -> None:
        from xena_desktop.answers.process import Helper

        document, helper = self._document, Helper()
        self._helper = helper
        try:
            path = await document.text_file()
            while growing is self._growing and not growing.index.is_done:
                is_whole = document.is_whole
                self._grew.clear()
                step = partial(helper.call, "index", path=str(path), is_final=is_whole, count=_SLICE)
                with document.told_when_closed():
                    found = await self._workers.stoppable(step, stop=helper.stop)
                more = growing.apply(found)
                on_growth()
                if not more and not is_whole:
                    await self._grew.wait()
        finally:
            self._helper = None
            await self._workers.disk(helper.close)

    async def close(self) -> None:
        """Leave no process behind."""
        self.forget()
        if self._helper is not None:
            await self._workers.disk(self._helper.close)
