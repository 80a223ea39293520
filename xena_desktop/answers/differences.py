"""Two answers compared by structure: only what differs, rows matched by their ``Id``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from xena_desktop.answers.filtering import WrittenFloat, write_exact

_MATCHED_BY: Final = "Id"
_MISSING: Final = object()
_Pair = tuple[str, Any, Any, Any]
"""A path, what stands there on both sides, and the ``Id`` of what it is in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What rows of differences call their columns, and what happened, in the person's language."""

    path: str = "Path"
    id: str = "Id"
    change: str = "Change"
    left: str = "Left"
    right: str = "Right"
    added: str = "added"
    removed: str = "removed"
    changed: str = "changed"


@dataclass(slots=True)
class Differences:
    """What differs, as rows of a table: a JSON Pointer, the ``Id`` of what it is in, what happened, and both values.

    The pointer is one into the left answer, or into the right one for what was added.
    """

    words: Words
    rows: list[dict[str, Any]] = field(default_factory=list)
    added: int = 0
    removed: int = 0
    changed: int = 0

    def align(self) -> None:
        """Where some rows have an ``Id``, let all of them have that column, behind the path."""
        words = self.words
        if any(words.id in row for row in self.rows):
            self.rows = [{words.path: row[words.path], words.id: None} | row for row in self.rows]

    def add(self, path: str, left: Any, right: Any, *, key: Any) -> None:
        """Note one place; ``key`` is None where nothing around it has an ``Id``."""
        words = self.words
        row: dict[str, Any] = {words.path: path} | ({words.id: key} if key is not None else {})
        if left is _MISSING:
            self.added += 1
            row |= {words.change: words.added, words.right: _in_a_cell(right)}
        elif right is _MISSING:
            self.removed += 1
            row |= {words.change: words.removed, words.left: _in_a_cell(left)}
        else:
            self.changed += 1
            row |= {words.change: words.changed, words.left: _in_a_cell(left), words.right: _in_a_cell(right)}
        self.rows.append(row)


def differences(left: Any, right: Any, *, words: Words) -> Differences:
    """What differs between two values."""
    found = Differences(words)
    waiting: list[_Pair] = [("", left, right, None)]
    while waiting:
        path, one, other, key = waiting.pop()
        if isinstance(one, dict) and isinstance(other, dict):
            waiting += reversed(list(_members(path, one, other, key)))
        elif isinstance(one, list) and isinstance(other, list):
            waiting += reversed(list(_items(path, one, other, key)))
        elif not _same(one, other):
            found.add(path, one, other, key=key)
    found.align()
    return found


def _members(path: str, one: dict[str, Any], other: dict[str, Any], key: Any) -> Iterator[_Pair]:
    for name in [*one, *(name for name in other if name not in one)]:
        step = name.replace("~", "~0").replace("/", "~1")
        yield f"{path}/{step}", one.get(name, _MISSING), other.get(name, _MISSING), key


def _items(path: str, one: list[Any], other: list[Any], key: Any) -> Iterator[_Pair]:
    left, right = _by_id(one), _by_id(other)
    if left is None or right is None:
        for row in range(max(len(one), len(other))):
            left_item, right_item = (side[row] if row < len(side) else _MISSING for side in (one, other))
            yield f"{path}/{row}", left_item, right_item, key
        return
    for own, row in left.items():
        yield f"{path}/{row}", one[row], other[right[own]] if own in right else _MISSING, own
    for own, row in right.items():
        if own not in left:
            yield f"{path}/{row}", _MISSING, other[row], own


def _by_id(items: list[Any]) -> dict[Any, int] | None:
    """The row of each ``Id``, or None when not every item has one of its own."""
    if not all(isinstance(item, dict) and isinstance(item.get(_MATCHED_BY), int | str) for item in items):
        return None
    found = {item[_MATCHED_BY]: row for row, item in enumerate(items)}
    return found if len(found) == len(items) else None


def _in_a_cell(value: Any) -> Any:
    """Objects and arrays as their JSON: the members of one would be columns beside all the others."""
    if not isinstance(value, dict | list):
        return value
    parts: list[bytes] = []
    write_exact(value, write=parts.append)
    return b"".join(parts).decode("utf-8", "replace")


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, WrittenFloat) and isinstance(other, WrittenFloat):
        return one.text == other.text or one == other
    return type(one) is type(other) and bool(one == other)
