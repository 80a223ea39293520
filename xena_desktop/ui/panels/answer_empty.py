"""What stands in the place of an answer when there is nothing to show."""

from __future__ import annotations

from xena_desktop.translation import tr
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.empty_state import EmptyState


def no_answer_yet(theme: Theme) -> EmptyState:
    """Nothing was sent."""
    return EmptyState(
        "send",
        title=tr("No answer yet"),
        text=tr("Choose an endpoint at the left, or write a path, and send it. Ctrl+Enter sends."),
        theme=theme,
    )


def no_body(theme: Theme) -> EmptyState:
    """The answer is a head alone."""
    return EmptyState(
        "check",
        title=tr("The answer has no body"),
        text=tr("Its status and headers say everything."),
        theme=theme,
    )
