"""Where something stands on the pages of a document."""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, top, width and height, each a part of the page's width or height."""


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A page, counted from 0, and the boxes on it: several where a line ends within what was found."""

    page: int
    boxes: tuple[Box, ...]
