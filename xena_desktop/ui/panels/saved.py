"""The saved requests: opened, renamed, moved, thrown away."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QListView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.saved import SavedFile
from xena_desktop.translation import tr
from xena_desktop.ui.awaiting import answer
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.dialogs.name import ask_name
from xena_desktop.ui.models.saved import SavedListModel
from xena_desktop.ui.panels.notices import show_error
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.delegates import HistoryDelegate
from xena_desktop.ui.widgets.empty_state import EmptyState
from xena_desktop.ui.widgets.notice_bar import NoticeBar

_LOOK_MS = 2000


class SavedPanel(QWidget):
    """``opened`` carries a saved request; changes from outside appear by themselves."""

    opened = Signal(object)
    moved = Signal(str, str)

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._saved = context, context.services.saved
        self._stamp: object = None
        self.notice = NoticeBar(theme=context.theme)
        self._model = SavedListModel(self)
        self.list = QListView()
        self.list.setObjectName("savedList")
        self.list.setAccessibleName(tr("Saved requests"))
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setModel(self._model)
        self.list.setItemDelegate(HistoryDelegate(theme=context.theme, parent=self))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._empty = EmptyState(
            "save",
            title=tr("Nothing saved yet"),
            text=tr("Ctrl+S keeps the request in front as a file of its own, also in a folder under git."),
            primary=tr("Choose a folder…"),
            theme=context.theme,
        )  # fmt: skip
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.notice)
        column.addWidget(self._pages, 1)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.refresh)
        self._empty.primary_clicked.connect(self.choose_folder)
        self.list.clicked.connect(self._on_activated)
        self.list.activated.connect(self._on_activated)
        self.list.customContextMenuRequested.connect(self._on_menu_requested)

    def showEvent(self, event: QShowEvent) -> None:
        """Look now, and from time to time while it is seen."""
        super().showEvent(event)
        self._look.start()
        self.refresh()

    def refresh(self) -> None:
        """Show what changed, by whomever."""
        if self.isVisible():
            self._do(self._show())
        else:
            self._look.stop()

    async def _show(self) -> None:
        stamp = (self._saved.folder, await self._saved.stamp())
        if stamp == self._stamp:
            return
        files = await self._saved.all()
        self._stamp = stamp
        chosen = self._model.file(self.list.currentIndex())
        self._model.set_files(files)
        for row in range(self._model.rowCount()):
            file = self._model.file(self._model.index(row))
            if file and chosen and file.name == chosen.name:
                self.list.setCurrentIndex(self._model.index(row))
        self._pages.setCurrentWidget(self.list if files else self._empty)

    def choose_folder(self) -> None:
        """Let the person say where saved requests lie."""
        self._do(self._choose_folder())

    async def _choose_folder(self) -> None:
        dialog = QFileDialog(self.window(), tr("Choose a folder for saved requests"), str(self._saved.folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        if not await answer(dialog):
            return
        store = self._context.services.settings
        await store.save(replace(store.settings, saved_folder=str(Path(dialog.selectedFiles()[0]))))
        await self._show()

    def _on_activated(self, index: QModelIndex) -> None:
        if file := self._model.file(index):
            self._do(self._open(file))

    async def _open(self, file: SavedFile) -> None:
        self.opened.emit(await self._saved.read(file.name))

    def _on_menu_requested(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if file := self._model.file(self.list.indexAt(place)):
            menu.addAction(tr("Open"), lambda: self._do(self._open(file)))
            menu.addAction(tr("Rename or move…"), lambda: self._do(self.rename(file.name)))
            menu.addAction(tr("Move to the trash"), lambda: self._do(self.throw_away(file.name)))
            menu.addSeparator()
        menu.addAction(tr("Choose a folder…"), self.choose_folder)
        menu.popup(self.list.viewport().mapToGlobal(place))

    async def rename(self, name: str) -> None:
        """Ask for another name, and use it."""
        new_name = await ask_name(
            tr("Rename or move"), name=name, theme=self._context.theme, parent=self.window()
        )
        if new_name and new_name != name:
            await self._saved.move(name, new_name)
            self.moved.emit(name, new_name)
            await self._show()

    async def throw_away(self, name: str) -> None:
        """Move a request into the folder's trash, and say where it lies."""
        path = await self._saved.throw_away(name)
        await self._show()
        self.notice.show_notice(tr("Moved to the trash"), kind="info", advice=str(path))

    def _do(self, coroutine: Coroutine[Any, Any, object]) -> None:
        self._context.tasks.start(coroutine, on_error=self._show_error)

    def _show_error(self, error: XenaError) -> None:
        show_error(self.notice, error)
