"""Which keychains are good enough, and the one this computer has.

A backend is constructed from an allow-list of classes, never from keyring's own choice: that one would take a
plaintext file, a null keychain, a chain of several, or whatever ``PYTHON_KEYRING_BACKEND`` names.
"""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass
from typing import Any, Final

from keyring.backend import KeyringBackend

from xena_desktop.domain.errors import KeychainChanged, KeychainMissing


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of keyring's, by the name people know its keychain by."""

    module: str
    class_name: str
    shown: str


_ALLOWED: Final = {
    "win32": (Kind("keyring.backends.Windows", "WinVaultKeyring", "Windows Credential Manager"),),
    "darwin": (Kind("keyring.backends.macOS", "Keyring", "macOS Keychain"),),
    "linux": (
        Kind("keyring.backends.SecretService", "Keyring", "Secret Service"),
        Kind("keyring.backends.libsecret", "Keyring", "libsecret"),
        Kind("keyring.backends.kwallet", "DBusKeyring", "KWallet"),
    ),
}


def choose_backend(*, earlier: str | None = None) -> tuple[KeyringBackend, str]:
    """The keychain that was used ``earlier``, otherwise the first allowed one that works here; and its name.

    Raises KeychainChanged when the earlier one is gone, for the secrets are there and nowhere else, and
    KeychainMissing when there is none at all.
    """
    platform = "linux" if sys.platform not in _ALLOWED else sys.platform
    kinds = sorted(_ALLOWED[platform], key=lambda kind: kind.shown != earlier)
    found = next(((made, kind.shown) for kind in kinds if (made := _made(kind)) is not None), None)
    if earlier is not None and (found is None or found[1] != earlier):
        raise KeychainChanged(earlier=earlier, found=found[1] if found else None)
    if found is None:
        raise KeychainMissing(reason=platform)
    return found


def leaves_shadows(backend: KeyringBackend) -> bool:
    """Whether a write leaves the value before it under another name, as keyring does in Windows' vault."""
    return any(kind.__name__ == "WinVaultKeyring" for kind in type(backend).__mro__)


def _made(kind: Kind) -> KeyringBackend | None:
    """The backend, if its service is there; the reasons for a no differ by backend and are all a no."""
    try:
        found: Any = getattr(importlib.import_module(kind.module), kind.class_name)
        if found.priority is None:
            return None
        backend: KeyringBackend = found()
        if leaves_shadows(backend):
            _keep_here(backend)
    except Exception:  # noqa: BLE001 - keyring promises nothing about what ``priority`` raises
        return None
    return backend


def _keep_here(backend: Any) -> None:
    """A refresh token that roams with a Windows profile would be spent on two computers."""
    backend.persist = "local machine"
