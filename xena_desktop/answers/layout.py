"""JSON of any size, laid out with two spaces a level; not one character of a value changes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from xena_desktop.domain.buffers import LettingGo
from xena_desktop.domain.json_index import Branch, Index, children
from xena_desktop.domain.json_scan import LARGE, STRIDE, Buffer, Child, is_opening

Write = Callable[[bytes], object]

_DEEPEST: Final = 100
"""Levels that are indented. Ten thousand levels would make a text of nothing but spaces."""
_LONGEST_RUN: Final = 1 << 20
"""Bytes that are laid out at once; a longer text is copied piece by piece."""
_TOKEN: Final = re.compile(
    rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{][ \t\r\n]*[\]}]|[\[\]{},:]|[^\s"\[\]{},:]++', re.DOTALL
)


def lay_out(buffer: Buffer, index: Index, *, write: Write) -> int:
    """Write ``buffer`` laid out. Returns where the first value stands that is no JSON, or -1."""
    layout = _Layout(buffer, write=write)
    if index.root is None:
        write(layout.formatted(index.start, index.end, level=0))
    else:
        layout.branch(index.root)
        after = index.root.end if index.root.is_whole else len(buffer)
        write(buffer[after:].rstrip())
    return layout.fault if layout.fault >= 0 else index.fault


class _Layout:
    def __init__(self, buffer: Buffer, *, write: Write) -> None:
        self._buffer, self._write = buffer, write
        self._let_go = LettingGo(buffer)
        self.fault = -1

    def branch(self, branch: Branch) -> None:
        """A large object or array: its children a slice at a time, those that are large themselves in their turn."""
        waiting = [self._pieces(branch, level=0)]
        while waiting:
            below = next(waiting[-1], None)
            if below is None:
                waiting.pop()
            else:
                waiting.append(self._pieces(below, level=len(waiting)))

    def _pieces(self, branch: Branch, *, level: int) -> Iterator[Branch]:
        """Writes a branch; a large child of it is given back to be written before the next piece."""
        self._write(b"{" if branch.is_object else b"[")
        between = b"\n" + _indent(level + 1)
        for first, last in _runs(branch):
            self._let_go(branch.marks[first // STRIDE])
            self._write((b"," if first else b"") + between)
            if first in branch.large:
                self._write(self._name(next(children(self._buffer, branch, first=first, count=1))))
                yield branch.large[first]
            else:
                self._write_run(branch, first, last, level=level)
        if branch.is_whole:
            self._write(
                (b"\n" + _indent(level) if branch.count else b"") + (b"}" if branch.is_object else b"]")
            )

    def _name(self, child: Child) -> bytes:
        return (
            self._buffer[child.name_start : child.name_end] + b": "
            if child.name_end > child.name_start
            else b""
        )

    def _write_run(self, branch: Branch, first: int, last: int, *, level: int) -> None:
        """The children from ``first`` to before ``last``, which are no branches."""
        found = list(children(self._buffer, branch, first=first, count=last - first))
        if found[-1].end - found[0].start <= _LONGEST_RUN:
            self._write(self._run(found, is_object=branch.is_object, level=level))
            return
        for number, child in enumerate(found):
            self._write((b",\n" + _indent(level + 1) if number else b"") + self._name(child))
            self._write_long(child, level=level + 1)

    def _write_long(self, child: Child, *, level: int) -> None:
        """A child that may be a text of any length, which is written as it is."""
        end = child.end if child.end >= 0 else len(self._buffer)
        if end - child.start <= _LONGEST_RUN or is_opening(self._buffer, child.start):
            self._write(self.formatted(child.start, end, level=level))
            return
        for start in range(child.start, end, _LONGEST_RUN):
            self._let_go(start)
            self._write(self._buffer[start : min(start + _LONGEST_RUN, end)])

    def _run(self, found: list[Child], *, is_object: bool, level: int) -> bytes:
        """Children laid out all at once, where they are JSON."""
        end = found[-1].end if found[-1].end >= 0 else len(self._buffer)
        text = self._buffer[found[0].name_start : end]
        inside = b"{" + text + b"}" if is_object else b"[" + text + b"]"
        try:
            laid_out = msgspec.json.format(inside, indent=2)
        except (msgspec.DecodeError, RecursionError):
            between = b",\n" + _indent(level + 1)
            return between.join(
                self._name(c) + self.formatted(c.start, c.end, level=level + 1) for c in found
            )
        return laid_out[4:-2].replace(b"\n", b"\n" + _indent(level))

    def formatted(self, start: int, end: int, *, level: int) -> bytes:
        """One value that is not large; one that is not JSON is laid out as well as it goes."""
        text = self._buffer[start : end if end >= 0 else len(self._buffer)]
        try:
            laid_out = msgspec.json.format(text, indent=2)
        except (msgspec.DecodeError, RecursionError):
            self._look_for_fault(text, start=start)
            return _by_tokens(text, level=level)
        return laid_out.replace(b"\n", b"\n" + _indent(level))

    def _look_for_fault(self, text: bytes, *, start: int) -> None:
        """NaN, half surrogates and great depth are shown; what Python's own reader refuses, too, is a fault."""
        if self.fault >= 0:
            return
        try:
            json.loads(text)
        except json.JSONDecodeError as error:
            self.fault = start + len(error.doc[: error.pos].encode("utf-8", "surrogatepass"))
        except UnicodeDecodeError as error:
            self.fault = start + error.start
        except (ValueError, RecursionError):
            return


def _indent(level: int) -> bytes:
    return b"  " * min(level, _DEEPEST)


def _runs(branch: Branch) -> Iterator[tuple[int, int]]:
    """Rows that are laid out together: some kilobytes, and never with a large child among them."""
    first = 0
    for row in range(0, branch.count, STRIDE):
        last = min(row + STRIDE, branch.count)
        start = branch.marks[first // STRIDE]
        for large in (r for r in range(row, last) if r in branch.large):
            if large > first:
                yield first, large
            yield large, large + 1
            first = large + 1
        if first < last and (branch.marks[row // STRIDE] - start > LARGE or last == branch.count):
            yield first, last
            first = last


def _by_tokens(text: bytes, *, level: int) -> bytes:
    """``text`` laid out piece by piece, whatever the pieces are."""
    parts: list[bytes] = []
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token in (b"{", b"["):
            level += 1
            parts += [token, b"\n", _indent(level)]
        elif token in (b"}", b"]"):
            level = max(0, level - 1)
            parts += [b"\n", _indent(level), token]
        elif token == b",":
            parts += [token, b"\n", _indent(level)]
        elif token[:1] in (b"{", b"["):
            parts.append(token[:1] + token[-1:])
        else:
            parts.append(b": " if token == b":" else token)
    return b"".join(parts)
