"""A keychain that several processes share: a folder with a file for each entry, as strict as Windows is."""

import hashlib
import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError, PasswordSetError

from tests.fakes.memory_keyring import MOST_CHARACTERS


class FolderKeyring(KeyringBackend):
    """Entries by service and user name, each written whole or not at all."""

    priority: float = 1

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def __repr__(self) -> str:
        return "<FolderKeyring>"

    def entries(self) -> dict[str, str]:
        """Everything that is kept, by service."""
        read = [json.loads(path.read_text()) for path in self._folder.glob("*.json")]
        return dict(read)

    def get_password(self, service: str, username: str) -> str | None:
        path = self._path(service, username)
        try:
            return str(json.loads(path.read_text())[1])
        except FileNotFoundError:
            return None

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password) > MOST_CHARACTERS:
            raise PasswordSetError("1783: the stub received bad data")
        path = self._path(service, username)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_text(json.dumps([service, password]))
        beside.replace(path)

    def delete_password(self, service: str, username: str) -> None:
        try:
            self._path(service, username).unlink()
        except FileNotFoundError as error:
            raise PasswordDeleteError("not found") from error

    def _path(self, service: str, username: str) -> Path:
        name = hashlib.sha256(f"{service}\0{username}".encode()).hexdigest()
        return self._folder / f"{name}.json"
