"""Finding in a document, wherever somebody looks at it."""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xena_desktop.domain.byte_search import byte_pattern
from xena_desktop.domain.searching import Places, Wanted

if TYPE_CHECKING:
    from xena_desktop.services.document import Document, LaidOut


class Finding:
    """Belongs to one document. Methods raise PatternInvalid, FileUnreadable, AnswerWorkEnded and AnswerClosed."""

    def __init__(self, document: Document) -> None:
        self._document = document

    async def in_text(self, wanted: Wanted, *, laid_out: LaidOut | None = None) -> Places:
        """Every place of ``wanted`` in the text, or in the text laid out."""
        wanted.compiled()
        path = laid_out.path if laid_out else await self._document.text_file()
        return await self._places("find", wanted, path=path)

    async def in_cells(self, wanted: Wanted, *, start: int, end: int) -> Places:
        """Every place of ``wanted`` in the values from ``start`` to before ``end`` (-1: to the end of the text)."""
        wanted.compiled()
        path = await self._document.text_file()
        return await self._places("find_in_cells", wanted, path=path, start=start, end=end)

    async def in_bytes(self, wanted: Wanted) -> Places:
        """Every place of ``wanted`` in the bytes as they were received."""
        byte_pattern(wanted)
        return await self._places("find_in_bytes", wanted, path=await self._document.received_file())

    async def _places(self, job: str, wanted: Wanted, *, path: Path, **more: Any) -> Places:
        starts, lengths, is_cut = await self._document.run(
            job, path=str(path), text=wanted.text, is_pattern=wanted.is_pattern, **more
        )
        return Places(starts=array("q", starts), lengths=array("l", lengths), is_cut=is_cut)
