"""Requests that are kept in files of their own, for people, other programs and git to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.masking import is_secret_name

SUFFIX: Final = ".request.toml"
FORMAT: Final = "xena-request/1"

Rows = tuple[tuple[bool, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedRequest:
    """A request as its file holds it; rows that are switched off are kept, and secrets never.

    ``values`` are what was filled in for the placeholders of the path, by name.
    """

    method: str = "GET"
    path: str = ""
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    query: Rows = ()
    headers: Rows = ()
    body: str = ""
    notes: str = ""
    variables: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def request(self) -> ApiRequest:
        """What would be sent, variables still to be filled; a body without a content type is JSON."""
        headers = tuple((name, value) for used, name, value in self.headers if used and name)
        body = self.body.encode() if self.body.strip() else None
        request = ApiRequest(
            method=self.method,
            path=self.path.strip(),
            query=tuple((name, value) for used, name, value in self.query if used and name),
            headers=headers,
            body=body,
        )
        return request.filled({name: text for name, text in self.values.items() if "{{" not in text})

    def without_secrets(self) -> SavedRequest:
        """The request with the values of secret headers and parameters left out."""
        return replace(self, query=_bare(self.query), headers=_bare(self.headers))


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFile:
    """One file: its ``name`` with folders and without the ending, and what it holds or why that cannot be read.

    ``digest`` tells one content of the file from another.
    """

    name: str
    request: SavedRequest | None = None
    digest: str = ""
    line: int = 0
    problem: str = ""


def request_of(file: SavedFile) -> SavedRequest:
    """What a file that was read without an error holds."""
    return file.request or SavedRequest()


def members_of(request: SavedRequest) -> dict[str, Any]:
    """The members of the file, in their fixed order; empty ones are left out."""
    members: dict[str, Any] = {"format": FORMAT, "method": request.method, "path": request.path}
    members |= {name: text for name, text in (("notes", request.notes), ("body", request.body)) if text}
    for name, texts in (("values", request.values), ("variables", request.variables)):
        if texts:
            members[name] = dict(sorted(texts.items()))
    for name, rows in (("query", request.query), ("headers", request.headers)):
        if rows:
            members[name] = [_row(*row) for row in rows]
    return members


def parse_members(members: Mapping[str, Any]) -> SavedRequest:
    """The request again; raises ValueError with the name of the member that is wrong."""
    if members.get("format") != FORMAT:
        raise ValueError("format")
    return SavedRequest(
        method=_text(members, "method"),
        path=_text(members, "path"),
        values=MappingProxyType(_texts(members, "values")),
        query=_rows(members, "query"),
        headers=_rows(members, "headers"),
        body=_text(members, "body"),
        notes=_text(members, "notes"),
        variables=MappingProxyType(_texts(members, "variables")),
    )


def _row(used: bool, name: str, value: str) -> dict[str, Any]:
    return {"name": name, "value": value} | ({} if used else {"used": False})


def _bare(rows: Rows) -> Rows:
    return tuple((used, name, "" if is_secret_name(name) else value) for used, name, value in rows)


def _text(members: Mapping[str, Any], name: str) -> str:
    value = members.get(name, "")
    if not isinstance(value, str) or (name in ("method", "path") and name not in members):
        raise ValueError(name)
    return value


def _rows(members: Mapping[str, Any], name: str) -> Rows:
    rows = members.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError(name)
    found = [(row.get("used", True), row.get("name"), row.get("value", "")) for row in rows]
    if not all(
        isinstance(used, bool) and isinstance(key, str) and isinstance(value, str)
        for used, key, value in found
    ):
        raise ValueError(name)
    return tuple(found)


def _texts(members: Mapping[str, Any], name: str) -> dict[str, str]:
    found = members.get(name, {})
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise ValueError(name)
    return dict(found)
