"""Where the bodies of answers lie while they are looked at."""

from __future__ import annotations

import contextlib
import mmap
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xena_desktop.domain.errors import FileUnreadable
from xena_desktop.domain.file_errors import file_error

if TYPE_CHECKING:
    from filelock import FileLock

    from xena_desktop.domain.json_scan import Buffer

_LOCK: Final = ".in-use"


class AnswerFolder:
    """A folder for this run of the program, below ``parent``, readable by its owner alone.

    It is made at the first use and removed by ``close``. What a crashed run left behind is removed, too.
    """

    def __init__(self, parent: Path) -> None:
        self._parent = parent
        self._folder: Path | None = None
        self._lock: FileLock | None = None

    def new_path(self, suffix: str = "") -> Path:
        """The path of a new, empty file; raises FileUnreadable."""
        try:
            descriptor, name = tempfile.mkstemp(suffix=suffix, dir=self._made())
        except OSError as error:
            raise file_error(self._parent, error) from error
        os.close(descriptor)
        return Path(name)

    def close(self) -> None:
        """Remove everything."""
        if self._folder is not None and self._lock is not None:
            self._lock.release()
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = self._lock = None

    def _made(self) -> Path:
        if self._folder is None:
            from filelock import FileLock

            self._parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._remove_left_behind()
            self._folder = Path(tempfile.mkdtemp(dir=self._parent))
            self._lock = FileLock(self._folder / _LOCK)
            self._lock.acquire()
        return self._folder

    def _remove_left_behind(self) -> None:
        from filelock import FileLock, Timeout

        for folder in self._parent.iterdir():
            with contextlib.suppress(Timeout, OSError), FileLock(folder / _LOCK, timeout=0):
                shutil.rmtree(folder, ignore_errors=True)


def mapped(path: Path) -> Buffer:
    """The bytes of a file, read as they are looked at; raises FileUnreadable."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            return mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ) if size else b""
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise FileUnreadable(path=str(path), reason=reason) from error


def removed(path: Path) -> None:
    """Take a file away; the folder's ``close`` takes what cannot be removed while it is open (Windows)."""
    with contextlib.suppress(OSError):
        path.unlink()


def written(path: Path, body: bytes) -> None:
    """Write a file; raises FileUnreadable."""
    try:
        path.write_bytes(body)
    except OSError as error:
        raise file_error(path, error) from error


def copied(source: Path, target: Path) -> None:
    """Copy a file; raises FileUnreadable."""
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise file_error(error.filename or source, error) from error
