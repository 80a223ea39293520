"""The calls made before: searched, opened, sent again, forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.history import HistoryEntry, HistorySearch
from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.dialogs.question import Question, ask
from xena_desktop.ui.icons import icon
from xena_desktop.ui.models.history import HistoryListModel, HistoryRow
from xena_desktop.ui.panels.history_filter import HistoryFilter
from xena_desktop.ui.panels.history_state import state_notice
from xena_desktop.ui.panels.notices import show_error
from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.delegates import HistoryDelegate
from xena_desktop.ui.widgets.empty_state import EmptyState
from xena_desktop.ui.widgets.notice_bar import NoticeBar

_PAGE = 100
_PAUSE_MS = 120
_ELSEWHERE_MS = 2000


class HistoryPanel(QWidget):
    """Newest first, by days. ``opened`` carries a whole call, ``resend_wanted`` one to be sent again.

    ``compare_wanted`` carries one whose answer is to be compared with the one in front, while ``may_compare`` says
    that there is one.
    """

    opened = Signal(object)
    resend_wanted = Signal(object)
    compare_wanted = Signal(object)

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._history = context.services.history
        self.may_compare: Callable[[], bool] = lambda: False
        self._seen_version = 0
        self._stale = True
        self._all_shown = False
        self._asked = 0
        self._build_search()
        self._build_list()
        self.notice = NoticeBar(theme=context.theme)
        self._empty = EmptyState("history", title="", text="", theme=context.theme)
        self._pages = QStackedWidget()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._elsewhere = QTimer(self, interval=_ELSEWHERE_MS)
        self._arrange()
        self._connect()
        self._unsubscribe = self._history.subscribe(self._on_history_changed)

    def _build_search(self) -> None:
        self.search = QLineEdit()
        self.search.setObjectName("historySearch")
        self.search.setProperty("compact", True)  # noqa: FBT003 - a property's value
        self.search.setPlaceholderText(tr("Search calls and answers"))
        self.search.setToolTip(
            tr("Words of path, account, status, date, headers and bodies; beginnings suffice.")
        )
        self.search.setAccessibleName(tr("Search the history"))
        self.search.setClearButtonEnabled(True)
        self._magnifier = self.search.addAction(
            icon("search", color=self._context.theme.tertiary), QLineEdit.ActionPosition.LeadingPosition
        )
        self.filter = HistoryFilter(self._context)

    def _build_list(self) -> None:
        self._model = HistoryListModel(row_of=self._row, day_text=self._day_text, parent=self)
        self.list = _HistoryView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(HistoryDelegate(theme=self._context.theme, parent=self))

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(GRID // 2, 0, GRID // 2, GRID // 2)
        row.setSpacing(GRID // 2)
        row.addWidget(self.search, 1)
        row.addWidget(self.filter)
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(row)
        column.addWidget(self.notice)
        column.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._pause.start)
        self.search.returnPressed.connect(self._on_search_entered)
        self.filter.changed.connect(self.refresh)
        self.filter.forget_all_wanted.connect(self._on_forget_all_wanted)
        self._pause.timeout.connect(self.refresh)
        self._elsewhere.timeout.connect(self._on_look_elsewhere)
        self.list.clicked.connect(self._on_activated)
        self.list.activated.connect(self._on_activated)
        self.list.delete_pressed.connect(self._on_delete_pressed)
        self.list.customContextMenuRequested.connect(self._on_menu_requested)
        self.list.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def close_listening(self) -> None:
        """The window goes; be told nothing more."""
        self._unsubscribe()

    # --- what is shown -----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while nobody looked."""
        super().showEvent(event)
        self._elsewhere.start()
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Look again."""
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        self._asked += 1
        self._context.tasks.start(self._show(self._asked), on_error=self._show_error)

    def _wanted(self) -> HistorySearch:
        return self.filter.search(self.search.text())

    async def _show(self, asked: int) -> None:
        wanted = self._wanted()
        entries = await self._history.page(wanted, count=_PAGE)
        self._seen_version = await self._history.changed_elsewhere()
        if asked != self._asked:
            return
        place = self.list.verticalScrollBar().value()
        chosen = self._model.entry(self.list.currentIndex())
        self._model.set_entries(entries)
        self._all_shown = len(entries) < _PAGE
        if chosen is not None:
            self.list.setCurrentIndex(self._model.index_of(chosen.id))
        self.list.verticalScrollBar().setValue(place)
        self._say_empty(nothing_kept=wanted.is_everything)
        self._pages.setCurrentWidget(self.list if entries else self._empty)
        state_notice(self.notice, self._history.state)

    async def _show_more(self) -> None:
        last = self._model.last_entry()
        if last is None:
            return
        asked = self._asked
        entries = await self._history.page(self._wanted(), before=last.id, count=_PAGE)
        if asked == self._asked:
            self._all_shown = len(entries) < _PAGE
            self._model.add_entries(entries)

    def _say_empty(self, *, nothing_kept: bool) -> None:
        if nothing_kept:
            self._empty.show_state(
                title=tr("No calls yet"), text=tr("Every call that you send is kept here, encrypted.")
            )
        else:
            self._empty.show_state(
                title=tr("Nothing found"),
                text=tr("No call holds all these words. Try fewer, or other filters."),
            )

    def _row(self, entry: HistoryEntry) -> HistoryRow:
        status = str(entry.status) if entry.status else tr("no answer")
        lines = (
            f"{entry.method} {entry.url}",
            f"{status} · {words.elapsed(entry.seconds)} · {words.size(entry.answer_size)}",
            *((words.pages_read(entry.pages),) if entry.pages.read else ()),
            f"{entry.account} · {entry.connection}",
            words.day_and_clock(entry.at, now=self._context.now()),
        )
        path = entry.path.removeprefix("/Api/").removeprefix("Fiscal/{fiscalId}/")
        return HistoryRow(
            text=path, note=f"{status}  {words.clock(entry.at)}", tip="\n".join(lines), entry=entry
        )

    def _day_text(self, day: date) -> str:
        return words.day(day, today=self._context.now().astimezone().date())

    # --- what changes ------------------------------------------------------------------------------------

    def _on_history_changed(self) -> None:
        self.refresh()

    def _on_look_elsewhere(self) -> None:
        if self.isVisible():
            self._context.tasks.start(self._look_elsewhere(), on_error=self._show_error)
        else:
            self._elsewhere.stop()

    async def _look_elsewhere(self) -> None:
        if await self._history.changed_elsewhere() != self._seen_version:
            self.refresh()

    def _on_scrolled(self, value: int) -> None:
        bar = self.list.verticalScrollBar()
        if value >= bar.maximum() - bar.pageStep() and not self._all_shown and self._model.rowCount():
            self._all_shown = True  # until it is known: one question at a time
            self._context.tasks.start(self._show_more(), on_error=self._show_error)

    # --- what the person does ----------------------------------------------------------------------------

    def _on_search_entered(self) -> None:
        for row in range(self._model.rowCount()):
            index = self._model.index(row)
            if self._model.entry(index) is not None:
                self.list.setCurrentIndex(index)
                self._on_activated(index)
                return

    def _on_activated(self, index: QModelIndex) -> None:
        if entry := self._model.entry(index):
            self._context.tasks.start(self._open(entry), on_error=self._show_error)

    async def _open(self, entry: HistoryEntry) -> None:
        self.opened.emit(await self._history.read(entry.id))

    async def _resend(self, entry: HistoryEntry) -> None:
        self.resend_wanted.emit(await self._history.read(entry.id))

    async def _compare(self, entry: HistoryEntry) -> None:
        self.compare_wanted.emit(await self._history.read(entry.id))

    def _on_delete_pressed(self) -> None:
        if entry := self._model.entry(self.list.currentIndex()):
            self._context.tasks.start(self._history.remove(entry.id), on_error=self._show_error)

    def _on_menu_requested(self, place: QPoint) -> None:
        entry = self._model.entry(self.list.indexAt(place))
        if entry is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        tasks, error = self._context.tasks, self._show_error
        menu.addAction(tr("Open"), lambda: tasks.start(self._open(entry), on_error=error))
        menu.addAction(tr("Send again"), lambda: tasks.start(self._resend(entry), on_error=error))
        compare = menu.addAction(
            tr("Compare with the answer in front"), lambda: tasks.start(self._compare(entry), on_error=error)
        )
        compare.setEnabled(self.may_compare() and bool(entry.status))
        menu.addSeparator()
        menu.addAction(tr("Delete"), lambda: tasks.start(self._history.remove(entry.id), on_error=error))
        menu.popup(self.list.viewport().mapToGlobal(place))

    def _on_forget_all_wanted(self) -> None:
        self._context.tasks.start(self._forget_all(), on_error=self._show_error)

    async def _forget_all(self) -> None:
        question = Question(
            title=tr("Delete the whole history?"),
            text=tr("Every call that was kept is deleted from this computer. This cannot be undone."),
            yes=tr("Delete all"),
            theme=self._context.theme,
            kind="danger",
            parent=self.window(),
        )
        if await ask(question):
            await self._history.clear()

    def _show_error(self, error: XenaError) -> None:
        show_error(self.notice, error)

    def set_theme(self, theme: Theme) -> None:
        """Colour the magnifying glass anew."""
        self._magnifier.setIcon(icon("search", color=theme.tertiary))


class _HistoryView(QListView):
    """The list; Delete forgets the call that is chosen."""

    delete_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("historyList")
        self.setAccessibleName(tr("History"))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete forgets."""
        if event.matches(QKeySequence.StandardKey.Delete):
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)
