"""Which keychains are good enough, and the one this computer has.

A backend is constructed from an allow-list of classes, never from keyring's own choice: that one would take a
plaintext file, a null keychain or whatever ``PYTHON_KEYRING_BACKEND`` names.
"""

from __future__ import annotations

import importlib
import sys
from typing import Final

from keyring.backend import KeyringBackend

from xena_desktop.domain.errors import KeychainMissing

_ALLOWED: Final = {
    "win32": (("keyring.backends.Windows", "WinVaultKeyring", "Windows Credential Manager"),),
    "darwin": (("keyring.backends.macOS", "Keyring", "macOS Keychain"),),
    "linux": (
        ("keyring.backends.SecretService", "Keyring", "Secret Service"),
        ("keyring.backends.kwallet", "DBusKeyring", "KWallet"),
    ),
}


def choose_backend() -> tuple[KeyringBackend, str]:
    """The first allowed backend that works here, and its name for people; raises KeychainMissing."""
    platform = "linux" if sys.platform not in _ALLOWED else sys.platform
    for module, class_name, shown in _ALLOWED[platform]:
        kind: type[KeyringBackend] = getattr(importlib.import_module(module), class_name)
        if _works(kind):
            return kind(), shown
    raise KeychainMissing(reason=platform)


def _works(kind: type[KeyringBackend]) -> bool:
    """Whether the class finds its service; the reasons for a no differ by backend and are all a no."""
    try:
        return bool(kind.priority is not None)
    except Exception:  # noqa: BLE001 - keyring promises nothing about what ``priority`` raises
        return False
