"""Secrets in the operating system's keychain, each in a slot of its own."""

from __future__ import annotations

import contextlib
import hashlib
import re
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
_JOINED: Final = re.compile(_PARTS + r":(?P<count>[1-9][0-9]?):(?P<digest>[0-9a-f]{64})")


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
        names = _part_names(slot, entry)
        whole = "".join(self._get(name) or "" for name in names)
        return Secret(whole) if names and _manifest(whole, count=len(names)) == entry else None

    def write(self, slot: str, secret: Secret) -> None:
        """Put ``secret`` into ``slot`` and prove it by reading it back.

        A long one is split: its parts first, under names of their own, and last the entry that joins them, so
        that a write broken off in between leaves the former secret whole.
        """
        before, text = self._get(slot), secret.reveal()
        if len(text) <= LONGEST_ENTRY and not text.startswith(_PARTS):
            self._set(slot, text)
        else:
            self._set_in_parts(slot, text)
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

    def _set_in_parts(self, slot: str, text: str) -> None:
        parts = _split(text)
        entry = _manifest(text, count=len(parts))
        try:
            for name, part in zip(_part_names(slot, entry), parts, strict=True):
                self._set(name, part)
            self._set(slot, entry)
        except KeychainError:
            with contextlib.suppress(KeychainError):
                if self._get(slot) != entry:  # otherwise they are those of the secret that is there
                    self._remove_parts(slot, entry)
            raise

    def _remove_parts(self, slot: str, entry: str | None) -> None:
        for name in _part_names(slot, entry):
            self._delete(name)

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


def _manifest(text: str, *, count: int) -> str:
    """The entry that joins ``count`` parts to ``text``."""
    return f"{_PARTS}:{count}:{hashlib.sha256(text.encode()).hexdigest()}"


def _part_names(slot: str, entry: str | None) -> list[str]:
    """The slots of the parts that ``entry`` joins; none when it joins none."""
    found = _JOINED.fullmatch(entry or "")
    return (
        [f"{slot}#{found['digest'][:12]}-{number}" for number in range(int(found["count"]))] if found else []
    )
