"""Where the caret of a large text goes."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

from xena_desktop.ui.models.text_lines import TextLines


class Move(Enum):
    """The ways a caret goes."""

    LEFT = auto()
    RIGHT = auto()
    UP = auto()
    DOWN = auto()
    PAGE_UP = auto()
    PAGE_DOWN = auto()
    LINE_START = auto()
    LINE_END = auto()
    TEXT_START = auto()
    TEXT_END = auto()


def moved(lines: TextLines, position: int, *, move: Move, page: int) -> int:
    """The position that ``move`` leads to from ``position``; ``page`` is the number of lines in view."""
    line = lines.line_at(position)
    match move:
        case Move.LEFT:
            return position - 1 if position > lines.start(line) else lines.end(line - 1) if line else 0
        case Move.RIGHT:
            if position < lines.end(line):
                return position + 1
            return lines.start(line + 1) if line + 1 < len(lines) else position
        case Move.LINE_START:
            return lines.start(line)
        case Move.LINE_END:
            return lines.end(line)
        case Move.TEXT_START:
            return 0
        case Move.TEXT_END:
            return lines.end(len(lines) - 1)
        case _:
            step = {Move.UP: -1, Move.DOWN: 1, Move.PAGE_UP: -page, Move.PAGE_DOWN: page}[move]
            return position_of(lines, line=line + step, column=position - lines.start(line))


def position_of(lines: TextLines, *, line: int, column: int) -> int:
    """The position of a column in a line, or the nearest one there is."""
    line = min(max(line, 0), len(lines) - 1)
    return min(lines.start(line) + max(column, 0), lines.end(line))


_WORD: Final = re.compile(r"\w+")
_REACH: Final = 500


def word_at(text: str, position: int) -> tuple[int, int]:
    """Begin and end of the word around ``position``; of one character where there is no word."""
    start = max(0, position - _REACH)
    for found in _WORD.finditer(text, start, min(len(text), position + _REACH)):
        if found.start() <= position < found.end():
            return found.start(), found.end()
    return position, min(position + 1, len(text))
