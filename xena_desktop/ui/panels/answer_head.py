"""What stands above the views of an answer: its status and facts, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.exchange import ApiAnswer
from xena_desktop.domain.sniffing import ContentKind
from xena_desktop.services.document import Document
from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.panels.answer_filter import FilterField
from xena_desktop.ui.panels.answer_find import FindBar
from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.buttons import IconButton, PushButton
from xena_desktop.ui.widgets.elided_label import ElidedLabel
from xena_desktop.ui.widgets.pill import Pill, PillKind

_NARROW: Final = 760
"""Pixels."""


class AnswerHead(QWidget):
    """Facts at the left, tools at the right."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = Pill(theme=theme, strong=True)
        self._status.setObjectName("responseStatus")
        self._facts = ElidedLabel(role="secondary")
        self._facts.setObjectName("responseFacts")
        self.all_pages = PushButton(tr("All pages"), theme=theme, kind="quiet", size="small")
        self.all_pages.setObjectName("allPagesButton")
        self.all_pages.setToolTip(tr("Read every page and show them as one answer"))
        self.stop = PushButton(tr("Cancel"), theme=theme, size="small")
        self.stop.setObjectName("cancelArrivingButton")
        self.filter_field = FilterField(theme=theme)
        self.find_bar = FindBar(theme=theme)
        self.save = PushButton(tr("Save as…"), theme=theme, size="small", icon_name="save")
        self.save.setObjectName("saveResponseButton")
        self.save.setAccessibleName(tr("Save as…"))
        self.more = IconButton(
            "ellipsis", text=tr("More to do with the answer"), theme=theme, outlined=True, compact=True
        )
        self.more.setObjectName("moreResponseButton")
        self._arrange()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 4)
        row.setSpacing(GRID)
        for part in (self._status, self._facts, self.all_pages, self.stop):
            row.addWidget(part)
        row.addStretch(1)
        for tool in (self.filter_field, self.find_bar, self.save, self.more):
            row.addWidget(tool)
        self.all_pages.hide()
        self.stop.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the icon alone says how to save."""
        super().resizeEvent(event)
        name = tr("Save as…")
        is_narrow = event.size().width() < _NARROW
        self.save.setText("" if is_narrow else name)
        self.save.setToolTip(name if is_narrow else "")

    def take_keys_of(self, widget: QWidget) -> None:
        """Let the keys for finding and filtering work anywhere in ``widget``."""
        find = self.find_bar
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+F": find.focus,
            "F3": lambda: find.stepped.emit(1),
            "Shift+F3": lambda: find.stepped.emit(-1),
            "Ctrl+Shift+F": self.filter_field.setFocus,
        }
        for key, act in keys.items():
            QShortcut(QKeySequence(key), widget, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_status(self, status: int, *, reason: str) -> None:
        """Show the status, green, yellow or red."""
        self._status.show_fact(f"{status} {_reason(status, reason)}".strip(), kind=_status_kind(status))

    def show_arriving(self, *, is_arriving: bool) -> None:
        """Offer to stop it while there is more to come, and to save it when there is no more."""
        self.stop.setVisible(is_arriving)
        for tool in (self.save, self.more):
            tool.setEnabled(not is_arriving)

    def show_facts(
        self, answer: ApiAnswer | None, *, more: list[str], facts: list[str], is_one_page: bool
    ) -> None:
        """Say ``facts`` beside the status, behind time and size, or ``more`` while there is more to come."""
        is_there = answer is not None and not more
        begin = [words.elapsed(answer.seconds), words.size(answer.size)] if answer and not more else more
        self._facts.setText(" · ".join([*begin, *facts]))
        may_ask = answer is not None and answer.method == "GET" and not answer.is_error
        self.all_pages.setVisible(is_there and may_ask and is_one_page)

    def show_tools(self, document: Document, *, may_filter: bool) -> None:
        """Offer what can be done with this document."""
        self.filter_field.setVisible(may_filter)
        for tool in (self.find_bar, self.save, self.more):
            tool.setVisible(document.content.kind is not ContentKind.EMPTY)


def _reason(status: int, reason: str) -> str:
    """The reason phrase; the registered one (RFC 9110 §15) where there is none, or the same in other letters."""
    known = {each.value: each.phrase for each in HTTPStatus}.get(status, "")
    return known if reason.casefold() in ("", known.casefold()) else printable(reason)


def _status_kind(status: int) -> PillKind:
    if status < 300:
        return "good"
    return "warning" if status < 500 else "danger"
