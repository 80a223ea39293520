"""Windows' vault behind keyring's backend for it, as both behave: short entries, and shadows of former values.

The vault holds one credential for each target name, 2,560 bytes of UTF-16 at most. keyring's backend, before it
writes, copies whatever stands under the service's name to ``user@service``, even when it is the same user's; reading
falls back to that copy.
"""

from dataclasses import dataclass

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

MOST_BYTES = 2560


class VaultError(Exception):
    """pywintypes.error, which keyring passes on as it is."""


@dataclass(frozen=True)
class Credential:
    """One entry of the vault."""

    user_name: str
    blob: bytes


class WinVaultKeyring(KeyringBackend):
    """The backend; ``vault`` is what the Credential Manager would list."""

    priority: float = 5

    def __init__(self) -> None:
        self.vault: dict[str, Credential] = {}
        self.persist: object = "enterprise"
        self.writes = 0

    def __repr__(self) -> str:
        return "<WinVaultKeyring>"

    def get_password(self, service: str, username: str) -> str | None:
        found = self.vault.get(service)
        if found is None or found.user_name != username:
            found = self.vault.get(f"{username}@{service}")
        return found.blob.decode("utf-16-le") if found else None

    def set_password(self, service: str, username: str, password: str) -> None:
        if existing := self.vault.get(service):
            self._write(f"{existing.user_name}@{service}", existing.user_name, existing.blob)
        self._write(service, username, password.encode("utf-16-le"))

    def delete_password(self, service: str, username: str) -> None:
        deleted = False
        for target in (service, f"{username}@{service}"):
            if target in self.vault and self.vault[target].user_name == username:
                del self.vault[target]
                deleted = True
        if not deleted:
            raise PasswordDeleteError(service)

    def _write(self, target: str, user_name: str, blob: bytes) -> None:
        if len(blob) > MOST_BYTES:
            raise VaultError(1783, "CredWrite", "The stub received bad data")
        self.writes += 1
        self.vault[target] = Credential(user_name, blob)
