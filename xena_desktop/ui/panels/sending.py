"""Sending what a form holds, and what can be done next with its answer."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from xena_desktop.domain.errors import NotSignedIn
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest
from xena_desktop.domain.identity import Account
from xena_desktop.domain.redirection import Redirection, redirection
from xena_desktop.domain.transfer import Phase, Transfer
from xena_desktop.domain.verdict import field_problems, is_version_conflict, save_problems
from xena_desktop.services.all_pages import PagesRead
from xena_desktop.ui.awaiting import answer as answer_of
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.dialogs.conflict import ConflictDialog
from xena_desktop.ui.dialogs.question import ask
from xena_desktop.ui.panels.remarks import (
    conflict_remark,
    elsewhere_question,
    many_pages_question,
    not_saved_remark,
    pages_text,
    progress_text,
    redirection_remark,
    refused_remark,
    walked_remark,
)
from xena_desktop.ui.panels.response import ResponsePanel
from xena_desktop.ui.panels.write_question import permitted


class Form(Protocol):
    """What is sent: a request, whose body a mended conflict replaces."""

    def request(self) -> ApiRequest:
        """The request to send."""

    def set_body(self, text: str) -> None:
        """Write another body."""

    def sent_as(self) -> Account | None:
        """The account that it is sent as: its own, or the one at hand."""


class Sending(QObject):
    """One call at a time: ask, send, show. ``began`` and ``ended`` come around it, ``arrived`` with an answer."""

    began = Signal()
    arrived = Signal()
    ended = Signal()

    def __init__(
        self, context: WindowContext, *, form: Form, response: ResponsePanel, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context, self._form, self._response, self._widget = context, form, response, parent
        self._task: asyncio.Task[None] | None = None
        self._transfer = Transfer()
        self._last: Callable[[], Coroutine[Any, Any, None]] = self._send
        self._stop: asyncio.Event | None = None
        self._asked: tuple[Account, ApiRequest] | None = None
        self._points_to: Redirection | None = None

    def send(self) -> None:
        """Send what is written, unless something is under way already."""
        self._start(self._send)

    def cancel(self) -> None:
        """Stop what is under way; its connection is closed. Of pages, those that were read are shown."""
        if self._stop is not None:
            self._stop.set()
        else:
            self.end()

    def end(self) -> None:
        """Stop what is under way, and show nothing of it any more."""
        if self._task is not None:
            self._task.cancel()

    def act(self, action: str) -> bool:
        """Do what a notice offered; whether it is something that is done here."""
        does: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
            "retry": self._again,
            "allow_write": self._send,
            "follow": self._follow,
            "conflict": self._mend_conflict,
            "all_pages": self._read_all_pages,
        }
        if action not in does:
            return False
        self._start(does[action])
        return True

    def _start(self, begin: Callable[[], Coroutine[Any, Any, None]]) -> None:
        if self._task is not None and not self._task.done():
            return
        if begin != self._again:
            self._last = begin
        self._task = self._context.tasks.start(begin(), on_error=self._response.show_failure)

    async def _again(self) -> None:
        """The last thing once more; a write that may have reached the server asks first."""
        if self._last == self._send:
            await self._send(again=self._transfer.phase is not Phase.CONNECTING)
        else:
            await self._last()

    def _sent_as(self) -> Account:
        account = self._form.sent_as()
        if account is None:
            raise NotSignedIn
        return account

    # --- one call --------------------------------------------------------------------------------------------

    async def _send(self, *, again: bool = False) -> None:
        account = self._sent_as()
        if await self._sent(account, self._form.request(), again=again):
            self.arrived.emit()

    async def _sent(self, account: Account, request: ApiRequest, *, again: bool = False) -> bool:
        """Through the gate and to its answer; False when the person thought better of it."""
        permit = await permitted(self._context, account, request, again=again, window=self._widget.window())
        if permit is None:
            self._response.show_nothing_sent()
            return False
        transfer = self._transfer = Transfer()
        asked = permit.request
        arrival = self._response.expect(operation=_operation(asked), request_path=asked.path)
        call = self._context.services.explorer.send(permit, transfer=transfer, arrival=arrival)
        await self._shown(call, transfer, asked=(account, asked))
        return True

    async def _shown(
        self, call: Awaitable[ApiAnswer], transfer: Transfer, *, asked: tuple[Account, ApiRequest] | None
    ) -> None:
        """Show how far it is, the answer when it is there, and what that means."""
        async with self._under_way(transfer, lambda seconds: progress_text(transfer, seconds=seconds)):
            answer = await call
            self._asked, self._points_to = asked, None
            self._response.asked = asked
            await self._response.show_answer(answer)
            if asked is not None:
                self._say_what_it_means(answer, *asked)

    def _under_way(self, transfer: Transfer, say: Callable[[float], str]) -> _UnderWay:
        return _UnderWay(self, self._response, transfer=transfer, say=say)

    def _say_what_it_means(self, answer: ApiAnswer, account: Account, request: ApiRequest) -> None:
        """What the status does not say by itself, and what can be done about it."""
        services = self._context.services
        services.conflicts.remember(account, answer)
        self._points_to = redirection(services.accounts.connection_of(account), request, answer)
        if self._points_to is not None:
            self._response.show_remark(redirection_remark(self._points_to))
        elif is_version_conflict(answer) and isinstance(request.body, bytes):
            self._response.show_remark(conflict_remark())
        elif (problems := save_problems(answer)) is not None:
            self._response.show_remark(not_saved_remark(problems))
        elif said := field_problems(answer):
            self._response.show_remark(refused_remark(said))

    # --- what comes next, as the account that asked ----------------------------------------------------------

    async def _follow(self) -> None:
        """Go where the answer points: as the account on the API's own server, as nobody anywhere else."""
        there, transfer = self._points_to, Transfer()
        if there is None or not there.is_safe or self._asked is None:
            return
        account, _ = self._asked
        if there.request is not None:
            await self._sent(account, there.request)
        elif await ask(elsewhere_question(self._context, there, window=self._widget.window())):
            explorer = self._context.services.explorer
            call = explorer.fetch_elsewhere(account, there.url, transfer=transfer)
            await self._shown(call, transfer, asked=None)

    async def _mend_conflict(self) -> None:
        """Get the new one, show where it differs, and send my change on top of it."""
        if self._asked is None:
            return
        account, request = self._asked
        conflict = await self._context.services.conflicts.compare(account, request)
        dialog = ConflictDialog(conflict, theme=self._context.theme, parent=self._widget.window())
        if await answer_of(dialog) == QDialog.DialogCode.Accepted.value:
            body = dialog.merged()
            self._form.set_body(body)
            await self._sent(account, replace(request, body=body.encode()))

    async def _read_all_pages(self) -> None:
        """Every page of the list in front, as one answer."""
        if self._asked is None:
            return
        account, request = self._asked
        stop, transfer, told = asyncio.Event(), Transfer(), list[PagesRead]()
        self._stop = stop
        try:
            async with self._under_way(transfer, lambda seconds: pages_text(told, seconds=seconds)):
                walked = await self._context.services.all_pages.walk(
                    account,
                    request,
                    on_progress=told.append,
                    may_go_on=self._may_go_on,
                    stop=stop,
                    transfer=transfer,
                )
                await self._response.show_answer(walked.answer)
                if (remark := walked_remark(walked)) is not None:
                    self._response.show_remark(remark)
        finally:
            self._stop = None

    async def _may_go_on(self, read: PagesRead) -> bool:
        return await ask(many_pages_question(self._context, read, window=self._widget.window()))


def _operation(request: ApiRequest) -> str:
    """What requests that differ in numbers alone have in common."""
    path = re.sub(r"(?<=/)[0-9]+(?=/|$)", "{}", request.path.partition("?")[0])
    return f"{request.method} {path}"


class _UnderWay:
    """Around a call: the panel shows that it runs; when it is cancelled, that it was stopped."""

    def __init__(
        self, sending: Sending, response: ResponsePanel, *, transfer: Transfer, say: Callable[[float], str]
    ) -> None:
        self._sending, self._response, self._transfer, self._say = sending, response, transfer, say

    async def __aenter__(self) -> None:
        self._response.show_sending(self._transfer, say=self._say)
        self._sending.began.emit()

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None and issubclass(kind, asyncio.CancelledError):
            self._response.show_stopped()
        self._sending.ended.emit()
