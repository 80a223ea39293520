"""Where the values of a JSON text stand, so that one can be changed and all else stay as it was written."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from xena_desktop.ui.models.json_syntax import INDENT, problem, with_numbers_for_variables

_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_SPACE: Final = re.compile(r"\s*")
_PLAIN: Final = re.compile(r"[^\s\[\]{},:\"]+")


@dataclass(slots=True)
class Spot:
    """A value from ``start`` to ``end``, and what stands inside it, by name or number, with where each begins."""

    start: int
    end: int = 0
    inside: dict[str | int, Spot] = field(default_factory=dict)
    names: dict[str | int, int] = field(default_factory=dict)


def spots(text: str) -> Spot | None:
    """The places of a whole JSON text, in which variables may stand; None for one that is none."""
    text = with_numbers_for_variables(text)
    if not text.strip() or problem(text):
        return None
    try:
        return _Scanner(text).value(_SPACE.match(text).end())  # type: ignore[union-attr] # it matches nothing, too
    except (RecursionError, AttributeError, IndexError):
        return None


def spot_at(text: str, path: Sequence[str | int]) -> Spot | None:
    """The place of the value that ``path`` leads to, or of the nearest that holds where it would be."""
    found = spots(text)
    for step in path:
        if found is None or step not in found.inside:
            break
        found = found.inside[step]
    return found


def value_at(text: str, path: Sequence[str], *, whole: Spot) -> str | None:
    """The text of a value, or None where it is not there."""
    spot = whole
    for step in path:
        if step not in spot.inside:
            return None
        spot = spot.inside[step]
    return text[spot.start : spot.end]


def with_value(text: str, path: Sequence[str], value: str | None) -> str:
    """``text`` with the member at ``path`` set to the JSON ``value``, or without it; a broken text as it is.

    Objects on the way are made where they are missing.
    """
    whole = spots(text if text.strip() else "{}")
    text = text if text.strip() else "{}"
    if whole is None:
        return text
    holder, rest = whole, list(path)
    while rest and rest[0] in holder.inside and len(rest) > 1:
        holder = holder.inside[rest.pop(0)]
    if rest[0] in holder.inside:
        spot = holder.inside[rest[0]]
        if value is None:
            return _without(text, holder, rest[0])
        return text[: spot.start] + value + text[spot.end :]
    if value is None or text[holder.start] != "{":
        return text
    return _with_member(text, holder, rest, value)


def _with_member(text: str, holder: Spot, rest: list[str], value: str) -> str:
    depth = _depth(text, holder)
    for level, name in reversed(list(enumerate(rest[1:], start=1))):
        pad = "\n" + INDENT * (depth + level + 1)
        value = f"{{{pad}{json.dumps(name, ensure_ascii=False)}: {value}\n" + INDENT * (depth + level) + "}"
    member = "\n" + INDENT * (depth + 1) + json.dumps(rest[0], ensure_ascii=False) + ": " + value
    if not holder.inside:
        return text[: holder.start] + "{" + member + "\n" + INDENT * depth + "}" + text[holder.end :]
    last = max(spot.end for spot in holder.inside.values())
    return text[:last] + "," + member + text[last:]


def _without(text: str, holder: Spot, name: str) -> str:
    names = list(holder.inside)
    place = names.index(name)
    if len(names) == 1:
        return text[: holder.start] + "{}" + text[holder.end :]
    if place == 0:
        return text[: holder.names[name]] + text[holder.names[names[1]] :]
    return text[: holder.inside[names[place - 1]].end] + text[holder.inside[name].end :]


def _depth(text: str, holder: Spot) -> int:
    line = text[text.rfind("\n", 0, holder.start) + 1 : holder.start]
    return (len(line) - len(line.lstrip(" "))) // len(INDENT)


class _Scanner:
    """Reads a text that is known to be JSON."""

    def __init__(self, text: str) -> None:
        self._text = text

    def value(self, start: int) -> Spot:
        spot = Spot(start)
        match self._text[start]:
            case "{":
                self._inside(spot, named=True)
            case "[":
                self._inside(spot, named=False)
            case '"':
                spot.end = self._end(_STRING, start)
            case _:
                spot.end = self._end(_PLAIN, start)
        return spot

    def _inside(self, spot: Spot, *, named: bool) -> None:
        place, number = self._end(_SPACE, spot.start + 1), 0
        while self._text[place] not in "]}":
            begins, name = place, number
            key: str | int = name
            if named:
                end = self._end(_STRING, place)
                key = json.loads(self._text[place:end])
                place = self._end(_SPACE, self._end(_SPACE, end) + 1)
            inner = self.value(place)
            spot.inside[key], spot.names[key] = inner, begins
            place = self._end(_SPACE, inner.end)
            if self._text[place] == ",":
                place = self._end(_SPACE, place + 1)
            number += 1
        spot.end = place + 1

    def _end(self, pattern: re.Pattern[str], start: int) -> int:
        return pattern.match(self._text, start).end()  # type: ignore[union-attr] # the text is JSON
