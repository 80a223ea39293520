"""What the person does with accounts, from the first click to what is shown at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import KeychainError, SignInCancelled, XenaError
from xena_desktop.domain.identity import Account
from xena_desktop.services.new_account import OtherPerson
from xena_desktop.services.signing_out import SignedOut
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.desk import Desk
from xena_desktop.ui.dialogs.other_person import OtherPersonQuestion, ask_other_person
from xena_desktop.ui.dialogs.question import Question, ask
from xena_desktop.ui.panels.notices import show_error
from xena_desktop.ui.sign_in_wish import ANYBODY, IN_PRIVATE, SOMEBODY_ELSE, SignInWish
from xena_desktop.ui.widgets.notice_bar import NoticeBar


class AccountFlows(QObject):
    """Sign in, sign in again, sign out, and what is offered when that fails."""

    signed_in = Signal()
    end_session_wanted = Signal(str)
    trace_wanted = Signal(object)

    def __init__(self, context: WindowContext, desk: Desk) -> None:
        super().__init__(desk)
        self._context, self._desk = context, desk
        self._signing_in: asyncio.Task[None] | None = None
        self._action, self._failed_over = (
            "",
            Connection(id="", name="", authority="", api_base_url="", client_id=""),
        )
        self._waits_for_keychain, self._keychain_serves, self._wish = False, False, ANYBODY
        self._connect()

    def _connect(self) -> None:
        desk = self._desk
        desk.welcome.sandbox_opened.connect(self.try_sandbox)
        desk.welcome.xena_opened.connect(self._on_xena_opened)
        desk.welcome.notice.action_triggered.connect(self._on_notice_action)
        desk.notice.action_triggered.connect(self._on_notice_action)
        desk.sign_in.sign_in_wanted.connect(self.sign_in)
        desk.waiting.somebody_else_wanted.connect(self._on_somebody_else_wanted)
        desk.sign_in.edit_wanted.connect(desk.show_connection)
        desk.sign_in.new_wanted.connect(desk.show_new_connection)
        desk.sign_in.closed.connect(desk.show_home)
        desk.sign_in.notice.action_triggered.connect(self._on_notice_action)
        for notice in (desk.welcome.notice, desk.sign_in.notice):
            notice.second_triggered.connect(lambda: self.trace_wanted.emit(self._failed_over))
        desk.connection.closed.connect(desk.show_home)
        desk.keychain_notice.serves_again.connect(self._on_keychain_serves_again)
        desk.account.closed.connect(desk.show_home)
        desk.profile.head.describe.clicked.connect(desk.show_description)
        desk.connection.sign_in_wanted.connect(self.sign_in)
        desk.profile.sign_in_again_wanted.connect(self.sign_in_again)
        desk.profile.head.scopes_wanted.connect(self.ask_for)
        desk.profile.sign_out_wanted.connect(self.sign_out)
        desk.profile.edit_connection_wanted.connect(self.edit_connection)
        desk.work.sign_in_again_wanted.connect(self.sign_in_again)
        desk.work.edit_connection_wanted.connect(self.edit_connection)

    # --- signing in --------------------------------------------------------------------------------------

    def sign_in(self, connection: Connection, wish: SignInWish = ANYBODY) -> None:
        """Sign in over ``connection``; the waiting panel shows how it goes."""
        if self._is_signing_in():
            self._desk.show_waiting(connection)
            return
        self._signing_in = self._start(self._sign_in(connection, wish))

    def _is_signing_in(self) -> bool:
        return self._signing_in is not None and not self._signing_in.done()

    def sign_in_again(self) -> None:
        """Sign in the account at hand anew."""
        chosen = self._context.chosen
        self._sign_in_at_hand(SignInWish(replaces=chosen.account))

    def sign_in_as_somebody_else(self) -> None:
        """Sign in another person over the connection at hand; the browser asks for the password."""
        self._sign_in_at_hand(SOMEBODY_ELSE)

    def sign_in_in_private(self) -> None:
        """Sign in over the connection at hand in a private window."""
        self._sign_in_at_hand(IN_PRIVATE)

    def ask_for(self, scopes: frozenset[str]) -> None:
        """Ask Xena for more scopes for the account at hand; the account stays, whatever the answer."""
        account = self._context.chosen.account
        if account is not None:
            wanted = account.scopes_granted | scopes
            self._sign_in_at_hand(SignInWish(scopes=wanted, prompt="consent", replaces=account))

    def _sign_in_at_hand(self, wish: SignInWish) -> None:
        connection = self._context.chosen.connection
        if connection is None or (connection.grant == "client_credentials" and wish.replaces is None):
            self._desk.show_sign_in()
        else:
            self.sign_in(connection, wish)

    def _on_somebody_else_wanted(self) -> None:
        self._start(self._begin_anew())

    async def _begin_anew(self) -> None:
        """End the sign-in that waits, and begin one that asks for the password."""
        under_way, connection = self._signing_in, self._failed_over
        self._desk.waiting.cancel()
        if under_way is not None:
            await asyncio.wait([under_way])
        self.sign_in(connection, SOMEBODY_ELSE)

    def _on_keychain_serves_again(self) -> None:
        if self._is_signing_in():
            self._keychain_serves = True  # the one that it stopped may not have ended yet
        elif self._waits_for_keychain:
            self._waits_for_keychain = False
            self.sign_in(self._failed_over, self._wish)
        else:
            self._desk.profile.load()

    def _on_xena_opened(self) -> None:
        ready = self._desk.ready_connections()
        if ready:
            self._desk.show_sign_in(chosen=ready[0])
        else:
            self._desk.show_connection(None)

    async def _sign_in(self, connection: Connection, wish: SignInWish) -> None:
        self._failed_over, self._wish, self._keychain_serves = connection, wish, False
        self._desk.show_waiting(connection)
        try:
            account = await self._signed_in(connection, wish)
        except SignInCancelled:
            self._desk.show_home()
            return
        except XenaError as error:
            if isinstance(error, KeychainError) and self._keychain_serves:
                await self._sign_in(connection, wish)
            else:
                self._show_failure(connection, error)
            return
        except asyncio.CancelledError:
            self._desk.show_home()
            raise
        self._context.chosen.choose(account.id)
        self._desk.show_home()
        self._desk.profile.load()
        self.signed_in.emit()

    async def _signed_in(self, connection: Connection, wish: SignInWish) -> Account:
        if connection.grant == "client_credentials":
            return await self._context.services.sign_in.service_account(connection)
        return await self._desk.waiting.sign_in(connection, wish, other_person=self._ask_other_person)

    async def _ask_other_person(self, account: Account, found: str) -> OtherPerson:
        connection = self._context.services.accounts.connection_of(account)
        return await ask_other_person(
            OtherPersonQuestion(
                name=account.name,
                found=found,
                connection=connection.name,
                theme=self._context.theme,
                parent=self._desk.window(),
            )
        )

    def _show_failure(self, connection: Connection, error: XenaError) -> None:
        """Say it where the sign-in began: on the first page, or where a connection is chosen.

        What the keychain has to say stands above; when it serves again, the sign-in goes on.
        """
        self._waits_for_keychain = isinstance(error, KeychainError)
        if self._waits_for_keychain:
            self._desk.show_home()
            return
        more = tr("Show what happened")
        if self._context.chosen.account is None:
            self._desk.show_home()
            self._action = show_error(self._desk.welcome.notice, error, more=more)
        else:
            self._desk.show_sign_in(chosen=connection)
            self._action = show_error(self._desk.sign_in.notice, error, more=more)

    def try_sandbox(self) -> None:
        """Start the Sandbox and sign in there."""
        self._start(self._try_sandbox())

    async def _try_sandbox(self) -> None:
        self._desk.welcome.notice.clear()
        self._desk.welcome.set_busy(busy=True)
        try:
            connection = await self._context.services.sandbox.start()
        finally:
            self._desk.welcome.set_busy(busy=False)
        self.sign_in(connection)

    # --- signing out -------------------------------------------------------------------------------------

    def sign_out(self) -> None:
        """Ask, and sign out the account at hand."""
        account = self._context.chosen.account
        if account is not None:
            self._start(self._sign_out(account))

    async def _sign_out(self, account: Account) -> None:
        connection = self._context.services.accounts.connection_of(account)
        question = Question(
            title=tr("Sign out {name}?", name=account.name),
            text=tr(
                "The tokens are revoked at the server and removed from this computer. Drafts stay as they are."
            ),
            yes=tr("Sign out"),
            choice="" if account.is_service else tr("Sign out of the browser session, too"),
            theme=self._context.theme,
            kind="danger",
            parent=self._desk.window(),
        )
        if not await ask(question):
            return
        everywhere = question.is_choice_ticked()
        result = await self._context.services.session.sign_out(account, everywhere=everywhere)
        self._desk.show_home()
        if result.end_session_url:
            self.end_session_wanted.emit(result.end_session_url)
        if not result.revoked:
            self._say_not_revoked(account, connection, result)

    def _say_not_revoked(self, account: Account, connection: Connection, result: SignedOut) -> None:
        advice = tr("The server at {authority} did not confirm it.", authority=connection.authority)
        if result.pending:
            advice = tr(
                "The server at {authority} did not answer. It is asked again for a week to revoke the tokens.",
                authority=connection.authority,
            )
        self._notice().show_notice(
            tr("{name} is signed out on this computer.", name=account.name), kind="warning", advice=advice
        )

    def edit_connection(self) -> None:
        """Edit the connection of the account at hand, or the one that failed last."""
        chosen = self._context.chosen.connection
        wanted = self._failed_over if self._failed_over.id else chosen
        self._desk.show_connection(chosen if self._desk.is_at_profile() and chosen else wanted)

    # --- telling -----------------------------------------------------------------------------------------

    def _notice(self) -> NoticeBar:
        return self._desk.notice if self._context.chosen.account else self._desk.welcome.notice

    def _start(self, coroutine: Coroutine[Any, Any, object]) -> asyncio.Task[None] | None:
        return self._context.tasks.start(coroutine, on_error=self.show_error)

    def show_error(self, error: XenaError) -> None:
        """Say what went wrong outside of any panel."""
        self._action = show_error(self._notice(), error)

    def _on_notice_action(self) -> None:
        self._notice().clear()
        if self._action == "edit_connection":
            self._desk.show_connection(self._failed_over if self._failed_over.id else None)
        elif self._action in ("sign_in", "retry") and self._failed_over.id:
            self.sign_in(self._failed_over)
        else:
            self._desk.show_home()
