"""Where a body stops being what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xena_desktop.domain.json_scan import Buffer
from xena_desktop.domain.sniffing import ContentKind

TOO_DEEP: Final = "too_deep"
_SLICE: Final = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyFault:
    """``position`` in the bytes of the text; line and column count from 1.

    ``reason`` is a parser's, ``TOO_DEEP`` where more is inside each other than can be opened, or empty.
    """

    kind: ContentKind
    position: int
    line: int
    column: int
    reason: str = ""


def line_and_column(buffer: Buffer, position: int) -> tuple[int, int]:
    """The line and the column of a byte, from 1 on."""
    slices = range(0, position, _SLICE)
    breaks = sum(buffer[start : min(start + _SLICE, position)].count(b"\n") for start in slices)
    start = buffer.rfind(b"\n", 0, position) + 1
    return breaks + 1, len(buffer[start:position].decode("utf-8", "replace")) + 1
