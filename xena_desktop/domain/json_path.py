"""Where something is in a JSON text: rows to open one after the other, and paths to copy."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from xena_desktop.domain.json_index import Branch, Index, children, row_at
from xena_desktop.domain.json_indexer import DEEPEST, branch_at
from xena_desktop.domain.json_read import name_of
from xena_desktop.domain.json_scan import Buffer, Child, is_opening

_PLAIN_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
Step = str | int


@dataclass(slots=True)
class JsonText:
    """A JSON text and its index; both may still grow. ``buffer`` is replaced as bytes arrive."""

    buffer: Buffer
    index: Index


def pointer(steps: Iterable[Step]) -> str:
    """A JSON Pointer (RFC 6901); empty for the whole document."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def jmespath(steps: Iterable[Step]) -> str:
    """The same place as a JMESPath expression; ``@`` for the whole document."""
    parts: list[str] = []
    for step in steps:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        else:
            name = step if _PLAIN_NAME.fullmatch(step) else json.dumps(step, ensure_ascii=False)
            parts.append(f".{name}" if parts else name)
    return "".join(parts) or "@"


def steps_of(text: str) -> list[str]:
    """The steps of a JSON Pointer."""
    return [part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:]]


def branch_below(buffer: Buffer, branch: Branch, *, row: int, child: Child) -> Branch | None:
    """The branch of a child, an object or an array; None for what holds no others."""
    if not is_opening(buffer, child.start):
        return None
    return branch.large.get(row) or branch_at(buffer, child.start)


def rows_to(text: JsonText, position: int, *, most: int = DEEPEST) -> list[int]:
    """The rows to open one after the other to come to what stands at ``position``; as far as it was found.

    There are at most ``most`` of them.
    """
    branch, rows = text.index.root, list[int]()
    while branch is not None and len(rows) < most and (row := row_at(text.buffer, branch, position)) >= 0:
        rows.append(row)
        child = next(children(text.buffer, branch, first=row, count=1))
        inside = child.start <= position
        branch = branch_below(text.buffer, branch, row=row, child=child) if inside else None
    return rows


def steps_to(text: JsonText, position: int) -> list[Step]:
    """The names and numbers that lead to what stands at ``position``; as far as it was found."""
    branch, steps = text.index.root, list[Step]()
    while branch is not None and (row := row_at(text.buffer, branch, position)) >= 0:
        child = next(children(text.buffer, branch, first=row, count=1))
        steps.append(name_of(text.buffer, child) if branch.is_object else row)
        inside = child.start <= position
        branch = branch_below(text.buffer, branch, row=row, child=child) if inside else None
    return steps


def row_named(text: JsonText, branch: Branch, step: str) -> tuple[int, Child] | None:
    """The row of a member, or of an item by its number; a member is looked for among the first thousand."""
    if not branch.is_object:
        row = int(step) if step.isdecimal() else -1
        found = next(children(text.buffer, branch, first=row, count=1), None) if row >= 0 else None
        return (row, found) if found else None
    members = enumerate(children(text.buffer, branch, first=0, count=1000))
    return next(((row, child) for row, child in members if name_of(text.buffer, child) == step), None)


def rows_of(text: JsonText, steps: Iterable[str]) -> list[int]:
    """The rows to open one after the other to come to the place that the steps name, as far as there is one."""
    branch, rows = text.index.root, list[int]()
    for step in steps:
        found = row_named(text, branch, step) if branch is not None else None
        if branch is None or found is None:
            break
        rows.append(found[0])
        branch = branch_below(text.buffer, branch, row=found[0], child=found[1])
    return rows
