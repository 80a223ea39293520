"""Accounts, connections, settings, drafts and API documents as files in the home folder."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from xena_desktop.domain.connection import SUFFIX, Connection, parse_connection_file, render_connection_file
from xena_desktop.domain.errors import ConnectionFileInvalid, FileUnreadable
from xena_desktop.domain.file_errors import file_error
from xena_desktop.domain.identity import Account
from xena_desktop.domain.operation import Marks
from xena_desktop.domain.settings import Drafts, Settings
from xena_desktop.storage.folder import NOT_TEXT, Home, read_text, set_aside, write_whole, write_whole_bytes
from xena_desktop.storage.machine import MachineFiles
from xena_desktop.storage.records import (
    parse_account,
    parse_drafts,
    parse_keychain,
    parse_marks,
    parse_settings,
    parse_texts,
    render,
    render_keychain,
)

T = TypeVar("T")
_FILE_SECONDS: Final = 5.0
_ID: Final = re.compile(r"[a-z0-9-]{1,40}")


class AccountFiles:
    """One JSON file for each account, so that two processes never overwrite each other's."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def all(self) -> list[Account]:
        """Every account, by name; a file that cannot be understood is set aside."""
        found = [account for path in self._paths() if (account := _parsed(path, parse_account)) is not None]
        return sorted(found, key=lambda account: (account.name.casefold(), account.id))

    def read(self, account_id: str) -> Account | None:
        """One account as it stands on disk now."""
        return _parsed(self._path(account_id), parse_account)

    def write(self, account: Account) -> None:
        """Keep ``account``."""
        with self._only_one(account.id):
            write_whole(self._path(account.id), render(account))

    def change(self, account_id: str, alter: Callable[[Account], Account]) -> Account | None:
        """Alter an account as it stands on disk now; None when it is gone.

        No other process changes it in between: what one has renamed and another renewed is both kept.
        """
        with self._only_one(account_id):
            found = self.read(account_id)
            if found is None:
                return None
            altered = alter(found)
            if altered != found:
                write_whole(self._path(account_id), render(altered))
            return altered

    def remove(self, account_id: str) -> None:
        """Forget an account; no error when it is gone already."""
        with self._only_one(account_id):
            self._path(account_id).unlink(missing_ok=True)

    def order(self) -> tuple[str, ...]:
        """The ids of the accounts in the person's order; those not among them come after."""
        return _parsed(self._home.path / "account-order.json", parse_texts) or ()

    def write_order(self, order: tuple[str, ...]) -> None:
        """Keep the order of the accounts."""
        write_whole(self._home.folder("") / "account-order.json", json.dumps(order, indent=2) + "\n")

    def signature(self) -> object:
        """Something that is another thing after every change, by whatever process; quickly had."""
        paths = [*self._paths(), self._home.path / "account-order.json"]
        seen = []
        for path in paths:
            with contextlib.suppress(OSError):
                status = path.stat()
                seen.append((path.name, status.st_mtime_ns, status.st_size, status.st_ino))
        return tuple(seen)

    def lock_path(self, account_id: str, *, purpose: str = "") -> Path:
        """The file whose operating system lock a renewal, or another ``purpose``, holds; it is never deleted."""
        return self._home.folder("locks") / f"{_checked(account_id)}{purpose and '-'}{purpose}.lock"

    @contextlib.contextmanager
    def _only_one(self, account_id: str) -> Iterator[None]:
        """Hold the account's file for the blink of an eye, over all processes."""
        from filelock import FileLock, Timeout

        path = self.lock_path(account_id, purpose="file")
        lock = FileLock(str(path), timeout=_FILE_SECONDS, thread_local=False)
        try:
            lock.acquire()
        except Timeout as error:
            raise FileUnreadable(path=str(path), reason="locked") from error
        try:
            yield
        finally:
            lock.release()

    def _paths(self) -> Iterator[Path]:
        folder = self._home.path / "accounts"
        if folder.is_dir():
            yield from sorted(folder.glob("*.json"))

    def _path(self, account_id: str) -> Path:
        return self._home.folder("accounts") / f"{_checked(account_id)}.json"


