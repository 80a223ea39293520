"""A body on its way out: its pieces one after the other, files read from the disk while they go."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from xena_desktop.domain.errors import AttachmentChanged, AttachmentMissing
from xena_desktop.domain.file_errors import attachment_error, require_ordinary
from xena_desktop.domain.transfer import Attachment, Phase, Transfer
from xena_desktop.domain.written_body import FilePiece, Piece

_STEP: Final = 1 << 16
"""Bytes read at once; http.client asks for less, which would make a large file slow."""


class Upload:
    """What requests sends: it asks for the length, and then reads to the end. ``transfer`` is told how far it is.

    All files are opened before anything is sent. Raises AttachmentMissing and AttachmentUnreadable then, and
    AttachmentChanged, also for one that ends early, while it is read. Leaving the block closes the files.
    """

    def __init__(self, pieces: Sequence[Piece], *, transfer: Transfer) -> None:
        self._transfer = transfer
        self._files = contextlib.ExitStack()
        try:
            self._sources = [self._source(piece) for piece in pieces]
        except BaseException:
            self._files.close()
            raise
        transfer.to_send = sum(source.size for source in self._sources)
        transfer.attachments = tuple(
            Attachment(path=one.path, size=one.size) for one in self._sources if one.path
        )
        self._place = self._sent = 0

    def _source(self, piece: Piece) -> _Source:
        if isinstance(piece, bytes):
            return _Source(io.BytesIO(piece), size=len(piece))
        return _opened(piece, self._files)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()

    def __len__(self) -> int:
        return self._transfer.to_send

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.read, b"")

    def read(self, _size: int = -1) -> bytes:
        """The next step, of the size that suits the disk; asking for it means that those before have gone."""
        self._transfer.sent = self._sent
        while self._place < len(self._sources):
            if step := self._sources[self._place].read():
                self._sent += len(step)
                return step
            self._place += 1
        self._transfer.phase = Phase.WAITING
        return b""


class _Source:
    """One piece, read to the end that it had when it was opened."""

    def __init__(self, file: BinaryIO, *, size: int, path: str = "", changed_at: int = 0) -> None:
        self._file, self.size, self.path, self._changed_at = file, size, path, changed_at
        self._left = size

    def read(self) -> bytes:
        if not self._left:
            return b""
        try:
            step = self._file.read(min(_STEP, self._left))
        except OSError as error:
            raise attachment_error(self.path, error) from error
        if not step:
            raise AttachmentChanged(path=self.path)
        self._left -= len(step)
        if not self._left:
            self._check()
        return step

    def _check(self) -> None:
        """Before the last step is given away: once it has gone, the request is whole for the server."""
        if self.path and os.fstat(self._file.fileno()).st_mtime_ns != self._changed_at:
            raise AttachmentChanged(path=self.path)


def _opened(piece: FilePiece, files: contextlib.ExitStack) -> _Source:
    if not piece.path.strip():
        raise AttachmentMissing(name=piece.name)
    try:
        path = Path(piece.path).expanduser()
        require_ordinary(piece.path, path.stat().st_mode)
        file = files.enter_context(path.open("rb"))
    except (OSError, RuntimeError, ValueError) as error:
        raise attachment_error(piece.path, error) from error
    found = os.fstat(file.fileno())
    return _Source(file, size=found.st_size, path=piece.path, changed_at=found.st_mtime_ns)
