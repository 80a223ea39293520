"""The content of an answer that is looked at rather than read: a picture, or the pages of a document."""

from __future__ import annotations

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QWidget

from xena_desktop.domain.sniffing import ContentKind
from xena_desktop.services.document import Document
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.answer_pages import AnswerPicture
from xena_desktop.ui.tasks import OnError
from xena_desktop.ui.widgets.pdf_pages import PdfPages


class AnswerContent(QStackedWidget):
    """Shows pictures and documents; pages are drawn when they come into view."""

    def __init__(self, context: WindowContext, *, on_error: OnError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._on_error = context, on_error
        self._document: Document | None = None
        self.picture = AnswerPicture()
        self.pages = PdfPages(theme=context.theme)
        self.pages.setObjectName("responsePages")
        self.pages.setAccessibleName(tr("Pages of the document"))
        self.pages.page_wanted.connect(self._on_page_wanted)
        self.addWidget(self.picture)
        self.addWidget(self.pages)

    def show_document(self, document: Document | None) -> bool:
        """Show what is a picture or a document; returns whether it is one that can be shown."""
        self._document = document
        self.pages.show_pages([])
        if document is None or document.content.kind not in (ContentKind.PICTURE, ContentKind.PDF):
            return False
        is_picture = document.content.kind is ContentKind.PICTURE
        self.setCurrentWidget(self.picture if is_picture else self.pages)
        if is_picture:
            came = bytes(document.raw[:]) if document.is_whole else b""
            return self.picture.show_picture(came) or not document.is_whole
        if document.is_whole:
            self._context.tasks.start(self._show_pages(document), on_error=self._on_error)
        return True

    async def _show_pages(self, document: Document) -> None:
        sizes = await document.page_sizes()
        if document is self._document:
            self.pages.show_pages(sizes)

    def _on_page_wanted(self, number: int, width: int) -> None:
        if self._document is not None:
            self._context.tasks.start(self._show_page(self._document, number, width), on_error=self._on_error)

    async def _show_page(self, document: Document, number: int, width: int) -> None:
        across, down, line, pixels = await document.page(number, width=width)
        if document is self._document:
            picture = QImage(pixels, across, down, line, QImage.Format.Format_RGB32).copy()
            self.pages.show_picture(number, picture)
