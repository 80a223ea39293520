"""A sign-in while it happens: continue in the browser."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from xena_desktop.domain.connection import Connection
from xena_desktop.domain.identity import Account
from xena_desktop.domain.trace import Trace
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.layouts import bounded
from xena_desktop.ui.panels.sent_parameters import SentParameters
from xena_desktop.ui.sign_in_wish import SignInWish
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.busy_indicator import BusyIndicator
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.card import Card
from xena_desktop.ui.widgets.copy_field import CopyField
from xena_desktop.ui.widgets.countdown import Countdown
from xena_desktop.ui.widgets.empty_state import Picture
from xena_desktop.ui.widgets.labels import label
from xena_desktop.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from xena_desktop.services.new_account import AskOtherPerson
    from xena_desktop.services.pending_sign_in import PendingSignIn

_WIDTH = 640
_WIDE = 720
_TICK_MS = 500
_A_CROWD = 20
"""Requests to the listener that were not the answer: browsers make a few, so many are somebody's doing."""


class WaitingPanel(Card):
    """Shows the address, opens it again or privately, counts down, cancels, and says each step that follows."""

    somebody_else_wanted = Signal()
    trace_wanted = Signal()

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(joined=True, parent=parent)
        self._context = context
        self._pending: PendingSignIn | None = None
        self._told_of_crowd = False
        self.setObjectName("waitingPanel")
        theme = context.theme
        self._picture = Picture("arrow-up-right", size=40, theme=theme)
        self._busy = BusyIndicator(text=tr("Working"), theme=theme, size=32)
        self._title = label(role="title", wrap=True)
        self._title.setObjectName("waitingTitle")
        self._text = label(role="secondary", wrap=True)
        self._address = CopyField(name=tr("the sign-in address"), theme=theme)
        self._address.setObjectName("signInAddress")
        self._open = PushButton(tr("Open again"), theme=theme)
        self._open.setObjectName("openBrowserButton")
        self._private = PushButton(tr("In a private window"), theme=theme)
        self._private.setObjectName("privateWindowButton")
        self._somebody_else = PushButton(tr("Sign in as somebody else"), theme=theme)
        self._somebody_else.setObjectName("somebodyElseButton")
        self._cancel = PushButton(tr("Cancel"), theme=theme)
        self._cancel.setObjectName("cancelSignInButton")
        self._countdown = Countdown()
        self._hint = NoticeBar(theme=theme, closable=False)
        self._hint.setObjectName("waitingHint")
        self._sent = SentParameters()
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._on_ticked)
        self._open.clicked.connect(self._on_open_clicked)
        self._private.clicked.connect(self._on_private_clicked)
        self._somebody_else.clicked.connect(self.somebody_else_wanted)
        self._cancel.clicked.connect(self.cancel)
        self._hint.second_triggered.connect(self.trace_wanted)
        self._hint.action_triggered.connect(self._on_see_sent_clicked)
        self._arrange()

    def _arrange(self) -> None:
        for text in (self._title, self._text):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        for button in (self._open, self._private, self._somebody_else, self._cancel):
            buttons.addWidget(button)
        buttons.addStretch(1)
        middle = self._middle = QWidget()
        middle.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._busy, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(GRID)
        for part, space in (
            (self._title, 12), (self._text, 2 * GRID), (self._address, GRID), (buttons, 3 * GRID),
            (self._countdown, 3 * GRID), (self._hint, GRID), (self._sent, 0),
        ):  # fmt: skip
            column.addLayout(part) if isinstance(part, QHBoxLayout) else column.addWidget(part)
            column.addSpacing(space)
        self.body.addWidget(bounded(middle, margin=3 * GRID, vertically=True))

    async def sign_in(
        self, connection: Connection, wish: SignInWish, *, other_person: AskOtherPerson
    ) -> Account:
        """Sign in over ``connection``; returns the account.

        Raises what the sign-in raises; leaving it by any way, cancelling included, ends the listening.
        """
        self._show_preparing(connection)
        try:
            async with self._context.services.sign_in.begin(
                connection,
                scopes=wish.scopes,
                prompt=wish.prompt,
                login_hint=wish.login_hint,
                max_age=wish.max_age,
                replaces=wish.replaces,
                other_person=other_person,
            ) as pending:
                self._pending = pending
                self._show_waiting(pending)
                await (self._open_private(pending) if wish.private else self._open_browser(pending))
                return await pending.completed()
        finally:
            self._tick.stop()
            self._busy.stop()
            self._pending = None

    def trace(self) -> Trace | None:
        """What happened up to now in the sign-in that waits."""
        return self._pending.trace() if self._pending else None

    def connection(self) -> Connection | None:
        """The connection of the sign-in that waits."""
        return self._pending.connection if self._pending else None

    def cancel(self) -> None:
        """Stop the sign-in under way."""
        if self._pending is not None:
            self._pending.cancel()

    def _show_preparing(self, connection: Connection) -> None:
        self._title.setText(tr("Preparing the sign-in"))
        self._text.setText(tr("Reading the description of {authority}.", authority=connection.authority))
        self._show_parts(waiting=False)
        self._sent.hide()
        self._middle.setMaximumWidth(_WIDTH)

    def _show_waiting(self, pending: PendingSignIn) -> None:
        self._title.setText(tr("Continue in the browser"))
        self._text.setText(
            tr(
                "Xena asks you there whether Xena Desktop may use your account. "
                "This window comes to the front again by itself."
            )
        )
        self._address.set_text(pending.url)
        self._sent.show_url(pending.url)
        place = urlsplit(pending.redirect_uri)
        self._countdown.set_detail(tr("listening on {place}", place=place.netloc))
        self._hint.show_notice(
            "",
            kind="warning",
            advice=tr(
                "Does the browser show an error page? Then the client ID or the redirect URI is not what is "
                "registered at Xena."
            ),
            action=tr("See what is sent"),
            second_action=tr("Show what happened"),
        )
        self._told_of_crowd = False
        self._show_parts(waiting=True)
        self._on_ticked()
        self._tick.start()
        self._open.setFocus()

    def _show_parts(self, *, waiting: bool) -> None:
        self._picture.setVisible(waiting)
        self._busy.setVisible(not waiting)
        for part in (
            self._address, self._open, self._private, self._somebody_else, self._cancel, self._countdown,
            self._hint,
        ):  # fmt: skip
            part.setVisible(waiting)
        if waiting:
            self._busy.stop()
        else:
            self._busy.start()

    def _on_ticked(self) -> None:
        pending = self._pending
        if pending is None:
            return
        left = (pending.deadline - self._context.now()).total_seconds()
        self._countdown.set_remaining(left, total=pending.seconds)
        if pending.unexpected_requests > _A_CROWD and not self._told_of_crowd:
            self._tell_of_crowd()
        step = pending.step.name
        texts = {
            "CHECKING": tr("Checking what came back"),
            "EXCHANGING": tr("Fetching the tokens"),
            "SAVING": tr("Putting the tokens into the keychain"),
        }
        if step in texts:
            self._title.setText(texts[step])
            self._text.setText(tr("This takes a moment."))
            self._show_parts(waiting=False)

    def _tell_of_crowd(self) -> None:
        self._told_of_crowd = True
        self._hint.show_notice(
            tr("Something else keeps asking at the address that this sign-in waits at."),
            kind="warning",
            advice=tr(
                "It is refused, and your own sign-in goes on. If it never ends, look which program it is."
            ),
            action=tr("See what is sent"),
        )

    def _on_open_clicked(self) -> None:
        if self._pending is not None:
            self._start(self._open_browser(self._pending))

    def _on_private_clicked(self) -> None:
        if self._pending is not None:
            self._start(self._open_private(self._pending))

    def _start(self, opening: Coroutine[Any, Any, None]) -> None:
        self._context.tasks.start(opening, on_error=lambda _: self._say_browser_failed())

    async def _open_browser(self, pending: PendingSignIn) -> None:
        if not await pending.open_browser():
            self._say_browser_failed()

    async def _open_private(self, pending: PendingSignIn) -> None:
        """Open a private window, or put the address where the person can take it to one."""
        browser = await pending.open_private()
        if browser is not None:
            self._text.setText(
                tr("A private window of {browser} opens. Nobody is signed in there yet.", browser=browser)
            )
            return
        QGuiApplication.clipboard().setText(pending.url)
        self._text.setText(
            tr(
                "No browser with a private window was found. The address is copied: open such a window and paste it."
            )
        )

    def _say_browser_failed(self) -> None:
        self._text.setText(
            tr("The browser could not be opened. Copy the address and open it in a browser yourself.")
        )

    def _on_see_sent_clicked(self) -> None:
        self._sent.setVisible(not self._sent.isVisible())
        self._middle.setMaximumWidth(_WIDE if self._sent.isVisible() else _WIDTH)
