"""Reading a text that is larger than the memory it may take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xena_desktop.domain.json_scan import Buffer

_STEP: Final = 1 << 20
"""Bytes of a mapped file that are read before they are let go of."""
_DO_NOT_NEED: Final = 4
"""``MADV_DONTNEED``, the same on Linux and macOS."""


def let_go(buffer: Buffer) -> None:
    """Give what was read of a mapped file back to the system; what is looked at again, is read again.

    Windows does by itself when it needs the memory, and has no such call.
    """
    give_back = getattr(buffer, "madvise", None)
    if give_back is not None:
        give_back(_DO_NOT_NEED)


class LettingGo:
    """Called with how far a reader came in ``buffer``, lets go of what it read every megabyte."""

    def __init__(self, buffer: Buffer) -> None:
        self._buffer, self._from = buffer, 0

    def __call__(self, position: int) -> None:
        """The reader is at ``position``."""
        if abs(position - self._from) >= _STEP:
            let_go(self._buffer)
            self._from = position
