"""Finding in an answer: one search at a time, the newest words win."""

from __future__ import annotations

import asyncio

from xena_desktop.domain.errors import PatternInvalid, XenaError
from xena_desktop.domain.searching import Places, Wanted
from xena_desktop.error_texts import explain
from xena_desktop.services.document import Document
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.answer_find import FindBar
from xena_desktop.ui.panels.answer_views import AnswerViews
from xena_desktop.ui.tasks import OnError


class AnswerSearch:
    """Joins the find bar and the views."""

    def __init__(
        self, context: WindowContext, *, bar: FindBar, views: AnswerViews, on_error: OnError
    ) -> None:
        self._context, self._bar, self._views, self._on_error = context, bar, views, on_error
        self._places: Places | None = None
        self._current = -1
        self._task: asyncio.Task[None] | None = None
        bar.wanted_changed.connect(self.search)
        bar.stepped.connect(self._on_stepped)
        views.text_changed.connect(self._on_text_changed)
        views.tabs.currentChanged.connect(lambda _part: self._on_text_changed())

    def search(self) -> None:
        """Look for what is written in the bar, from the first place on."""
        if self._task is not None:
            self._task.cancel()
        self._places, self._current = None, -1
        wanted, document = self._bar.wanted(), self._views.document
        if wanted is None or document is None or not document.is_text:
            self._views.mark(None)
            return
        self._bar.show_searching()
        self._task = self._context.tasks.start(self._search(document, wanted), on_error=self._show_problem)

    async def _search(self, document: Document, wanted: Wanted) -> None:
        self._views.mark(wanted)
        laid_out = self._views.text_to_find_in()
        places = await document.find(wanted, laid_out=laid_out)
        if document is self._views.document:
            self._places = places
            self._step(1)

    def _show_problem(self, error: XenaError) -> None:
        if isinstance(error, PatternInvalid):
            self._views.mark(None)
            self._bar.show_problem(explain(error).advice)
        else:
            self._on_error(error)

    def _on_stepped(self, by: int) -> None:
        if self._places is None:
            self.search()
        else:
            self._step(by)

    def _step(self, by: int) -> None:
        places = self._places
        if places is None:
            return
        count = len(places.starts)
        if count:
            self._current = (
                (self._current + by) % count if self._current >= 0 else (0 if by > 0 else count - 1)
            )
            self._views.show_found(places.starts[self._current], places.lengths[self._current])
        self._bar.show_count(self._current + 1, count, is_cut=places.is_cut)

    def _on_text_changed(self) -> None:
        """Places of one text are not those of another."""
        if self._bar.wanted() is not None:
            self.search()
