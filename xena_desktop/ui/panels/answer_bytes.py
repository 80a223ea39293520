"""An answer that is no text, byte by byte."""

from __future__ import annotations

from PySide6.QtCore import QObject

from xena_desktop.domain.byte_search import shown_pattern
from xena_desktop.domain.searching import Places, Wanted
from xena_desktop.services.document import Document
from xena_desktop.translation import tr
from xena_desktop.ui.models.hex_lines import WIDTH, HexLines
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.text_view import TextView


class AnswerBytes(QObject):
    """The view of the bytes. Found are texts, and bytes that are written in hexadecimal digits."""

    def __init__(self, *, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._lines = HexLines(b"")
        self.view = TextView(name=tr("The answer as bytes"), theme=theme)
        self.view.setObjectName("responseBytes")

    def show_document(self, document: Document | None) -> None:
        """Show the bytes of a document; None lets go of them."""
        self._document = document
        self._lines = HexLines(document.raw if document is not None else b"")
        self.view.set_lines(self._lines, is_numbered=False)

    async def places_of(self, wanted: Wanted) -> Places:
        """Every place among the bytes; raises PatternInvalid."""
        return await self._document.finding.in_bytes(wanted) if self._document is not None else Places.none()

    def show_found(self, start: int, length: int) -> None:
        """Select the numbers of these bytes, as far as they stand in one line."""
        line_end = start - start % WIDTH + WIDTH - 1
        self.view.select(self._lines.place(start), self._lines.end_place(min(start + length - 1, line_end)))

    def mark(self, wanted: Wanted | None) -> None:
        """Mark numbers and letters, as far as they stand in one line."""
        self.view.mark(shown_pattern(wanted) if wanted is not None else None)
