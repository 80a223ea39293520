"""A keychain in memory, at the edge where keyring meets the operating system; as strict as Windows is."""

from collections.abc import Callable
from typing import Final, TypeVar

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError, PasswordSetError

T = TypeVar("T")

MOST_CHARACTERS: Final = 1280
"""2,560 bytes of UTF-16, the most that Windows keeps in one entry (CRED_MAX_CREDENTIAL_BLOB_SIZE)."""


class MemoryKeyring(KeyringBackend):
    """Entries by service and user name. `calls` are the names of all calls; `seen` every value ever written.

    `fail_at(number, error)` lets the call of that number, from 1 and counted from now on, raise `error`, before
    anything happened or, with `afterwards`, after it did; all calls raise `broken` while it is set, all writes
    `refuse_writes`. `answer` changes
    what is read, `wait` may hold every call up.
    """

    priority: float = 1

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.seen: set[str] = set()
        self.calls: list[str] = []
        self.answer: Callable[[str | None], str | None] = lambda value: value
        self.wait: Callable[[], object] = lambda: None
        self.broken: Exception | None = None
        self.refuse_writes: Exception | None = None
        self._failures: dict[int, tuple[Exception, bool]] = {}

    def __repr__(self) -> str:
        return "<MemoryKeyring>"

    @property
    def services(self) -> set[str]:
        """The services that hold an entry."""
        return {service for service, _ in self.entries}

    def fail_at(self, number: int, error: Exception, *, afterwards: bool = False) -> None:
        self._failures[len(self.calls) + number] = (error, afterwards)

    def get_password(self, service: str, username: str) -> str | None:
        return self.answer(self._called("get", lambda: self.entries.get((service, username))))

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password) > MOST_CHARACTERS:
            raise PasswordSetError("1783: the stub received bad data")
        if self.refuse_writes:
            raise self.refuse_writes

        def put() -> None:
            self.entries[service, username] = password
            self.seen.add(password)

        self._called("set", put)

    def delete_password(self, service: str, username: str) -> None:
        def take() -> None:
            if self.entries.pop((service, username), None) is None:
                raise PasswordDeleteError("not found")

        self._called("delete", take)

    def _called(self, name: str, act: Callable[[], T]) -> T:
        self.calls.append(name)
        self.wait()
        if self.broken:
            raise self.broken
        error, afterwards = self._failures.pop(len(self.calls), (None, False))
        if error and not afterwards:
            raise error
        result = act()
        if error:
            raise error
        return result
