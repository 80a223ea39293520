"""The operations people need first, in our own words; there before any document of the API was read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

from xena_desktop.domain.operation import Operation, operation_name, path_shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """One operation of the starter catalogue. ``query`` holds names with an example each, ``body`` is a sample.

    ``words`` are its title and purpose in every language, for the search.
    """

    operation: Operation
    words: str
    query: tuple[tuple[str, str], ...] = ()
    body: str = ""


def starters(*, language: str) -> dict[tuple[str, str], Starter]:
    """The starter catalogue, by method and shape of the path."""
    file = resources.files("xena_desktop.resources") / "catalogue" / "starter.json"
    entries: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return {
        (entry["method"], path_shape(entry["path"])): _starter(entry, language=language) for entry in entries
    }


def _starter(entry: dict[str, Any], *, language: str) -> Starter:
    title, purpose, body = entry["title"], entry["purpose"], entry.get("body")
    return Starter(
        operation=Operation(
            method=entry["method"],
            path=entry["path"],
            name=operation_name(entry["method"], entry["path"]),
            tag=entry["tag"],
            title=title[language],
            purpose=purpose[language],
        ),
        words=" ".join([*title.values(), *purpose.values()]),
        query=tuple(entry.get("query", {}).items()),
        body="" if body is None else json.dumps(body, indent=2, ensure_ascii=False),
    )
