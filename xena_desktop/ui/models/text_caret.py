"""Where the caret of a large text goes, and what the text is read through."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final, Protocol

from xena_desktop.ui.models.folds import Folds

Place = tuple[int, int]
"""A piece of the text (a line, or a part of a very long one) and a column in it."""


class Lines(Protocol):
    """A text by pieces, as far as they were found (``domain.text_index``, ``hex_lines``)."""

    def __len__(self) -> int:
        """How many pieces were found."""

    @property
    def is_read(self) -> bool:
        """Whether all were found."""

    def advance(self, count: int) -> bool:
        """Find the pieces of about ``count`` more bytes; whether there is more to read."""

    def text(self, piece: int) -> str:
        """What a piece says."""

    def number(self, piece: int) -> int:
        """The number of its line, or 0 where a line goes on."""

    def place(self, position: int) -> Place:
        """Where a byte of the text stands."""


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


def moved(lines: Lines, place: Place, *, move: Move, page: int, folds: Folds) -> Place:
    """The place that ``move`` leads to; ``page`` is the number of rows in view. What is folded is passed over."""
    piece, column = place
    match move:
        case Move.LEFT:
            return (piece, column - 1) if column else _end_of_row(lines, folds, piece, step=-1) or place
        case Move.RIGHT:
            if column < len(lines.text(piece)):
                return piece, column + 1
            after = folds.piece_at(folds.row_of(piece) + 1)
            return (after, 0) if after < len(lines) else place
        case Move.LINE_START:
            return piece, 0
        case Move.LINE_END:
            return piece, len(lines.text(piece))
        case Move.TEXT_START:
            return 0, 0
        case Move.TEXT_END:
            last = len(lines) - 1
            return last, len(lines.text(last))
        case _:
            step = {Move.UP: -1, Move.DOWN: 1, Move.PAGE_UP: -page, Move.PAGE_DOWN: page}[move]
            return place_at(lines, folds, row=folds.row_of(piece) + step, column=column)


def _end_of_row(lines: Lines, folds: Folds, piece: int, *, step: int) -> Place | None:
    row = folds.row_of(piece) + step
    if row < 0:
        return None
    before = folds.piece_at(row)
    return before, len(lines.text(before))


def place_at(lines: Lines, folds: Folds, *, row: int, column: int) -> Place:
    """The place of a column in a row, or the nearest one there is."""
    last = folds.row_of(len(lines) - 1)
    piece = folds.piece_at(min(max(row, 0), last))
    return piece, min(max(column, 0), len(lines.text(piece)))


_WORD: Final = re.compile(r"\w+")


def word_at(text: str, column: int) -> tuple[int, int]:
    """Begin and end of the word around ``column``; of one character where there is no word."""
    for found in _WORD.finditer(text):
        if found.start() <= column < found.end():
            return found.start(), found.end()
    return column, min(column + 1, len(text))
