"""What is remembered of how answers were looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from xena_desktop.domain.settings import Settings
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.answer_part import Part
from xena_desktop.ui.tasks import OnError

_REMEMBERED: Final = 200
"""Operations whose view is remembered."""


class AnswerMemory:
    """The view last chosen for each ``operation``, and the expressions that found something."""

    def __init__(self, context: WindowContext, *, on_error: OnError) -> None:
        self._context, self._on_error = context, on_error
        self.operation = ""

    @property
    def filters(self) -> Sequence[str]:
        """The JMESPath expressions that were used, the last first."""
        return self._settings.answer_filters

    def part(self) -> int:
        """The view to begin with."""
        return dict(self._settings.answer_views).get(self.operation, Part.TREE)

    def keep_part(self, part: int) -> None:
        """Begin with this view the next time."""
        if self.operation and part >= 0:
            views = dict(self._settings.answer_views)
            views.pop(self.operation, None)
            views[self.operation] = part
            self._save(replace(self._settings, answer_views=tuple(views.items())[-_REMEMBERED:]))

    def keep_filters(self, expressions: tuple[str, ...]) -> None:
        """Offer these expressions again."""
        self._save(replace(self._settings, answer_filters=expressions))

    @property
    def _settings(self) -> Settings:
        return self._context.services.settings.settings

    def _save(self, settings: Settings) -> None:
        self._context.tasks.start(self._context.services.settings.save(settings), on_error=self._on_error)
