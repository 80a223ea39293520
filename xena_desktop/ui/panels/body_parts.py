"""A body written as a form with parts: texts and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtWidgets import QFileDialog, QWidget

from xena_desktop.domain.body_draft import BodyDraft, BodyKind
from xena_desktop.domain.errors import InputError
from xena_desktop.domain.offered_body import kinds_of, missing_parts
from xena_desktop.domain.transfer import Attachment
from xena_desktop.services.shelf import OpenForm
from xena_desktop.translation import tr, trn
from xena_desktop.ui import words
from xena_desktop.ui.awaiting import answer
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.attachment_words import attachment_words
from xena_desktop.ui.panels.body_page import BodyPage
from xena_desktop.ui.panels.file_look import FileLook
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.part_table import PartTable


class PartsBody(BodyPage):
    """A table of parts. Files are looked at as they are named, and what is wrong with one stands beside it."""

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(BodyKind.MULTIPART, parent=parent)
        self._context = context
        self._seen: Mapping[str, Attachment | InputError] = {}
        self.table = PartTable(name=tr("Parts"), theme=context.theme)
        self.table.setObjectName("partTable")
        self._add = PushButton(tr("Add files…"), theme=context.theme, size="small")
        self._add.setObjectName("addFilesButton")
        self._look = FileLook(context, self)
        self.lay_out(self.table, self._add)
        self.table.changed.connect(self._on_changed)
        self.table.file_wanted.connect(self._on_file_wanted)
        self._add.clicked.connect(self._on_add_clicked)
        self._look.seen.connect(self._on_seen)
        self._show_validity()

    def show_draft(self, draft: BodyDraft) -> None:
        """Show the parts of a body."""
        self.table.set_rows(draft.parts)
        self._look.look(self._paths(), at_once=True)
        self._show_validity()

    def put_into(self, draft: BodyDraft) -> BodyDraft:
        """``draft`` with the parts that stand here."""
        return replace(draft, parts=tuple(self.table.rows()))

    def show_form(self, opened: OpenForm | None) -> None:
        """Offer the parts that an operation knows, switched off where others stand already."""
        super().show_form(opened)
        rows = tuple(self.table.rows())
        takes_parts = self.form is not None and BodyKind.MULTIPART in kinds_of(self.form)
        if self.form is not None and takes_parts and rows:
            self.table.set_rows((*rows, *missing_parts(self.form, rows)))
        self._show_validity()

    def _on_changed(self) -> None:
        self._look.look(self._paths())
        self._show_validity()
        self.changed.emit()

    # --- files -------------------------------------------------------------------------------------------

    def _on_file_wanted(self, row: int) -> None:
        self._context.tasks.start(self._choose(row), on_error=self.show_error)

    def _on_add_clicked(self) -> None:
        self._context.tasks.start(self._choose(None), on_error=self.show_error)

    async def _choose(self, row: int | None) -> None:
        dialog = QFileDialog(
            self.window(), tr("Choose files to send") if row is None else tr("Choose a file")
        )
        several = QFileDialog.FileMode.ExistingFiles if row is None else QFileDialog.FileMode.ExistingFile
        dialog.setFileMode(several)
        if not await answer(dialog):
            return
        if row is None:
            self.table.add_files(dialog.selectedFiles())
        else:
            self.table.choose_file(row, dialog.selectedFiles()[0])

    def _paths(self) -> list[str]:
        return [row.part.file for row in self.table.rows() if row.part.file]

    def _on_seen(self, seen: Mapping[str, Attachment | InputError]) -> None:
        self._seen = seen
        self.table.tell({path: attachment_words(found) for path, found in seen.items()})
        self._show_validity()

    def _show_validity(self) -> None:
        rows = [row for row in self.table.rows() if row.used and row.part.name]
        files = [row.part.file for row in rows if row.part.file is not None]
        found = [self._seen[path] for path in files if path in self._seen]
        problem = next((attachment_words(one)[1] for one in found if isinstance(one, InputError)), "")
        if problem or "" in files:
            self.say(problem or tr("No file was chosen."), role="danger" if problem else "advice")
            return
        if not rows:
            self.say(self.nothing_text())
            return
        size = sum(one.size for one in found if isinstance(one, Attachment))
        count = trn("{count} part", "{count} parts", count=len(rows))
        told = trn(
            "{count} file of {size}", "{count} files of {size}", count=len(files), size=words.size(size)
        )
        self.say(f"{count}, {told}" if files else count)
