"""The one folder that holds everything that is not a secret, and writing files that are never half there."""

from __future__ import annotations

import contextlib
import glob
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from xena_desktop.domain.errors import FileUnreadable
from xena_desktop.domain.file_errors import file_error

HOME_VARIABLE: Final = "XENA_DESKTOP_HOME"
NOT_TEXT: Final = "UTF-8"
"""The ``reason`` of FileUnreadable for a file whose bytes are no text."""


_PIECE: Final = 1 << 20
_WRITTEN_BY_THEN: Final = 60.0
"""Seconds that no write takes."""


@dataclass(frozen=True, slots=True)
class Home:
    """The program's folder. ``tag`` is part of the keychain's service names where the folder is not the usual one."""

    path: Path
    tag: str

    def folder(self, name: str) -> Path:
        """A folder below, made when it is not there, readable by its owner alone."""
        folder = self.path / name if name else self.path
        try:
            for each in (self.path, folder):  # ``mode`` is for the last part of a path alone
                each.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise file_error(folder, error) from error
        return folder


def find_home(chosen: Path | None) -> Home:
    """The folder that ``--home`` or XENA_DESKTOP_HOME names, otherwise the system's place for program data."""
    named = chosen or (Path(value) if (value := os.environ.get(HOME_VARIABLE)) else None)
    if named is not None:
        import hashlib

        path = named.expanduser().absolute()
        return Home(path, "-" + hashlib.sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()[:8])
    from platformdirs import user_data_path

    return Home(user_data_path("Xena Desktop", appauthor=False), "")


def write_whole(path: Path, text: str) -> None:
    """Put ``text`` into ``path`` in UTF-8, as ``write_whole_bytes`` does."""
    write_whole_bytes(path, text.encode())


def write_whole_bytes(path: Path, data: bytes) -> None:
    """Put ``data`` into ``path`` for its owner alone, so that a crash leaves the former file or the new one.

    Raises FileUnreadable and DiskFull.
    """
    try:
        with _replacing(path) as file:
            file.write(data)
    except OSError as error:
        raise file_error(path, error) from error


def copy_whole(source: Path, path: Path) -> None:
    """Put what ``source`` holds into ``path``, a place of the person's own, with the same promise.

    A file that was there is written anew with the rights that it had, also where ``path`` is a link to it.
    Raises FileUnreadable and DiskFull.
    """
    import shutil

    try:
        with source.open("rb") as held, _replacing(path.resolve(), keeps_rights=True) as file:
            shutil.copyfileobj(held, file, _PIECE)
    except OSError as error:
        raise file_error(source if error.filename == str(source) else path, error) from error


@contextlib.contextmanager
def _replacing(path: Path, *, keeps_rights: bool = False) -> Iterator[IO[bytes]]:
    """A file that takes the place of ``path`` when it is whole, and is gone when it is not.

    It is for its owner alone, or, with ``keeps_rights``, for whom the file before it was.
    """
    import shutil
    import tempfile

    is_device = path.exists() and not path.is_file()
    if is_device:  # there is nothing in it to keep, and it is not to be replaced
        with path.open("wb", buffering=0) as device:
            yield device
        return
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if keeps_rights and path.exists():
            shutil.copymode(path, temporary)
        Path(temporary).replace(path)
        _make_lasting(path.parent)
        _remove_leftovers(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def _remove_leftovers(path: Path) -> None:
    """What a write to the same file left behind that was killed in the middle; one under way is much younger."""
    with contextlib.suppress(OSError):
        for leftover in path.parent.glob(f".{glob.escape(path.name)}-????????"):
            if time.time() - leftover.stat().st_mtime > _WRITTEN_BY_THEN:
                leftover.unlink(missing_ok=True)


def _make_lasting(folder: Path) -> None:
    """Let the new name of a file outlive a power cut, too; Windows opens no folders and needs no such call."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def read_text(path: Path) -> str | None:
    """The text of ``path``, or None when there is no such file; raises FileUnreadable."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else NOT_TEXT
        raise FileUnreadable(path=str(path), reason=reason) from error


def set_aside(path: Path, *companions: str) -> Path:
    """Keep a file that cannot be understood under another name, so that nothing in it is lost; that name.

    ``companions`` are the endings of files that belong to it and go along.
    """
    aside, number = path.with_name(path.name + ".unreadable"), 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.unreadable-{number}")
    for ending in ("", *companions):
        with contextlib.suppress(OSError):
            path.with_name(path.name + ending).replace(aside.with_name(aside.name + ending))
    return aside
