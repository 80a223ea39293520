"""The pages of a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xena_desktop.domain.page_places import PagePlace
from xena_desktop.domain.searching import Wanted

if TYPE_CHECKING:
    from xena_desktop.services.document import Document


class Pages:
    """Belongs to one document; a helper process reads it.

    Methods raise PagesUnreadable, FileUnreadable, AnswerWorkEnded and AnswerClosed.
    """

    def __init__(self, document: Document) -> None:
        self._document = document

    async def sizes(self) -> list[tuple[float, float]]:
        """Width and height of each page."""
        path = str(await self._document.received_file())
        found = await self._document.run("pdf_sizes", path=path, in_helper=True)
        return [(width, height) for width, height in found]

    async def picture(self, number: int, *, width: int) -> tuple[int, int, int, bytes]:
        """A page, ``width`` pixels wide: see ``answers.pdf.page_picture``."""
        path = str(await self._document.received_file())
        found = await self._document.run("pdf_page", path=path, number=number, width=width, in_helper=True)
        return found[0], found[1], found[2], found[3]

    async def places(self, wanted: Wanted) -> tuple[list[PagePlace], bool]:
        """Every place of ``wanted``, and whether there are more; raises PatternInvalid."""
        wanted.compiled()
        path = str(await self._document.received_file())
        found, is_cut = await self._document.run(
            "find_on_pages", path=path, text=wanted.text, is_pattern=wanted.is_pattern, in_helper=True
        )
        return [PagePlace(page, tuple(tuple(box) for box in boxes)) for page, boxes in found], is_cut
