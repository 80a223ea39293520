"""An answer's body, saved as it was received."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from xena_desktop.domain.errors import FileUnreadable
from xena_desktop.domain.exchange import ApiAnswer
from xena_desktop.translation import tr
from xena_desktop.ui.awaiting import answer as answer_of
from xena_desktop.ui.background import in_thread

_SUFFIXES: Final = {
    "application/json": ".json", "application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg",
    "image/gif": ".gif", "text/html": ".html", "text/plain": ".txt", "text/csv": ".csv",
}  # fmt: skip


async def save_answer(answer: ApiAnswer, *, window: QWidget) -> Path | None:
    """Ask where to, and write the body there; None when the person thought better of it.

    Raises FileUnreadable.
    """
    dialog = QFileDialog(window, tr("Save the answer as received"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation))
    dialog.selectFile(_file_name(answer))
    if not await answer_of(dialog):
        return None
    path = Path(dialog.selectedFiles()[0])
    try:
        await in_thread(lambda: path.write_bytes(answer.body))
    except OSError as error:
        raise FileUnreadable(path=str(path), reason=error.strerror or "") from error
    return path


def _file_name(answer: ApiAnswer) -> str:
    """The last part of the path, with the ending that belongs to the media type."""
    media_type = answer.header("Content-Type").partition(";")[0].strip().lower()
    last = answer.url.partition("?")[0].rstrip("/").rpartition("/")[2]
    return (last or "answer") + _SUFFIXES.get(media_type, "")
