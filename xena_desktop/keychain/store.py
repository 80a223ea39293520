"""Secrets in the operating system's keychain, each in a slot of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final, TypeVar

from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError, PasswordDeleteError

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.errors import KeychainDenied, KeychainError, KeychainLocked, KeychainMissing
from xena_desktop.domain.redaction import Secret
from xena_desktop.keychain.backends import choose_backend

LONGEST_ENTRY: Final = 1200
"""Characters in one entry; Windows holds 1,280 (2,560 bytes of UTF-16), and one rule serves everywhere."""

T = TypeVar("T")

_USER: Final = "xena-desktop"
_PARTS: Final = "xena-desktop-parts"


class KeychainStore:
    """Reads, writes and removes secrets by slot name, under services that begin with ``xena-desktop``.

    Every call blocks, perhaps for as long as a question of the keychain stands open. They raise KeychainMissing,
    KeychainLocked and KeychainDenied. ``tag`` keeps two home folders apart.
    """

    def __init__(
        self, *, tag: str = "", choose: Callable[[], tuple[KeyringBackend, str]] = choose_backend
    ) -> None:
        self._prefix = f"xena-desktop{tag}"
        self._choose = choose
        self._chosen: tuple[KeyringBackend, str] | None = None

    @property
    def backend_name(self) -> str:
        """The keychain's name for people."""
        return self._backend()[1]

    def read(self, slot: str) -> Secret | None:
        """The secret in ``slot``; None when there is none or when it is not whole."""
        entry = self._get(slot)
        if entry is None or not entry.startswith(_PARTS):
            return None if entry is None else Secret(entry)
        _, count, digest = entry.split(":")
        parts = [self._get(_part(slot, digest, number)) or "" for number in range(int(count))]
        whole = "".join(parts)
        return Secret(whole) if _digest(whole) == digest else None

    def write(self, slot: str, secret: Secret) -> None:
        """Put ``secret`` into ``slot`` and prove it by reading it back.

        A long one is split: its parts first, under names of their own, and last the entry that joins them, so
        that a write broken off in between leaves the former secret whole.
        """
        before, text = self._get(slot), secret.reveal()
        if len(text) <= LONGEST_ENTRY:
            self._set(slot, text)
        else:
            digest, parts = _digest(text), _split(text)
            for number, part in enumerate(parts):
                self._set(_part(slot, digest, number), part)
            self._set(slot, f"{_PARTS}:{len(parts)}:{digest}")
        if self.read(slot) != secret:
            raise KeychainDenied(reason="read-back differs")
        if before != self._get(slot):
            self._remove_parts(slot, before)

    def remove(self, slot: str) -> None:
        """Empty ``slot``, parts included; no error when it is empty already."""
        before = self._get(slot)
        if before is not None:
            self._delete(slot)
            self._remove_parts(slot, before)
        if self._get(slot) is not None:
            raise KeychainDenied(reason="still there")

    def _remove_parts(self, slot: str, entry: str | None) -> None:
        if entry is not None and entry.startswith(_PARTS):
            _, count, digest = entry.split(":")
            for number in range(int(count)):
                self._delete(_part(slot, digest, number))

    # --- the backend, its errors made ours ---------------------------------------------------------------

    def _backend(self) -> tuple[KeyringBackend, str]:
        if self._chosen is None:
            self._chosen = self._choose()
        return self._chosen

    def _get(self, slot: str) -> str | None:
        return self._asked(lambda backend: backend.get_password(self._service(slot), _USER))

    def _set(self, slot: str, text: str) -> None:
        self._asked(lambda backend: backend.set_password(self._service(slot), _USER, text))

    def _delete(self, slot: str) -> None:
        try:
            self._asked(lambda backend: backend.delete_password(self._service(slot), _USER))
        except KeychainDenied as error:
            if not isinstance(error.__cause__, PasswordDeleteError):
                raise

    def _service(self, slot: str) -> str:
        return f"{self._prefix}/{slot}"

    def _asked(self, ask: Callable[[KeyringBackend], T]) -> T:
        backend, _ = self._backend()
        try:
            return ask(backend)
        except Exception as error:
            self._chosen = None
            raise _ours(error) from error


def _ours(error: Exception) -> KeychainError:
    if isinstance(error, KeychainError):
        return error
    if isinstance(error, KeyringLocked):
        return KeychainLocked()
    if isinstance(error, InitError | NoKeyringError):
        return KeychainMissing(reason=printable(str(error)))
    if isinstance(error, KeyringError):
        return KeychainDenied(reason=printable(type(error).__name__))
    return KeychainMissing(reason=printable(type(error).__name__))


def _split(text: str) -> list[str]:
    return [text[start : start + LONGEST_ENTRY] for start in range(0, len(text), LONGEST_ENTRY)]


def _part(slot: str, digest: str, number: int) -> str:
    return f"{slot}#{digest[:12]}-{number}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
