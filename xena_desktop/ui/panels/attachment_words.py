"""What is to be said beside a file that is to be sent."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from xena_desktop.domain.errors import AttachmentMissing, InputError
from xena_desktop.domain.transfer import Attachment
from xena_desktop.translation import tr
from xena_desktop.ui import words


def attachment_words(found: Attachment | InputError) -> tuple[str, str]:
    """A file's size in words, and what is wrong with it; one of the two is empty."""
    if isinstance(found, Attachment):
        return words.size(found.size), ""
    if isinstance(found, AttachmentMissing):
        return "", tr("No file was chosen.")
    name = PurePath(str(found.details.get("path", ""))).name
    return "", tr("{name} cannot be sent: {reason}", name=name, reason=_reason(found))


def files_text(files: Iterable[Attachment]) -> str:
    """Names and sizes of files that were sent."""
    return ", ".join(f"{PurePath(one.path).name} ({words.size(one.size)})" for one in files)


def _reason(error: InputError) -> str:
    reason = str(error.details.get("reason", ""))
    ours = {
        "gone": tr("it is not there"),
        "folder": tr("it is a folder"),
        "special": tr("it is no ordinary file"),
    }
    return ours.get(reason, reason)
