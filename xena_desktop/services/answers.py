"""Answers that are looked at: received, opened, compared."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from xena_desktop.domain.exchange import ApiAnswer
from xena_desktop.services.document import Document
from xena_desktop.services.workers import Workers

if TYPE_CHECKING:
    from xena_desktop.answers.files import AnswerFolder
    from xena_desktop.network.spool import Spool


class Arrival:
    """An answer on its way. A large body comes into a file that can be looked at meanwhile.

    ``limit`` is how many bytes of body are taken. ``on_progress`` is called in the loop's thread.
    """

    def __init__(self, *, folder: AnswerFolder, limit: int, on_progress: Callable[[], object]) -> None:
        from xena_desktop.network.spool import Spool

        loop = asyncio.get_running_loop()

        def tell() -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody looks any more
                loop.call_soon_threadsafe(on_progress)

        self.limit = limit
        self.spool: Spool = Spool(new_path=lambda: folder.new_path(".body"), progress=tell)

    @property
    def path(self) -> Path | None:
        """The file that the body comes into; None while it is in memory."""
        return self.spool.path

    @property
    def received(self) -> int:
        """The bytes of the body that are there."""
        return self.spool.received

    @property
    def status(self) -> int:
        """The status of the answer; 0 before its head is there."""
        return self.spool.response.status_code if self.spool.response is not None else 0

    @property
    def content_type(self) -> str:
        """What the server says that the body is."""
        return self.spool.response.headers.get("Content-Type", "") if self.spool.response is not None else ""

    def completed(self, answer: ApiAnswer) -> ApiAnswer:
        """``answer`` with the body that arrived."""
        self.spool.close()
        if self.spool.path is None:
            return replace(answer, body=bytes(self.spool.body))
        return replace(answer, file=str(self.spool.path), file_size=self.spool.received)

    def so_far(self) -> ApiAnswer | None:
        """An answer of what came of the body, of which no more will come; None where nothing did."""
        self.end()
        response = self.spool.response
        if response is None or not self.received:
            return None
        answer = ApiAnswer(
            method=response.request.method or "",
            url=response.request.url or "",
            status=response.status_code,
            reason=response.reason or "",
            headers=tuple(response.headers.items()),
            body=b"",
            seconds=response.elapsed.total_seconds() + self.spool.seconds,
        )
        return self.completed(answer)

    def end(self) -> None:
        """Nothing more will be taken."""
        self.spool.stop()


class Answers:
    """Opens what came, and keeps it in a folder that is gone with the program."""

    def __init__(self, *, workers: Workers, folder: Path) -> None:
        from xena_desktop.answers.files import AnswerFolder

        self._workers = workers
        self._folder = AnswerFolder(folder)
        self._open_ones: set[Document] = set()

    def arrival(self, *, limit: int, on_progress: Callable[[], object]) -> Arrival:
        """A place for an answer to come to."""
        return Arrival(folder=self._folder, limit=limit, on_progress=on_progress)

    async def open(self, answer: ApiAnswer) -> Document:
        """The document of a whole answer; raises FileUnreadable."""
        document = self._document(answer.header("Content-Type"))
        if answer.file:
            await document.open_file(Path(answer.file))
        else:
            await document.open_bytes(answer.body)
        return document

    async def open_arriving(self, arrival: Arrival) -> Document | None:
        """The document of an answer on its way; None while it is too short to be in a file."""
        if arrival.path is None:
            return None
        document = self._document(arrival.content_type)
        await document.open_arriving(arrival.path)
        return document

    async def open_text(self, text: str) -> Document:
        """The document of a text that was pasted or read from a file."""
        document = self._document("")
        await document.open_bytes(text.encode("utf-8", "surrogatepass"))
        return document

    async def open_copy(self, path: Path) -> Document:
        """The document of a file of the person's own, which stays as it is; raises FileUnreadable."""
        from xena_desktop.answers.files import copied

        copy = self._folder.new_path()
        await self._workers.disk(copied, path, copy)
        document = self._document("")
        await document.open_file(copy)
        return document

    async def close(self) -> None:
        """Close what is still open, and remove the folder."""
        for document in list(self._open_ones):
            await document.close()
        await self._workers.disk(self._folder.close)

    def _document(self, content_type: str) -> Document:
        return Document(
            workers=self._workers, folder=self._folder, content_type=content_type, open_ones=self._open_ones
        )
