"""Operations of the API, as the starter catalogue and the window know them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method on one path. ``query`` holds names with a hint each; ``body`` is a sample, or empty."""

    method: str
    path: str
    title: str
    tag: str
    query: tuple[tuple[str, str], ...] = ()
    body: str = ""
