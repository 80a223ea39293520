"""A body that is a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from xena_desktop.domain.body_draft import BodyDraft, BodyKind
from xena_desktop.domain.errors import InputError
from xena_desktop.domain.transfer import Attachment
from xena_desktop.domain.written_body import type_of_file
from xena_desktop.translation import tr
from xena_desktop.ui.awaiting import answer
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.attachment_words import attachment_words
from xena_desktop.ui.panels.body_page import BodyPage
from xena_desktop.ui.panels.file_look import FileLook
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.labels import label
from xena_desktop.ui.widgets.line_edit import line_edit
from xena_desktop.ui.widgets.part_table import local_files


class FilePage(BodyPage):
    """Name a file, choose it, or drop it here. It is read while it is sent, and never kept."""

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(BodyKind.FILE, parent=parent)
        self._context = context
        self.path = line_edit("bodyFileEdit", tr("File"), mono=True)
        self.path.setPlaceholderText(tr("Choose a file, or drop it here"))
        self.content_type = line_edit("bodyFileTypeEdit", tr("Content type"), mono=True)
        self._choose_button = PushButton(tr("Choose…"), theme=context.theme)
        self._choose_button.setObjectName("chooseFileButton")
        self._look = FileLook(context, self)
        self.setAcceptDrops(True)
        self.lay_out(self._fields())
        self.path.textChanged.connect(self._on_path_changed)
        self.path.textEdited.connect(self.changed)
        self.content_type.textEdited.connect(self.changed)
        self._choose_button.clicked.connect(self._on_choose_clicked)
        self._look.seen.connect(self._on_seen)
        self._on_path_changed()

    def _fields(self) -> QWidget:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(14, GRID, 14, GRID)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        for row, (title, control) in enumerate(
            ((tr("File"), self.path), (tr("Content type"), self.content_type))
        ):
            name = label(title, role="secondary")
            name.setBuddy(control)
            grid.addWidget(name, row, 0)
            grid.addWidget(control, row, 1)
        grid.addWidget(self._choose_button, 0, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        grid.setRowStretch(2, 1)
        return inside

    def show_draft(self, draft: BodyDraft) -> None:
        """Show which file a body is."""
        self.path.setText(draft.file)
        self.content_type.setText(dict(draft.content_types).get(BodyKind.FILE, ""))
        self._look.look([draft.file], at_once=True)

    def put_into(self, draft: BodyDraft) -> BodyDraft:
        """``draft`` with the file that is named here."""
        declared = self.content_type.text().strip()
        types = tuple(pair for pair in draft.content_types if pair[0] != BodyKind.FILE)
        said = ((str(BodyKind.FILE), declared),) if declared else ()
        return replace(draft, file=self.path.text().strip(), content_types=(*types, *said))

    def take_file(self, path: str) -> None:
        """Send this file."""
        self.path.setText(path)
        self.changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file from elsewhere."""
        if local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first of the files that were dropped."""
        event.acceptProposedAction()
        self.take_file(local_files(event.mimeData())[0])

    def _on_choose_clicked(self) -> None:
        self._context.tasks.start(self._choose(), on_error=self.show_error)

    async def _choose(self) -> None:
        dialog = QFileDialog(self.window(), tr("Choose a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        if await answer(dialog):
            self.take_file(dialog.selectedFiles()[0])

    def _on_path_changed(self) -> None:
        self.content_type.setPlaceholderText(type_of_file(self.path.text().strip()))
        self._look.look([self.path.text().strip()])

    def _on_seen(self, seen: Mapping[str, Attachment | InputError]) -> None:
        path = self.path.text().strip()
        if path not in seen:
            known_later = tr("The file is looked for when it is sent.")
            self.say(known_later if path else tr("No file was chosen."), role="caption" if path else "advice")
            return
        size, fault = attachment_words(seen[path])
        said = fault or tr("{size}, read while it is sent", size=size)
        self.say(said, role="danger" if fault else "caption")
