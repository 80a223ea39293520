"""Looking for words or a regular expression in a text of any size."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Self

from xena_desktop.domain.buffers import LettingGo
from xena_desktop.domain.errors import PatternInvalid
from xena_desktop.domain.json_scan import Buffer

SLICE: Final = 1 << 20
MOST: Final = 1_000_000
"""More places than this are not kept; the count then says that there are more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for, in either case: words as they are, or a regular expression (Python's)."""

    text: str
    is_pattern: bool = False

    def compiled(self) -> re.Pattern[str]:
        """The pattern that finds it in one line; raises PatternInvalid."""
        try:
            return re.compile(self.text if self.is_pattern else re.escape(self.text), re.IGNORECASE)
        except (re.error, RecursionError, OverflowError) as error:
            raise PatternInvalid(reason=str(error)) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Begin and length in bytes of each place found, in order. ``is_cut``: there are more."""

    starts: array[int]
    lengths: array[int]
    is_cut: bool = False

    @classmethod
    def none(cls) -> Self:
        """Nothing was found."""
        return cls.numbered(())

    @classmethod
    def numbered(cls, numbers: Iterable[int], *, is_cut: bool = False) -> Self:
        """Places of a view that counts something else than bytes, such as rows."""
        starts = array("q", numbers)
        return cls(starts=starts, lengths=array("l", [1] * len(starts)), is_cut=is_cut)


def find_all(buffer: Buffer, wanted: Wanted) -> Places:
    """Every place of ``wanted`` in UTF-8 text; an empty match is none. Raises PatternInvalid."""
    starts, lengths = array("q"), array("l")
    for start, length in (
        _pattern_places(buffer, wanted) if wanted.is_pattern else _word_places(buffer, wanted)
    ):
        if len(starts) >= MOST:
            return Places(starts=starts, lengths=lengths, is_cut=True)
        starts.append(start)
        lengths.append(length)
    return Places(starts=starts, lengths=lengths)


def _pattern_places(buffer: Buffer, wanted: Wanted) -> Iterator[tuple[int, int]]:
    """Places of a regular expression, which never runs over the end of a line."""
    compiled = wanted.compiled()
    pattern = re.compile(compiled.pattern, compiled.flags | re.MULTILINE)
    let_go = LettingGo(buffer)
    for start, end in _slices_of_lines(buffer):
        let_go(start)
        text = buffer[start:end].decode("utf-8", "surrogateescape")
        at, counted = start, 0
        for found in pattern.finditer(text):
            if found.start() == found.end():
                continue
            at += len(text[counted : found.start()].encode("utf-8", "surrogateescape"))
            length = len(found[0].encode("utf-8", "surrogateescape"))
            yield at, length
            at, counted = at + length, found.end()


def _slices_of_lines(buffer: Buffer) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(buffer):
        end = min(start + SLICE, len(buffer))
        if end < len(buffer):
            cut = buffer.rfind(b"\n", start, end) + 1
            end = cut if cut > start else _character_end(buffer, end)
        yield start, end
        start = end


def _character_end(buffer: Buffer, position: int) -> int:
    while position < len(buffer) and 0x80 <= buffer[position] < 0xC0:
        position += 1
    return position


def _word_places(buffer: Buffer, wanted: Wanted) -> Iterator[tuple[int, int]]:
    """Places of words, also where JSON writes them with escapes."""
    if not wanted.text:
        return
    spellings = {
        wanted.text,
        json.dumps(wanted.text)[1:-1],
        json.dumps(wanted.text, ensure_ascii=False)[1:-1],
    }
    if all(spelling.isascii() for spelling in spellings) and len(spellings) == 1:
        yield from _ascii_places(buffer, wanted.text.lower().encode())
        return
    yield from _spelled_places(buffer, sorted(spellings, key=len, reverse=True))


def _ascii_places(buffer: Buffer, needle: bytes) -> Iterator[tuple[int, int]]:
    """Lower-casing a slice and looking with memchr is ten times as fast as a pattern that ignores case."""
    begin, free, let_go = 0, 0, LettingGo(buffer)
    while begin < len(buffer):
        let_go(begin)
        piece = buffer[begin : begin + SLICE + len(needle) - 1].lower()
        found = piece.find(needle, max(0, free - begin))
        while found >= 0 and found < SLICE:
            free = begin + found + len(needle)
            yield begin + found, len(needle)
            found = piece.find(needle, found + len(needle))
        begin += SLICE


def _spelled_places(buffer: Buffer, spellings: list[str]) -> Iterator[tuple[int, int]]:
    """Places of texts with letters beyond ASCII; where two spellings begin at one place, the first of them counts."""
    looks = [_Spelling.of(spelling) for spelling in spellings]
    longest = max(len(spelling.encode()) for spelling in spellings)
    begin, free, let_go = 0, 0, LettingGo(buffer)
    while begin < len(buffer):
        let_go(begin)
        piece = buffer[begin : begin + SLICE + longest - 1]
        lowered = piece.lower()
        found = [
            (start, rank, end) for rank, look in enumerate(looks) for start, end in look.spans(piece, lowered)
        ]
        for start, _rank, end in sorted(found):
            if start < SLICE and begin + start >= free:
                free = begin + end
                yield begin + start, end - start
        begin += SLICE


_PLAIN: Final = re.compile(r"[\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A text in either case. Its longest part in ASCII is looked for first: three times as fast as a pattern."""

    pattern: re.Pattern[bytes]
    plain: bytes
    before: frozenset[int]
    """How many bytes may stand before that part: a letter may be longer in the other case."""

    @classmethod
    def of(cls, text: str) -> _Spelling:
        """What finds ``text``."""
        part = max(_PLAIN.finditer(text), key=lambda found: len(found[0]), default=None)
        lengths = {0}
        for letter in text[: part.start()] if part is not None else "":
            lengths = {length + len(case) for length in lengths for case in _cases(letter)}
        plain = part[0].lower().encode() if part is not None else b""
        return cls(re.compile(_either_case(text)), plain, frozenset(lengths))

    def spans(self, piece: bytes, lowered: bytes) -> Iterator[tuple[int, int]]:
        """Begin and end of each place in ``piece``, which is ``lowered``, too; some may overlap."""
        if not self.plain:
            found = self.pattern.search(piece)
            while found is not None:
                yield found.span()
                found = self.pattern.search(piece, found.start() + 1)
            return
        at = lowered.find(self.plain)
        while at >= 0:
            for before in self.before:
                if at >= before and (found := self.pattern.match(piece, at - before)) is not None:
                    yield found.span()
            at = lowered.find(self.plain, at + 1)


def _cases(letter: str) -> list[bytes]:
    """A letter in either case, in UTF-8."""
    return [
        case.encode("utf-8", "surrogatepass") for case in sorted({letter, letter.lower(), letter.upper()})
    ]


def _either_case(text: str) -> bytes:
    """A pattern over UTF-8 for ``text`` in either case; the engine's own flag knows ASCII alone in bytes."""
    return b"".join(b"(?:" + b"|".join(map(re.escape, _cases(letter))) + b")" for letter in text)
