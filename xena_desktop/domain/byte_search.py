"""Looking for a text, or for bytes written in hexadecimal digits, in bytes of any kind."""

from __future__ import annotations

import re
from array import array
from itertools import islice
from typing import Final

from xena_desktop.domain.errors import PatternInvalid
from xena_desktop.domain.json_scan import Buffer
from xena_desktop.domain.searching import MOST, Places, Wanted

_DIGITS: Final = re.compile(r"(?:0x)?((?:[0-9a-f]{2}\s*)+)", re.IGNORECASE)


def bytes_written(text: str) -> bytes | None:
    """The bytes that ``1f 8b``, ``1F8B`` or ``0x1f8b`` write; None for a text that does not."""
    found = _DIGITS.fullmatch(text.strip())
    return bytes.fromhex(found[1]) if found else None


def byte_pattern(wanted: Wanted) -> re.Pattern[bytes]:
    r"""What finds it in bytes: the text in UTF-8 in either case, and the bytes that it writes, if it does.

    A regular expression is one over bytes, in which ``\x1f`` is a byte. Raises PatternInvalid.
    """
    wanted.compiled()
    written = None if wanted.is_pattern else bytes_written(wanted.text)
    text = wanted.text.encode("utf-8", "surrogatepass")
    pattern = text if wanted.is_pattern else re.escape(text)
    if written is not None:
        pattern = b"(?-i:" + re.escape(written) + b")|" + pattern
    try:
        return re.compile(pattern, re.IGNORECASE | re.DOTALL)
    except (re.error, RecursionError, OverflowError) as error:
        raise PatternInvalid(reason=str(error)) from error


def find_in_bytes(buffer: Buffer, wanted: Wanted) -> Places:
    """Every place of ``wanted``; an empty match is none. Raises PatternInvalid."""
    starts, lengths = array("q"), array("l")
    matches = (found.span() for found in byte_pattern(wanted).finditer(buffer) if found.end() > found.start())
    for start, end in islice(matches, MOST + 1):
        starts.append(start)
        lengths.append(end - start)
    is_cut = len(starts) > MOST
    return Places(starts=starts[:MOST], lengths=lengths[:MOST], is_cut=is_cut)


def shown_pattern(wanted: Wanted) -> re.Pattern[str] | None:
    """What marks it in a line of hexadecimal numbers and letters; None for a regular expression."""
    if wanted.is_pattern:
        return None
    written = bytes_written(wanted.text)
    numbers = re.escape(written.hex(" ")) + "|" if written else ""
    return re.compile(numbers + re.escape(wanted.text), re.IGNORECASE)
