"""What may be written next in a JSON text, by its schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from xena_desktop.domain.schema import Schema, at, types_of

_TOKEN: Final = re.compile(
    r'"(?P<string>(?:[^"\\]|\\.)*)(?P<end>"?)|(?P<mark>[{}\[\],:])|(?P<plain>[^\s{}\[\],:"]+)'
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Text to write between ``start`` and ``end``; ``shown`` is how it is listed, ``about`` what it means."""

    start: int
    end: int
    text: str
    shown: str
    about: str = ""


@dataclass(slots=True)
class _Frame:
    kind: str
    name: str | None = None
    number: int = 0
    names: tuple[str, ...] = ()

    @property
    def step(self) -> str | int | None:
        return self.number if self.kind == "[" else self.name


def proposals(text: str, position: int, *, whole: Schema) -> list[Proposal]:
    """Names of members, or values, that fit where the cursor stands; none where the schema says nothing."""
    frames, typed, start = _before(text, position)
    end = (
        position + 1
        if text[start:position].startswith('"') and text[position : position + 1] == '"'
        else position
    )
    if frames and frames[-1].kind == "{" and frames[-1].name is None:
        schema = at([step for frame in frames[:-1] if (step := frame.step) is not None], whole=whole)
        found = _names(schema, taken=frames[-1].names)
    else:
        schema = at([step for frame in frames if (step := frame.step) is not None], whole=whole)
        found = _values(schema)
    wanted = typed.casefold()
    return [
        Proposal(start, end, written, shown, about)
        for written, shown, about in found
        if wanted in shown.casefold() and written != text[start:end]
    ]


def _before(text: str, position: int) -> tuple[list[_Frame], str, int]:
    """The objects and lists that are open at the cursor, what is typed there already, and where that begins."""
    frames: list[_Frame] = []
    last = ""
    for token in _TOKEN.finditer(text, 0, position):
        mark = token["mark"]
        if token.end() == position and not mark and (token["string"] is None or not token["end"]):
            return frames, token["plain"] or token["string"] or "", token.start()
        if mark in ("{", "["):
            frames.append(_Frame(mark))
        elif mark in ("}", "]") and frames:
            frames.pop()
        elif mark == ":" and frames and frames[-1].kind == "{":
            frames[-1].name = last
            frames[-1].names = (*frames[-1].names, last)
        elif mark == "," and frames:
            frames[-1].name = None
            frames[-1].number += 1
        last = token["string"] or ""
    return frames, "", position


def _names(schema: Schema, *, taken: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    for name, inner in schema.get("properties", {}).items():
        if name not in taken and inner.get("readOnly") is not True:
            about = str(inner.get("description", "")) or " ".join(types_of(inner))
            yield json.dumps(name, ensure_ascii=False) + ": ", name, about


def _values(schema: Schema) -> Iterator[tuple[str, str, str]]:
    for value in schema.get("enum", ()):
        yield json.dumps(value, ensure_ascii=False), "null" if value is None else str(value), ""
    if "enum" in schema:
        return
    for written in ("true", "false") if "boolean" in types_of(schema) else ():
        yield written, written, ""
    if "null" in schema.get("type", ()):
        yield "null", "null", ""
