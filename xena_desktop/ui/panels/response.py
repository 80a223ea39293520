"""The lower card of a request: its answer."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.exchange import ApiAnswer
from xena_desktop.domain.sniffing import ContentKind
from xena_desktop.domain.transfer import Transfer
from xena_desktop.services.answers import Arrival
from xena_desktop.services.document import Document
from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.answer_actions import AnswerActions
from xena_desktop.ui.panels.answer_filter import FilterField
from xena_desktop.ui.panels.answer_find import FindBar
from xena_desktop.ui.panels.answer_search import AnswerSearch
from xena_desktop.ui.panels.answer_views import AnswerViews, Part
from xena_desktop.ui.panels.notices import show_error
from xena_desktop.ui.panels.remarks import Remark, stopped_remark
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.busy_indicator import DELAY_MS, BusyIndicator
from xena_desktop.ui.widgets.buttons import IconButton, PushButton
from xena_desktop.ui.widgets.card import Card
from xena_desktop.ui.widgets.empty_state import EmptyState
from xena_desktop.ui.widgets.labels import label
from xena_desktop.ui.widgets.notice_bar import NoticeBar, NoticeKind
from xena_desktop.ui.widgets.pill import Pill, PillKind

_REMEMBERED = 200
_SHOW_FAULT = "show_fault"


class ResponsePanel(Card):
    """Status, time and size, and the body in its views; and what stands there before.

    ``request_wanted`` carries the path of a GET that the person wants to see.
    """

    cancel_clicked = Signal()
    action_wanted = Signal(str)
    request_wanted = Signal(str)

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._context = context
        self._answer: ApiAnswer | None = None
        self._document: Document | None = None
        self._derived: Document | None = None
        self._arrival: Arrival | None = None
        self._reading: asyncio.Task[None] | None = None
        self._opening: asyncio.Task[None] | None = None
        self._operation, self._request_path = "", ""
        self._action = ""
        self.setObjectName("responsePanel")
        theme = context.theme
        self.notice = NoticeBar(theme=theme)
        self._status = Pill(theme=theme, strong=True)
        self._status.setObjectName("responseStatus")
        self._facts = label(role="secondary")
        self._facts.setObjectName("responseFacts")
        self._all_pages = PushButton(tr("All pages"), theme=theme, kind="quiet", size="small")
        self._all_pages.setObjectName("allPagesButton")
        self._all_pages.setToolTip(tr("Read every page and show them as one answer"))
        self._all_pages.hide()
        self.bar = QHBoxLayout()
        self._filter = FilterField(theme=theme)
        self._find = FindBar(theme=theme)
        self._save = PushButton(tr("Save as…"), theme=theme, size="small", icon_name="save")
        self._save.setObjectName("saveResponseButton")
        self._more = IconButton("ellipsis", text=tr("More to do with the answer"), theme=theme, outlined=True)
        self._more.setObjectName("moreResponseButton")
        self.views = AnswerViews(context, on_error=self.show_problem)
        self._search = AnswerSearch(context, bar=self._find, views=self.views, on_error=self.show_problem)
        self.tools = AnswerActions(context, panel=self)
        self._back = PushButton(
            tr("Back to the answer"), theme=theme, kind="quiet", size="small", icon_name="undo-2"
        )
        self._back.setObjectName("backToAnswerButton")
        self._derived_words = label(role="secondary")
        self._derived_words.setObjectName("derivedFacts")
        self._none = EmptyState("check", title="", text="", theme=theme)
        self._empty = EmptyState(
            "send",
            title=tr("No answer yet"),
            text=tr("Choose an endpoint at the left, or write a path, and send it. Ctrl+Enter sends."),
            theme=theme,
        )
        self._busy = BusyIndicator(text=tr("Waiting for the answer"), theme=theme, size=24)
        self._elapsed_words = label(role="secondary")
        self._stop = PushButton(tr("Cancel"), theme=theme, size="small")
        self._stop.setObjectName("cancelResponseButton")
        self._stop_arriving = PushButton(tr("Cancel"), theme=theme, size="small")
        self._stop_arriving.setObjectName("cancelArrivingButton")
        self._transfer = Transfer()
        self._say_progress: Callable[[float], str] = words.elapsed
        self._clock, self._tick = QElapsedTimer(), QTimer(self, interval=100)
        self._pages, self._bodies = QStackedWidget(), QStackedWidget()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.bar.setContentsMargins(12, 10, 12, 4)
        self.bar.setSpacing(GRID)
        for part in (self._status, self._facts, self._all_pages, self._stop_arriving):
            self.bar.addWidget(part)
        self.bar.addStretch(1)
        for tool in (self._filter, self._find, self._save, self._more):
            self.bar.addWidget(tool)
        for part in (self._derived_words, self._back):
            self.views.corner.insertWidget(self.views.corner.count() - 1, part)
            part.hide()
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.bar)
        for body in (self.views, self._none):
            self._bodies.addWidget(body)
        column.addWidget(self._bodies, 1)
        for page in (self._empty, self._busy_page(), shown):
            self._pages.addWidget(page)
        self._shown = shown
        notices = QVBoxLayout()
        notices.setContentsMargins(12, 12, 12, 0)
        notices.addWidget(self.notice)
        self._notices = QWidget()
        self._notices.setLayout(notices)
        self._notices.hide()
        self._stop_arriving.hide()
        self.body.setSpacing(0)
        self.body.addWidget(self._notices)
        self.body.addWidget(self._pages, 1)

    def _busy_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(GRID)
        column.addStretch(2)
        for part in (self._busy, self._elapsed_words, self._stop):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._busy_widget = page
        return page

    def _connect(self) -> None:
        self._filter.set_used(self._context.services.settings.settings.answer_filters)
        self._filter.expression_changed.connect(self.tools.filter)
        self._all_pages.clicked.connect(lambda: self.action_wanted.emit("all_pages"))
        self._save.clicked.connect(self.tools.save_received)
        self._more.clicked.connect(lambda: self.tools.show_menu(self._more))
        self._back.clicked.connect(self.show_original)
        for stop in (self._stop, self._stop_arriving):
            stop.clicked.connect(self.cancel_clicked)
        self._tick.timeout.connect(self._on_ticked)
        self.notice.action_triggered.connect(self._on_notice_action)
        self.notice.closed.connect(self._notices.hide)
        self.views.part_chosen.connect(self._on_part_chosen)
        self.views.link_opened.connect(self.request_wanted)
        self.views.filter_wanted.connect(self._filter.setText)
        self.views.row_chosen.connect(self.tools.follow_difference)
        keys = {"Ctrl+F": self._find.focus, "F3": lambda: self._find.stepped.emit(1),
                "Shift+F3": lambda: self._find.stepped.emit(-1), "Ctrl+Shift+F": self._filter.setFocus}  # fmt: skip
        for key, act in keys.items():
            QShortcut(QKeySequence(key), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # --- states ------------------------------------------------------------------------------------------

    def show_sending(self, transfer: Transfer, *, say: Callable[[float], str]) -> None:
        """A request is under way; after 200 ms that is to be seen, how far it is, and a way to stop it."""
        self._transfer, self._say_progress = transfer, say
        self.notice.clear()
        self._notices.hide()
        self._clock.start()
        self._tick.start()
        self._busy.start()

    def expect(self, *, operation: str = "", request_path: str = "") -> Arrival:
        """A place for the next answer to come to; its rows are shown while they come.

        ``operation`` is what the choice of a view is remembered for.
        """
        self._operation, self._request_path = operation, request_path
        settings = self._context.services.settings.settings
        self._arrival = self._context.services.answers.arrival(
            limit=settings.largest_answer, on_progress=self._on_progress
        )
        return self._arrival

    def _on_progress(self) -> None:
        arrival = self._arrival
        if arrival is None or (self._opening is not None and not self._opening.done()):
            return
        self._opening = self._context.tasks.start(self._show_arriving(arrival), on_error=self.show_failure)

    async def _show_arriving(self, arrival: Arrival) -> None:
        if self._document is None or self._document.received != arrival.path:
            document = await self._context.services.answers.open_arriving(arrival)
            if document is None or arrival is not self._arrival:
                return
            await self._take(document)
            self._show_bar(status=arrival.status, reason="")
            self._stop_arriving.show()
            self._end_waiting()
        elif self._document is not None:
            await self._document.grow(is_whole=False)
        self._show_facts([tr("{size} so far", size=words.size(arrival.received))])

    def _on_ticked(self) -> None:
        passed = self._clock.elapsed()
        if passed < DELAY_MS:
            return
        self._pages.setCurrentWidget(self._busy_widget)
        self._elapsed_words.setText(self._say_progress(passed / 1000))

    def _end_waiting(self) -> None:
        self._tick.stop()
        self._busy.stop()
        self._pages.setCurrentWidget(self._shown if self._document else self._empty)

    async def _settle(self) -> None:
        """Nothing more will come; what came stays."""
        arrival, self._arrival = self._arrival, None
        if arrival is not None:
            arrival.end()
        if self._opening is not None:
            self._opening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._opening
        self._stop_arriving.hide()
        if self._document is not None and not self._document.is_whole:
            await self._document.grow(is_whole=True)

    def _end_sending(self) -> None:
        self._context.tasks.start(self._settle(), on_error=self.show_failure)
        self._end_waiting()

    def show_stopped(self) -> None:
        """The person stopped the request."""
        arrived = self._document is not None and not self._document.is_whole
        self._end_sending()
        remark = stopped_remark(self._transfer)
        shown = tr("What came until then is shown.")
        self.show_remark(replace(remark, advice=shown) if arrived else remark)

    def show_nothing_sent(self) -> None:
        """The person thought better of it, and nothing was sent."""
        self._end_waiting()

    def show_failure(self, error: XenaError) -> None:
        """No answer came, or not all of it; say why. What was there before stays."""
        self._end_sending()
        self._action = show_error(self.notice, error)
        self._notices.show()

    def show_problem(self, error: XenaError) -> None:
        """Something could not be done with the answer, which stays."""
        self._action = show_error(self.notice, error)
        self._notices.show()

    def show_remark(self, remark: Remark) -> None:
        """Something that the answer means, above it; and what can be done about it."""
        self.say(
            remark.title, advice=remark.advice, kind=remark.kind, action=remark.action, button=remark.button
        )

    def say(
        self, title: str, *, advice: str = "", kind: NoticeKind = "info", action: str = "", button: str = ""
    ) -> None:
        """Say something above the answer; ``button`` is the text of the button for ``action``."""
        self._action = action
        self.notice.show_notice(title, kind=kind, advice=advice, action=button)
        self._notices.show()

    async def show_answer(self, answer: ApiAnswer) -> None:
        """Show an answer of any status."""
        self._answer = answer
        arriving = self._document
        await self._settle()
        if arriving is None or answer.file is None or str(arriving.received) != answer.file:
            await self._take(await self._context.services.answers.open(answer))
        self.views.show_answer(answer)
        self._show_bar(status=answer.status, reason=answer.reason)
        self._show_facts([])
        self._end_waiting()

    async def _take(self, document: Document) -> None:
        """Show a document instead of the one before."""
        before, self._document = self._document, document
        self.show_original()
        self._reading = self._context.tasks.start(self._read(document), on_error=self.show_failure)
        if before is not None:
            await before.close()

    async def _read(self, document: Document) -> None:
        """Find all values of the JSON; what stops being JSON is said."""

        def grow() -> None:
            if document is self.views.document:
                self.views.grow()
                self._show_facts([])

        await document.read_index(grow)
        fault = document.json.index.fault if document.json else -1
        if document is self._document and fault >= 0:
            line, column = (words.number(number) for number in await document.line_of(fault))
            self.say(
                tr("This is not JSON to its end."),
                advice=tr(
                    "It stops in line {line}, column {column}. What came before is shown.",
                    line=line,
                    column=column,
                ),
                kind="warning",
                action=_SHOW_FAULT,
                button=tr("Show"),
            )

    # --- what is shown -----------------------------------------------------------------------------------

    @property
    def answer(self) -> ApiAnswer | None:
        """The answer, once it is whole."""
        return self._answer

    @property
    def document(self) -> Document | None:
        """The body of the answer."""
        return self._document

    def show_original(self) -> None:
        """Show the answer itself, not what was made of it."""
        derived, self._derived = self._derived, None
        for part in (self._derived_words, self._back):
            part.hide()
        if derived is not None:
            self._context.tasks.start(derived.close(), on_error=self.show_failure)
        self._filter.clear_silently()
        if self._document is not None:
            self._show(self._document, part=self._remembered_part())

    async def show_derived(self, document: Document, *, facts: str, part: int) -> None:
        """Show what was made of the answer, with words about it, until the person goes back."""
        before, self._derived = self._derived, document
        self._derived_words.setText(facts)
        for shown in (self._derived_words, self._back):
            shown.show()
        self._show(document, part=part)
        if before is not None:
            await before.close()
        await document.read_index(self.views.grow)

    def _show(self, document: Document, *, part: int) -> None:
        kind = document.content.kind
        self._bodies.setCurrentWidget(self._none if kind is ContentKind.EMPTY else self.views)
        if kind is ContentKind.EMPTY:
            self._none.show_state(
                title=tr("The answer has no body"),
                text=tr("Its status and headers say everything."),
                icon_name="check",
            )
        self._find.setVisible(document.is_text)
        self._filter.setVisible(self._document is not None and self._document.json is not None)
        for button in (self._save, self._more):
            button.setVisible(kind is not ContentKind.EMPTY)
        self.views.show_document(document, request_path=self._request_path, part=part)
        self._search.search()

    def _show_bar(self, *, status: int, reason: str) -> None:
        self._status.show_fact(f"{status} {_reason(status, reason)}".strip(), kind=_status_kind(status))

    def _show_facts(self, more: list[str]) -> None:
        facts = list(more)
        if self._answer is not None and not more:
            facts = [words.elapsed(self._answer.seconds), words.size(self._answer.size)]
        if self._derived is None:
            facts += self.views.facts()
        self._facts.setText(" · ".join(facts))
        answer = self._answer
        may_ask = answer is not None and answer.method == "GET" and not answer.is_error
        self._all_pages.setVisible(may_ask and not more and self.views.is_one_page())

    def _on_notice_action(self) -> None:
        document = self._document
        if self._action == _SHOW_FAULT and document is not None and document.json is not None:
            self.show_original()
            self.views.show_fault(document.json.index.fault)
        else:
            self.action_wanted.emit(self._action)

    def show_part(self, part: int) -> None:
        """Bring one of the views to the front."""
        self.views.show_part(part)

    # --- what is remembered ------------------------------------------------------------------------------

    def _remembered_part(self) -> int:
        return dict(self._context.services.settings.settings.answer_views).get(self._operation, Part.TREE)

    def _on_part_chosen(self, part: int) -> None:
        if self._operation and self._derived is None and part >= 0:
            settings = self._context.services.settings
            views = dict(settings.settings.answer_views)
            views.pop(self._operation, None)
            views[self._operation] = part
            kept = tuple(views.items())[-_REMEMBERED:]
            self._context.tasks.start(
                settings.save(replace(settings.settings, answer_views=kept)), on_error=self.show_failure
            )

    def remember_filter(self, expression: str) -> None:
        """Offer an expression again."""
        settings = self._context.services.settings
        used = self._filter.used(expression)
        self._context.tasks.start(
            settings.save(replace(settings.settings, answer_filters=used)), on_error=self.show_failure
        )

    def show_filter_problem(self, text: str) -> None:
        """Say at the field what is wrong with the expression."""
        self._filter.show_problem(text)

    def close_answer(self) -> None:
        """Leave nothing of the answer behind: the panel is going away."""
        self.views.clear()
        for document in (self._document, self._derived):
            if document is not None:
                self._context.tasks.start(document.close(), on_error=self.show_failure)
        self._document = self._derived = None


def _reason(status: int, reason: str) -> str:
    """The reason phrase; the registered one (RFC 9110 §15) where there is none, or the same in other letters."""
    known = {each.value: each.phrase for each in HTTPStatus}.get(status, "")
    return known if reason.casefold() in ("", known.casefold()) else printable(reason)


def _status_kind(status: int) -> PillKind:
    if status < 300:
        return "good"
    return "warning" if status < 500 else "danger"
