"""What is looked at: the body of an answer, while it comes and when it is there, and what was made of it."""

from __future__ import annotations

import asyncio
import contextlib

from PySide6.QtCore import QObject, Signal

from xena_desktop.domain.body_fault import BodyFault
from xena_desktop.domain.exchange import ApiAnswer
from xena_desktop.services.answers import Arrival
from xena_desktop.services.document import Document
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.answer_memory import AnswerMemory
from xena_desktop.ui.panels.answer_part import Part
from xena_desktop.ui.panels.answer_views import AnswerViews
from xena_desktop.ui.tasks import OnError


class AnswerDocuments(QObject):
    """Opens documents, puts one of them into the views, and closes them when nobody looks any more.

    ``shown`` tells that another one is in the views, ``grown`` that more of it was read, ``broken`` carries
    where the body stops being what it is. ``arriving`` tells that more of a body came that is shown already.
    """

    shown = Signal()
    grown = Signal()
    broken = Signal(object)
    arriving = Signal()

    def __init__(
        self, context: WindowContext, *, views: AnswerViews, memory: AnswerMemory, on_error: OnError
    ) -> None:
        super().__init__(views)
        self._context, self._views, self._memory, self._on_error = context, views, memory, on_error
        self.original: Document | None = None
        self._derived: Document | None = None
        self._aside: Document | None = None
        self.fault: BodyFault | None = None
        """Where the original stops being what it is, once that is known."""
        self.arrival: Arrival | None = None
        self._reading: asyncio.Task[None] | None = None
        self._opening: asyncio.Task[None] | None = None
        self._request_path = ""
        self._is_cut = False

    @property
    def is_derived(self) -> bool:
        """Whether something that was made of the answer is shown, and not the answer itself."""
        return self._derived is not None

    @property
    def has_aside(self) -> bool:
        """Whether something that was made of the answer waits behind it."""
        return self._aside is not None

    @property
    def is_partly_there(self) -> bool:
        """Whether a body is shown of which more is to come."""
        return self.original is not None and not self.original.is_whole

    @property
    def received_so_far(self) -> int:
        """The bytes of a body that is shown and of which more is to come; 0 when it is whole."""
        return self.arrival.received if self.arrival is not None and self.is_partly_there else 0

    # --- the answer --------------------------------------------------------------------------------------

    def expect(self, *, request_path: str) -> Arrival:
        """A place for the next answer to come to; its rows are shown while they come."""
        self._request_path, self._is_cut = request_path, False
        settings = self._context.services.settings.settings
        self.arrival = self._context.services.answers.arrival(
            limit=settings.largest_answer, on_progress=self._on_progress
        )
        return self.arrival

    def _on_progress(self) -> None:
        arrival = self.arrival
        if arrival is None or (self._opening is not None and not self._opening.done()):
            return
        self._opening = self._context.tasks.start(self._show_arriving(arrival), on_error=self._on_error)

    async def _show_arriving(self, arrival: Arrival) -> None:
        if self.original is None or self.original.received != arrival.path:
            document = await self._context.services.answers.open_arriving(arrival)
            if document is None or arrival is not self.arrival:
                return
            await self._take(document)
        else:
            await self.original.grow(is_whole=False)
            self._views.grow_text()
        self.arriving.emit()

    async def settle(self) -> None:
        """Nothing more will come; what came stays."""
        arrival, self.arrival = self.arrival, None
        if arrival is not None:
            arrival.end()
        if self._opening is not None:
            self._opening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._opening
        if self.original is not None and self.is_partly_there:
            await self._complete(self.original)

    async def _complete(self, document: Document) -> None:
        """All has come. Trees and tables have grown meanwhile; whatever else it is can be shown only now."""
        told = document.content
        await document.grow(is_whole=True)
        if document is not self.original:
            return
        if document.json is not None and document.content == told:
            self._views.show_whole()
        else:
            self.show_original()
            self._reading = self._context.tasks.start(self._read(document), on_error=self._on_error)

    def keep_what_came(self) -> ApiAnswer | None:
        """The answer ended too early: what came of it is an answer all the same; None where nothing did."""
        self._is_cut = True
        return self.arrival.so_far() if self.arrival is not None else None

    async def open(self, answer: ApiAnswer) -> None:
        """Show the body of a whole answer, unless it is what came and is shown already."""
        arriving = self.original
        await self.settle()
        if arriving is None or answer.file is None or str(arriving.received) != answer.file:
            await self._take(await self._context.services.answers.open(answer))

    async def _take(self, document: Document) -> None:
        """Show a document instead of the one before."""
        before, self.original, self.fault = self.original, document, None
        self.show_original()
        self._reading = self._context.tasks.start(self._read(document), on_error=self._on_error)
        if before is not None:
            await before.close()

    async def _read(self, document: Document) -> None:
        """Find all values of JSON; where it, or XML, stops being that is told."""

        def grow() -> None:
            if document is self._views.document:
                self._views.grow()
                self.grown.emit()

        await document.read_index(grow)
        fault = await document.fault() if document.is_whole else None
        if document is self.original and fault is not None:
            self.fault = fault
            if not self._is_cut:
                self.broken.emit(fault)

    # --- what is shown -----------------------------------------------------------------------------------

    def show_original(self) -> None:
        """Show the answer itself, not what was made of it."""
        for made in (self._derived, self._aside):
            if made is not None:
                self._context.tasks.start(made.close(), on_error=self._on_error)
        self._derived = self._aside = None
        if self.original is not None:
            self._show(self.original, part=self._memory.part())

    def put_aside(self) -> None:
        """Show the answer itself, but keep what was made of it, to come back to."""
        self._aside, self._derived = self._derived, None
        if self.original is not None:
            self._show(self.original, part=self._memory.part())

    def come_back(self) -> None:
        """Show what was put aside."""
        document, self._aside = self._aside, None
        if document is not None:
            self._context.tasks.start(self.show_derived(document, part=Part.TABLE), on_error=self._on_error)

    async def show_derived(self, document: Document, *, part: int) -> None:
        """Show what was made of the answer, until the person goes back."""
        before, self._derived, self._aside = (self._derived, self._aside), document, None
        self._show(document, part=part)
        for made in before:
            if made is not None:
                await made.close()
        await document.read_index(self._views.grow)

    def _show(self, document: Document, *, part: int) -> None:
        self._views.show_document(document, request_path=self._request_path, part=part)
        self.shown.emit()

    def close(self) -> None:
        """Leave nothing behind."""
        self._views.clear()
        for document in (self.original, self._derived, self._aside):
            if document is not None:
                self._context.tasks.start(document.close(), on_error=self._on_error)
        self.original = self._derived = self._aside = None
