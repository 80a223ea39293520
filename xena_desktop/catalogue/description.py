"""A document after it was read: compact on disk, its operations at once, everything else when it is asked for.

The file is three lines of JSON and then the parts, one after the other: a head, the operations with where each
one's part ends, and where each component's part ends. So the window needs none of the schemas to list a
thousand operations, and a form reads only what it shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any, Final
from urllib.parse import unquote

from xena_desktop.domain.operation import Changes, LeftOut, Operation, Source

FORMAT: Final = "xena-catalogue/1"
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_MOST_STEPS: Final = 20


class Description:
    """One version of an API's document. Raises ValueError, KeyError or TypeError for bytes that are none."""

    def __init__(self, data: bytes) -> None:
        head_line, operation_line, self._component_line, self._parts = data.split(b"\n", 3)
        head = json.loads(head_line)
        if head["format"] != FORMAT:
            raise ValueError(head["format"])
        self.dialect: str = head["dialect"]
        self.content_types: tuple[str, ...] = tuple(head["content_types"])
        self.source = Source(**head["source"])
        self.left_out = tuple(LeftOut(*item) for item in head["left_out"])
        self.changes = Changes(**{name: tuple(keys) for name, keys in head["changes"].items()})
        rows, self._ends = json.loads(operation_line)
        self.operations: tuple[Operation, ...] = tuple(map(Operation._make, rows))

    @cached_property
    def _places(self) -> Mapping[str, tuple[int, int]]:
        """Where each operation's part stands, by the operation's key."""
        return dict(zip((one.key for one in self.operations), pairwise([0, *self._ends]), strict=True))

    @cached_property
    def components(self) -> Mapping[str, tuple[int, int]]:
        """Where each component's part stands, by its reference."""
        names, ends = json.loads(self._component_line)
        start = self._ends[-1] if self._ends else 0
        return dict(zip(names, pairwise([start, *ends]), strict=True))

    def part_bytes(self, key: str) -> bytes:
        """What the document says of the operation, as JSON."""
        start, end = self._places[key]
        return self._parts[start:end]

    def component_bytes(self, reference: str) -> bytes:
        """A component of the document, as JSON."""
        start, end = self.components[reference]
        return self._parts[start:end]

    def part(self, key: str) -> dict[str, Any]:
        """What the document says of the operation, parameters of its path included."""
        value: dict[str, Any] = json.loads(self.part_bytes(key))
        return value

    def component(self, reference: str) -> Any:
        """What a reference names, or None. Names may hold brackets, and a reference may go deeper than a name."""
        name = plain_reference(reference)
        rest: list[str] = []
        while name not in self.components:
            name, slash, last = name.rpartition("/")
            if not slash:
                return None
            rest.insert(0, last)
        value = json.loads(self.component_bytes(name))
        for step in rest:
            value = _stepped(value, step.replace("~1", "/").replace("~0", "~"))
        return value

    def resolved(self, value: Any) -> Any:
        """``value``, or what it refers to over however many steps; None where that has no end."""
        for _ in range(_MOST_STEPS):
            if not isinstance(value, dict) or not isinstance(value.get("$ref"), str):
                return value
            value = self.component(value["$ref"])
        return None


def plain_reference(reference: str) -> str:
    """A reference without percent encoding, which some writers use for brackets and some do not."""
    return unquote(reference)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands before the operations."""

    source: Source
    dialect: str
    content_types: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    changes: Changes = field(default_factory=Changes)


def packed(
    head: Head, *, operations: Sequence[Operation], parts: Sequence[bytes], components: Mapping[str, bytes]
) -> bytes:
    """The compact file of a document; ``parts`` are those of the operations, in their order."""
    members = {
        "format": FORMAT,
        "dialect": head.dialect,
        "content_types": head.content_types,
        "source": asdict(head.source),
        "left_out": [[one.place, one.reason] for one in head.left_out],
        "changes": asdict(head.changes),
    }
    ends = _ends(parts, start=0)
    component_ends = _ends(components.values(), start=ends[-1] if ends else 0)
    lines = (members, [operations, ends], [list(components), component_ends])
    return b"\n".join([*map(dumped, lines), b"".join([*parts, *components.values()])])


def dumped(value: Any) -> bytes:
    """A value as JSON without spaces; half of a surrogate pair becomes a question mark."""
    return _ENCODER.encode(value).encode("utf-8", "replace")


def _ends(parts: Iterable[bytes], *, start: int) -> list[int]:
    ends: list[int] = []
    for part in parts:
        start += len(part)
        ends.append(start)
    return ends


def _stepped(value: Any, step: str) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    return value[int(step)] if isinstance(value, list) and step.isdigit() and int(step) < len(value) else None
