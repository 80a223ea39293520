"""A request without a body."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from xena_desktop.domain.body_draft import BodyDraft, BodyKind
from xena_desktop.translation import tr
from xena_desktop.ui.panels.body_page import BodyPage
from xena_desktop.ui.widgets.labels import label


class NoBody(BodyPage):
    """Says that nothing is sent, and where to choose otherwise."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(BodyKind.NONE, parent=parent)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 8, 14, 8)
        text = tr(
            "This request has no body. Choose above what it shall be; what you wrote before is still there."
        )
        column.addWidget(label(text, role="secondary", wrap=True))
        column.addStretch(1)
        self.lay_out(inside)

    def show_draft(self, draft: BodyDraft) -> None:
        """There is nothing to show."""

    def put_into(self, draft: BodyDraft) -> BodyDraft:
        """Nothing is added."""
        return draft
