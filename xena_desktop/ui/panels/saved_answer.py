"""An answer, or its rows, saved as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QLocale, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from xena_desktop.domain.exchange import ApiAnswer
from xena_desktop.domain.sniffing import ContentKind
from xena_desktop.services.document import Document
from xena_desktop.translation import tr
from xena_desktop.ui.awaiting import answer as answer_of
from xena_desktop.ui.models.answer_rows import AnswerRowsModel

Format = Literal["received", "formatted", "csv", "xlsx"]

_SUFFIXES: Final = {
    ContentKind.JSON: ".json", ContentKind.XML: ".xml", ContentKind.HTML: ".html", ContentKind.CSV: ".csv",
    ContentKind.TEXT: ".txt", ContentKind.PDF: ".pdf",
}  # fmt: skip
_PICTURES: Final = {
    b"\x89P": ".png",
    b"\xff\xd8": ".jpg",
    b"GI": ".gif",
    b"BM": ".bmp",
    b"RI": ".webp",
    b"<s": ".svg",
}


async def save_document(
    document: Document, answer: ApiAnswer, *, form: Format, window: QWidget
) -> Path | None:
    """Ask where to, and write the body there as it was received or laid out; None when nothing was chosen.

    Raises FileUnreadable.
    """
    title = tr("Save the answer as received") if form == "received" else tr("Save the answer formatted")
    is_read = form == "formatted" and document.content.kind is ContentKind.HTML
    suffix = ".txt" if is_read else _suffix(document)
    path = await _asked(title, name=_name(answer) + suffix, window=window)
    if path is not None:
        laid_out = await document.laid_out() if form == "formatted" and document.has_layout else None
        await document.save(path, laid_out=laid_out)
    return path


async def save_rows(
    document: Document, rows: AnswerRowsModel, answer: ApiAnswer, *, form: Format, window: QWidget
) -> tuple[Path, int, int] | None:
    """Ask where to, and write the rows there, in the order that is shown. Raises FileUnreadable.

    Returns where, how many, and how many numbers a spreadsheet will round.
    """
    if rows.branch is None:
        return None
    title = tr("Save the rows as CSV") if form == "csv" else tr("Save the rows as an Excel workbook")
    path = await _asked(title, name=f"{_name(answer)}.{form}", window=window)
    if path is None:
        return None
    columns = [[c.title or tr("Value"), list(c.path), c.form.value] for c in rows.columns]
    danish = QLocale().decimalPoint() == ","
    count, rounded = await document.rows.export(
        rows.branch.start, target=path, kind=form, columns=columns, is_danish=danish, rows=rows.order
    )
    return path, count, rounded


async def _asked(title: str, *, name: str, window: QWidget) -> Path | None:
    dialog = QFileDialog(window, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation))
    dialog.selectFile(name)
    return Path(dialog.selectedFiles()[0]) if await answer_of(dialog) else None


def _name(answer: ApiAnswer) -> str:
    """The last part of the path."""
    return answer.url.partition("?")[0].rstrip("/").rpartition("/")[2] or "answer"


def _suffix(document: Document) -> str:
    """The ending that belongs to what it is."""
    if document.content.kind is ContentKind.PICTURE:
        return _PICTURES.get(bytes(document.raw[:2]), "")
    return _SUFFIXES.get(document.content.kind, "")
