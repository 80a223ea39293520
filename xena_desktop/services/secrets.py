"""The program's own slots in the keychain, and nothing else that is secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import KeychainError
from xena_desktop.domain.redaction import Redactor, Secret
from xena_desktop.domain.tokens import AccessToken, GrantRecord, open_access_token, seal_access_token
from xena_desktop.services.keychain import Keychain

_PROXY: Final = "proxy-password"


@dataclass(frozen=True, slots=True)
class KeychainStatus:
    """The keychain's name for people, and the value of its KeychainState."""

    name: str
    state: str


class Secrets:
    """Client secrets, grants and access tokens by connection and account id. Every call raises KeychainError."""

    def __init__(self, keychain: Keychain, *, redactor: Redactor) -> None:
        self._keychain = keychain
        self._redactor = redactor
        self._id_tokens: dict[str, Secret] = {}

    async def status(self) -> KeychainStatus:
        """Whether the keychain serves now, found by asking it."""
        try:
            name = await self._keychain.name()
            await self._read("probe")
        except KeychainError:
            return KeychainStatus("", str(self._keychain.state))
        return KeychainStatus(name, str(self._keychain.state))

    @property
    def is_session_only(self) -> bool:
        """Whether secrets are kept in memory until the program ends."""
        return self._keychain.is_session_only

    async def require_keychain(self) -> None:
        """Raise KeychainError now rather than after the person has signed in."""
        await self._keychain.require()

    async def try_keychain_again(self) -> None:
        """Ask the keychain once more, and move into it what was kept in memory meanwhile."""
        await self._keychain.try_again()

    async def client_secret(self, connection: Connection) -> Secret | None:
        """The client secret of ``connection``."""
        return await self._read(f"client-secret/{connection.id}")

    async def keep_client_secret(self, connection: Connection, secret: Secret) -> None:
        """Put the client secret of ``connection`` into the keychain."""
        await self._write(f"client-secret/{connection.id}", secret)

    async def forget_client_secret(self, connection: Connection) -> None:
        """Remove the client secret of ``connection``."""
        await self._remove(f"client-secret/{connection.id}")

    async def proxy_password(self) -> Secret | None:
        """The password for the proxy of the settings."""
        return await self._read(_PROXY)

    async def keep_proxy_password(self, password: Secret) -> None:
        """Put the proxy's password into the keychain."""
        await self._write(_PROXY, password)

    async def forget_proxy_password(self) -> None:
        """Remove the proxy's password; no error when there is none."""
        if await self._read(_PROXY) is not None:
            await self._remove(_PROXY)

    async def grant(self, account_id: str) -> GrantRecord | None:
        """The grant of an account; None when it is gone or not whole."""
        sealed = await self._read(f"grant/{account_id}")
        record = GrantRecord.opened(sealed) if sealed else None
        self._redactor.learn(record.refresh_token if record else None)
        return record

    async def keep_grant(self, account_id: str, record: GrantRecord) -> None:
        """Put an account's grant into the keychain, read back and compared."""
        self._redactor.learn(record.refresh_token)
        await self._write(f"grant/{account_id}", record.sealed())

    async def access_token(self, account_id: str, *, generation: int) -> AccessToken | None:
        """The access token that belongs to ``generation`` of an account's grant; None means: renew."""
        sealed = await self._read(f"access/{account_id}")
        token = open_access_token(sealed, generation=generation) if sealed else None
        self._redactor.learn(token.value if token else None)
        return token

    async def keep_access_token(self, account_id: str, token: AccessToken, *, generation: int) -> None:
        """Put an access token into its own slot, where it may be lost without harm."""
        self._redactor.learn(token.value)
        await self._write(f"access/{account_id}", seal_access_token(token, generation=generation))

    async def history_key(self) -> Secret | None:
        """The key that opens the history."""
        return await self._read("history-key")

    async def keep_history_key(self, key: Secret) -> None:
        """Put the history's key into the keychain."""
        await self._write("history-key", key)

    async def forget_history_key(self) -> None:
        """Remove the history's key; what it sealed can never be opened again."""
        await self._remove("history-key")

    async def forget_account(self, account_id: str) -> None:
        """Remove everything by which an account could be used; that it is gone is proven by reading."""
        await self._remove(f"grant/{account_id}")
        await self._remove(f"access/{account_id}")
        self._id_tokens.pop(account_id, None)

    async def keep_for_revocation(self, account_id: str, record: GrantRecord) -> None:
        """Put a grant where it is not used any more, until its server has taken the refresh token back."""
        await self._write(f"revoke/{account_id}", record.sealed())

    async def to_be_revoked(self, account_id: str) -> GrantRecord | None:
        """The grant that the server has still to take back."""
        sealed = await self._read(f"revoke/{account_id}")
        return GrantRecord.opened(sealed) if sealed else None

    async def forget_revocation(self, account_id: str) -> None:
        """The server took it back, or will not be asked any more."""
        await self._remove(f"revoke/{account_id}")

    def remember_id_token(self, account_id: str, id_token: Secret | None) -> None:
        """Have the last ID token in memory, as the hint that ends the browser's session; it is stored nowhere."""
        if id_token is not None:
            self._redactor.learn(id_token)
            self._id_tokens[account_id] = id_token

    def id_token(self, account_id: str) -> Secret | None:
        """The last ID token that this process has seen."""
        return self._id_tokens.get(account_id)

    async def _read(self, slot: str) -> Secret | None:
        secret = await self._keychain.read(slot)
        self._redactor.learn(secret)
        return secret

    async def _write(self, slot: str, secret: Secret) -> None:
        self._redactor.learn(secret)
        await self._keychain.write(slot, secret)

    async def _remove(self, slot: str) -> None:
        await self._keychain.remove(slot)
