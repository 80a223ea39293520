"""An answer as text: laid out, or as it was received."""

from __future__ import annotations

import asyncio
from typing import Final

from PySide6.QtCore import QObject, Signal

from xena_desktop.domain.searching import Places, Wanted
from xena_desktop.domain.sniffing import ContentKind
from xena_desktop.domain.text_index import TextIndex
from xena_desktop.services.answer_index import SMALL
from xena_desktop.services.document import Document, LaidOut
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.models.grammar import JSON, MARKUP
from xena_desktop.ui.tasks import OnError
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.text_view import TextView

_GRAMMARS: Final = {
    ContentKind.JSON: JSON,
    ContentKind.JSON_LINES: JSON,
    ContentKind.XML: MARKUP,
    ContentKind.HTML: MARKUP,
    ContentKind.PICTURE: MARKUP,
}


class AnswerText(QObject):
    """The view of the text, and the button that lays it out or not.

    ``changed`` tells that places found in the text are no longer its own.
    """

    changed = Signal()

    def __init__(self, context: WindowContext, *, on_error: OnError, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._on_error = context, on_error
        self._document: Document | None = None
        self._is_formatted = True
        self._task: asyncio.Task[None] | None = None
        self.laid_out: LaidOut | None = None
        self.view = TextView(name=tr("The answer as text"), theme=context.theme)
        self.view.setObjectName("responseText")
        self.toggle = PushButton(tr("Show as received"), theme=context.theme, kind="quiet", size="small")
        self.toggle.setObjectName("responseFormatted")
        self.toggle.clicked.connect(lambda: self.show_formatted(formatted=not self._is_formatted))

    def clear(self) -> None:
        """Let go of what was shown: its bytes may be closed from now on."""
        self._stop()
        self._document = self.laid_out = None
        self.view.set_lines(TextIndex(b""))

    def show_document(self, document: Document) -> None:
        """Show the text of a document."""
        self._stop()
        self._document = document
        self._name_toggle()
        grammar = _GRAMMARS.get(document.content.kind)
        if not document.has_layout or not self._is_formatted or not document.is_whole:
            self.laid_out = None
            self.view.set_lines(TextIndex(document.buffer), grammar=grammar)
            self.changed.emit()
            return
        if document.size > SMALL:
            self.view.set_lines(TextIndex(document.buffer), grammar=grammar)
            self.toggle.setText(tr("Formatting… Stop"))
        self._task = self._context.tasks.start(self._show_laid_out(document), on_error=self._on_error)

    def _stop(self) -> None:
        """Nobody waits for the layout any more."""
        if self._task is not None:
            self._task.cancel()

    def grow(self) -> None:
        """More of the text came, and is shown as it was received."""
        if self._document is not None and self.laid_out is None:
            self.view.grow(self._document.buffer)

    async def _show_laid_out(self, document: Document) -> None:
        laid_out = await document.laid_out()
        if document is self._document and self._is_formatted:
            self.laid_out = laid_out
            self._name_toggle()
            kind = document.content.kind
            grammar = None if kind is ContentKind.HTML else _GRAMMARS.get(kind)
            self.view.set_lines(TextIndex(laid_out.buffer), grammar=grammar)
            self.changed.emit()

    async def places_of(self, wanted: Wanted) -> Places:
        """Every place in the text as it is shown; raises PatternInvalid."""
        document = self._document
        return (
            await document.finding.in_text(wanted, laid_out=self.laid_out)
            if document is not None
            else Places.none()
        )

    def show_found(self, start: int, length: int) -> None:
        """Select a place."""
        self.view.select_bytes(start, length)

    def mark(self, wanted: Wanted | None) -> None:
        """Mark what is looked for."""
        self.view.mark(wanted.compiled() if wanted is not None else None)

    def show_formatted(self, *, formatted: bool) -> None:
        """Show a text laid out anew, or as it was received."""
        self._is_formatted = formatted
        self._name_toggle()
        if self._document is not None:
            self.show_document(self._document)

    def _name_toggle(self) -> None:
        is_page = self._document is not None and self._document.content.kind is ContentKind.HTML
        other = tr("Show as text") if is_page else tr("Show formatted")
        self.toggle.setText(tr("Show as received") if self._is_formatted else other)