class ConnectionFiles:
    """One connection file for each connection that the person made or changed."""

    def __init__(self, home: Home, *, machine: MachineFiles | None = None) -> None:
        self._home = home
        self._machine = machine or MachineFiles()

    def given(self) -> dict[str, Connection]:
        """The connections that the administrator gives to everyone, by id."""
        return self._machine.connections()

    def all(self) -> dict[str, Connection]:
        """Connections by id."""
        folder = self._home.path / "connections"
        paths = sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []
        found = (_parsed(path, partial(parse_connection_file, id=path.stem)) for path in paths)
        return {connection.id: connection for connection in found if connection is not None}

    def write(self, connection: Connection) -> None:
        """Keep ``connection``."""
        write_whole(self._path(connection.id), render_connection_file(connection))

    def remove(self, connection_id: str) -> None:
        """Forget a connection; no error when it is gone already."""
        self._path(connection_id).unlink(missing_ok=True)

    def _path(self, connection_id: str) -> Path:
        return self._home.folder("connections") / f"{_checked(connection_id)}{SUFFIX}"


class KeychainFiles:
    """Which keychain took this home's secrets, by its name for people: they are there and nowhere else."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def name(self) -> str | None:
        """The keychain that was used earlier, if any."""
        return _parsed(self._home.path / "keychain.json", parse_keychain)

    def remember(self, name: str | None) -> None:
        """This keychain took a secret; None forgets the one before."""
        path = self._home.folder("") / "keychain.json"
        if name is None:
            path.unlink(missing_ok=True)
        elif name != self.name():
            write_whole(path, render_keychain(name))


class SettingsFiles:
    """The person's settings and drafts. What the administrator has locked wins, and what the person chose is kept."""

    def __init__(self, home: Home, *, machine: MachineFiles | None = None) -> None:
        self._home = home
        self._locked = (machine or MachineFiles()).settings()

    @property
    def locked(self) -> frozenset[str]:
        """The names of the settings that cannot be changed."""
        return frozenset(self._locked)

    def settings(self) -> Settings:
        """The settings as they hold, or the defaults."""
        return replace(self._chosen(), **self._locked)

    def _chosen(self) -> Settings:
        return _parsed(self._home.path / "settings.json", parse_settings) or Settings()

    def drafts(self) -> Drafts:
        """The drafts, or none."""
        return _parsed(self._home.path / "drafts.json", parse_drafts) or Drafts()

    def write_settings(self, settings: Settings) -> None:
        """Keep ``settings``."""
        chosen = self._chosen()
        kept = replace(settings, **{name: getattr(chosen, name) for name in self._locked})
        write_whole(self._home.folder("") / "settings.json", render(kept))

    def write_drafts(self, drafts: Drafts) -> None:
        """Keep ``drafts``."""
        write_whole(self._home.folder("") / "drafts.json", render(drafts))


class CatalogueFiles:
    """One compact file for each connection's API document."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def read(self, connection_id: str) -> bytes | None:
        """The file of a connection, or None; raises FileUnreadable."""
        path = self._path(connection_id)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise file_error(path, error) from error

    def write(self, connection_id: str, data: bytes) -> None:
        """Keep ``data``; raises FileUnreadable."""
        self._home.folder("catalogues")
        write_whole_bytes(self._path(connection_id), data)

    def set_aside(self, connection_id: str) -> None:
        """Keep a file that cannot be understood under another name."""
        set_aside(self._path(connection_id))

    def _path(self, connection_id: str) -> Path:
        return self._home.path / "catalogues" / f"{_checked(connection_id)}.catalogue"


class MarkFiles:
    """The endpoints that the person starred or opened last."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def read(self) -> Marks:
        """The marks, or none."""
        return _parsed(self._home.path / "endpoints.json", parse_marks) or Marks()

    def write(self, marks: Marks) -> None:
        """Keep ``marks``."""
        write_whole(self._home.folder("") / "endpoints.json", render(marks))


def _parsed(path: Path, parse: Callable[[str], T]) -> T | None:
    """What ``path`` holds; a text that cannot be understood is set aside, so that it can be looked at."""
    try:
        text = read_text(path)
    except FileUnreadable as error:
        if error.details["reason"] != NOT_TEXT:
            raise
        text = ""
    if text is None:
        return None
    with contextlib.suppress(ValueError, KeyError, TypeError, ConnectionFileInvalid):
        return parse(text)
    set_aside(path)
    return None


def _checked(name: str) -> str:
    """An id that is safe as a file name."""
    if not _ID.fullmatch(name):
        raise FileUnreadable(path=name, reason="id")
    return name
