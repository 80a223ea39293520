"""How the index of a JSON text is made, some bytes at a time."""

from __future__ import annotations

from typing import Final

from xena_desktop.domain.json_index import Branch, Index
from xena_desktop.domain.json_scan import (
    LARGE,
    STRIDE,
    Buffer,
    after_space,
    end_of_value,
    is_opening,
    many,
    name_before,
    one,
    scan_brackets,
)

DEEPEST: Final = 20_000
"""Branches inside each other that can be opened; a text of nothing but brackets would otherwise fill the memory."""
DEEP: Final = 64
"""Brackets inside each other. What holds more has a branch, so that none of them is looked through at each level."""
_NEAR: Final = 1 << 13
"""Bytes. No further is looked for the end of a first child: an envelope's rows, which come soon, are longer."""
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


class Indexer:
    """Builds an ``Index``, some bytes at a time; the text may still be arriving."""

    def __init__(self, *, start: int = 0) -> None:
        self.index = Index(start=start, read=start)
        self.branches: list[Branch] = []
        self.touched: set[int] = set()
        self._open: list[Branch] = []
        self._begun = False
        self._worthwhile = 0
        self._depths: dict[int, int] = {}
        self._scanned_to = 0
        self._look = LARGE

    def advance(self, buffer: Buffer, *, is_final: bool, count: int) -> bool:
        """Read on for about ``count`` bytes; returns whether there is more to do with the bytes that are there.

        ``is_final`` says that no more will come.
        """
        if not is_final and len(buffer) < self._worthwhile:
            return False
        until = self.index.read + count
        if not self._begun and not self._begin(buffer, is_final=is_final):
            return False
        while not self.index.is_done and self.index.read < until:
            if not self._step(buffer) and (not is_final or not self._cut_short(buffer)):
                return False
        return not self.index.is_done

    def _cut_short(self, buffer: Buffer) -> bool:
        """The text ends too early: open what was begun, so that what came is shown. Returns whether to go on."""
        if self.index.is_done:
            return False
        branch, position = self._open[-1], after_space(buffer, self.index.read)
        named = name_before(buffer, position) if branch.is_object else (position, position, position)
        value = named[2] if named else len(buffer)
        if is_opening(buffer, value) and self._descend(buffer, branch, position=position, value=value):
            return True
        if value < len(buffer) and not self.index.is_done:
            branch.long[branch.count] = -1
            self._add(branch, position)
        self._stop(fault=len(buffer))
        return False

    def _begin(self, buffer: Buffer, *, is_final: bool) -> bool:
        start = self.index.start
        if start == 0 and buffer[:3] == _BYTE_ORDER_MARK:
            start = 3
        start = after_space(buffer, start)
        if not is_final and len(buffer) - start < 4:
            return False
        self.index.start = self.index.read = start
        self._begun = True
        if is_opening(buffer, start):
            self.index.root = self._opened(buffer, start)
            self.index.read = start + 1
        else:
            end = end_of_value(buffer, start, end=len(buffer))
            self.index.end = self.index.read = len(buffer) if end < 0 else end
            self._stop(fault=start if end < 0 else self._rest(buffer, self.index.read))
        return True

    def _opened(self, buffer: Buffer, start: int) -> Branch:
        branch = Branch(start, buffer[start : start + 1] == b"{", number=len(self.branches))
        self.branches.append(branch)
        self.touched.add(branch.number)
        self._open.append(branch)
        return branch

    def _stop(self, *, fault: int) -> None:
        self.index.fault, self.index.is_done = fault, True

    def _step(self, buffer: Buffer) -> bool:
        """Find the next child or children; returns whether the bytes that are there were enough."""
        branch, position = self._open[-1], self.index.read
        is_beginning = branch.count < STRIDE
        self._look = _NEAR if is_beginning else LARGE
        end = min(position + self._look, len(buffer))
        self.touched.add(branch.number)
        if not is_beginning and branch.count % STRIDE == 0:
            after = many(buffer, position, is_object=branch.is_object, end=end)
            if after >= 0:
                branch.marks.append(position)
                branch.count += STRIDE
                self.index.read = after
                return True
        found = one(buffer, position, is_object=branch.is_object, end=end)
        if found is None:
            return self._difficult(buffer, branch)
        _child, after, is_last = found
        self._add(branch, position)
        self._go_on(buffer, after=after, is_last=is_last)
        return True

    def _add(self, branch: Branch, position: int) -> None:
        if branch.count % STRIDE == 0:
            branch.marks.append(position)
        branch.count += 1

    def _go_on(self, buffer: Buffer, *, after: int, is_last: bool) -> None:
        """Continue behind a comma, or close the branch at its bracket and stand before what follows it."""
        self.index.read = after
        if is_last:
            self._close(buffer)

    def _close(self, buffer: Buffer) -> None:
        branch = self._open.pop()
        branch.end = self.index.read
        self.touched.add(branch.number)
        if not self._open:
            self.index.end = self.index.read
            self._stop(fault=self._rest(buffer, self.index.read))

    def _rest(self, buffer: Buffer, position: int) -> int:
        rest = after_space(buffer, position)
        return rest if rest < len(buffer) else -1

    def _difficult(self, buffer: Buffer, branch: Branch) -> bool:
        """An end, a comma behind a closed branch, a large or deep child, a fault, or too few bytes."""
        position = after_space(buffer, self.index.read)
        mark = buffer[position : position + 1]
        if mark in (b"]", b"}"):
            self.index.read = position + 1
            self._close(buffer)
            return True
        if mark == b"," and branch.count and self._is_behind_branch(branch):
            self.index.read = position + 1
            return True
        value = position
        if branch.is_object:
            named = name_before(buffer, position)
            if named is None:
                return self._lacking(buffer, position, is_fault=mark not in (b'"', b""))
            value = named[2]
        return self._long_child(buffer, branch, position=position, value=value)

    def _is_behind_branch(self, branch: Branch) -> bool:
        last = branch.large.get(branch.count - 1)
        return last is not None and last.end == self.index.read

    def _long_child(self, buffer: Buffer, branch: Branch, *, position: int, value: int) -> bool:
        end = self._end_of(buffer, value)
        if end < 0:
            if self._is_known_as_long(value):
                return self._descend(buffer, branch, position=position, value=value)
            return self._lacking(buffer, value, is_fault=False)
        after = after_space(buffer, end)
        mark = buffer[after : after + 1]
        if mark not in (b",", b"]", b"}"):
            if mark:
                self._add(branch, position)
            return self._lacking(buffer, after, is_fault=mark != b"")
        if end - value > LARGE:
            branch.long[branch.count] = end
        self._add(branch, position)
        self._go_on(buffer, after=after + 1, is_last=mark != b",")
        return True

    def _end_of(self, buffer: Buffer, value: int) -> int:
        """Where a value ends, or -1; what is found of the brackets inside is good for what stands in it, too."""
        if not is_opening(buffer, value):
            return end_of_value(buffer, value, end=len(buffer))
        if self._is_known_as_long(value):
            return -1
        found = scan_brackets(buffer, value, end=min(value + self._look, len(buffer)), deepest=DEEP)
        self._scanned_to = found.position
        self._depths = {start: len(found.opened) - outer for outer, start in enumerate(found.opened)}
        return found.end

    def _is_known_as_long(self, value: int) -> bool:
        """Whether the object or array there is long or deep, by the last look into what holds it."""
        depth = self._depths.get(value, 0)
        return depth * 2 > DEEP or (depth > 0 and (self._scanned_to - value) * 2 > self._look)

    def _descend(self, buffer: Buffer, branch: Branch, *, position: int, value: int) -> bool:
        if len(self._open) >= DEEPEST:
            self.index.is_too_deep = True
            self._stop(fault=value)
            return False
        row = branch.count
        self._add(branch, position)
        branch.large[row] = self._opened(buffer, value)
        self.index.read = value + 1
        return True

    def _lacking(self, buffer: Buffer, position: int, *, is_fault: bool) -> bool:
        """Stop at a fault. Otherwise more bytes are needed than are there."""
        if is_fault:
            self._stop(fault=position)
        # one value that is long in coming is looked through again each time, so not for every few bytes of it
        self._worthwhile = len(buffer) + (len(buffer) - self.index.read) // 4
        return False


def whole_index(buffer: Buffer) -> Index:
    """The index of all of a text that is short enough to be read at once."""
    indexer = Indexer()
    indexer.advance(buffer, is_final=True, count=len(buffer) + 1)
    return indexer.index


def branch_at(buffer: Buffer, start: int) -> Branch:
    """The branch of a small object or array that begins at ``start``."""
    indexer = Indexer(start=start)
    indexer.advance(buffer, is_final=True, count=0)
    root = indexer.index.root
    if root is None:
        raise ValueError("no object and no array begins there")
    while not root.is_whole and indexer.advance(buffer, is_final=True, count=LARGE):
        pass
    return root
