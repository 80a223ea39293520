"""What a catalogue was read from, what is new in it, and what was left out."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from xena_desktop.domain.errors import NotSignedIn, XenaError
from xena_desktop.domain.operation import LeftOut, short_path
from xena_desktop.error_texts import explain
from xena_desktop.services.shelf import Catalogue
from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.awaiting import answer
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.models.endpoint_tree import EndpointGroup, EndpointTreeModel
from xena_desktop.ui.models.endpoints import EndpointItem
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.endpoint_view import EndpointView
from xena_desktop.ui.widgets.labels import label
from xena_desktop.ui.widgets.notice_bar import NoticeBar

_WIDTH: Final = 560
_HEIGHT_WITH_CHANGES: Final = 520


class CatalogueDialog(QDialog):
    """Tells about a catalogue, and reads it anew from the server or from a file: ``catalogue_read``."""

    catalogue_read = Signal(object)

    def __init__(self, context: WindowContext, catalogue: Catalogue, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._reading: asyncio.Task[None] | None = None
        theme = context.theme
        self.setObjectName("catalogueDialog")
        self.setWindowTitle(tr("The list of endpoints"))
        self._title = label(role="heading", wrap=True)
        self._origin = label(role="secondary", wrap=True, selectable=True)
        self._origin.setObjectName("catalogueOrigin")
        self.notice = NoticeBar(theme=theme)
        self._model = EndpointTreeModel(self)
        self._view = EndpointView(self._model, name=tr("What changed and what was left out"), theme=theme)
        self._view.setObjectName("catalogueChanges")
        self._unchanged = label(tr("Nothing changed since it was read first, and nothing was left out."),
                                role="caption", wrap=True)  # fmt: skip
        self._refresh = PushButton(tr("Read again"), theme=theme, icon_name="refresh-cw")
        self._refresh.setObjectName("refreshCatalogueButton")
        self._file = PushButton(tr("Read a file…"), theme=theme, icon_name="folder-open")
        self._file.setObjectName("catalogueFileButton")
        self._close = PushButton(tr("Close"), theme=theme)
        self._close.setObjectName("closeCatalogueButton")
        self._arrange()
        self._refresh.clicked.connect(lambda _checked: self._start_reading())
        self._file.clicked.connect(self._on_file_clicked)
        self._close.clicked.connect(self.accept)
        self.finished.connect(self._on_finished)
        self.show_catalogue(catalogue)

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self._refresh)
        buttons.addWidget(self._file)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        for part in (self._title, self._origin, self.notice, self._unchanged):
            column.addWidget(part)
        column.addWidget(self._view, 1)
        column.addSpacing(GRID)
        column.addLayout(buttons)

    def show_catalogue(self, catalogue: Catalogue) -> None:
        """Show where it comes from and how it differs from before."""
        source = catalogue.source
        count = words.number(len(catalogue.operations))
        if source is None:
            self._title.setText(tr("The {count} operations most people need first", count=count))
            self._origin.setText(tr("They come with the program. The API's own list was not read yet."))
        else:
            title = " ".join(part for part in (source.title, source.version) if part) or source.place
            self._title.setText(tr("{title}: {count} operations", title=title, count=count))
            read_at = words.day_and_clock(datetime.fromisoformat(source.read_at), now=self._context.now())
            self._origin.setText(tr("Read from {place}, {time}", place=source.place, time=read_at))
        groups = _groups(catalogue)
        self._model.show_groups(groups)
        for group, index in self._model.group_indexes():
            self._view.setExpanded(index, len(group.items) < 100)
        self._unchanged.setVisible(not groups)
        self._view.setVisible(bool(groups))
        self.resize(_WIDTH, _HEIGHT_WITH_CHANGES if groups else 0)  # without changes as low as it can be

    def _start_reading(self, file: Path | None = None) -> None:
        self.notice.clear()
        for button in (self._refresh, self._file):
            button.setEnabled(False)
        self._reading = self._context.tasks.start(self._read(file), on_error=self._on_error)

    async def _read(self, file: Path | None) -> None:
        connection, catalogues = self._context.chosen.connection, self._context.services.catalogues
        if connection is None:
            raise NotSignedIn
        if file is None:
            catalogue = await catalogues.refresh(connection)
        else:
            catalogue = await catalogues.use_file(connection, file)
        if catalogue is None:
            self.notice.show_notice(tr("The server has no newer one."), kind="info")
        else:
            self.show_catalogue(catalogue)
            self.catalogue_read.emit(catalogue)
        self._let_read()

    def _let_read(self) -> None:
        for button in (self._refresh, self._file):
            button.setEnabled(True)

    def _on_finished(self) -> None:
        """Nothing may come back to a dialog that is gone."""
        if self._reading is not None:
            self._reading.cancel()

    def _on_error(self, error: XenaError) -> None:
        self._let_read()
        text = explain(error)
        self.notice.show_notice(text.title, kind="danger", advice=text.advice)

    def _on_file_clicked(self) -> None:
        self._context.tasks.start(self._choose_file(), on_error=self._on_error)

    async def _choose_file(self) -> None:
        dialog = QFileDialog(self, tr("Read an API document"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setNameFilters(
            [tr("Swagger and OpenAPI") + " (*.json *.yaml *.yml)", tr("All files") + " (*)"]
        )
        if await answer(dialog) == QDialog.DialogCode.Accepted.value:
            self._start_reading(Path(dialog.selectedFiles()[0]))


def _groups(catalogue: Catalogue) -> list[EndpointGroup]:
    changes = catalogue.changes
    listed = [
        ("added", tr("New"), [_endpoint(key) for key in changes.added]),
        ("changed", tr("Changed"), [_endpoint(key) for key in changes.changed]),
        ("removed", tr("Gone"), [_endpoint(key) for key in changes.removed]),
        ("left-out", tr("Left out"), [_left_out(one) for one in catalogue.left_out]),
    ]
    return [EndpointGroup(key=key, title=title, items=tuple(items)) for key, title, items in listed if items]


def _endpoint(key: str) -> EndpointItem:
    method, _, path = key.partition(" ")
    return EndpointItem(id=key, method=method, path=short_path(path), title=key)


def _left_out(one: LeftOut) -> EndpointItem:
    reason = reason_text(one.reason)
    return EndpointItem(
        id=one.place, method="", path=f"{reason}: {one.place}", title=f"{one.place}\n{reason}"
    )


def reason_text(reason: str) -> str:
    """Why something was left out, in words."""
    reasons = {
        "not_an_object": tr("is not what the standard asks for"),
        "no_parameter_name": tr("a parameter without a name"),
        "unknown_place": tr("a parameter that is sent nowhere known"),
        "object_in_query": tr("an object that no query can hold"),
        "unknown_reference": tr("refers to something that is not there"),
        "other_file": tr("refers to another file"),
        "twice": tr("is there twice"),
    }
    return reasons[reason]
