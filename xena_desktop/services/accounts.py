"""The accounts of this computer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from xena_desktop.domain.errors import NotSignedIn, UnknownAccount
from xena_desktop.domain.identity import Account, AccountState, Passing

if TYPE_CHECKING:
    from xena_desktop.domain.connection import Connection
    from xena_desktop.services.connections import Connections
    from xena_desktop.storage.files import AccountFiles

Listener = Callable[[], None]


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
        # those of a connection that the administrator took back wait until it is there again
        known = {connection.id for connection in connections.all()}
        self._accounts = {a.id: a for a in files.all() if _is_here(a) and a.connection_id in known}
        self._passing: dict[str, Passing] = {}
        self._listeners: list[Listener] = []

    def all(self) -> tuple[Account, ...]:
        """Every account, by name."""
        return tuple(sorted(self._accounts.values(), key=lambda a: (a.name.casefold(), a.id)))

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

    # --- for the services that change accounts ------------------------------------------------------------

    def refreshed(self, account_id: str) -> Account | None:
        """The account as it stands on disk, where another process may have renewed or removed it."""
        return self.adopt(account_id, self._files.read(account_id))

    def keep(self, account: Account) -> Account:
        """Add or replace an account."""
        self._files.write(account)
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
        return self._files.change(account_id, alter)

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
        self._files.remove(account_id)

    def to_be_revoked(self) -> tuple[Account, ...]:
        """Accounts whose signing out has begun and is not finished, at the server or here; reads the disk."""
        return tuple(account for account in self._files.all() if account.is_signed_out)

    def uses(self, connection_id: str) -> bool:
        """Whether any account signed in over this connection."""
        return any(account.connection_id == connection_id for account in self._accounts.values())

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()

    def _known(self) -> str:
        return ", ".join(account.name for account in self.all())


def _is_here(account: Account) -> bool:
    return account.state is not AccountState.SIGNED_OUT


def bare(account: Account) -> Account:
    """What a signed-out account leaves until its server took the tokens back: no name, no claims."""
    return replace(account, name="", claims=MappingProxyType({}), state=AccountState.SIGNED_OUT)
