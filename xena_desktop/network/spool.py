"""A body received into memory, and beyond some size into a file."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

from requests import Response

from xena_desktop.domain.file_errors import file_error

THRESHOLD: Final = 1 << 20
"""Bytes that are kept in memory."""
SOON: Final = 1.0
"""Seconds. What takes longer comes into a file, so that it can be looked at meanwhile."""
_TOLD_EVERY: Final = 0.05
"""Seconds between two words of progress."""


class Spool:
    """Takes one body after another (a 401 may come before the answer); the last one counts.

    ``progress`` is called in the receiving thread, at most every so often, while a body is in a file. It may look at
    everything here but must not wait.
    """

    def __init__(self, *, new_path: Callable[[], Path], progress: Callable[[], object]) -> None:
        self.response: Response | None = None
        self.body = bytearray()
        self.path: Path | None = None
        self.received = 0
        self._new_path, self._progress = new_path, progress
        self._file: IO[bytes] | None = None
        self._told = self._began = self._last = 0.0
        self._is_stopped = False

    @property
    def seconds(self) -> float:
        """How long the body has taken until its last piece."""
        return self._last - self._began

    def begin(self, response: Response) -> None:
        """Forget what came before; raises FileUnreadable."""
        self.close()
        self.response, self.body, self.path, self.received = response, bytearray(), None, 0
        self._began = self._last = time.monotonic()

    def write(self, piece: bytes) -> None:
        """Keep a piece; raises FileUnreadable."""
        if self._is_stopped:
            return
        self._last = time.monotonic()
        try:
            self._write(piece)
        except OSError as error:
            raise file_error(self.path, error) from error
        self.received += len(piece)
        if self._file is not None and self._last - self._told > _TOLD_EVERY:
            self._told = self._last
            self._progress()

    def _write(self, piece: bytes) -> None:
        if self._file is None and len(self.body) + len(piece) <= THRESHOLD and self.seconds < SOON:
            self.body += piece
            return
        if self._file is None:
            self.path = self._new_path()
            self._file = self.path.open("wb", buffering=0)
            self._file.write(self.body)
            self.body = bytearray()
        self._file.write(piece)

    def end(self) -> None:
        """Nothing more comes."""
        self.close()

    def stop(self) -> None:
        """Keep nothing of what may still come: the receiving thread may be late to learn of it."""
        self._is_stopped = True
        self.close()

    def close(self) -> None:
        """Close the file; it stays where it is."""
        if self._file is not None:
            self._file.close()
            self._file = None
