"""Ids to choose from, for the fields of a form."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from xena_desktop.domain.errors import NotSignedIn, XenaError
from xena_desktop.domain.form import Field
from xena_desktop.domain.identity import Account
from xena_desktop.error_texts import explain
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.widgets.field_grid import FieldGrid

AskedAs = Callable[[], Account | None]
"""The account that a request is sent as, at this moment."""


class FieldHelp(QObject):
    """Asks the API for the choices of a field, and shows them at its control.

    ``account`` says as whom: the ids of one company mean nothing in another.
    """

    def __init__(self, context: WindowContext, grid: FieldGrid, *, account: AskedAs) -> None:
        super().__init__(grid)
        self._context, self._grid, self._account = context, grid, account
        grid.help_wanted.connect(self._on_help_wanted)

    def _on_help_wanted(self, field: Field, text: str) -> None:
        if field.picker:
            self._context.tasks.start(self._offer(field, text), on_error=partial(self.show_problem, field))

    async def _offer(self, field: Field, text: str) -> None:
        account = self._account()
        if account is None:
            raise NotSignedIn
        wanted = "" if text.isdigit() else text
        found = await self._context.services.pickers.choices(account, field.picker, text=wanted)
        self._grid.show_choices(field.key, found)

    def show_problem(self, field: Field, error: XenaError) -> None:
        """Say beside a field why it could not be helped."""
        self._grid.show_problem(field.key, explain(error).title)
