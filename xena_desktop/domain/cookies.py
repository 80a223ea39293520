"""What a server asked to be told again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCookie:
    """One cookie as it lies in memory. ``expires_at`` is None for one that ends with the program."""

    name: str
    value: str
    host: str
    path: str
    expires_at: datetime | None
