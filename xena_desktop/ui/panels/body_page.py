"""What the pages of a body have in common: one for each kind that it can be written as."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from xena_desktop.domain.body_draft import BodyDraft, BodyKind
from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.form import BodyForm
from xena_desktop.domain.variables import KnownVariable
from xena_desktop.error_texts import explain
from xena_desktop.services.shelf import OpenForm
from xena_desktop.translation import tr
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.labels import TextRole, label, set_role


class BodyPage(QWidget):
    """One kind of body being written, and below it what is wrong with it. ``changed`` tells of the person alone."""

    changed = Signal()

    def __init__(self, kind: BodyKind, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form: BodyForm | None = None
        self._validity = label(role="caption")
        self._validity.setObjectName("bodyValidity" if kind is BodyKind.JSON else f"{kind}BodyValidity")
        self._validity.setMinimumWidth(1)

    def lay_out(self, content: QWidget, *buttons: QWidget) -> None:
        """The content, and below it a line of words and buttons."""
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 2, 12, 6)
        foot.setSpacing(GRID)
        foot.addWidget(self._validity, 1)
        for button in buttons:
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(content, 1)
        column.addLayout(foot)

    @property
    def validity(self) -> QLabel:
        """The words below."""
        return self._validity

    def show_draft(self, draft: BodyDraft) -> None:
        """Show what was written as this kind; ``changed`` stays silent."""
        raise NotImplementedError

    def put_into(self, draft: BodyDraft) -> BodyDraft:
        """``draft`` with what is written here."""
        raise NotImplementedError

    def show_form(self, opened: OpenForm | None) -> None:
        """Follow an operation; None knows nothing of the body."""
        self.form = opened.form.body if opened else None

    def offer_variables(self, _variables: Callable[[], Sequence[KnownVariable]]) -> None:
        """Offer these in an editor; lines and cells are followed by the form."""

    def say(self, text: str, *, role: TextRole = "caption") -> None:
        """Say below how the body stands."""
        set_role(self._validity, role=role)
        self._validity.setText(text)

    def show_error(self, error: XenaError) -> None:
        """Say below what did not work."""
        self.say(explain(error).title, role="danger")

    def nothing_text(self) -> str:
        """What to say where nothing is written."""
        is_needed = self.form is not None and self.form.is_required
        return tr("A body is needed.") if is_needed else tr("No body is sent.")
