"""An answer, or its rows, saved as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QLocale, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from xena_desktop.domain.exchange import ApiAnswer
from xena_desktop.domain.sniffing import ContentKind
from xena_desktop.domain.table_columns import Form
from xena_desktop.services.document import Document
from xena_desktop.services.document_rows import Exported
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


async def asked_path(document: Document, answer: ApiAnswer, *, form: Format, window: QWidget) -> Path | None:
    """Ask where to save; None when nothing was chosen."""
    titles = {
        "received": tr("Save the answer as received"),
        "formatted": tr("Save the answer formatted"),
        "csv": tr("Save the rows as CSV"),
        "xlsx": tr("Save the rows as an Excel workbook"),
    }
    is_read = form == "formatted" and document.content.kind is ContentKind.HTML
    suffix = f".{form}" if form in ("csv", "xlsx") else ".txt" if is_read else _suffix(document)
    dialog = QFileDialog(window, titles[form])
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation))
    dialog.selectFile(_name(answer) + suffix)
    return Path(dialog.selectedFiles()[0]) if await answer_of(dialog) else None


async def write_document(document: Document, path: Path, *, form: Format) -> None:
    """Write the body as it was received, or laid out. Raises FileUnreadable."""
    laid_out = await document.laid_out() if form == "formatted" and document.has_layout else None
    await document.save(path, laid_out=laid_out)


async def write_rows(document: Document, rows: AnswerRowsModel, path: Path, *, form: Format) -> Exported:
    """Write the rows in the order that is shown. Raises FileUnreadable and DiskFull."""
    if rows.branch is None:
        return Exported(0, 0, 0)
    columns = [[c.title or tr("Value"), list(c.path), c.form.value] for c in rows.columns]
    columns += [[".".join(path), list(path), Form.TEXT.value] for path in rows.other_columns]
    danish = QLocale().decimalPoint() == ","
    return await document.rows.export(
        rows.branch.start, target=path, kind=form, columns=columns, is_danish=danish, rows=rows.order
    )


def _name(answer: ApiAnswer) -> str:
    """The last part of the path."""
    return answer.url.partition("?")[0].rstrip("/").rpartition("/")[2] or "answer"


def _suffix(document: Document) -> str:
    """The ending that belongs to what it is."""
    if document.content.kind is ContentKind.PICTURE:
        return _PICTURES.get(bytes(document.raw[:2]), "")
    return _SUFFIXES.get(document.content.kind, "")
