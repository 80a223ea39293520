"""The pages of a list joined to one, digit for digit as the server wrote them.

A list of Xena's API is an envelope ``{"Count": 38, "Entities": […]}``; ``Count`` counts all pages. Reading
numbers as floats and writing them again would change them, so the joined text is cut from the pages' own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NoReturn

from xena_desktop.domain.errors import RequestInvalid

_SPACE = " \t\n\r"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: the number of all entities, and the raw JSON text of each one on it and of other members."""

    count: int
    entities: tuple[str, ...]
    others: tuple[tuple[str, str], ...]


def read_page(body: bytes) -> Page:
    """The page in ``body``; raises RequestInvalid when it is no envelope."""
    try:
        members = dict(raw_members(body.decode("utf-8-sig")))
        entities = tuple(_elements(members.pop("Entities")))
        count = int(members.pop("Count"))
    except (ValueError, KeyError, IndexError, RecursionError) as error:
        raise RequestInvalid(part="query", reason="no_envelope") from error
    return Page(count=count, entities=entities, others=tuple(members.items()))


def joined(first: Page, texts: list[str]) -> bytes:
    """One envelope with the entities of all pages, each page's as one text; all else as on the first page."""
    entities = ",\n".join(filter(None, texts))
    members = [("Count", str(first.count)), *first.others, ("Entities", f"[\n{entities}\n]")]
    return ("{" + ",\n".join(f"{json.dumps(name)}: {raw}" for name, raw in members) + "}").encode()


def is_json(text: str) -> bool:
    """Whether ``text`` is one JSON value by RFC 8259, which knows no NaN."""
    try:
        return _skipped(text, _value_end(text, _skipped(text, 0))) == len(text)
    except (ValueError, RecursionError):
        return False


# --- cutting ---------------------------------------------------------------------------------------------


def raw_members(text: str) -> list[tuple[str, str]]:
    """The members of the one object that ``text`` is: name and raw value. Raises ValueError and IndexError."""
    found = []
    place = _after(text, 0, "{")
    while text[place] != "}":
        if text[place] != '"':
            raise ValueError("a name is no string")
        end = _value_end(text, place)
        name = json.loads(text[place:end])
        start = _after(text, end, ":")
        end = _value_end(text, start)
        found.append((name, text[start:end]))
        place = _next(text, end, closing="}")
    if _skipped(text, place + 1) != len(text):
        raise ValueError("text after the object")
    return found


def _elements(text: str) -> list[str]:
    """The raw elements of the one array that ``text`` is."""
    found = []
    place = _after(text, 0, "[")
    while text[place] != "]":
        end = _value_end(text, place)
        found.append(text[place:end])
        place = _next(text, end, closing="]")
    return found


def _value_end(text: str, start: int) -> int:
    """Where the value that begins at ``start`` ends; numbers are not read, so none is too long."""
    end: int = _DECODER.raw_decode(text, start)[1]
    return end


def _next(text: str, place: int, *, closing: str) -> int:
    """The place of the next item after a comma, or of the closing bracket."""
    place = _skipped(text, place)
    return place if text[place] == closing else _after(text, place, ",")


def _after(text: str, place: int, wanted: str) -> int:
    """The place of what follows ``wanted``; ValueError where something else stands."""
    place = _skipped(text, place)
    if text[place] != wanted:
        raise ValueError(wanted)
    return _skipped(text, place + 1)


def _skipped(text: str, place: int) -> int:
    while place < len(text) and text[place] in _SPACE:
        place += 1
    return place


def _refused(constant: str) -> NoReturn:
    raise ValueError(constant)


def _unread(digits: str) -> Any:
    return digits


_DECODER = json.JSONDecoder(parse_float=_unread, parse_int=_unread, parse_constant=_refused)
