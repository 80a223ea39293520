"""A look at a file that is to be sent."""

from __future__ import annotations

import os
from pathlib import Path

from xena_desktop.domain.errors import AttachmentMissing
from xena_desktop.domain.file_errors import attachment_error, require_ordinary
from xena_desktop.domain.transfer import Attachment


def look_at(path: str) -> Attachment:
    """The file's size; what it holds is not read. Raises AttachmentMissing and AttachmentUnreadable."""
    if not path.strip():
        raise AttachmentMissing(name="")
    try:
        file = Path(path).expanduser()
        found = file.stat()
        require_ordinary(path, found.st_mode)
        if not os.access(file, os.R_OK):
            raise PermissionError(13, os.strerror(13))
    except (OSError, RuntimeError, ValueError) as error:
        raise attachment_error(path, error) from error
    return Attachment(path=path, size=found.st_size)
