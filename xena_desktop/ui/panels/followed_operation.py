"""Which operation a request is, while its method and path are being written."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from xena_desktop.domain.errors import XenaError
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.request_form import RequestForm

if TYPE_CHECKING:
    from xena_desktop.domain.operation import Operation
    from xena_desktop.services.shelf import Catalogue


class FollowedOperation(QObject):
    """Gives the form the controls of the operation that it has become.

    ``shown`` carries the draft before and after: nothing that was written is lost, but it may stand elsewhere.
    """

    shown = Signal(object, object)
    failed = Signal(object)

    def __init__(self, context: WindowContext, form: RequestForm) -> None:
        super().__init__(form)
        self._context, self._form = context, form
        self._catalogue: Catalogue | None = None
        self._key = ""
        self._showing: asyncio.Task[None] | None = None
        form.changed.connect(self._follow)

    def show_catalogue(self, catalogue: Catalogue) -> None:
        """Look operations up here from now on."""
        self._catalogue, self._key = catalogue, ""
        self._follow()

    def _follow(self) -> None:
        if self._catalogue is None:
            return
        operation = self._catalogue.at(self._form.method.method(), self._form.path.text())
        key = operation.key if operation else "-"
        if key != self._key:
            self._key = key
            self.stop()
            self._showing = self._context.tasks.start(
                self._show(self._catalogue, operation), on_error=self._on_error
            )

    def stop(self) -> None:
        """Leave the form as it is, for good or until it becomes another operation."""
        if self._showing is not None:
            self._showing.cancel()

    async def _show(self, catalogue: Catalogue, operation: Operation | None) -> None:
        opened = await self._context.services.catalogues.form(catalogue, operation) if operation else None
        before = self._form.draft()
        self._form.show_form(opened)
        self.shown.emit(before, self._form.draft())

    def _on_error(self, error: XenaError) -> None:
        self._key = ""
        self.failed.emit(error)
