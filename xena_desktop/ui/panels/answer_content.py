"""The content of an answer that is looked at rather than read: a picture, or the pages of a document."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QWidget

from xena_desktop.domain.errors import AnswerClosed, XenaError
from xena_desktop.domain.page_places import PagePlace
from xena_desktop.domain.searching import Places, Wanted
from xena_desktop.domain.sniffing import ContentKind
from xena_desktop.services.document import Document
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.answer_empty import no_body
from xena_desktop.ui.panels.answer_pages import AnswerPicture
from xena_desktop.ui.tasks import OnError
from xena_desktop.ui.widgets.pdf_pages import PdfPages


class AnswerContent(QStackedWidget):
    """Shows pictures and documents; pages are drawn when they come into view. ``broken`` tells that none can be."""

    broken = Signal()

    def __init__(self, context: WindowContext, *, on_error: OnError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._on_error = context, on_error
        self._document: Document | None = None
        self._places: list[PagePlace] = []
        self.picture = AnswerPicture()
        self.pages = PdfPages(theme=context.theme)
        self.pages.setObjectName("responsePages")
        self.pages.setAccessibleName(tr("Pages of the document"))
        self._nothing = no_body(context.theme)
        self.pages.page_wanted.connect(self._on_page_wanted)
        for page in (self.picture, self.pages, self._nothing):
            self.addWidget(page)

    def show_document(self, document: Document | None) -> bool:
        """Show what is a picture or a document; returns whether it is one that can be shown."""
        self._document = document
        self.pages.show_pages([])
        pages = {
            ContentKind.PICTURE: self.picture,
            ContentKind.PDF: self.pages,
            ContentKind.EMPTY: self._nothing,
        }
        page = pages.get(document.content.kind) if document is not None else None
        if document is None or page is None:
            return False
        self.setCurrentWidget(page)
        if page is self.picture:
            came = bytes(document.raw[:]) if document.is_whole else b""
            return self.picture.show_picture(came) or not document.is_whole
        if page is self.pages and document.is_whole:
            self._context.tasks.start(self._show_pages(document), on_error=self._on_broken)
        return True

    def _on_broken(self, error: XenaError) -> None:
        if not isinstance(error, AnswerClosed):
            self.broken.emit()
            self._on_error(error)

    async def _show_pages(self, document: Document) -> None:
        sizes = await document.pages.sizes()
        if document is self._document:
            self.pages.show_pages(sizes)

    @property
    def is_findable(self) -> bool:
        """Whether it is a document with words in it, and not a picture."""
        return self.currentWidget() is self.pages

    async def places_of(self, wanted: Wanted) -> Places:
        """The numbers of the places on the pages; raises PatternInvalid."""
        if self._document is None or not self.is_findable:
            return Places.none()
        self._places, is_cut = await self._document.pages.places(wanted)
        self.pages.mark(self._places)
        return Places.numbered(range(len(self._places)), is_cut=is_cut)

    def show_found(self, start: int, _length: int) -> None:
        """Bring a place into view."""
        self.pages.show_place(self._places[start])

    def mark(self, wanted: Wanted | None) -> None:
        """Places are marked when they are found."""
        if wanted is None:
            self._places = []
            self.pages.mark([])

    def _on_page_wanted(self, number: int, width: int) -> None:
        if self._document is not None:
            self._context.tasks.start(self._show_page(self._document, number, width), on_error=self._on_error)

    async def _show_page(self, document: Document, number: int, width: int) -> None:
        across, down, line, pixels = await document.pages.picture(number, width=width)
        if document is self._document:
            picture = QImage(pixels, across, down, line, QImage.Format.Format_RGB32).copy()
            self.pages.show_picture(number, picture)
