"""What we know of the API that its document does not say: day numbers, meanings, and where ids come from."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from xena_desktop.domain.form import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Picker:
    """Where the ids of one kind are listed, and which members say what each is.

    ``search`` is an operation that takes ``queryString``, or empty.
    """

    key: str
    list_path: str
    search_path: str
    value: str
    label: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterFact:
    """What a parameter of that name means, an example, and its kind where the document is silent."""

    description: str
    example: str
    kind: Kind | None


class Facts:
    """The table in ``resources/catalogue/facts.json``, in one language. Names are compared by their last part."""

    def __init__(self, *, language: str) -> None:
        file = resources.files("xena_desktop.resources") / "catalogue" / "facts.json"
        table: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        self._day_endings = tuple(table["day_numbers"]["endings"])
        self._day_names = frozenset(table["day_numbers"]["names"])
        self._writable = frozenset(table["writable_though_read_only"])
        self._parameters = {
            name: ParameterFact(
                description=row[language],
                example=row.get("example", ""),
                kind=Kind(row["kind"]) if "kind" in row else None,
            )
            for row in table["parameters"]
            for name in row["names"]
        }
        self.pickers = {row["key"]: _picker(row) for row in table["pickers"]}
        self._by_name: dict[str, str] = {
            name: row["key"] for row in table["pickers"] for name in row["names"]
        }
        self._by_entity: dict[str, str] = {
            row["entity"]: row["key"] for row in table["pickers"] if "entity" in row
        }

    def is_day_number(self, name: str) -> bool:
        """Whether an integer of that name counts days since 1970-01-01."""
        last = _last(name)
        return last.endswith(self._day_endings) or last in self._day_names

    def is_written(self, name: str) -> bool:
        """Whether a member that the document calls read-only must be sent all the same."""
        return _last(name) in self._writable

    def parameter(self, name: str) -> ParameterFact | None:
        """What is known of a parameter of that name."""
        return self._parameters.get(_last(name))

    def picker(self, name: str, *, path: str = "") -> str:
        """The key of the picker for a parameter or member, or an empty text; ``{id}`` is of what stands before it."""
        found = self._by_name.get(_last(name), "")
        if not found and path:
            before = re.search(r"([^/{}]+)/\{" + re.escape(name) + r"\}", path)
            found = self._by_entity.get(before[1].lower(), "") if before else ""
        return found


def _last(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _picker(row: Mapping[str, Any]) -> Picker:
    return Picker(
        key=row["key"],
        list_path=row["list"],
        search_path=row.get("search", ""),
        value=row["value"],
        label=tuple(row["label"]),
    )
