"""A dialog becomes something to await."""

from __future__ import annotations

import asyncio

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog


async def answer(dialog: QDialog) -> int:
    """Show ``dialog`` and wait for its result; it is deleted afterwards.

    Never ``exec()``: a nested event loop inside a task raises "Cannot enter into task". Cancelling the waiting
    task closes the dialog. One that goes with the window it belongs to was rejected.
    """
    future: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def on_finished(result: int) -> None:
        if not future.done():
            future.set_result(result)

    def on_destroyed() -> None:
        on_finished(QDialog.DialogCode.Rejected.value)

    dialog.finished.connect(on_finished)
    dialog.destroyed.connect(on_destroyed)
    dialog.open()
    try:
        return await future
    finally:
        if shiboken6.isValid(dialog):
            dialog.destroyed.disconnect(on_destroyed)
            dialog.finished.disconnect(on_finished)
            dialog.hide()
            _delete(dialog)


def _delete(thing: QObject) -> None:
    thing.setParent(None)
    thing.deleteLater()
