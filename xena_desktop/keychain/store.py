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
from xena_desktop.keychain.backends import choose_backend, leaves_shadows

LONGEST_ENTRY: Final = 1200
"""Characters in one entry; Windows holds 1,280 (2,560 bytes of UTF-16), and one rule serves everywhere."""

LONGEST_READ: Final = 64 * 1024
"""Characters of an entry that anybody but this program can have written; it is taken for none."""

T = TypeVar("T")

_USER: Final = "xena-desktop"
_PARTS: Final = "xena-desktop-parts"
_JOINED: Final = re.compile(_PARTS + r":(?P<count>[1-9][0-9]?):(?P<digest>[0-9a-f]{64})")


class KeychainStore:
    """Reads, writes and removes secrets by slot name, under services that begin with ``xena-desktop``.

    Every call blocks, perhaps for as long as a question of the keychain stands open. They raise KeychainMissing,
    KeychainChanged, KeychainLocked and KeychainDenied. ``tag`` keeps two home folders apart.
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
        if len(text) <= _longest(text) and not text.startswith(_PARTS):
            self._set(slot, text)
        else:
            self._set_in_parts(slot, text)
        if self.read(slot) != secret:
            raise KeychainDenied(reason="read-back differs")
        self._remove_shadow(slot)
        if before != self._get(slot):
            self._remove_parts(slot, before)

    def remove(self, slot: str) -> None:
        """Empty ``slot``, parts included; no error when it is empty already."""
        before = self._entry(slot)
        if before is not None:
            self._delete(slot)
            self._remove_parts(slot, _readable(before))
        if self._entry(slot) is not None:
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
        return _readable(self._entry(slot))

    def _entry(self, slot: str) -> object:
        """Whatever stands there; a backend may give back anything."""
        return self._asked(lambda backend: backend.get_password(self._service(slot), _USER))

    def _set(self, slot: str, text: str) -> None:
        self._asked(lambda backend: backend.set_password(self._service(slot), _USER, text))

    def _delete(self, slot: str) -> None:
        self._delete_service(self._service(slot))

    def _delete_service(self, service: str) -> None:
        """Whatever is not there needs no removing; that it is gone is proven elsewhere."""
        try:
            self._asked(lambda backend: backend.delete_password(service, _USER))
        except KeychainDenied as error:
            if not isinstance(error.__cause__, PasswordDeleteError):
                raise

    def _remove_shadow(self, slot: str) -> None:
        """Remove the value before, which keyring lays under another name in Windows' vault before it writes.

        Where the entry itself was removed by hand, it would come back in its place.
        """
        backend, _ = self._backend()
        if leaves_shadows(backend):
            self._delete_service(f"{_USER}@{self._service(slot)}")

    def _service(self, slot: str) -> str:
        return f"{self._prefix}/{slot}"

    def _asked(self, ask: Callable[[KeyringBackend], T]) -> T:
        """What the backend says; asked once more where a service that was there has gone.

        gnome-keyring breaks down now and then, and D-Bus starts another at the next question. Each question may
        be put twice: what is written or removed a second time stands as after the first.
        """
        was_there = self._chosen is not None
        try:
            return self._asked_once(ask)
        except KeychainMissing:
            if not was_there:
                raise
            return self._asked_once(ask)

    def _asked_once(self, ask: Callable[[KeyringBackend], T]) -> T:
        backend, _ = self._backend()
        try:
            return ask(backend)
        except Exception as error:
            self._chosen = None
            raise self._as_it_is_now(_ours(error)) from error

    def _as_it_is_now(self, error: KeychainError) -> KeychainError:
        """Where the service does not answer, whether it is gone altogether, and which one the secrets are in."""
        if isinstance(error, KeychainMissing):
            try:
                self._backend()
            except KeychainError as now:
                return now
        return error


def _readable(entry: object) -> str | None:
    return entry if isinstance(entry, str) and len(entry) <= LONGEST_READ else None


_LOCKED_WORDS: Final = ("-25308", "Cancelled by user")
"""macOS without anybody at the screen (errSecInteractionNotAllowed), and KWallet left locked, in their words."""


def _ours(error: Exception) -> KeychainError:
    if isinstance(error, KeychainError):
        return error
    if isinstance(error, KeyringLocked):
        return KeychainLocked()
    if isinstance(error, InitError | NoKeyringError):
        return KeychainMissing(reason=printable(str(error)))
    if isinstance(error, KeyringError):
        if any(words in str(error) for words in _LOCKED_WORDS):
            return KeychainLocked()
        return KeychainDenied(reason=printable(type(error).__name__))
    return KeychainMissing(reason=printable(type(error).__name__))


def _longest(text: str) -> int:
    """Characters of ``text`` in one entry: some take two of UTF-16's units."""
    return LONGEST_ENTRY if text.isascii() or max(text) < "\U00010000" else LONGEST_ENTRY // 2


def _split(text: str) -> list[str]:
    size = _longest(text)
    return [text[start : start + size] for start in range(0, len(text), size)]


def _manifest(text: str, *, count: int) -> str:
    """The entry that joins ``count`` parts to ``text``."""
    return f"{_PARTS}:{count}:{hashlib.sha256(text.encode()).hexdigest()}"


def _part_names(slot: str, entry: str | None) -> list[str]:
    """The slots of the parts that ``entry`` joins; none when it joins none."""
    found = _JOINED.fullmatch(entry or "")
    return (
        [f"{slot}#{found['digest'][:12]}-{number}" for number in range(int(found["count"]))] if found else []
    )
