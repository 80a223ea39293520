"""The tabs: the profile first, then one for each request."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from xena_desktop.domain.history import Exchange
from xena_desktop.domain.interchange import Imported
from xena_desktop.domain.saved import SavedFile
from xena_desktop.domain.settings import Draft, Drafts
from xena_desktop.services.shelf import Catalogue
from xena_desktop.translation import tr
from xena_desktop.ui.actions import Actions
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.dialogs.name import ask_name
from xena_desktop.ui.panels.imported import draft_of_request
from xena_desktop.ui.past_calls import answer_of, draft_of, is_whole
from xena_desktop.ui.saved_drafts import saved_draft, saved_request
from xena_desktop.ui.widgets.buttons import IconButton
from xena_desktop.ui.widgets.tabs import WorkTabs

if TYPE_CHECKING:
    from xena_desktop.ui.panels.request import RequestPanel

SAVE_AFTER_MS = 300
_DOT = " ●"
_MOST_CLOSED = 20


class WorkPanel(QWidget):
    """Opens, closes and keeps tabs. ``drafts_changed`` comes within 300 ms of a change, at once when sending."""

    drafts_changed = Signal(object)
    request_saved = Signal()
    request_opened = Signal(object)
    sign_in_again_wanted = Signal()
    edit_connection_wanted = Signal()
    fiscal_setup_chosen = Signal(str)

    def __init__(
        self, context: WindowContext, actions: Actions, *, first: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._actions = context, actions
        self._closed: deque[tuple[int, Draft]] = deque(maxlen=_MOST_CLOSED)
        self._tabs = WorkTabs(first=tr("Profile"))
        self._catalogue: Catalogue | None = None
        self._request_height: int | None = None
        self._tabs.setObjectName("workTabs")
        self._tabs.setAccessibleName(tr("Tabs"))
        self._plus = IconButton("plus", text=actions.new_tab.text(), theme=context.theme)
        self._plus.setObjectName("newTabButton")
        self._plus.setToolTip(actions.new_tab.toolTip())
        self._plus.clicked.connect(actions.new_tab.trigger)
        self._pages = QStackedWidget()
        self._pages.addWidget(first)
        self._panels: dict[QWidget | None, RequestPanel] = {}
        self._pause = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._pause.timeout.connect(lambda: self.drafts_changed.emit(self.drafts()))
        self._tabs.currentChanged.connect(self._on_tab_changed)
        self._tabs.tabCloseRequested.connect(self.close_tab)
        self._tabs.tabMoved.connect(self._on_tab_moved)
        self._arrange()

    def _arrange(self) -> None:
        self._bar = QWidget()
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(0, 6, 0, 0)
        row.setSpacing(2)
        row.addWidget(self._tabs)
        row.addWidget(self._plus)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._pages, 1)
        self._pages.setContentsMargins(0, 0, 0, 12)

    def set_tabs_shown(self, *, shown: bool) -> None:
        """Whether there is anything to choose between."""
        self._bar.setVisible(shown)

    def restore(self, drafts: Drafts) -> None:
        """Open the tabs of last time."""
        for draft in drafts.drafts:
            self._add(draft)
        self._tabs.setCurrentIndex(max(0, min(drafts.current + 1, self._tabs.count() - 1)))
        self._pause.stop()

    def drafts(self) -> Drafts:
        """All tabs as they are kept."""
        return Drafts(
            drafts=tuple(panel.draft() for panel in self.requests()), current=self._tabs.currentIndex() - 1
        )

    @property
    def request_height(self) -> int | None:
        """How high requests stand above their answers, in pixels; None until the person has chosen."""
        return self._request_height

    def choose_request_height(self, height: int | None) -> None:
        """Give every request this height above its answer."""
        self._request_height = height
        for panel in self.requests():
            panel.split.choose_height(height)

    def requests(self) -> list[RequestPanel]:
        """The requests, in the order of their tabs."""
        pages = [self._pages.widget(row) for row in range(1, self._pages.count())]
        return [self._panels[page] for page in pages if page in self._panels]

    def current_request(self) -> RequestPanel | None:
        """The request in front, or None when the profile is."""
        page = self._pages.currentWidget()
        return self._panels.get(page)

    def open_request(self, draft: Draft) -> RequestPanel:
        """Show a request: in the tab in front when nothing was done there yet, otherwise in a new one."""
        current = self.current_request()
        if current is not None and current.is_untouched():
            current.show_draft(draft)
        else:
            current = self._add(draft)
            self._tabs.setCurrentIndex(self._pages.indexOf(current))
        self._on_request_changed(current)
        return current

    def open_past_call(self, exchange: Exchange) -> RequestPanel:
        """Show a call of the history and the answer that it got."""
        panel = self.open_request(self._past_draft(exchange))
        panel.show_past_call(answer_of(exchange), exchange)
        return panel

    def resend(self, exchange: Exchange) -> None:
        """Send a call of the history again, through the same questions as any other, if it is whole."""
        panel = self.open_past_call(exchange)
        if is_whole(exchange):
            panel.send()

    def has_answer(self) -> bool:
        """Whether an answer is in front that another can be compared with."""
        panel = self.current_request()
        document = panel.response.document if panel is not None else None
        return document is not None and document.has_structure

    def compare_past_call(self, exchange: Exchange) -> None:
        """Compare the answer in front with that of a call of the history."""
        panel = self.current_request()
        if panel is not None:
            panel.response.comparing.with_past_call(exchange)

    def open_saved(self, file: SavedFile) -> None:
        """Show a saved request: in the tab that holds it already, or in one of its own."""
        for panel in self.requests():
            if panel.form.saved_as() == file.name:
                self._tabs.setCurrentIndex(self._pages.indexOf(panel))
                return
        self.open_request(saved_draft(file))

    def rename_saved(self, name: str, new_name: str) -> None:
        """A saved request is called otherwise now."""
        for panel in self.requests():
            if panel.form.saved_as() == name:
                panel.form.set_saved_as(new_name)

    def save(self) -> None:
        """Keep the request in front in its file, or ask for a name when it has none."""
        self._save(ask=False)

    def save_as(self) -> None:
        """Keep the request in front in a file of another name."""
        self._save(ask=True)

    def _save(self, *, ask: bool) -> None:
        panel = self.current_request()
        if panel is not None:
            self._context.tasks.start(self._saved(panel, ask=ask), on_error=panel.show_error)

    async def _saved(self, panel: RequestPanel, *, ask: bool) -> None:
        draft, store = panel.draft(), self._context.services.saved
        name, is_new = draft.saved_as, ask or not draft.saved_as
        if is_new:
            proposed = name or panel.title().replace("/", " ")
            name = await ask_name(
                tr("Save request"), name=proposed, theme=self._context.theme, parent=self.window()
            )
        if not name:
            return
        known = "" if is_new else draft.saved_digest
        digest = await store.save(name, saved_request(draft), known=known)
        if shiboken6.isValid(panel):  # its tab may have been closed meanwhile
            panel.mark_saved(name, digest=digest)
        self.request_saved.emit()

    def _past_draft(self, exchange: Exchange) -> Draft:
        """The draft of a past call, sent as the account that made it where that is not the one at hand."""
        at_hand = self._context.chosen.account
        made_by = exchange.entry.account_id
        known = {account.id for account in self._context.services.accounts.all()}
        is_other = made_by in known and (at_hand is None or at_hand.id != made_by)
        return replace(draft_of(exchange), account_id=made_by if is_other else "")

    def new_request(self) -> None:
        """An empty request in a tab of its own."""
        panel = self._add(Draft())
        self._tabs.setCurrentIndex(self._pages.indexOf(panel))
        panel.focus_path()
        self._keep_soon()

    def _open_new(self, draft: Draft) -> None:
        """Show a request in a tab of its own, beside the one it came from."""
        panel = self._add(draft)
        self._tabs.setCurrentIndex(self._pages.indexOf(panel))
        self._on_request_changed(panel)

    def show_catalogue(self, catalogue: Catalogue) -> None:
        """Have every request look its operation up in this catalogue."""
        self._catalogue = catalogue
        for panel in self.requests():
            panel.operation.show_catalogue(catalogue)

    def _add(self, draft: Draft) -> RequestPanel:
        from xena_desktop.ui.panels.request import RequestPanel  # the slowest of all panels to bring in

        panel = RequestPanel(self._context, draft=draft, parent=self._pages)
        self._panels[panel] = panel
        panel.split.choose_height(self._request_height)
        panel.split.height_chosen.connect(self.choose_request_height)
        if self._catalogue is not None:
            panel.operation.show_catalogue(self._catalogue)
        self._pages.addWidget(panel)
        self._tabs.addTab(_tab_text(panel))
        panel.form.menu.addAction(self._actions.import_requests)
        panel.command_read.connect(self._on_command_read)
        panel.changed.connect(lambda: self._on_request_changed(panel))
        panel.sent.connect(self._keep_now)
        panel.sign_in_again_wanted.connect(self.sign_in_again_wanted)
        panel.edit_connection_wanted.connect(self.edit_connection_wanted)
        panel.fiscal_setup_chosen.connect(self.fiscal_setup_chosen)
        panel.request_wanted.connect(lambda path: self._open_new(Draft(method="GET", path=path)))
        return panel

    def _on_command_read(self, found: Imported) -> None:
        panel = self.open_request(draft_of_request(found.request))
        panel.show_imported(found.notes, title=tr("Filled in from the curl command."))

    def close_tab(self, index: int) -> None:
        """Close a request; the profile stays."""
        panel = self._panels.pop(self._pages.widget(index), None)
        if panel is None:
            return
        panel.end()
        panel.operation.stop()
        panel.response.close_answer()
        if panel.draft() != Draft():
            self._closed.append((index, panel.draft()))
        self._pages.removeWidget(panel)
        self._tabs.removeTab(index)
        panel.deleteLater()
        self._pages.setCurrentIndex(self._tabs.currentIndex())
        self._keep_soon()

    def reopen_tab(self) -> None:
        """Open the request that was closed last, where it was."""
        if self._closed:
            index, draft = self._closed.pop()
            panel = self._add(draft)
            self._tabs.moveTab(self._tabs.count() - 1, min(index, self._tabs.count() - 1))
            self._tabs.setCurrentIndex(self._pages.indexOf(panel))
            self._keep_soon()

    def close_current_tab(self) -> None:
        """Close the request in front."""
        self.close_tab(self._tabs.currentIndex())

    def step(self, by: int) -> None:
        """Go to the next tab, or back with -1; round the end."""
        self._tabs.setCurrentIndex((self._tabs.currentIndex() + by) % self._tabs.count())

    def show_first(self) -> None:
        """Bring the profile to the front."""
        self._tabs.setCurrentIndex(0)

    def _on_tab_changed(self, index: int) -> None:
        self._pages.setCurrentIndex(index)
        self._keep_soon()

    def _on_tab_moved(self, source: int, target: int) -> None:
        """Keep the pages in the order of their tabs."""
        page, current = self._pages.widget(source), self._pages.currentWidget()
        if page is not None and current is not None:
            self._pages.removeWidget(page)
            self._pages.insertWidget(target, page)
            self._pages.setCurrentWidget(current)
        self._keep_soon()

    def _keep_soon(self) -> None:
        """Not put off by further changes, so that a crash never costs more than the last 300 ms."""
        if not self._pause.isActive():
            self._pause.start()

    def _keep_now(self) -> None:
        self._pause.stop()
        self.drafts_changed.emit(self.drafts())

    def _on_request_changed(self, panel: RequestPanel) -> None:
        index = self._pages.indexOf(panel)
        if index >= 1:
            self._tabs.setTabText(index, _tab_text(panel))
            self._keep_soon()


def _tab_text(panel: RequestPanel) -> str:
    return (panel.title() + (_DOT if panel.is_changed() else "")).replace("&", "&&")
