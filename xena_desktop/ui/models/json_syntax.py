"""JSON as text: what a piece of it is, whether it is whole, and how it is laid out.

Works on the text alone, so that a number keeps every digit it was written with.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NoReturn

from xena_desktop.domain.variables import NAME, without_bare_variables
from xena_desktop.translation import tr

INDENT: Final = "  "

_TOKEN: Final = re.compile(
    r'(?P<string>"[^"\\]*(?:\\.[^"\\]*)*(?:"|$))(?P<colon>\s*:)?'
    r"|(?P<number>-?\d[\d.eE+-]*)"
    r"|(?P<literal>\b(?:true|false|null)\b)"
    rf"|(?P<variable>\{{\{{\s*{NAME.pattern}\s*\}}\}})"
    r"|(?P<mark>[{}\[\],:])"
    r"|(?P<other>[^\s{}\[\],:\"]+)"
)


class Piece(StrEnum):
    """What a piece of a line is, as far as it is coloured."""

    KEY = "key"
    STRING = "string"
    NUMBER = "number"
    LITERAL = "literal"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Span:
    """``length`` characters of one piece, from ``start`` on."""

    start: int
    length: int
    piece: Piece


def spans(line: str) -> Iterator[Span]:
    """The coloured pieces of one line. JSON's strings never run over the end of a line (RFC 8259 §7)."""
    for found in _TOKEN.finditer(line):
        if (text := found["string"]) is not None:
            yield Span(found.start(), len(text), Piece.KEY if found["colon"] else Piece.STRING)
        elif found["number"] is not None:
            yield Span(found.start(), found.end() - found.start(), Piece.NUMBER)
        elif found["literal"] is not None or found["variable"] is not None:
            yield Span(found.start(), found.end() - found.start(), Piece.LITERAL)


def problem(text: str) -> str:
    """What keeps ``text`` from being JSON (RFC 8259), with line and column; empty when it is JSON.

    An empty text is no problem: a request may have no body. A variable may stand where a value would.
    """
    text = with_numbers_for_variables(text)
    if not text.strip():
        return ""
    try:
        json.loads(text, parse_constant=_refuse_constant, parse_int=str)
    except json.JSONDecodeError as error:
        what = _in_words(error.msg)
        return tr("Line {line}, column {column}: {what}", line=error.lineno, column=error.colno, what=what)
    except ValueError:
        return tr("NaN and Infinity are not numbers in JSON")
    except RecursionError:
        return tr("It is nested too deeply to be checked")
    return ""


def with_numbers_for_variables(text: str) -> str:
    """``text`` with a number, as long, in place of each variable that stands where a value would."""
    return without_bare_variables(text, lambda variable: "1" * len(variable))


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _in_words(message: str) -> str:
    """Plain words for what Python's decoder reports; some of its messages differ between versions."""
    known = {
        "Expecting value": tr("a value is missing here"),
        "Expecting property name": tr("a name in double quotes belongs here"),
        "Expecting ':'": tr("a colon is missing here"),
        "Expecting ','": tr("a comma is missing here"),
        "Illegal trailing comma": tr("there is a comma too many"),
        "Extra data": tr("there is something after the end"),
        "Unterminated string": tr("a text begins here and does not end"),
        "Invalid control character": tr("a text holds a line break or another control character"),
        "Invalid \\": tr("a backslash is followed by something JSON does not know"),
    }
    return next((words for start, words in known.items() if message.startswith(start)), message)


def formatted(text: str) -> str:
    """``text`` laid out with two spaces a level. Only white space changes; broken JSON stays as it is."""
    if not text.strip() or problem(text):
        return text
    parts: list[str] = []
    depth = 0
    for found, following in _with_next(_TOKEN.finditer(text)):
        piece = found["string"] or found.group()
        if piece in "]}":
            depth -= 1
            if parts[-1] not in ("{", "["):
                parts.append("\n" + INDENT * depth)
        parts.append(piece)
        if found["colon"]:
            parts.append(": ")
        if piece in "[{":
            depth += 1
        if piece == "," or (piece in "[{" and following not in "]}"):
            parts.append("\n" + INDENT * depth)
    return "".join(parts)


def _with_next(tokens: Iterator[re.Match[str]]) -> Iterator[tuple[re.Match[str], str]]:
    """Each token and the text of the next; a space follows the last one."""
    before = next(tokens)
    for token in tokens:
        yield before, token.group()
        before = token
    yield before, " "
