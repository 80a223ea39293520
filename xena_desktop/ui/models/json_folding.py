"""What can be folded in JSON that is laid out: a closing bracket stands below its line's first character."""

from __future__ import annotations

from xena_desktop.domain.text_index import TextIndex


def opens_fold(text: str) -> bool:
    """Whether a line ends with an opening bracket."""
    return text.endswith(("{", "["))


def end_of_fold(lines: TextIndex, piece: int) -> int:
    """The last piece of what the line opens, before its closing bracket; -1 where that is not found."""
    text = lines.text(piece)
    if not opens_fold(text):
        return -1
    indent = text[: len(text) - len(text.lstrip(" "))]
    closing = "}" if text.endswith("{") else "]"
    _start, end = lines.bounds(piece)
    found = lines.buffer.find(f"\n{indent}{closing}".encode(), end)
    return lines.place(found + 1)[0] - 1 if found >= 0 else -1
