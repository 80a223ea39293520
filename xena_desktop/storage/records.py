"""Between domain values and the JSON they are kept as; unknown members are passed over."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any, TypeVar

from xena_desktop.domain.body import Part
from xena_desktop.domain.body_draft import BodyDraft, BodyKind, PartRow, json_draft
from xena_desktop.domain.identity import Account, AccountState, InFlight
from xena_desktop.domain.operation import Marks
from xena_desktop.domain.settings import Draft, Drafts, Settings

T = TypeVar("T")


def render(value: Any) -> str:
    """A domain value as JSON text."""
    return json.dumps(_members(value), indent=2, ensure_ascii=False, default=_plain) + "\n"


def parse_account(text: str) -> Account:
    """An account again; raises ValueError when the text is none."""
    return _record(
        Account,
        members(text),
        {
            "claims": lambda value: MappingProxyType(dict(value)),
            "scopes_asked": frozenset,
            "scopes_granted": frozenset,
            "state": AccountState,
            "obtained_at": _moment,
            "access_expires_at": _moment,
            "in_flight": _in_flight,
            "unsaved_by": lambda value: None if value is None else int(value),
            "signed_out_at": _moment,
        },
    )


def parse_texts(text: str) -> tuple[str, ...]:
    """A list of texts again; raises ValueError."""
    values = json.loads(text)
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError("no list of texts")
    return tuple(values)


def parse_settings(text: str) -> Settings:
    """Settings again; raises ValueError."""
    return _record(Settings, members(text), {"answer_views": _views, "answer_filters": _texts})


def _views(values: Any) -> tuple[tuple[str, int], ...]:
    return tuple((str(operation), int(part)) for operation, part in values)


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(str(value) for value in values)


def parse_drafts(text: str) -> Drafts:
    """Drafts again; raises ValueError."""
    return _record(Drafts, members(text), {"drafts": lambda values: tuple(_draft(value) for value in values)})


def render_keychain(name: str) -> str:
    """The name of the keychain that holds the secrets, as JSON text."""
    return json.dumps({"keychain": name}, ensure_ascii=False) + "\n"


def parse_keychain(text: str) -> str:
    """The name again; raises ValueError and KeyError."""
    name = members(text)["keychain"]
    if not isinstance(name, str):
        raise ValueError("keychain")  # noqa: TRY004 - one kind of error for a text that is none
    return name


def parse_marks(text: str) -> Marks:
    """Marks again; raises ValueError."""
    return _record(Marks, members(text), {"favourites": _texts, "recent": _texts})


def _draft(value: Mapping[str, Any]) -> Draft:
    def rows(pairs: Any) -> tuple[tuple[bool, str, str], ...]:
        return tuple((bool(used), str(name), str(text)) for used, name, text in pairs)

    def texts(pairs: Any) -> tuple[tuple[str, str], ...]:
        return tuple((str(name), str(text)) for name, text in pairs)

    def body(value: Any) -> BodyDraft:
        if isinstance(value, str):  # as it was kept when every body was JSON
            return json_draft(value)
        read = {"kind": BodyKind, "fields": rows, "content_types": texts, "parts": _part_rows}
        return _record(BodyDraft, value, read)

    read = {"query": rows, "headers": rows, "values": texts, "variables": texts, "body": body}
    return _record(Draft, value, read)


def _part_rows(values: Any) -> tuple[PartRow, ...]:
    def part(value: Any) -> Part:
        return _record(Part, value, {"name": str})

    return tuple(_record(PartRow, value, {"part": part}) for value in values)


def members(text: str) -> Mapping[str, Any]:
    """The members of a JSON object; raises ValueError."""
    value = json.loads(text)
    if not isinstance(value, dict):
        raise ValueError("no object")  # noqa: TRY004 - one kind of error for a text that is none
    return value


def _record(
    kind: Callable[..., T], members: Mapping[str, Any], read: Mapping[str, Callable[[Any], Any]]
) -> T:
    values = {}
    for field in fields(kind):  # type: ignore[arg-type] # a dataclass, which Callable does not say
        if field.name in members:
            reader = read.get(field.name, partial(_same_kind, field))
            values[field.name] = reader(members[field.name])
        elif field.default is MISSING and field.default_factory is MISSING:
            raise ValueError(field.name)
    return kind(**values)


def _same_kind(field: Field[Any], value: Any) -> Any:
    """A plain member of the kind of its default; one without is a text, one whose default is None may be one."""
    kinds = (str,) if field.default is MISSING else (str, type(None))
    if field.default not in (MISSING, None):
        kinds = (type(field.default),)
    if not isinstance(value, kinds):
        raise ValueError(field.name)  # noqa: TRY004 - one kind of error for a text that is none
    return value


def _members(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    return _members(value)


def _in_flight(value: Any) -> InFlight | None:
    if not isinstance(value, Mapping):
        return None
    return _record(InFlight, value, {"generation": int, "pid": int, "started_at": datetime.fromisoformat})


def _moment(value: Any) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)
