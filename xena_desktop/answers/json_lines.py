"""One JSON value a line (NDJSON, JSON Lines; with RFC 7464's mark before each, too) as one array, or laid out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

_AROUND: Final = b" \t\r\n\x1e"
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


def array_of_lines(path: Path, target: Path) -> int:
    """Write the values of a file in UTF-8 as one array; a line that is no JSON becomes a text in it.

    Returns where the first such line begins, or -1.
    """
    fault = -1
    with target.open("wb") as file:
        file.write(b"[")
        for number, (start, line) in enumerate(_lines(path)):
            is_json = _is_json(line)
            fault = start if fault < 0 and not is_json else fault
            file.write((b",\n" if number else b"\n") + (line if is_json else _as_text(line)))
        file.write(b"\n]")
    return fault


def laid_out_lines(path: Path) -> Iterator[bytes]:
    """Each value with two spaces a level; what is no JSON as it is."""
    for _start, line in _lines(path):
        try:
            yield msgspec.json.format(line, indent=2) + b"\n"
        except (msgspec.DecodeError, RecursionError):
            yield line + b"\n"


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that say something, and where each begins."""
    start = 0
    with path.open("rb") as file:
        for line in file:
            text = line.removeprefix(b"" if start else _BYTE_ORDER_MARK).strip(_AROUND)
            if text:
                yield start + line.find(text), text
            start += len(line)


def _as_text(line: bytes) -> bytes:
    return json.dumps(line.decode("utf-8", "replace"), ensure_ascii=False).encode()


def _is_json(line: bytes) -> bool:
    try:
        msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError):
        return _is_json_to_python(line)
    return True


def _is_json_to_python(line: bytes) -> bool:
    """NaN, half surrogates and the like are shown as they are, as elsewhere."""
    try:
        json.loads(line, parse_int=str)
    except (ValueError, RecursionError):
        return False
    return True
