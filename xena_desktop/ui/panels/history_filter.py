"""What the history is narrowed to, and how long it keeps calls."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from xena_desktop.domain.exchange import METHODS
from xena_desktop.domain.history import HistorySearch
from xena_desktop.translation import tr, trn
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.widgets.buttons import IconButton

_KEPT_DAYS = (30, 180, 365, 0)
_KEPT_MEGABYTES = (100, 500, 2000)


class HistoryFilter(IconButton):
    """A button with a menu. ``changed`` tells of another choice."""

    changed = Signal()
    forget_all_wanted = Signal()

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__("settings", text=tr("Filters and retention"), theme=context.theme, parent=parent)
        self._context = context
        self.setObjectName("historyFilterButton")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self._own = QAction(tr("Only the account at hand"), menu, checkable=True)
        self._own.setObjectName("historyOwnAction")
        self._own.toggled.connect(lambda _: self.changed.emit())
        menu.addAction(self._own)
        self._method = self._choices(menu, tr("Method"), {"": tr("Any method"), **{m: m for m in METHODS}})
        self._status = self._choices(
            menu,
            tr("Status"),
            {"": tr("Any status"), "2": tr("2xx: done"), "3": tr("3xx: elsewhere"), "4": tr("4xx: refused"),
             "5": tr("5xx: the server failed")},
        )  # fmt: skip
        self._days = self._choices(
            menu,
            tr("Period"),
            {"": tr("Any day"), "0": tr("Today"), "6": tr("The last 7 days"), "29": tr("The last 30 days")},
        )
        menu.addSeparator()
        self._add_retention(menu)
        menu.addSeparator()
        menu.addAction(tr("Delete all…"), self.forget_all_wanted.emit).setObjectName("historyForgetAllAction")
        context.chosen.changed.connect(self._on_account_changed)
        self.setMenu(menu)

    def search(self, text: str) -> HistorySearch:
        """What is looked for with ``text`` and these filters."""
        account, days = self._context.chosen.account, self._chosen(self._days)
        today: date = self._context.now().astimezone().date()
        return HistorySearch(
            text=text.strip(),
            account_id=account.id if account and self._own.isChecked() else "",
            method=self._chosen(self._method),
            status=self._chosen(self._status),
            since=today - timedelta(days=int(days)) if days else None,
        )

    def _choices(self, menu: QMenu, title: str, texts: dict[str, str]) -> QActionGroup:
        below = menu.addMenu(title)
        group = QActionGroup(self)
        for key, text in texts.items():
            action = QAction(text, group, checkable=True, checked=not key)
            action.setData(key)
            below.addAction(action)
        group.triggered.connect(lambda _: self.changed.emit())
        return group

    def _add_retention(self, menu: QMenu) -> None:
        settings = self._context.services.settings.settings
        days = {n: trn("{count} day", "{count} days", count=n) if n else tr("For good") for n in _KEPT_DAYS}
        sizes = {n: f"{n} MB" for n in _KEPT_MEGABYTES}
        for title, texts, member in (
            (tr("Keep for"), days, "history_days"), (tr("Keep at most"), sizes, "history_megabytes"),
        ):  # fmt: skip
            below, group = menu.addMenu(title), QActionGroup(self)
            for number, text in texts.items():
                action = QAction(text, group, checkable=True, checked=number == getattr(settings, member))
                action.triggered.connect(lambda _=False, m=member, n=number: self._keep(m, n))
                below.addAction(action)

    def _keep(self, member: str, number: int) -> None:
        store = self._context.services.settings
        settings = replace(store.settings, **{member: number})  # type: ignore[arg-type] # both are whole numbers
        self._context.tasks.start(store.save(settings), on_error=lambda _: None)

    def _on_account_changed(self) -> None:
        if self._own.isChecked():
            self.changed.emit()

    @staticmethod
    def _chosen(group: QActionGroup) -> str:
        return str(next((action.data() for action in group.actions() if action.isChecked()), ""))
