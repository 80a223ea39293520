"""The accounts of this computer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.errors import NotSignedIn, UnknownAccount
from xena_desktop.domain.identity import Account, AccountState, Passing

if TYPE_CHECKING:
    from xena_desktop.domain.connection import Connection
    from xena_desktop.services.connections import Connections
    from xena_desktop.services.workers import Workers
    from xena_desktop.storage.files import AccountFiles

Listener = Callable[[], None]
_T = TypeVar("_T")

_LONGEST_NAME: Final = 120
_LONGEST_NOTE: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What lies on disk at one moment."""

    signature: object
    accounts: tuple[Account, ...]
    order: tuple[str, ...]
    connections: Mapping[str, Connection]


class Accounts:
    """Reads and changes accounts; every view of them is told of a change through ``subscribe``.

    Accounts hold no secret. They are read anew from disk where another process may have changed them.
    """

    def __init__(
        self,
        files: AccountFiles,
        *,
        connections: Connections,
        last_account_id: Callable[[], str | None] = lambda: None,
    ) -> None:
        self._files = files
        self._connections = connections
        self._last_account_id = last_account_id
        self._signature = files.signature()
        self._accounts = self._reachable(files.all())
        self._passing: dict[str, Passing] = {}
        self._order = files.order()
        self._changes = 0
        self._listeners: list[Listener] = []

    def attach(self, *, workers: Workers) -> None:
        """Give the list the threads that the coroutines need; listing needs none."""
        self._workers = workers

    def all(self) -> tuple[Account, ...]:
        """Every account in the person's order; those never put in order come last, by name."""
        places = {account_id: place for place, account_id in enumerate(self._order)}
        last = len(places)
        return tuple(
            sorted(
                self._accounts.values(),
                key=lambda one: (places.get(one.id, last), one.name.casefold(), one.id),
            )
        )

    def row_of(self, account: Account) -> int:
        """Where the account stands among all of them."""
        return [one.id for one in self.all()].index(account.id)

    def by_id(self, id: str) -> Account:  # noqa: A002 - the field's name
        """The account with this id; raises UnknownAccount."""
        if id not in self._accounts:
            raise UnknownAccount(name=id, known=self._known())
        return self._accounts[id]

    def named(self, name: str | None) -> Account:
        """The account that ``name`` (its id, name, email or subject) means; None means the one used last.

        Raises NotSignedIn when there is no account, UnknownAccount when none or several answer to the name.
        """
        accounts = self.all()
        if not accounts:
            raise NotSignedIn
        if name is None:
            last = self._accounts.get(self._last_account_id() or "")
            found = [last] if last else list(accounts)
        else:
            wanted = name.casefold()
            found = [
                a for a in accounts if wanted in (a.id, a.name.casefold(), a.email.casefold(), a.subject)
            ]
        if len(found) != 1:
            raise UnknownAccount(name=name or "", known=self._known())
        return found[0]

    def connection_of(self, account: Account) -> Connection:
        """The connection the account signed in over; raises UnknownConnection."""
        return self._connections.by_id(account.connection_id)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` after every change; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    async def choose_fiscal_setup(self, account: Account, fiscal_id: str) -> Account:
        """Fill ``{fiscalId}`` with this one from now on."""
        return self.change(account.id, fiscal_id=fiscal_id)

    def passing(self, account_id: str) -> Passing | None:
        """What the account is in just now, if anything."""
        return self._passing.get(account_id)

    def describe(self, account: Account, *, name: str, color: str, note: str) -> Account:
        """Call the account so, in this colour (empty for its connection's), with this note."""
        kept = printable(name.strip(), limit=_LONGEST_NAME) or account.name
        return self.change(account.id, name=kept, color=color, note=note.strip()[:_LONGEST_NOTE])

    async def move(self, account: Account, *, row: int) -> None:
        """Put the account into this row of the list; the others keep their order."""
        others = [one.id for one in self.all() if one.id != account.id]
        row = max(0, min(row, len(others)))
        order = (*others[:row], account.id, *others[row:])
        if order == tuple(one.id for one in self.all()):
            return
        self._order = order
        self._tell()
        await self._workers.disk(self._write, lambda: self._files.write_order(order))

    def is_outdated(self) -> bool:
        """Whether another process wrote something since this one looked; quickly told."""
        return self._files.signature() != self._signature

    async def reread(self) -> None:
        """Take over what other processes changed: accounts that came, went or are different now, and their order."""
        before, connections = self._changes, self._connections.own()
        found = await self._workers.disk(self._looked)
        if before != self._changes:
            return  # changed here meanwhile; the next time tells
        self._signature = found.signature
        self._connections.adopt(found.connections, instead_of=connections)
        accounts = self._reachable(found.accounts)
        if (accounts, found.order) != (self._accounts, self._order):
            self._accounts, self._order = accounts, found.order
            self._tell()

    def _looked(self) -> _Found:
        return _Found(
            signature=self._files.signature(),
            accounts=tuple(self._files.all()),
            order=self._files.order(),
            connections=self._connections.on_disk(),
        )

    def _reachable(self, accounts: Iterable[Account]) -> dict[str, Account]:
        """Those that are to be seen; accounts of a connection that the administrator took back wait for it."""
        known = {connection.id for connection in self._connections.all()}
        return {one.id: one for one in accounts if _is_here(one) and one.connection_id in known}

    # --- for the services that change accounts ------------------------------------------------------------

    def refreshed(self, account_id: str) -> Account | None:
        """The account as it stands on disk, where another process may have renewed or removed it."""
        return self.adopt(account_id, self._files.read(account_id))

    def keep(self, account: Account) -> Account:
        """Add or replace an account."""
        self._write(lambda: self._files.write(account))
        self._accounts[account.id] = account
        self._tell()
        return account

    def change(self, account_id: str, **members: Any) -> Account:
        """Change some members of an account, whatever other processes changed of it; raises UnknownAccount."""
        changed = self.adopt(
            account_id, self.written(account_id, lambda account: replace(account, **members))
        )
        if changed is None:
            raise UnknownAccount(name=account_id, known=self._known())
        return changed

    def written(self, account_id: str, alter: Callable[[Account], Account]) -> Account | None:
        """Alter an account on disk; blocks until it is safe there, and is told to nobody until ``adopt``."""
        return self._write(lambda: self._files.change(account_id, alter))

    def adopt(self, account_id: str, account: Account | None) -> Account | None:
        """Show the account as it was found on disk; None, and one that is signed out, is there no more."""
        if account is None or not _is_here(account):
            self._passing.pop(account_id, None)
            if self._accounts.pop(account_id, None):
                self._tell()
            return None
        if self._accounts.get(account_id) != account:
            self._accounts[account_id] = account
            self._tell()
        return account

    def show_passing(self, account_id: str, passing: Passing | None) -> None:
        """Say what the account is in just now; None: nothing any more."""
        if self._passing.get(account_id) is not passing:
            if passing is None:
                del self._passing[account_id]
            else:
                self._passing[account_id] = passing
            self._tell()

    def forget(self, account_id: str) -> None:
        """Remove an account from this computer."""
        self.forget_file(account_id)
        self.adopt(account_id, None)

    def forget_file(self, account_id: str) -> None:
        """Remove what is left of an account that is shown no more; blocks."""
        self._write(lambda: self._files.remove(account_id))

    def to_be_revoked(self) -> tuple[Account, ...]:
        """Accounts whose signing out has begun and is not finished, at the server or here; reads the disk."""
        return tuple(account for account in self._files.all() if account.is_signed_out)

    def uses(self, connection_id: str) -> bool:
        """Whether any account signed in over this connection."""
        return any(account.connection_id == connection_id for account in self._accounts.values())

    def _write(self, write: Callable[[], _T]) -> _T:
        """Write something of our own; what another process wrote before is still found out."""
        up_to_date = not self.is_outdated()
        written = write()
        if up_to_date:
            self._signature = self._files.signature()
        return written

    def _tell(self) -> None:
        self._changes += 1
        for listener in tuple(self._listeners):
            listener()

    def _known(self) -> str:
        return ", ".join(account.name for account in self.all())


def _is_here(account: Account) -> bool:
    return account.state is not AccountState.SIGNED_OUT


def bare(account: Account) -> Account:
    """What a signed-out account leaves until its server took the tokens back: no name, no claims."""
    return replace(account, name="", claims=MappingProxyType({}), state=AccountState.SIGNED_OUT)
