"""What the find bar asks of a view."""

from __future__ import annotations

from typing import Protocol

from xena_desktop.domain.searching import Places, Wanted


class Findable(Protocol):
    """A view in which something can be found. What its places count is its own affair."""

    async def places_of(self, wanted: Wanted) -> Places:
        """Every place of ``wanted``; raises PatternInvalid."""

    def show_found(self, start: int, length: int) -> None:
        """Bring one of the places into view."""

    def mark(self, wanted: Wanted | None) -> None:
        """Mark what is looked for wherever it is in view; None marks nothing."""
