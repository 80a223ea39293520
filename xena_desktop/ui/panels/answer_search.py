"""Finding in an answer: one search at a time, the newest words win."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject

from xena_desktop.domain.errors import PatternInvalid, XenaError
from xena_desktop.domain.searching import Places, Wanted
from xena_desktop.error_texts import explain
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.answer_find import FindBar
from xena_desktop.ui.panels.answer_findable import Findable
from xena_desktop.ui.panels.answer_views import AnswerViews


class AnswerSearch(QObject):
    """Joins the find bar and the view in front."""

    def __init__(self, context: WindowContext, *, bar: FindBar, views: AnswerViews) -> None:
        super().__init__(bar)
        self._context, self._bar, self._views, self._on_error = context, bar, views, views.on_error
        self._found_in: Findable | None = None
        self._places: Places | None = None
        self._current = -1
        self._kept: int | None = None
        """Where the place begins that was come to in rows of which there are more now."""
        self._task: asyncio.Task[None] | None = None
        bar.wanted_changed.connect(self.search)
        bar.stepped.connect(self._on_stepped)
        views.text_changed.connect(self._on_changed)
        views.rows_known.connect(self._on_rows_known)
        views.tabs.currentChanged.connect(lambda _part: self._on_changed())

    def search(self) -> None:
        """Look for what is written in the bar, from the first place on."""
        if self._task is not None:
            self._task.cancel()
        if self._found_in is not None:
            self._found_in.mark(None)
        self._places, self._current, self._kept = None, -1, None
        wanted, findable = self._bar.wanted(), self._views.findable()
        self._found_in = findable
        self._bar.setEnabled(findable is not None)
        if wanted is None or findable is None or self._views.document is None:
            self._bar.show_nothing()
            return
        self._bar.show_searching()
        self._task = self._context.tasks.start(self._search(findable, wanted), on_error=self._show_problem)

    async def _search(self, findable: Findable, wanted: Wanted) -> None:
        findable.mark(wanted)
        document = self._views.document
        places = await findable.places_of(wanted)
        if findable is self._found_in and document is self._views.document:
            self._places = places
            if self._kept is not None and self._kept in places.starts:
                self._current = places.starts.index(self._kept)
                self._bar.show_count(self._current + 1, len(places.starts), is_cut=places.is_cut)
            else:
                self._step(1)

    def _show_problem(self, error: XenaError) -> None:
        if isinstance(error, PatternInvalid):
            self._bar.show_problem(explain(error).advice)
        else:
            self._bar.show_nothing()
            self._on_error(error)

    def _on_stepped(self, by: int) -> None:
        if self._places is None:
            self.search()
        else:
            self._step(by)

    def _step(self, by: int) -> None:
        places, found_in = self._places, self._found_in
        if places is None or found_in is None:
            return
        count = len(places.starts)
        if count:
            self._current = (
                (self._current + by) % count if self._current >= 0 else (0 if by > 0 else count - 1)
            )
            found_in.show_found(places.starts[self._current], places.lengths[self._current])
        self._bar.show_count(self._current + 1, count, is_cut=places.is_cut)

    def _on_rows_known(self) -> None:
        """Look again, but stay at the place that was come to."""
        places, current = self._places, self._current
        self._on_changed()
        if places is not None and current >= 0:
            self._kept = places.starts[current]

    def _on_changed(self) -> None:
        """Places of one text are not those of another."""
        self._bar.setEnabled(self._views.findable() is not None)
        if self._bar.wanted() is not None:
            self.search()
