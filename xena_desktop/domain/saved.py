"""Requests that are kept in files of their own, for people, other programs and git to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from xena_desktop.domain.body_draft import BodyDraft, Rows
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.masking import is_secret_name
from xena_desktop.domain.saved_body import bare_body, body_members, read_body, read_rows, rows_members

SUFFIX: Final = ".request.toml"
FORMAT: Final = "xena-request/2"
_OLDER: Final = "xena-request/1"
"""The same, with bodies that are JSON alone."""


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
    body: BodyDraft = field(default_factory=BodyDraft)
    notes: str = ""
    variables: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def request(self) -> ApiRequest:
        """What would be sent, variables still to be filled."""
        request = self.body.put_into(
            ApiRequest(
                method=self.method,
                path=self.path.strip(),
                query=tuple((name, value) for used, name, value in self.query if used and name),
                headers=tuple((name, value) for used, name, value in self.headers if used and name),
            )
        )
        return request.filled({name: text for name, text in self.values.items() if "{{" not in text})

    def without_secrets(self) -> SavedRequest:
        """The request with the values of secret headers, parameters and fields left out."""
        return replace(
            self, query=_bare(self.query), headers=_bare(self.headers), body=bare_body(self.body, _bare)
        )


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
    body = body_members(request.body)
    members |= {name: text for name, text in (("notes", request.notes), ("body", body)) if text}
    for name, texts in (("values", request.values), ("variables", request.variables)):
        if texts:
            members[name] = dict(sorted(texts.items()))
    for name, rows in (("query", request.query), ("headers", request.headers)):
        if rows:
            members[name] = rows_members(rows)
    return members


def parse_members(members: Mapping[str, Any]) -> SavedRequest:
    """The request again; raises ValueError with the name of the member that is wrong."""
    if members.get("format") not in (FORMAT, _OLDER):
        raise ValueError("format")
    return SavedRequest(
        method=_text(members, "method"),
        path=_text(members, "path"),
        values=MappingProxyType(_texts(members, "values")),
        query=read_rows(members, "query"),
        headers=read_rows(members, "headers"),
        body=read_body(members),
        notes=_text(members, "notes"),
        variables=MappingProxyType(_texts(members, "variables")),
    )


def _bare(rows: Rows) -> Rows:
    return tuple((used, name, "" if is_secret_name(name) else value) for used, name, value in rows)


def _text(members: Mapping[str, Any], name: str) -> str:
    value = members.get(name, "")
    if not isinstance(value, str) or (name in ("method", "path") and name not in members):
        raise ValueError(name)
    return value


def _texts(members: Mapping[str, Any], name: str) -> dict[str, str]:
    found = members.get(name, {})
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise ValueError(name)
    return dict(found)
