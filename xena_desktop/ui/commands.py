"""What the palette offers: actions, accounts and endpoints, gathered at the moment it is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from xena_desktop.domain.operation import Operation
from xena_desktop.translation import tr
from xena_desktop.ui.actions import Actions
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.models.commands import CommandItem
from xena_desktop.ui.widgets.palette import Palette

Run = Callable[[], object]


class Commands(QObject):
    """Opens the palette and does what was chosen there.

    ``operations`` gives the endpoints of this moment, ``open_operation`` and ``open_account`` show one.
    """

    def __init__(
        self,
        context: WindowContext,
        actions: Actions,
        palette: Palette,
        *,
        operations: Callable[[], tuple[Operation, ...]],
        open_operation: Callable[[Operation], None],
        open_account: Callable[[str], None],
    ) -> None:
        super().__init__(palette)
        self._context, self._actions, self._palette = context, actions, palette
        self._operations = operations
        self._open_operation, self._open_account = open_operation, open_account
        self._runs: dict[str, Run] = {}
        palette.chosen.connect(self._on_chosen)

    def open(self) -> None:
        """Offer everything there is now."""
        found = [*self._of_actions(), *self._of_accounts(), *self._of_operations()]
        self._runs = {item.id: run for item, run in found}
        self._palette.open([item for item, _ in found])

    def _on_chosen(self, command_id: str) -> None:
        self._runs[command_id]()

    def _of_actions(self) -> Iterator[tuple[CommandItem, Run]]:
        for action in self._actions.all():
            if action.isEnabled() and action.isVisible():
                yield _of_action(action), action.trigger

    def _of_accounts(self) -> Iterator[tuple[CommandItem, Run]]:
        for account in self._context.services.accounts.all():
            connection = self._context.chosen.connection_of(account)
            item = CommandItem(
                id=account.id,
                title=account.name,
                note=connection.name if connection else "",
                words=f"{account.email} {tr('Account')}",
            )
            yield item, partial(self._open_account, account.id)

    def _of_operations(self) -> Iterator[tuple[CommandItem, Run]]:
        for one in self._operations():
            item = CommandItem(
                id=f"{one.method} {one.path}",
                title=one.path,
                note=one.title,
                method=one.method,
            )
            yield item, partial(self._open_operation, one)


def _of_action(action: QAction) -> CommandItem:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return CommandItem(id=action.objectName(), title=action.text(), note=keys or tr("Action"))
