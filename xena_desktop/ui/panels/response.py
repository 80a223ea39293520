"""The lower card of a request: its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from xena_desktop.domain.errors import AnswerClosed, XenaError
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest
from xena_desktop.domain.identity import Account
from xena_desktop.domain.transfer import Transfer
from xena_desktop.services.answers import Arrival
from xena_desktop.services.document import Document
from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.answer_actions import AnswerActions
from xena_desktop.ui.panels.answer_comparing import AnswerComparing
from xena_desktop.ui.panels.answer_derived import DerivedBar
from xena_desktop.ui.panels.answer_documents import AnswerDocuments
from xena_desktop.ui.panels.answer_empty import no_answer_yet
from xena_desktop.ui.panels.answer_head import AnswerHead
from xena_desktop.ui.panels.answer_memory import AnswerMemory
from xena_desktop.ui.panels.answer_notice import AnswerNotice
from xena_desktop.ui.panels.answer_search import AnswerSearch
from xena_desktop.ui.panels.answer_views import AnswerViews
from xena_desktop.ui.panels.answer_wait import AnswerWait
from xena_desktop.ui.panels.answer_work import STOP_ROWS, STOP_WORK, AnswerWork
from xena_desktop.ui.panels.broken_remark import SHOW_FAULT, broken_remark
from xena_desktop.ui.panels.remarks import Remark, stopped_remark, what_came_is_shown
from xena_desktop.ui.widgets.card import Card
from xena_desktop.ui.widgets.notice_bar import NoticeKind


class ResponsePanel(Card):
    """Status, time and size, and the body in its views; and what stands there before.

    ``request_wanted`` carries the path of a GET that the person wants to see.
    """

    cancel_clicked = Signal()
    action_wanted = Signal(str)
    request_wanted = Signal(str)

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("responsePanel")
        self._context, theme = context, context.theme
        self.answer: ApiAnswer | None = None
        """The answer that is shown; None while there is only a part of one."""
        self._transfer = Transfer()
        self._said = AnswerNotice(theme=theme, parent=self)
        self.notice = self._said.bar
        self._pages = QStackedWidget(self)
        self._shown = QWidget(self._pages)
        self._head = AnswerHead(theme=theme, parent=self._shown)
        self._wait = AnswerWait(theme=theme, parent=self._pages)
        self.views = AnswerViews(context, on_error=self.show_problem, parent=self._shown)
        self._memory = AnswerMemory(context, on_error=self.show_problem)
        self._documents = AnswerDocuments(
            context, views=self.views, memory=self._memory, on_error=self.show_problem
        )
        self._search = AnswerSearch(context, bar=self._head.find_bar, views=self.views)
        self.asked: tuple[Account, ApiRequest] | None = None
        """What the answer is one to, and as whom it was asked."""
        self.work = AnswerWork(context, panel=self)
        self._work_on_rows = AnswerWork(context, panel=self, action=STOP_ROWS)
        self.comparing = AnswerComparing(context, panel=self)
        self.tools = AnswerActions(context, panel=self, field=self._head.filter_field, memory=self._memory)
        self._derived = DerivedBar(theme=theme)
        self._empty = no_answer_yet(theme)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.views.corner.insertWidget(0, self._derived)
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.views, 1)
        for page in (self._empty, self._wait, self._shown):
            self._pages.addWidget(page)
        self.body.setSpacing(0)
        self.body.addWidget(self._said)
        self.body.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self._connect_head(self._head)
        documents = self._documents
        self._wait.cancel_clicked.connect(self.cancel_clicked)
        self._wait.due.connect(lambda: self._pages.setCurrentWidget(self._wait))
        self._derived.back_clicked.connect(self.show_original)
        self._derived.again_clicked.connect(documents.come_back)
        self._head.filter_field.problem_changed.connect(self._derived.show_problem)
        self._said.action_triggered.connect(self._on_notice_action)
        documents.shown.connect(self._on_shown)
        documents.grown.connect(self._show_facts)
        documents.broken.connect(lambda fault: self.show_remark(broken_remark(fault)))
        documents.arriving.connect(self._on_arriving)
        self.views.rows_known.connect(self._show_facts)
        self.views.part_chosen.connect(self._on_part_chosen)
        self.views.link_opened.connect(self.request_wanted)
        self.views.filter_wanted.connect(self._head.filter_field.setText)
        self.views.row_chosen.connect(self.comparing.follow)
        self.views.work_wanted.connect(lambda work, title: self._work_on_rows.start(work, title=title))

    def _connect_head(self, head: AnswerHead) -> None:
        head.all_pages.clicked.connect(lambda: self.action_wanted.emit("all_pages"))
        head.save.clicked.connect(self.tools.save_received)
        head.more.clicked.connect(lambda: self.tools.show_menu(head.more))
        head.stop.clicked.connect(self.cancel_clicked)
        head.take_keys_of(self)

    # --- states ------------------------------------------------------------------------------------------

    def show_sending(self, transfer: Transfer, *, say: Callable[[float], str]) -> None:
        """A request is under way; after 200 ms that is to be seen, how far it is, and a way to stop it."""
        self._transfer = transfer
        self._said.clear()
        self._wait.begin(say)

    def expect(self, *, operation: str = "", request_path: str = "") -> Arrival:
        """A place for the next answer to come to; its rows are shown while they come.

        ``operation`` is what the choice of a view is remembered for.
        """
        self._memory.operation = operation
        return self._documents.expect(request_path=request_path)

    def _on_arriving(self) -> None:
        arrival = self._documents.arrival
        if arrival is not None:
            self.answer = None
            self._head.show_status(arrival.status, reason="")
            self._head.show_arriving(is_arriving=True)
            self._end_waiting()
            self._show_facts()

    def _end_waiting(self) -> None:
        self._wait.end()
        self._pages.setCurrentWidget(self._shown if self.document else self._empty)

    def _end_sending(self) -> bool:
        """Nothing more will come; returns whether something did, which is shown."""
        self._head.show_arriving(is_arriving=False)
        came = self._documents.keep_what_came()
        ending = self.show_answer(came) if came is not None else self._documents.settle()
        self._context.tasks.start(ending, on_error=self.show_problem)
        self._end_waiting()
        return came is not None

    def show_stopped(self) -> None:
        """The person stopped the request."""
        came, remark = self._end_sending(), stopped_remark(self._transfer)
        self.show_remark(replace(remark, advice=what_came_is_shown()) if came else remark)

    def show_nothing_sent(self) -> None:
        """The person thought better of it, and nothing was sent."""
        self._end_waiting()

    def show_failure(self, error: XenaError) -> None:
        """No answer came, or not all of it; say why. What came is shown; where nothing did, what was there stays."""
        came = self._end_sending()
        self._said.show_error(error, more=what_came_is_shown() if came else "")

    def show_problem(self, error: XenaError) -> None:
        """Something could not be done with the answer, which stays; a call under way goes on.

        What was still to be done with an answer that was closed interests nobody.
        """
        if not isinstance(error, AnswerClosed):
            self._said.show_error(error)

    def show_remark(self, remark: Remark) -> None:
        """Something that the answer means, above it; and what can be done about it."""
        self._said.show_remark(remark)

    def say(self, title: str, *, advice: str = "", kind: NoticeKind = "info") -> None:
        """Say something above the answer."""
        self._said.show_remark(Remark(title=title, advice=advice, kind=kind))

    def clear_notice(self) -> None:
        """Say nothing above the answer any more."""
        self._said.clear()

    async def show_answer(self, answer: ApiAnswer) -> None:
        """Show an answer of any status."""
        self.answer = answer
        self._head.show_arriving(is_arriving=False)
        await self._documents.open(answer)
        self.views.show_answer(answer)
        self._head.show_status(answer.status, reason=answer.reason)
        self._show_facts()
        self._end_waiting()

    # --- what is shown -----------------------------------------------------------------------------------

    @property
    def document(self) -> Document | None:
        """The body of the answer."""
        return self._documents.original

    def show_original(self) -> None:
        """Show the answer itself, not what was made of it."""
        self._documents.show_original()

    async def show_derived(self, document: Document, *, facts: str, part: int) -> None:
        """Show what was made of the answer, with words about it, until the person goes back."""
        self._derived.show_facts(facts)
        await self._documents.show_derived(document, part=part)

    def put_aside(self) -> None:
        """Show the answer itself; what was made of it waits to be come back to."""
        self._documents.put_aside()

    def _on_shown(self) -> None:
        document, is_derived = self.views.document, self._documents.is_derived
        if document is None:
            return
        self._derived.show_way(is_derived=is_derived, has_aside=self._documents.has_aside)
        if not is_derived:
            self._head.filter_field.clear_silently()
        may_filter = self.document is not None and self.document.has_structure
        self._head.show_tools(document, may_filter=may_filter)
        self._search.search()

    def _show_facts(self) -> None:
        rows, received = self.views.rows, self._documents.received_so_far
        more = [tr("{size} so far", size=words.size(received))] if received else []
        facts = [] if self._documents.is_derived else rows.facts()
        self._head.show_facts(self.answer, more=more, facts=facts, is_one_page=rows.is_one_page())

    def show_part(self, part: int) -> None:
        """Bring one of the views to the front."""
        self.views.show_part(part)

    def _on_part_chosen(self, part: int) -> None:
        if not self._documents.is_derived:
            self._memory.keep_part(part)

    def _on_notice_action(self, action: str) -> None:
        fault = self._documents.fault
        if action == SHOW_FAULT and fault is not None:
            self.show_original()
            self.views.show_fault(fault.position)
        elif action == STOP_WORK:
            self.work.stop()
        elif action == STOP_ROWS:
            self._work_on_rows.stop()
        else:
            self.action_wanted.emit(action)

    def close_answer(self) -> None:
        """Leave nothing of the answer behind: the panel is going away."""
        self._documents.close()
