"""The operations people need first, in the person's language."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from xena_desktop.domain.operation import Operation


def starter_operations(*, language: str) -> tuple[Operation, ...]:
    """The starter catalogue, in our own words; it is there before any document of the API was read."""
    file = resources.files("xena_desktop.resources") / "catalogue" / "starter.json"
    entries: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return tuple(_operation(entry, language=language) for entry in entries)


def _operation(entry: dict[str, Any], *, language: str) -> Operation:
    body = entry.get("body")
    return Operation(
        method=entry["method"],
        path=entry["path"],
        title=entry["title"][language],
        tag=entry["tag"],
        query=tuple((name, hint) for name, hint in entry.get("query", {}).items()),
        body="" if body is None else json.dumps(body, indent=2, ensure_ascii=False),
    )
