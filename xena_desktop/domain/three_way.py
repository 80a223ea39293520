"""A change put on what somebody else made of the same thing meanwhile, member by member.

Values are moved as the raw text in which they were written, so that no digit of a number changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from xena_desktop.domain.pages import raw_members

VERSION: Final = "Version"
"""The member by which Xena notices that two people change the same thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One member that is not the same on both sides. Values are raw JSON; empty where the member is missing.

    ``takes_mine`` is what the merge does by itself; ``is_conflict``: both sides changed it, or nobody knows.
    """

    path: str
    was: str
    mine: str
    theirs: str
    takes_mine: bool
    is_conflict: bool


def differences(*, base: str | None, mine: str, theirs: str) -> tuple[Difference, ...]:
    """What differs between my body and what stands at the server now; ``base`` is what I began from, if known.

    Raises ValueError when a text is no JSON object.
    """
    return tuple(
        _differences(_object(base) if base is not None else None, _object(mine), _object(theirs), "")
    )


def merged(*, mine: str, theirs: str, takes_mine: Mapping[str, bool]) -> str:
    """My body on top of theirs: their version, and for each path in ``takes_mine`` mine or theirs."""
    return _merged(_object(mine), _object(theirs), takes_mine, prefix="", indent=1)


def version_of(body: str) -> str:
    """The raw version in a body, or an empty text."""
    try:
        return _object(body).get(VERSION, "")
    except ValueError:
        return ""


Members = Mapping[str, str]


def _object(text: str) -> Members:
    try:
        return MappingProxyType(dict(raw_members(text)))
    except (IndexError, RecursionError) as error:
        raise ValueError("no JSON object") from error


def _differences(base: Members | None, mine: Members, theirs: Members, prefix: str) -> list[Difference]:
    found: list[Difference] = []
    for name, ours in mine.items():
        other = theirs.get(name, "")
        if (name == VERSION and not prefix) or not other or _same(ours, other):
            continue
        was = base.get(name, "") if base is not None else ""
        if ours[0] == other[0] == "{":
            inner = _object(was) if was[:1] == "{" else (None if base is None else {})
            found += _differences(inner, _object(ours), _object(other), f"{prefix}{name}.")
            continue
        i_changed = base is None or not _same(ours, was)
        they_changed = base is None or not _same(other, was)
        found.append(
            Difference(
                path=prefix + name,
                was=was,
                mine=ours,
                theirs=other,
                takes_mine=i_changed,
                is_conflict=i_changed and they_changed,
            )
        )
    return found


def _merged(
    mine: Members, theirs: Members, takes_mine: Mapping[str, bool], *, prefix: str, indent: int
) -> str:
    lines = []
    for name, ours in mine.items():
        other, path = theirs.get(name, ""), prefix + name
        if name == VERSION and not prefix:
            value = other or ours
        elif ours[0] == other[:1] == "{":
            inner = f"{path}."
            value = _merged(_object(ours), _object(other), takes_mine, prefix=inner, indent=indent + 1)
        else:
            value = ours if takes_mine.get(path, True) or not other else other
        lines.append(f"{'  ' * indent}{json.dumps(name, ensure_ascii=False)}: {value}")
    if VERSION in theirs and VERSION not in mine and not prefix:
        lines.append(f'{"  " * indent}"{VERSION}": {theirs[VERSION]}')
    end = "  " * (indent - 1)
    return "{\n" + ",\n".join(lines) + f"\n{end}}}" if lines else "{}"


def _same(one: str, other: str) -> bool:
    return one == other or (bool(one) and bool(other) and _value(one) == _value(other))


def _value(raw: str) -> Any:
    """For comparing only: ``1.10`` is ``1.1``, and ``true`` is not ``1``."""
    if raw[0] in "tf":
        return raw
    return json.loads(raw, parse_float=Decimal, parse_int=Decimal)
