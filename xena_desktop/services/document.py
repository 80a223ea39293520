"""An answer that is looked at: its bytes, what they are, and the work on them."""

from __future__ import annotations

import asyncio
import contextlib
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xena_desktop.domain.body_fault import BodyFault
from xena_desktop.domain.file_errors import file_error
from xena_desktop.domain.json_path import JsonText
from xena_desktop.domain.json_scan import Buffer
from xena_desktop.domain.searching import Places, Wanted
from xena_desktop.domain.sniffing import HEAD, Content, ContentKind, sniffed
from xena_desktop.services.answer_index import SMALL, GrowingIndex
from xena_desktop.services.workers import Workers

if TYPE_CHECKING:
    from xena_desktop.answers.files import AnswerFolder
    from xena_desktop.answers.process import Helper

_INDEX_SLICE: Final = 1 << 23
_SHOWN_AS_TEXT: Final = (
    ContentKind.JSON,
    ContentKind.XML,
    ContentKind.HTML,
    ContentKind.CSV,
    ContentKind.TEXT,
)

_LAYOUTS: Final = {
    ContentKind.JSON: "lay_out",
    ContentKind.XML: "lay_out_xml",
    ContentKind.HTML: "lay_out_html",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOut:
    """A text laid out, and where in the answer it stops being what it is, or -1."""

    buffer: Buffer
    path: Path
    fault: int


class Document:
    """One answer. To be made by ``Answers`` and closed when nobody looks at it any more; with it at the latest.

    ``buffer`` is the text in UTF-8, or the bytes of what is no text. ``received`` is the file as it came, or None
    while it is in memory. Methods raise FileUnreadable and AnswerWorkEnded.
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
        self._growing: GrowingIndex | None = None
        self._work: Helper | None = None
        self._reader: Helper | None = None
        self._state: dict[str, Any] = {}
        self._paths: list[Path] = []
        self._kept: list[Document] = []
        self._grew = asyncio.Event()
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
        return self.content.kind in _SHOWN_AS_TEXT

    @property
    def has_layout(self) -> bool:
        """Whether its text can be laid out."""
        return self.content.kind in _LAYOUTS

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
        if self.content.kind is ContentKind.JSON:
            growing = self._growing = GrowingIndex(self._buffer, is_final=self.is_whole)
            self.json = JsonText(self._buffer, growing.index)

    async def _decode(self) -> None:
        """Have the text in UTF-8, in a file of its own. What still arrives is decoded when it is whole."""
        if not self.is_whole:
            self.content = Content(kind=ContentKind.TEXT, encoding=self.content.encoding)
            return
        from xena_desktop.answers.files import mapped

        source, target = await self._path(), self._new_path()
        await self._run("decode", path=str(source), target=str(target), encoding=self.content.encoding)
        self._text_path = target
        self._buffer = mapped(target)

    async def grow(self, *, is_whole: bool) -> None:
        """Look at what has arrived since."""
        from xena_desktop.answers.files import mapped

        self.is_whole = is_whole
        if self.received is None:
            return
        if self.content.encoding not in ("", "utf-8") and is_whole:
            await self._open(mapped(self.received))
            return
        self._raw = self._buffer = mapped(self.received)
        if self.json is not None:
            self.json.buffer = self._buffer
        self._grew.set()

    async def read_index(self, on_growth: Callable[[], object]) -> None:
        """Find the places of all values; ``on_growth`` is called after each step."""
        if self._growing is None or (self._growing.index.is_done and self.is_whole):
            return
        from xena_desktop.answers.process import Helper

        reader = self._reader = Helper()
        try:
            path = await self._text_file()
            while not self._growing.index.is_done:
                whole = self.is_whole
                self._grew.clear()
                step = partial(reader.call, "index", path=str(path), is_final=whole, count=_INDEX_SLICE)
                found = await self._workers.stoppable(step, stop=reader.stop)
                more = self._growing.apply(found)
                on_growth()
                if not more and not whole:
                    await self._grew.wait()
        finally:
            self._reader = None
            await self._workers.disk(reader.stop)

    # --- work --------------------------------------------------------------------------------------------

    async def find(self, wanted: Wanted, *, laid_out: LaidOut | None = None) -> Places:
        """Every place of ``wanted`` in the text, or in the text laid out; raises PatternInvalid."""
        wanted.compiled()
        path = laid_out.path if laid_out else await self._text_file()
        starts, lengths, is_cut = await self._run(
            "find", path=str(path), text=wanted.text, is_pattern=wanted.is_pattern
        )
        return Places(starts=array("q", starts), lengths=array("l", lengths), is_cut=is_cut)

    async def laid_out(self) -> LaidOut:
        """JSON and XML with two spaces a level; the text that a page of HTML says."""
        from xena_desktop.answers.files import mapped

        target = self._new_path()
        fault = await self._run(
            _LAYOUTS[self.content.kind], path=str(await self._text_file()), target=str(target)
        )
        return LaidOut(buffer=mapped(target), path=target, fault=fault)

    async def filtered(self, expression: str) -> Document:
        """What a JMESPath expression finds, as a document of its own; raises FilterInvalid."""
        target = self._folder.new_path(".json")
        await self._run(
            "filter", path=str(await self._text_file()), target=str(target), expression=expression
        )
        return await self._result(target)

    async def order(self, start: int, *, column: str, is_descending: bool) -> array[int]:
        """The rows of the array at ``start``, ordered by a column."""
        found = await self._run(
            "order", path=str(await self._text_file()), start=start, column=column, descending=is_descending
        )
        return array("q", found)

    async def numbers(self, start: int, *, names: list[str]) -> tuple[Document, int, int]:
        """Plain numbers about the columns of the array at ``start`` as a document of its own; rows, equal rows.

        ``names`` are those of the table's columns (``answers.rows.numbers``).
        """
        target = self._folder.new_path(".json")
        path = str(await self._text_file())
        rows, equal = await self._run("numbers", path=path, start=start, target=str(target), names=names)
        return await self._result(target), rows, equal

    async def csv_rows(self) -> Document:
        """The rows of a CSV as a document of its own."""
        target = self._folder.new_path(".json")
        await self._run("csv_rows", path=str(await self._text_file()), target=str(target))
        return await self._result(target)

    async def page_sizes(self) -> list[tuple[float, float]]:
        """Width and height of each page of a PDF."""
        found = await self._run("pdf_sizes", path=str(await self._path()), in_helper=True)
        return [(width, height) for width, height in found]

    async def page(self, number: int, *, width: int) -> tuple[int, int, int, bytes]:
        """A page of a PDF, ``width`` pixels wide: see ``answers.pdf.page_picture``."""
        found = await self._run(
            "pdf_page", path=str(await self._path()), number=number, width=width, in_helper=True
        )
        return found[0], found[1], found[2], found[3]

    async def export(
        self,
        start: int,
        *,
        target: Path,
        kind: str,
        columns: list[Any],
        is_danish: bool,
        rows: array[int] | None,
    ) -> int:
        """Write rows of the array at ``start`` as ``csv`` or ``xlsx``; how many."""
        count: int = await self._run(
            "export", path=str(await self._text_file()), start=start, target=str(target), kind=kind,
            columns=columns, danish=is_danish, rows=rows.tobytes() if rows is not None else None,
        )  # fmt: skip
        return count

    async def save(self, target: Path, *, laid_out: LaidOut | None = None) -> None:
        """Write the body as it was received, or laid out, to ``target``."""
        source = laid_out.path if laid_out else self.received
        if source is not None:
            await self._workers.disk(copied, source, target)
        else:
            await self._workers.disk(_written, target, bytes(self._raw[:]))

    async def compared(self, other: Document, *, words: dict[str, str]) -> tuple[Document, list[int]]:
        """What differs from ``other`` as a document of its own; how many were added, removed, changed.

        ``words`` are those of ``answers.differences.Words``. Raises FilterInvalid.
        """
        target = self._folder.new_path(".json")
        counts = await self._run(
            "compare", left=str(await self._text_file()), right=str(await other._text_file()), target=str(target),
            words=words,
            in_helper=self.size + other.size > SMALL,
        )  # fmt: skip
        return await self._result(target), list(counts)

    async def fault(self) -> BodyFault | None:
        """Where JSON (whose index is read) or XML stops being that."""
        position, reason = self.json.index.fault if self.json else -1, ""
        if self.content.kind is ContentKind.XML and self.is_whole:
            position, reason = await self._run("xml_fault", path=str(await self._text_file()))
        if position < 0:
            return None
        line, column = await self._workers.disk(_line_and_column, self.buffer, position)
        return BodyFault(kind=self.content.kind, position=position, line=line, column=column, reason=reason)

    def keep(self, other: Document) -> None:
        """Close ``other`` when this one is closed: it was made of it."""
        self._kept.append(other)

    def stop_work(self) -> None:
        """End what is under way in the helper process."""
        if self._work is not None:
            self._work.stop()

    async def close(self) -> None:
        """Leave no process and no file behind."""
        self._open_ones.discard(self)
        from xena_desktop.answers.files import removed

        for helper in (self._work, self._reader):
            if helper is not None:
                await self._workers.disk(helper.stop)
        for buffer in (self._raw, self.buffer):
            if not isinstance(buffer, bytes):
                with contextlib.suppress(BufferError):
                    buffer.close()
        self._raw = self._buffer = b""
        for path in self._paths:
            removed(path)
        for other in self._kept:
            await other.close()

    async def _result(self, path: Path) -> Document:
        found = Document(
            workers=self._workers,
            folder=self._folder,
            content_type="application/json",
            open_ones=self._open_ones,
        )
        await found.open_file(path)
        return found

    async def _run(self, job: str, *, in_helper: bool | None = None, **arguments: Any) -> Any:
        """Do a job of ``answers.jobs`` where it holds up nothing."""
        if in_helper if in_helper is not None else self.size > SMALL or arguments.get("is_pattern", False):
            from xena_desktop.answers.process import Helper

            helper = self._work = self._work or Helper()
            return await self._workers.stoppable(lambda: helper.call(job, **arguments), stop=helper.stop)
        from xena_desktop.answers.jobs import JOBS

        return await self._workers.disk(lambda: JOBS[job](self._state, **arguments))

    def _new_path(self) -> Path:
        path = self._folder.new_path()
        self._paths.append(path)
        return path

    async def _text_file(self) -> Path:
        """The text in UTF-8, as a file."""
        return self._text_path or await self._path()

    async def _path(self) -> Path:
        if self.received is None:
            path = self._new_path()
            await self._workers.disk(_written, path, bytes(self._raw[:]))
            self.received = path
        return self.received


def _line_and_column(buffer: Buffer, position: int) -> tuple[int, int]:
    breaks = sum(
        buffer[start : min(start + HEAD, position)].count(b"\n") for start in range(0, position, HEAD)
    )
    start = buffer.rfind(b"\n", 0, position) + 1
    return breaks + 1, len(buffer[start:position].decode("utf-8", "replace")) + 1


def _written(path: Path, body: bytes) -> None:
    try:
        path.write_bytes(body)
    except OSError as error:
        raise file_error(path, error) from error


def copied(source: Path, target: Path) -> None:
    """Copy a file; raises FileUnreadable."""
    import shutil

    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise file_error(error.filename or source, error) from error
