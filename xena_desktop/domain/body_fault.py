"""Where a body stops being what it is."""

from __future__ import annotations

from dataclasses import dataclass

from xena_desktop.domain.sniffing import ContentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyFault:
    """``position`` in the bytes of the text; line and column count from 1. ``reason`` is a parser's, or empty."""

    kind: ContentKind
    position: int
    line: int
    column: int
    reason: str = ""
