"""XML and HTML as text: what a piece of a line is, and what can be folded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xena_desktop.domain.text_index import TextIndex
from xena_desktop.ui.models.json_syntax import Piece, Span

_TOKEN: Final = re.compile(
    r"(?P<comment><!--.*?(?:-->|$))"
    r"|(?P<special><[?!][^<>]*>?|\]\]>)"
    r"|(?P<tag></?[^\s<>/!?]+)"
    r"|(?P<attribute>[\w:.-]+)\s*=\s*(?P<value>\"[^\"]*\"?|'[^']*'?)"
    r"|(?P<end>/?>)"
    r"|(?P<entity>&[#\w]+;)"
)
_PIECES: Final = {
    "comment": Piece.COMMENT,
    "special": Piece.COMMENT,
    "tag": Piece.KEY,
    "attribute": Piece.LITERAL,
    "value": Piece.STRING,
    "end": Piece.KEY,
    "entity": Piece.LITERAL,
}
_OPENING: Final = re.compile(r" *<([^\s<>/!?]+)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*(?<!/)>")


def spans(line: str) -> Iterator[Span]:
    """The coloured pieces of one line, each line looked at by itself."""
    for found in _TOKEN.finditer(line):
        for name, text in found.groupdict().items():
            if text is not None:
                yield Span(found.start(name), len(text), _PIECES[name])


def opens_fold(text: str) -> bool:
    """Whether a line is an opening tag and nothing else."""
    return text.endswith(">") and _OPENING.fullmatch(text) is not None


def end_of_fold(lines: TextIndex, piece: int) -> int:
    """The last piece of what the line opens, before its closing tag; -1 where that is not found."""
    text = lines.text(piece)
    found = _OPENING.fullmatch(text)
    if found is None:
        return -1
    indent = text[: len(text) - len(text.lstrip(" "))]
    _start, end = lines.bounds(piece)
    closing = lines.buffer.find(f"\n{indent}</{found[1]}>".encode("utf-8", "replace"), end)
    return lines.place(closing + 1)[0] - 1 if closing >= 0 else -1
