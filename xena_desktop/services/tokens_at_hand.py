"""The tokens of accounts that this process has at hand: access tokens, and renewed grants not in the keychain yet."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

from xena_desktop.domain.identity import Account
from xena_desktop.domain.tokens import AccessToken, GrantRecord
from xena_desktop.services.secrets import Secrets


class TokensAtHand:
    """Access tokens from memory first and then from the keychain, each tied to its grant's generation."""

    def __init__(self, *, secrets: Secrets, now: Callable[[], datetime]) -> None:
        self._secrets = secrets
        self._now = now
        self._fresh: dict[str, tuple[int, AccessToken]] = {}
        self._unsaved: dict[str, tuple[GrantRecord, AccessToken]] = {}

    async def usable(self, account: Account, *, refused: AccessToken | None = None) -> AccessToken | None:
        """A token that may be sent now and is not the one the API ``refused``; None means: renew.

        Raises KeychainError.
        """
        self._forget_what_is_replaced(account)
        generation, token = self._fresh.get(account.id, (0, None))
        if token is None or generation < account.generation:
            generation = account.generation
            token = await self._secrets.access_token(account.id, generation=generation)
        if token is None or not token.is_fresh(now=self._now()):
            return None
        self._fresh[account.id] = (generation, token)
        return None if refused is not None and refused.value == token.value else token

    def keep(self, account_id: str, token: AccessToken, *, generation: int) -> None:
        """Have ``token`` at hand."""
        self._fresh[account_id] = (generation, token)

    def keep_unsaved(self, account_id: str, record: GrantRecord, token: AccessToken) -> None:
        """Have a renewed grant at hand that the keychain did not take."""
        self._unsaved[account_id] = (record, token)
        self.keep(account_id, token, generation=record.generation)

    def unsaved(self, account: Account) -> tuple[GrantRecord, AccessToken] | None:
        """The renewed grant that the keychain did not take, and its access token."""
        self._forget_what_is_replaced(account)
        return self._unsaved.get(account.id)

    def unsaved_ids(self) -> tuple[str, ...]:
        """The accounts whose renewed grant the keychain did not take."""
        return tuple(self._unsaved)

    def saved(self, account_id: str) -> None:
        """The keychain has the grant now, or nobody wants it any more."""
        self._unsaved.pop(account_id, None)

    def forget(self, account_id: str) -> None:
        """Have nothing of this account at hand."""
        self._fresh.pop(account_id, None)
        self._unsaved.pop(account_id, None)

    def _forget_what_is_replaced(self, account: Account) -> None:
        """A new sign-in takes the place of a grant that waited for the keychain."""
        if account.id in self._unsaved and account.unsaved_by != os.getpid():
            self.forget(account.id)
