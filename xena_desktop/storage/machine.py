"""What the administrator gives to everyone who uses this computer: connections, and settings that stand firm."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from xena_desktop.domain.built_in import PRODUCTION_ID, TEST_ID
from xena_desktop.domain.connection import SUFFIX, Connection, parse_connection_file
from xena_desktop.domain.errors import ConnectionFileInvalid, FileUnreadable
from xena_desktop.domain.settings import Settings
from xena_desktop.storage.folder import read_text
from xena_desktop.storage.records import members, parse_settings

LOCKABLE: Final = frozenset(field.name for field in fields(Settings)) - {"last_account_id", "window"}
"""The settings that can be locked; the others are no choices."""

_NOT_IN_AN_ID: Final = re.compile(r"[^a-z0-9]+")


def machine_folder() -> Path:
    """Where the administrator puts files for everyone; it need not be there."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "Xena Desktop"
    if sys.platform == "darwin":
        return Path("/Library/Application Support/Xena Desktop")
    return Path("/etc/xena-desktop")


class MachineFiles:
    """Reads the administrator's folder. A file that is wrong is passed over and told in the log."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or machine_folder()

    def connections(self) -> dict[str, Connection]:
        """Connections by id; a file named after a built-in connection stands in its place."""
        found = {}
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            try:
                connection = parse_connection_file(read_text(path) or "", id=_id(path.stem))
            except (ConnectionFileInvalid, FileUnreadable) as error:
                _pass_over(path, error)
            else:
                found[connection.id] = connection
        return found

    def settings(self) -> dict[str, Any]:
        """The members of the settings that are locked, with their values."""
        path = self._folder / "settings.json"
        try:
            text = read_text(path)
            locked = members(text) if text is not None else {}
            values = parse_settings(text) if text is not None else Settings()
        except (FileUnreadable, ValueError) as error:
            _pass_over(path, error)
            return {}
        return {name: getattr(values, name) for name in sorted(LOCKABLE & locked.keys())}


def _pass_over(path: Path, error: Exception) -> None:
    import logging  # only now: a listing must not wait for it

    logging.getLogger(__name__).warning("passed over %s: %s", path, error)


def _id(stem: str) -> str:
    if stem in (PRODUCTION_ID, TEST_ID):
        return stem
    return "machine-" + _NOT_IN_AN_ID.sub("-", stem.lower()).strip("-")[:32]
