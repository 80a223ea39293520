"""An answer that is looked at: its bytes, what they are, and the work on them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xena_desktop.domain.body_fault import TOO_DEEP, BodyFault, line_and_column
from xena_desktop.domain.errors import AnswerClosed, XenaError
from xena_desktop.domain.json_path import JsonText
from xena_desktop.domain.json_scan import Buffer
from xena_desktop.domain.sniffing import HEAD, Content, ContentKind, sniffed
from xena_desktop.services.answer_index import SMALL
from xena_desktop.services.document_finding import Finding
from xena_desktop.services.document_index import DocumentIndex
from xena_desktop.services.document_jobs import DocumentJobs
from xena_desktop.services.document_pages import Pages
from xena_desktop.services.document_rows import Rows
from xena_desktop.services.workers import Workers

if TYPE_CHECKING:
    from xena_desktop.answers.files import AnswerFolder

_SHOWN_AS_TEXT: Final = (
    ContentKind.JSON,
    ContentKind.JSON_LINES,
    ContentKind.XML,
    ContentKind.HTML,
    ContentKind.CSV,
    ContentKind.TEXT,
)

_LAYOUTS: Final = {
    ContentKind.JSON: "lay_out",
    ContentKind.XML: "lay_out_xml",
    ContentKind.HTML: "lay_out_html",
    ContentKind.JSON_LINES: "lay_out_json_lines",
}
_ROWS: Final = {ContentKind.CSV: "csv_rows", ContentKind.JSON_LINES: "json_lines_rows"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOut:
    """A text laid out, and where in the answer it stops being what it is, or -1."""

    buffer: Buffer
    path: Path
    fault: int


class Document:
    """One answer. To be made by ``Answers`` and closed when nobody looks at it any more; with it at the latest.

    ``buffer`` is the text in UTF-8, or the bytes of what is no text. ``received`` is the file as it came, or None
    while it is in memory. Methods raise FileUnreadable, AnswerWorkEnded and AnswerClosed.
    """

    def __init__(
        self, *, workers: Workers, folder: AnswerFolder, content_type: str, open_ones: set[Document]
    ) -> None:
        self.content = Content(kind=ContentKind.EMPTY)
        self.received: Path | None = None
        self.json: JsonText | None = None
        self.is_whole = True
        self._workers, self._folder, self._content_type = workers, folder, content_type
        self._raw: Buffer = b""
        self._text_path: Path | None = None
        self._jobs = DocumentJobs(workers)
        self._paths: list[Path] = []
        self._structured: Document | None = None
        self._rows_fault, self._rows_lock = -1, asyncio.Lock()
        self._settled = asyncio.Event()
        self._index = DocumentIndex(self, workers=workers)
        self.finding, self.rows, self.pages = Finding(self), Rows(self), Pages(self)
        self._open_ones = open_ones
        open_ones.add(self)

    @property
    def size(self) -> int:
        """The bytes that were received."""
        return len(self._raw)

    @property
    def raw(self) -> Buffer:
        """The bytes as they were received."""
        return self._raw

    @property
    def buffer(self) -> Buffer:
        """The text in UTF-8, or the bytes of what is no text."""
        return self.json.buffer if self.json else self._buffer

    @property
    def is_text(self) -> bool:
        """Whether it can be read."""
        is_drawn_of_text = self.content.kind is ContentKind.PICTURE and bool(self.content.encoding)
        return self.content.kind in _SHOWN_AS_TEXT or is_drawn_of_text

    @property
    def has_layout(self) -> bool:
        """Whether its text can be laid out."""
        return self.content.kind in _LAYOUTS

    @property
    def has_structure(self) -> bool:
        """Whether ``structured`` gives anything."""
        return self.json is not None or (self.is_whole and self.content.kind in _ROWS)

    # --- opening -----------------------------------------------------------------------------------------

    async def open_bytes(self, body: bytes) -> None:
        """Look at a body in memory."""
        await self._open(body)

    async def open_file(self, path: Path) -> None:
        """Look at a body in a file, which goes when the document is closed."""
        from xena_desktop.answers.files import mapped

        self.received = path
        self._paths.append(path)
        await self._open(mapped(path))

    async def open_arriving(self, path: Path) -> None:
        """Look at a file that still grows; ``grow`` tells of more, and at last that it is whole."""
        self.is_whole = False
        await self.open_file(path)

    async def _open(self, raw: Buffer) -> None:
        self._raw = self._buffer = raw
        self.content = sniffed(raw[:HEAD], content_type=self._content_type)
        if self.content.encoding not in ("", "utf-8"):
            await self._decode()
        self._index.forget()
        self.json = self._index.begin(self._buffer) if self.content.kind is ContentKind.JSON else None

    async def _decode(self) -> None:
        """Have the text in UTF-8, in a file of its own. What still arrives is decoded when it is whole."""
        if not self.is_whole:
            self.content = Content(kind=ContentKind.TEXT, encoding=self.content.encoding)
            return
        from xena_desktop.answers.files import mapped

        source, target = await self.received_file(), self.new_path()
        await self.run("decode", path=str(source), target=str(target), encoding=self.content.encoding)
        self._text_path = target
        self._buffer = mapped(target)

    async def grow(self, *, is_whole: bool) -> None:
        """Look at what has arrived since."""
        from xena_desktop.answers.files import mapped

        self.is_whole = is_whole
        if self.received is not None:
            raw = mapped(self.received)
            if is_whole and self._is_told_wrong(raw):
                await self._open(raw)
            else:
                self._raw = self._buffer = raw
                if self.json is not None:
                    self.json.buffer = raw
            self._index.tell_growth()
        if is_whole:
            self._settled.set()

    def _is_told_wrong(self, raw: Buffer) -> bool:
        """Whether it is something else than its first bytes were taken for, or is to be decoded."""
        is_utf8 = self.content.encoding in ("", "utf-8")
        return not is_utf8 or sniffed(raw[:HEAD], content_type=self._content_type) != self.content

    async def when_whole(self) -> None:
        """Wait until all that will come of it is there; raises AnswerClosed when it is closed."""
        if not self.is_whole:
            await self._settled.wait()
        if not self.is_whole or self not in self._open_ones:
            raise AnswerClosed

    async def read_index(self, on_growth: Callable[[], object]) -> None:
        """Find the places of all values of JSON; ``on_growth`` is called after each step."""
        await self._index.read(on_growth)

    # --- work --------------------------------------------------------------------------------------------

    async def laid_out(self) -> LaidOut:
        """JSON and XML with two spaces a level; the text that a page of HTML says."""
        from xena_desktop.answers.files import mapped

        target = self.new_path()
        fault = await self.run(
            _LAYOUTS[self.content.kind], path=str(await self.whole_text_file()), target=str(target)
        )
        return LaidOut(buffer=mapped(target), path=target, fault=fault)

    async def filtered(self, expression: str) -> Document:
        """What a JMESPath expression finds, as a document of its own; raises FilterInvalid."""
        path, target = await self.whole_text_file(), self.new_result_path()
        await self.run("filter", path=str(path), target=str(target), expression=expression)
        return await self.result(target)

    async def structured(self) -> Document:
        """This one where it is JSON; otherwise its rows (CSV) or its values (JSON lines) as a document that is.

        It is made once and closed with this one. Only what ``has_structure`` can be asked.
        """
        if self.json is not None:
            return self
        async with self._rows_lock:
            if self._structured is None:
                job, target = _ROWS[self.content.kind], self.new_result_path()
                self._rows_fault = await self.run(job, path=str(await self.text_file()), target=str(target))
                self._structured = await self.result(target)
        return self._structured

    async def save(self, target: Path, *, laid_out: LaidOut | None = None) -> None:
        """Write the body as it was received, or laid out, to ``target``."""
        await self.when_whole()
        await self.copy_out(laid_out.path if laid_out else await self.received_file(), target)

    async def copy_out(self, source: Path, target: Path) -> None:
        """Write a file of this document's to a place of the person's own, where it is whole or what it was before."""
        from xena_desktop.storage.folder import copy_whole

        await self._workers.disk(copy_whole, source, target)

    async def compared(self, other: Document, *, words: dict[str, str]) -> tuple[Document, list[int]]:
        """What differs from ``other`` as a document of its own; how many were added, removed, changed.

        ``words`` are those of ``answers.differences.Words``. Raises FilterInvalid.
        """
        left, right = await self.whole_text_file(), await other.whole_text_file()
        target = self.new_result_path()
        with other.told_when_closed():
            counts = await self.run(
                "compare", left=str(left), right=str(right), target=str(target), words=words,
                in_helper=self.size + other.size > SMALL,
            )  # fmt: skip
        return await self.result(target), list(counts)

    async def fault(self) -> BodyFault | None:
        """Where JSON (whose index is read), XML or lines of JSON stop being that."""
        position, reason = -1, ""
        if self.json is not None:
            index = self.json.index
            position, reason = index.fault, TOO_DEEP if index.is_too_deep else ""
        if self.content.kind is ContentKind.JSON_LINES and self.is_whole:
            await self.structured()
            position = self._rows_fault
        if self.content.kind is ContentKind.XML and self.is_whole:
            position, reason = await self.run("xml_fault", path=str(await self.text_file()))
        if position < 0:
            return None
        line, column = await self._workers.disk(line_and_column, self.buffer, position)
        return BodyFault(kind=self.content.kind, position=position, line=line, column=column, reason=reason)

    async def close(self) -> None:
        """Leave no process and no file behind."""
        self._open_ones.discard(self)
        self._settled.set()
        from xena_desktop.answers.files import removed

        await self._jobs.close()
        await self._index.close()
        for buffer in (self._raw, self.buffer):
            if not isinstance(buffer, bytes):
                with contextlib.suppress(BufferError):
                    buffer.close()
        self._raw = self._buffer = b""
        for path in self._paths:
            removed(path)
        if self._structured is not None:
            await self._structured.close()

    async def result(self, path: Path) -> Document:
        """A file with JSON that was made of this document, as one of its own."""
        found = Document(
            workers=self._workers,
            folder=self._folder,
            content_type="application/json",
            open_ones=self._open_ones,
        )
        await found.open_file(path)
        return found

    async def run(self, job: str, *, in_helper: bool | None = None, **arguments: Any) -> Any:
        """Do a job of ``answers.jobs`` where it holds up nothing."""
        is_long = self.size > SMALL or self._index.is_deep or arguments.get("is_pattern", False)
        with self.told_when_closed():
            return await self._jobs.run(job, is_long=is_long if in_helper is None else in_helper, **arguments)

    @contextlib.contextmanager
    def told_when_closed(self) -> Iterator[None]:
        """What cannot be done because it was closed, and its files are gone, is told as AnswerClosed."""
        if self not in self._open_ones:
            raise AnswerClosed
        try:
            yield
        except XenaError as error:
            if self not in self._open_ones:
                raise AnswerClosed from error
            raise

    def new_path(self) -> Path:
        """A file for work on this document, which goes with it."""
        path = self._folder.new_path()
        self._paths.append(path)
        return path

    def new_result_path(self) -> Path:
        """A file for JSON that is made of this document; ``result`` opens it."""
        return self._folder.new_path(".json")

    async def text_file(self) -> Path:
        """The text in UTF-8, as a file."""
        return self._text_path or await self.received_file()

    async def whole_text_file(self) -> Path:
        """The same, as soon as all of it has come: for work whose result would be wrong of a part."""
        await self.when_whole()
        return await self.text_file()

    async def received_file(self) -> Path:
        """The bytes as they were received, as a file."""
        if self.received is None:
            from xena_desktop.answers.files import written

            path = self.new_path()
            await self._workers.disk(written, path, bytes(self._raw[:]))
            self.received = path
        return self.received
