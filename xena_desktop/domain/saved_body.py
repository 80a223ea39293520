"""The body of a saved request as members of its file: a text for JSON, a table for every other kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from xena_desktop.domain.body import Part
from xena_desktop.domain.body_draft import BodyDraft, BodyKind, PartRow, Rows, json_draft


def body_members(draft: BodyDraft) -> str | dict[str, Any]:
    """What of a body stands in the file: what is sent, with rows that are switched off; empty for nothing."""
    content_type = dict(draft.content_types).get(draft.kind, "")
    if draft.kind is BodyKind.JSON and not content_type:
        return draft.json
    members: dict[str, Any] = {"kind": str(draft.kind)}
    members |= {"content_type": content_type} if content_type else {}
    match draft.kind:
        case BodyKind.NONE:
            return members
        case BodyKind.FORM:
            return members | {"fields": rows_members(draft.fields)}
        case BodyKind.MULTIPART:
            return members | {"parts": [_part_members(row) for row in draft.parts]}
        case BodyKind.FILE:
            return members | {"file": draft.file}
    return members | {"text": draft.written()}


def read_body(members: Mapping[str, Any]) -> BodyDraft:
    """The body again, of the file's members; raises ValueError with the name of the member that is wrong."""
    body = members.get("body", "")
    if isinstance(body, str):
        return json_draft(body)
    if not isinstance(body, dict) or body.get("kind") not in list(BodyKind):
        raise ValueError("body")
    kind, content_type = BodyKind(body["kind"]), _text(body, "content_type")
    draft = BodyDraft(kind=kind, content_types=((kind, content_type),) if content_type else ())
    match kind:
        case BodyKind.FORM:
            return replace(draft, fields=read_rows(body, "fields"))
        case BodyKind.MULTIPART:
            return replace(draft, parts=tuple(map(_part, _dicts(body, "parts"))))
        case BodyKind.FILE:
            return replace(draft, file=_text(body, "file"))
    return draft.with_text(_text(body, "text"))


def bare_body(draft: BodyDraft, bare: Callable[[Rows], Rows]) -> BodyDraft:
    """The body without the values of secret fields; ``bare`` takes them out of rows."""
    parts = tuple(_bare_part(row, bare) for row in draft.parts)
    return replace(draft, fields=bare(draft.fields), parts=parts)


def rows_members(rows: Rows) -> list[dict[str, Any]]:
    """Rows of names and values as they stand in the file."""
    return [{"name": name, "value": value} | ({} if used else {"used": False}) for used, name, value in rows]


def read_rows(members: Mapping[str, Any], name: str) -> Rows:
    """The rows again; raises ValueError with ``name``."""
    try:
        return tuple(map(_row, _dicts(members, name)))
    except ValueError as error:
        raise ValueError(name) from error


def _row(members: Mapping[str, Any]) -> tuple[bool, str, str]:
    used, name, value = members.get("used", True), members.get("name"), members.get("value", "")
    if not (isinstance(used, bool) and isinstance(name, str) and isinstance(value, str)):
        raise ValueError("row")  # noqa: TRY004 - one kind of error for a file that is wrong
    return used, name, value


def _bare_part(row: PartRow, bare: Callable[[Rows], Rows]) -> PartRow:
    ((_, _, value),) = bare(((row.used, row.part.name, row.part.value),))
    return replace(row, part=replace(row.part, value=value))


def _part_members(row: PartRow) -> dict[str, Any]:
    part = row.part
    said = {"value": part.value} if part.file is None else {"file": part.file}
    more = {name: text for name in ("filename", "content_type") if (text := getattr(part, name))}
    return {"name": part.name} | said | more | ({} if row.used else {"used": False})


def _part(members: Mapping[str, Any]) -> PartRow:
    used = members.get("used", True)
    if not isinstance(used, bool) or "name" not in members:
        raise ValueError("parts")
    try:
        part = Part(
            name=_text(members, "name"),
            value=_text(members, "value"),
            file=_text(members, "file") if "file" in members else None,
            filename=_text(members, "filename"),
            content_type=_text(members, "content_type"),
        )
    except ValueError as error:
        raise ValueError("parts") from error
    return PartRow(used=used, part=part)


def _dicts(members: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    rows = members.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError(name)
    return rows


def _text(members: Mapping[str, Any], name: str) -> str:
    value = members.get(name, "")
    if not isinstance(value, str):
        raise ValueError(name)  # noqa: TRY004 - one kind of error for a file that is wrong
    return value
