"""Which account the window shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import UnknownConnection
from xena_desktop.domain.identity import Account, FiscalSetup, Profile

if TYPE_CHECKING:
    from xena_desktop.services.accounts import Accounts
    from xena_desktop.services.gate import Gate


class ChosenAccount(QObject):
    """The account at hand, its connection, and what its API last said of it.

    ``changed``: another account, or the same one with something new (renewed, expired, another fiscal setup);
    ``accounts_changed``: the list of accounts is another one; ``profile_changed``: it was read anew;
    ``leave_changed``: writing was allowed for a while, or that was ended.
    """

    changed = Signal()
    accounts_changed = Signal()
    profile_changed = Signal()
    leave_changed = Signal()

    def __init__(self, accounts: Accounts, *, gate: Gate, last_id: str | None) -> None:
        super().__init__()
        self._accounts = accounts
        self._profiles: dict[str, Profile] = {}
        self.account: Account | None = None
        self._unsubscribe = (
            accounts.subscribe(self._on_accounts_changed),
            gate.subscribe(self.leave_changed.emit),
        )
        known = {account.id: account for account in accounts.all()}
        self.account = known.get(last_id or "", next(iter(known.values()), None))

    @property
    def connection(self) -> Connection | None:
        """The connection of the account, or None without an account."""
        return self.connection_of(self.account) if self.account else None

    def connection_of(self, account: Account) -> Connection | None:
        """The connection of any account; None where its file is gone."""
        try:
            return self._accounts.connection_of(account)
        except UnknownConnection:
            return None

    @property
    def profile(self) -> Profile | None:
        """The profile of the account as it was last read."""
        return self._profiles.get(self.account.id) if self.account else None

    @property
    def fiscal_setup(self) -> FiscalSetup | None:
        """The fiscal setup chosen for the account, as far as it is known."""
        setups = self.profile.fiscal_setups if self.profile else ()
        wanted = self.account.fiscal_id if self.account else None
        return next((setup for setup in setups if setup.id == wanted), None)

    def choose(self, account_id: str) -> None:
        """Show this account; an id that is not there any more changes nothing."""
        for account in self._accounts.all():
            if account.id == account_id:
                self.account = account
                self.changed.emit()

    def keep_profile(self, account: Account, profile: Profile) -> None:
        """Remember what the API said of ``account``."""
        self._profiles[account.id] = profile
        self.profile_changed.emit()

    def close(self) -> None:
        """Listen no longer."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()

    def _on_accounts_changed(self) -> None:
        known = {account.id: account for account in self._accounts.all()}
        before = self.account
        self.account = known.get(before.id if before else "", next(iter(known.values()), None))
        self.accounts_changed.emit()
        if self.account != before:
            self.changed.emit()
