"""The one gate that every request passes on its way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from xena_desktop.domain.errors import (
    DeletionUnconfirmed,
    NeverOffered,
    ReadOnlyConnection,
    RefusedError,
    TokenEndpointAddress,
)
from xena_desktop.domain.exchange import ApiRequest, checked
from xena_desktop.domain.judgement import WRITES_SECONDS, Judgement, Need, judged

if TYPE_CHECKING:
    from xena_desktop.domain.connection import Connection
    from xena_desktop.domain.identity import Account, FiscalSetup
    from xena_desktop.services.accounts import Accounts


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Permit:
    """Leave for one request of one account to be sent once. The gate knows those it gave; no other opens anything."""

    account_id: str
    connection_id: str
    request: ApiRequest
    company_id: str = ""
    """The company that it was given for; empty where that is not known before the placeholders are filled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteQuestion:
    """What must be asked before a request leaves; ``word`` is to be typed where it is not empty.

    ``company`` is the name of the fiscal setup that is touched, as far as it is known, ``company_id`` its id.
    """

    account_id: str
    account: str
    connection: str
    company: str
    request: ApiRequest
    judgement: Judgement
    need: Need
    word: str = ""
    may_last: bool = False
    """Whether writing may be allowed for a while instead of for this request alone."""

    @property
    def company_id(self) -> str:
        """The fiscal setup's id, or an empty text for what belongs to no company."""
        return self.judgement.company


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """An account may write to one company until ``until``."""

    account_id: str
    company_id: str
    company: str
    until: datetime


class Gate:
    """Decides what may leave. Nothing is sent without a Permit, and only this makes one.

    Reading passes. On a read-only connection writing must be confirmed, for one request or for fifteen minutes of
    one account in one company; a deletion is confirmed by typing, on any connection; what ``NEVER_OFFERED`` lists
    does not pass at all.
    """

    def __init__(self, *, accounts: Accounts, now: Callable[[], datetime]) -> None:
        self._accounts = accounts
        self._now = now
        self._unspent: set[Permit] = set()
        self._leaves: dict[str, Leave] = {}
        self._companies: dict[str, str] = {}
        self._listeners: list[Callable[[], None]] = []

    # --- asking and permitting ----------------------------------------------------------------------------

    def question(self, account: Account, request: ApiRequest) -> WriteQuestion | None:
        """What must be asked before ``request`` may leave; None when nothing must.

        Raises RequestInvalid and NeverOffered.
        """
        request, connection = checked(request), self._accounts.connection_of(account)
        judgement = self._judged(account, connection, request)
        leave = self.leave(account)
        allowed = leave is not None and bool(judgement.company) and leave.company_id == judgement.company
        need = judgement.need(read_only=connection.read_only, writes_allowed=allowed)
        if need is Need.NOTHING:
            return None
        company = self._companies.get(judgement.company, judgement.company)
        return WriteQuestion(
            account_id=account.id,
            account=account.name,
            connection=connection.name,
            company=company,
            request=request,
            judgement=judgement,
            need=need,
            word=(judgement.thing_id or company or judgement.thing) if need is Need.TYPED else "",
            may_last=need is Need.CONSENT and bool(judgement.company),
        )

    def permit(self, account: Account, request: ApiRequest) -> Permit:
        """Leave for a request that needs no question.

        Raises RequestInvalid, and a RefusedError where something must be asked first or the request is never offered.
        """
        question = self.question(account, request)
        if question is not None:
            raise _refusal(question)
        return self._given(account, request)

    def permit_answered(self, account: Account, question: WriteQuestion, *, typed: str = "") -> Permit:
        """Leave for the request of ``question``, to which the person said yes; raises DeletionUnconfirmed."""
        if question.account_id != account.id or typed.strip() != question.word.strip():
            raise DeletionUnconfirmed(name=question.word)
        return self._given(account, question.request)

    def permit_in_terminal(self, account: Account, request: ApiRequest, *, allow_write: bool) -> Permit:
        """Leave for a request of the command line, where ``--allow-write`` is the person's word.

        Raises as ``permit``; a deletion on a connection that may be written to needs no typing there.
        """
        question = self.question(account, request)
        writable = not self._accounts.connection_of(account).read_only
        if question is None or allow_write or (question.need is Need.TYPED and writable):
            return self._given(account, request)
        if question.need is Need.WARNING:
            raise TokenEndpointAddress
        raise ReadOnlyConnection(method=question.judgement.method, name=question.connection)

    def redeem(self, permit: Permit, *, filled: ApiRequest) -> None:
        """Take a permit back: each opens once. ``filled`` is its request with every placeholder's value.

        Raises NeverOffered for what the values have made of it, and ReadOnlyConnection when a write would go to
        another company or connection than was asked about.
        """
        if permit not in self._unspent:
            raise RuntimeError("this permit was used before, or the gate did not give it")
        self._unspent.discard(permit)
        if filled != replace(permit.request, path=filled.path):
            raise RuntimeError("this permit was given for another request")
        account = self._accounts.by_id(permit.account_id)
        connection = self._accounts.connection_of(account)
        judgement = self._judged(account, connection, filled)
        moved = permit.company_id not in ("", judgement.company) or permit.connection_id != connection.id
        if moved and filled.writes:
            raise ReadOnlyConnection(method=judgement.method, name=connection.name)

    def know_companies(self, setups: Iterable[FiscalSetup]) -> None:
        """Call these companies by their names in questions."""
        self._companies.update({setup.id: setup.name for setup in setups})

    def _judged(self, account: Account, connection: Connection, request: ApiRequest) -> Judgement:
        judgement = judged(connection, request, fiscal_id=account.fiscal_id)
        if judgement.never:
            raise NeverOffered(method=judgement.method, reason=judgement.never)
        return judgement

    def _given(self, account: Account, request: ApiRequest) -> Permit:
        request = checked(request)
        connection = self._accounts.connection_of(account)
        judgement = self._judged(account, connection, request)
        permit = Permit(
            account_id=account.id,
            connection_id=connection.id,
            request=request,
            company_id=judgement.company,
        )
        self._unspent.add(permit)
        return permit

    # --- fifteen minutes ----------------------------------------------------------------------------------

    def allow_writes(self, account: Account, company_id: str) -> Leave:
        """Allow writing to one company for fifteen minutes; deletions are asked about all the same."""
        leave = Leave(
            account_id=account.id,
            company_id=company_id,
            company=self._companies.get(company_id, company_id),
            until=self._now() + timedelta(seconds=WRITES_SECONDS),
        )
        self._leaves[account.id] = leave
        self._tell()
        return leave

    def end_writes(self) -> None:
        """Ask again from now on, whoever it is."""
        if self._leaves:
            self._leaves.clear()
            self._tell()

    def leave(self, account: Account) -> Leave | None:
        """What the account may write to now without being asked."""
        leave = self._leaves.get(account.id)
        return leave if leave is not None and self._now() < leave.until else None

    def leaves(self) -> tuple[Leave, ...]:
        """Whatever may be written to now without being asked, the one that lasts longest first."""
        now = self._now()
        lasting = [leave for leave in self._leaves.values() if now < leave.until]
        return tuple(sorted(lasting, key=lambda leave: leave.until, reverse=True))

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` when writing is allowed or ended by hand; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


def _refusal(question: WriteQuestion) -> RefusedError:
    match question.need:
        case Need.TYPED:
            return DeletionUnconfirmed(name=question.word)
        case Need.WARNING:
            return TokenEndpointAddress()
        case _:
            return ReadOnlyConnection(method=question.judgement.method, name=question.connection)
