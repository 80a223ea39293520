"""A look at a file that is to be sent."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from xena_desktop.domain.errors import AttachmentMissing, AttachmentUnreadable
from xena_desktop.domain.transfer import Attachment


def look_at(path: str) -> Attachment:
    """The file's size; what it holds is not read. Raises AttachmentMissing and AttachmentUnreadable."""
    if not path.strip():
        raise AttachmentMissing(name="")
    try:
        file = Path(path).expanduser()
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            reason = "folder" if stat.S_ISDIR(found.st_mode) else "special"
            raise AttachmentUnreadable(path=path, reason=reason)
        if not os.access(file, os.R_OK):
            raise PermissionError(13, os.strerror(13))
    except FileNotFoundError as error:
        raise AttachmentUnreadable(path=path, reason="gone") from error
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AttachmentUnreadable(path=path, reason=reason) from error
    return Attachment(path=path, size=found.st_size)
