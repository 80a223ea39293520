"""The keychain as the program meets it: on a thread of its own, with deadlines, and with a memory for a session."""

from __future__ import annotations

import asyncio
import enum
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from xena_desktop.domain.errors import (
    KeychainChanged,
    KeychainDenied,
    KeychainError,
    KeychainLocked,
    KeychainTimeout,
)
from xena_desktop.domain.redaction import Secret
from xena_desktop.services.workers import Workers

if TYPE_CHECKING:
    from xena_desktop.keychain.store import KeychainStore

T = TypeVar("T")
Listener = Callable[[], None]

NOTICE_SECONDS: Final = 3.0
"""After which a person is told that the keychain is waited for: it may show a question behind other windows."""

_PROBE: Final = "probe"
_OF_SIGN_INS: Final = ("grant/", "access/")


class KeychainState(enum.StrEnum):
    """How the keychain stands, as far as was seen."""

    READY = "ready"
    WAITING = "waiting"
    LOCKED = "locked"
    DENIED = "denied"
    CHANGED = "changed"
    MISSING = "missing"
    UNANSWERED = "unanswered"
    SESSION_ONLY = "session_only"


class Keychain:
    """Reads, writes and removes secrets by slot name. Every call raises KeychainError.

    ``remember`` is told the keychain's name when it has taken a secret, so that it is found again, and None when
    the one found now is to be used from now on; it blocks.
    """

    def __init__(
        self,
        open_store: Callable[[], KeychainStore],
        *,
        workers: Workers,
        remember: Callable[[str | None], None] = lambda _name: None,
    ) -> None:
        self._open_store = open_store
        self._store: KeychainStore | None = None
        self._workers = workers
        self._remember = remember
        self._listeners: list[Listener] = []
        self._memory: dict[str, Secret] | None = None
        self.state = KeychainState.READY
        self.error: KeychainError | None = None

    @property
    def is_session_only(self) -> bool:
        """Whether secrets are kept in memory until the program ends."""
        return self._memory is not None

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` after every change of ``state``; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    async def name(self) -> str:
        """The keychain's name for people."""
        return await self._asked(lambda store: store.backend_name)

    async def read(self, slot: str) -> Secret | None:
        """The secret in ``slot``; None when there is none or when it is not whole."""
        if self._memory is None:
            return await self._asked(lambda store: store.read(slot))
        if slot not in self._memory and slot.startswith(_OF_SIGN_INS) and self.error is not None:
            raise self.error  # a sign-in of earlier is in the keychain, not gone
        return self._memory.get(slot)

    async def write(self, slot: str, secret: Secret) -> None:
        """Put ``secret`` into ``slot``, proven by reading it back."""
        if self._memory is None:
            await self._asked(lambda store: self._written(store, slot=slot, secret=secret))
        else:
            self._memory[slot] = secret

    async def remove(self, slot: str) -> None:
        """Empty ``slot``; no error when it is empty already."""
        if self._memory is None:
            await self._asked(lambda store: store.remove(slot))
        else:
            self._memory.pop(slot, None)

    async def require(self) -> None:
        """Raise KeychainError now rather than after the person has signed in.

        Where another keychain was used earlier, the one found now takes its place: who signs in wants that.
        """
        if self._memory is not None:
            return
        try:
            await self.read(_PROBE)
        except KeychainChanged as error:
            if error.details["found"] is None:
                raise
            await self._workers.disk(self._remember, None)
            await self.read(_PROBE)

    async def try_again(self) -> None:
        """Ask the keychain once more; what was kept in memory meanwhile moves there."""
        await self._asked(lambda store: store.read(_PROBE))
        for slot, secret in (self._memory or {}).items():
            await self._asked(partial(self._written, slot=slot, secret=secret))
        self._memory = None
        self.show(KeychainState.READY)

    def keep_for_session(self) -> None:
        """Keep secrets in memory from now on, until the program ends or ``try_again`` succeeds."""
        if self._memory is None:
            self._memory = {}
        self.show(KeychainState.SESSION_ONLY, self.error)

    async def _asked(self, ask: Callable[[KeychainStore], T]) -> T:
        loop = asyncio.get_running_loop()
        notice = loop.call_later(NOTICE_SECONDS, self.show, KeychainState.WAITING)
        try:
            answer = await self._workers.keychain(lambda: ask(self._opened()))
        except KeychainError as error:
            self.show(KeychainState.SESSION_ONLY if self._memory is not None else _state(error), error)
            raise
        finally:
            notice.cancel()
        if self._memory is None:
            self.show(KeychainState.READY)
        return answer

    def _opened(self) -> KeychainStore:
        if self._store is None:
            self._store = self._open_store()
        return self._store

    def _written(self, store: KeychainStore, *, slot: str, secret: Secret) -> None:
        store.write(slot, secret)
        self._remember(store.backend_name)

    def show(self, state: KeychainState, error: KeychainError | None = None) -> None:
        """Say how the keychain stands."""
        changed = state is not self.state
        self.state, self.error = state, error
        if changed:
            for listener in tuple(self._listeners):
                listener()


def _state(error: KeychainError) -> KeychainState:
    for kind, state in (
        (KeychainLocked, KeychainState.LOCKED),
        (KeychainDenied, KeychainState.DENIED),
        (KeychainChanged, KeychainState.CHANGED),
        (KeychainTimeout, KeychainState.UNANSWERED),
    ):
        if isinstance(error, kind):
            return state
    return KeychainState.MISSING
