"""The parts of an answer, each with a tab of its own."""

from __future__ import annotations

from enum import IntEnum

from xena_desktop.translation import tr


class Part(IntEnum):
    """The views, in the order of their tabs."""

    TREE = 0
    TABLE = 1
    TEXT = 2
    CONTENT = 3
    HEX = 4
    HEADERS = 5
    TIMING = 6


def part_names() -> tuple[str, ...]:
    """What the tabs say, in their order."""
    return tr("Tree"), tr("Table"), tr("Text"), tr("Content"), tr("Bytes"), tr("Headers"), tr("Time")
