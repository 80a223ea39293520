"""What the system says of a file, as an error of ours."""

from __future__ import annotations

import errno
import stat
from typing import Final

from xena_desktop.domain.errors import AttachmentUnreadable, DiskFull, FileUnreadable

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def file_error(path: object, error: OSError) -> FileUnreadable | DiskFull:
    """The error for the file at ``path``; a disk without room is told from all else."""
    kind = DiskFull if error.errno in _NO_ROOM else FileUnreadable
    return kind(path=str(path), reason=error.strerror or type(error).__name__)


def attachment_error(path: str, error: Exception) -> AttachmentUnreadable:
    """The error for the file at ``path``, which was to be sent."""
    if isinstance(error, FileNotFoundError):
        return AttachmentUnreadable(path=path, reason="gone")
    return AttachmentUnreadable(path=path, reason=getattr(error, "strerror", None) or str(error))


def require_ordinary(path: str, mode: int) -> None:
    """Raises AttachmentUnreadable where ``mode`` (``st_mode``) is no ordinary file's.

    Opening a pipe would wait for whoever writes into it.
    """
    if not stat.S_ISREG(mode):
        raise AttachmentUnreadable(path=path, reason="folder" if stat.S_ISDIR(mode) else "special")
