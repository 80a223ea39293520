"""The tabs: the profile first, then one for each request."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from xena_desktop.domain.settings import Draft, Drafts
from xena_desktop.translation import tr
from xena_desktop.ui.actions import Actions
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.request import RequestPanel
from xena_desktop.ui.widgets.buttons import IconButton

SAVE_AFTER_MS = 300
_DOT = " ●"


class WorkPanel(QWidget):
    """Opens, closes and keeps tabs. ``drafts_changed`` comes within 300 ms of a change, at once when sending."""

    drafts_changed = Signal(object)
    request_opened = Signal(object)
    sign_in_again_wanted = Signal()
    edit_connection_wanted = Signal()
    fiscal_setup_chosen = Signal(str)

    def __init__(
        self, context: WindowContext, actions: Actions, *, first: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._actions = context, actions
        self._tabs = _WorkTabs()
        self._tabs.setObjectName("workTabs")
        self._tabs.setAccessibleName(tr("Tabs"))
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setTabsClosable(True)
        self._tabs.setUsesScrollButtons(True)
        self._tabs.addTab(tr("Profile"))
        for side in (QTabBar.ButtonPosition.LeftSide, QTabBar.ButtonPosition.RightSide):
            self._tabs.setTabButton(0, side, None)
        self._plus = IconButton("plus", text=actions.new_tab.text(), theme=context.theme)
        self._plus.setObjectName("newTabButton")
        self._plus.setToolTip(actions.new_tab.toolTip())
        self._plus.clicked.connect(actions.new_tab.trigger)
        self._pages = QStackedWidget()
        self._pages.addWidget(first)
        self._pause = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._pause.timeout.connect(lambda: self.drafts_changed.emit(self.drafts()))
        self._tabs.currentChanged.connect(self._on_tab_changed)
        self._tabs.tabCloseRequested.connect(self.close_tab)
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

    def requests(self) -> list[RequestPanel]:
        """The requests, in the order of their tabs."""
        pages = [self._pages.widget(row) for row in range(1, self._pages.count())]
        return [page for page in pages if isinstance(page, RequestPanel)]

    def current_request(self) -> RequestPanel | None:
        """The request in front, or None when the profile is."""
        page = self._pages.currentWidget()
        return page if isinstance(page, RequestPanel) else None

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

    def new_request(self) -> None:
        """An empty request in a tab of its own."""
        panel = self._add(Draft())
        self._tabs.setCurrentIndex(self._pages.indexOf(panel))
        panel.focus_path()
        self._keep_soon()

    def _add(self, draft: Draft) -> RequestPanel:
        panel = RequestPanel(self._context, draft=draft)
        self._pages.addWidget(panel)
        self._tabs.addTab(_tab_text(panel))
        panel.form.menu.addAction(self._actions.import_requests)
        panel.changed.connect(lambda: self._on_request_changed(panel))
        panel.sent.connect(self._keep_now)
        panel.sign_in_again_wanted.connect(self.sign_in_again_wanted)
        panel.edit_connection_wanted.connect(self.edit_connection_wanted)
        panel.fiscal_setup_chosen.connect(self.fiscal_setup_chosen)
        return panel

    def close_tab(self, index: int) -> None:
        """Close a request; the profile stays."""
        panel = self._pages.widget(index)
        if index < 1 or not isinstance(panel, RequestPanel):
            return
        panel.end()
        self._tabs.removeTab(index)
        self._pages.removeWidget(panel)
        panel.deleteLater()
        self._pages.setCurrentIndex(self._tabs.currentIndex())
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


class _WorkTabs(QTabBar):
    """Tabs that take no more room than they need; Qt's own minimum leaves a gap behind a single one."""

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().boundedTo(self.sizeHint())


def _tab_text(panel: RequestPanel) -> str:
    return (panel.title() + (_DOT if panel.is_changed() else "")).replace("&", "&&")
