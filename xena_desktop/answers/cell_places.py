"""What is found in the cells of a table, of all that is found in the text around it."""

from __future__ import annotations

import re
from array import array
from typing import Final

from xena_desktop.domain.json_scan import Buffer
from xena_desktop.domain.searching import Places

_REST_OF_NAME: Final = re.compile(rb'(?:[^"\\]|\\.){0,200}+"\s*+:', re.DOTALL)
"""From within a member's name on: its end, and a colon. After a value comes a comma or a bracket."""


def in_cells(buffer: Buffer, places: Places, *, start: int, end: int) -> Places:
    """Those places from ``start`` to before ``end`` that are no part of a member's name."""
    starts, lengths = array("q"), array("l")
    for place, length in zip(places.starts, places.lengths, strict=True):
        if start <= place < end and not _REST_OF_NAME.match(buffer, place + length):
            starts.append(place)
            lengths.append(length)
    return Places(starts=starts, lengths=lengths, is_cut=places.is_cut)
