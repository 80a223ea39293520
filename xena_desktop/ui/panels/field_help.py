"""Ids to choose from, for the fields of a body."""

from __future__ import annotations

from PySide6.QtCore import QObject

from xena_desktop.domain.errors import NotSignedIn, XenaError
from xena_desktop.domain.form import Field
from xena_desktop.error_texts import explain
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.widgets.field_grid import FieldGrid


class FieldHelp(QObject):
    """Asks the API for the choices of a field, and shows them at its control."""

    def __init__(self, context: WindowContext, grid: FieldGrid) -> None:
        super().__init__(grid)
        self._context, self._grid = context, grid
        grid.help_wanted.connect(self._on_help_wanted)

    def _on_help_wanted(self, field: Field, text: str) -> None:
        self._context.tasks.start(
            self._offer(field, text), on_error=lambda error: self._on_not_helped(field, error)
        )

    async def _offer(self, field: Field, text: str) -> None:
        account = self._context.chosen.account
        if account is None:
            raise NotSignedIn
        wanted = "" if text.isdigit() else text
        found = await self._context.services.pickers.choices(account, field.picker, text=wanted)
        self._grid.show_choices(field.key, found)

    def _on_not_helped(self, field: Field, error: XenaError) -> None:
        self._grid.show_problem(field.key, explain(error).title)
