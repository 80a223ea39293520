"""The lower card of a request: its answer."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.exchange import ApiAnswer
from xena_desktop.domain.transfer import Transfer
from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.background import in_thread
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.answer_content import AnswerContent, ContentKind, read_content
from xena_desktop.ui.panels.answer_pages import AnswerHeaders, AnswerPicture, AnswerTree
from xena_desktop.ui.panels.notices import show_error
from xena_desktop.ui.panels.remarks import Remark, stopped_remark
from xena_desktop.ui.panels.saved_answer import save_answer
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.busy_indicator import DELAY_MS, BusyIndicator
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.card import Card
from xena_desktop.ui.widgets.empty_state import EmptyState
from xena_desktop.ui.widgets.labels import label
from xena_desktop.ui.widgets.notice_bar import NoticeBar
from xena_desktop.ui.widgets.pill import Pill, PillKind
from xena_desktop.ui.widgets.tabs import SubTabs
from xena_desktop.ui.widgets.text_view import TextView

TREE, TEXT, HEADERS = range(3)


class ResponsePanel(Card):
    """Status, time and size, and the body as a tree, a text or a picture; and what stands there before."""

    cancel_clicked = Signal()
    action_wanted = Signal(str)

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._context = context
        self._answer: ApiAnswer | None = None
        self._content = AnswerContent(kind=ContentKind.EMPTY)
        self._action = ""
        self.setObjectName("responsePanel")
        theme = context.theme
        self.notice = NoticeBar(theme=theme)
        self._status = Pill(theme=theme, strong=True)
        self._status.setObjectName("responseStatus")
        self._all_pages = PushButton(tr("All pages"), theme=theme, kind="quiet", size="small")
        self._all_pages.setObjectName("allPagesButton")
        self._all_pages.setToolTip(tr("Read every page and show them as one answer"))
        self._all_pages.hide()
        self._facts = label(role="secondary")
        self._facts.setObjectName("responseFacts")
        self._find = QLineEdit()
        self._find.setObjectName("responseFind")
        self._find.setProperty("compact", True)  # noqa: FBT003 - a property's value
        self._find.setPlaceholderText(tr("Find"))
        self._find.setAccessibleName(tr("Find in the answer"))
        self._find.setFixedWidth(170)
        self._save = PushButton(tr("Save as…"), theme=theme, size="small", icon_name="save")
        self._save.setObjectName("saveResponseButton")
        self._tabs = SubTabs(theme=theme)
        self._tabs.setAccessibleName(tr("Parts of the answer"))
        for name in (tr("Tree"), tr("Text"), tr("Headers")):
            self._tabs.add(name)
        self.tree = AnswerTree(theme=theme)
        self.text = TextView(name=tr("The answer as text"), theme=theme)
        self.text.setObjectName("responseText")
        self._headers = AnswerHeaders(theme=theme)
        self._picture = AnswerPicture()
        self._other = EmptyState("download", title="", text="", theme=theme)
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
        self._transfer = Transfer()
        self._say_progress: Callable[[float], str] = words.elapsed
        self._clock, self._tick = QElapsedTimer(), QTimer(self, interval=100)
        self._pages, self._views = QStackedWidget(), QStackedWidget()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 10, 12, 4)
        bar.setSpacing(GRID)
        for part in (self._status, self._facts, self._all_pages):
            bar.addWidget(part)
        bar.addStretch(1)
        bar.addWidget(self._find)
        bar.addWidget(self._save)
        for view in (self.tree, self.text, self._headers, self._picture, self._other):
            self._views.addWidget(view)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._tabs)
        column.addWidget(self._views, 1)
        for page in (self._empty, self._busy_page(), shown):
            self._pages.addWidget(page)
        self._shown = shown
        notices = QVBoxLayout()
        notices.setContentsMargins(12, 12, 12, 0)
        notices.addWidget(self.notice)
        self._notices = QWidget()
        self._notices.setLayout(notices)
        self._notices.hide()
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
        self._tabs.currentChanged.connect(self._show_view)
        self._find.returnPressed.connect(self._on_find_entered)
        self._all_pages.clicked.connect(lambda: self.action_wanted.emit("all_pages"))
        self._save.clicked.connect(self._on_save_clicked)
        self._other.primary_clicked.connect(self._on_save_clicked)
        self._stop.clicked.connect(self.cancel_clicked)
        self._tick.timeout.connect(self._on_ticked)
        self.notice.action_triggered.connect(lambda: self.action_wanted.emit(self._action))
        self.notice.closed.connect(self._notices.hide)

    # --- states ------------------------------------------------------------------------------------------

    def show_sending(self, transfer: Transfer, *, say: Callable[[float], str]) -> None:
        """A request is under way; after 200 ms that is to be seen, how far it is, and a way to stop it."""
        self._transfer, self._say_progress = transfer, say
        self.notice.clear()
        self._notices.hide()
        self._clock.start()
        self._tick.start()
        self._busy.start()

    def _on_ticked(self) -> None:
        passed = self._clock.elapsed()
        if passed < DELAY_MS:
            return
        self._pages.setCurrentWidget(self._busy_widget)
        self._elapsed_words.setText(self._say_progress(passed / 1000))

    def _end_sending(self) -> None:
        self._tick.stop()
        self._busy.stop()
        self._pages.setCurrentWidget(self._shown if self._answer else self._empty)

    def show_stopped(self) -> None:
        """The person stopped the request."""
        self._end_sending()
        self.show_remark(stopped_remark(self._transfer))

    def show_nothing_sent(self) -> None:
        """The person thought better of it, and nothing was sent."""
        self._end_sending()

    def show_failure(self, error: XenaError) -> None:
        """No answer came; say why. The answer before stays."""
        self._end_sending()
        self._action = show_error(self.notice, error)
        self._notices.show()

    def show_remark(self, remark: Remark) -> None:
        """Something that the answer means, above it; and what can be done about it."""
        self._action = remark.action
        self.notice.show_notice(remark.title, kind=remark.kind, advice=remark.advice, action=remark.button)
        self._notices.show()

    def _say(self, title: str, *, advice: str = "") -> None:
        self._action = ""
        self.notice.show_notice(title, kind="info", advice=advice)
        self._notices.show()

    async def show_answer(self, answer: ApiAnswer) -> None:
        """Show an answer of any status."""
        content = await in_thread(lambda: read_content(answer))
        self._answer, self._content = answer, content
        self._status.show_fact(f"{answer.status} {_reason(answer)}".strip(), kind=_status_kind(answer.status))
        facts = [words.elapsed(answer.seconds), words.size(len(answer.body))]
        if content.count is not None and content.shown is not None:
            facts.append(
                tr("{shown} of {count}", shown=words.number(content.shown), count=words.number(content.count))
            )
        self._facts.setText(" · ".join(facts))
        there_is_more = None not in (content.shown, content.count) and content.shown != content.count
        self._all_pages.setVisible(there_is_more and answer.method == "GET" and not answer.is_error)
        self._headers.show_answer(answer)
        self._tabs.set_count(HEADERS, count=str(len(answer.headers)))
        self._fill(answer, content)
        self._end_sending()

    def _fill(self, answer: ApiAnswer, content: AnswerContent) -> None:
        is_json = content.kind is ContentKind.JSON
        readable = is_json or content.kind is ContentKind.TEXT
        self._tabs.setTabVisible(TREE, is_json or not readable)
        self._tabs.setTabVisible(TEXT, readable)
        self._tabs.setTabText(TREE, tr("Tree") if is_json else tr("Content"))
        self._find.setVisible(readable)
        self._save.setVisible(content.kind is not ContentKind.EMPTY)
        self.tree.show_value(content.value if is_json else [])
        self.text.set_text(content.text, is_json=is_json)
        if content.kind is ContentKind.PICTURE and not self._picture.show_picture(answer.body):
            self._content = AnswerContent(kind=ContentKind.BINARY)
        if self._content.kind in (ContentKind.EMPTY, ContentKind.BINARY):
            self._describe_other(answer)
        if not self._tabs.isTabVisible(self._tabs.currentIndex()):
            self._tabs.setCurrentIndex(TEXT if readable else TREE)
        self._show_view()

    def _describe_other(self, answer: ApiAnswer) -> None:
        if self._content.kind is ContentKind.EMPTY:
            self._other.show_state(
                title=tr("The answer has no body"),
                text=tr("Its status and headers say everything."),
                icon_name="check",
            )
            return
        kind = answer.header("Content-Type").partition(";")[0] or tr("unknown type")
        self._other.show_state(
            title=tr("This answer is a file"),
            text=tr("{kind}, {size}. Save it to open it.", kind=kind, size=words.size(len(answer.body))),
            primary=tr("Save as…"),
            icon_name="download",
        )

    def _show_view(self) -> None:
        index = self._tabs.currentIndex()
        kind = self._content.kind
        if index == TREE and kind is ContentKind.PICTURE:
            self._views.setCurrentWidget(self._picture)
        elif index == TREE and kind is not ContentKind.JSON:
            self._views.setCurrentWidget(self._other)
        else:
            self._views.setCurrentIndex(index)

    # --- finding and saving ------------------------------------------------------------------------------

    def show_part(self, part: int) -> None:
        """Bring tree, text or headers to the front."""
        self._tabs.setCurrentIndex(part)

    def _on_find_entered(self) -> None:
        self._tabs.setCurrentIndex(TEXT)
        self.text.find_next(self._find.text())

    def _on_save_clicked(self) -> None:
        if self._answer is not None:
            self._context.tasks.start(self._save_body(self._answer), on_error=self.show_failure)

    async def _save_body(self, answer: ApiAnswer) -> None:
        path = await save_answer(answer, window=self.window())
        if path is not None:
            self._say(tr("Saved to {name}.", name=path.name))


def _reason(answer: ApiAnswer) -> str:
    """The reason phrase; the registered one (RFC 9110 §15) where there is none, or the same in other letters."""
    known = {status.value: status.phrase for status in HTTPStatus}.get(answer.status, "")
    return known if answer.reason.casefold() in ("", known.casefold()) else printable(answer.reason)


def _status_kind(status: int) -> PillKind:
    if status < 300:
        return "good"
    return "warning" if status < 500 else "danger"
