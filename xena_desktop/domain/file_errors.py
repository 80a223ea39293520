"""What the system says of a file, as an error of ours."""

from __future__ import annotations

import errno
from typing import Final

from xena_desktop.domain.errors import DiskFull, FileUnreadable

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def file_error(path: object, error: OSError) -> FileUnreadable | DiskFull:
    """The error for the file at ``path``; a disk without room is told from all else."""
    kind = DiskFull if error.errno in _NO_ROOM else FileUnreadable
    return kind(path=str(path), reason=error.strerror or type(error).__name__)
