"""A Postman collection (version 2), as requests in folders."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.body import Body, FileBody, Multipart, Part, UrlEncoded, texts_of
from xena_desktop.domain.errors import ImportUnreadable
from xena_desktop.domain.exchange import ApiRequest, is_method
from xena_desktop.domain.interchange import Imported, LeftOut, Note
from xena_desktop.domain.written_body import JSON
from xena_desktop.interchange.addresses import split_address
from xena_desktop.interchange.stripping import merged_notes, stripped_headers, stripped_parts, stripped_query

_MOST_FOLDERS: Final = 40
"""Folders in folders in folders; more than anybody keeps."""
_VARIABLE: Final = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_PATH_VARIABLE: Final = re.compile(r"(?:(?<=/)|^):([A-Za-z_][A-Za-z0-9_-]*)")
_BASE: Final = re.compile(r"^\{\{[^{}]*(?:url|host|base|server)[^{}]*\}\}/?", re.IGNORECASE)


def is_postman(document: dict[str, Any]) -> bool:
    """Whether ``document`` is meant to be a collection."""
    return isinstance(document.get("info"), dict) and ("item" in document or "schema" in document["info"])


def read_postman(document: dict[str, Any]) -> tuple[Imported, ...]:
    """Its requests, in the order of the collection. ``:id`` becomes ``{id}``, ``{{name}}`` stays.

    Raises ImportUnreadable (version, empty).
    """
    schema = str(document["info"].get("schema", "v2"))
    if "/v1." in schema or "/v3" in schema:
        raise ImportUnreadable(reason="version")
    collection_notes = tuple(_left_out(document))
    found = tuple(_items(document.get("item"), folders=(), inherited=collection_notes))
    if not found:
        raise ImportUnreadable(reason="empty")
    return found


def _items(items: object, *, folders: tuple[str, ...], inherited: tuple[Note, ...]) -> Iterator[Imported]:
    if not isinstance(items, list) or len(folders) > _MOST_FOLDERS:
        return
    for item in items:
        if not isinstance(item, dict):
            continue
        notes = (*inherited, *_left_out(item))
        name = printable(str(item.get("name") or ""))
        if isinstance(item.get("item"), list):
            yield from _items(item["item"], folders=(*folders, name), inherited=notes)
        elif isinstance(item.get("request"), dict | str):
            yield _imported(item["request"], name=name, folders=folders, notes=notes)


def _left_out(thing: dict[str, Any]) -> Iterator[Note]:
    """How it signs in, and the programs it runs before and after."""
    if isinstance(thing.get("auth"), dict) and thing["auth"].get("type") not in (None, "noauth"):
        yield Note(kind=LeftOut.PASSWORD, names=(str(thing["auth"]["type"]),))
    events = thing.get("event")
    if isinstance(events, list) and any(_runs(event) for event in events):
        yield Note(kind=LeftOut.SCRIPTS)


def _runs(event: object) -> bool:
    script = event.get("script") if isinstance(event, dict) else None
    lines = script.get("exec") if isinstance(script, dict) else None
    return any(str(line).strip() for line in lines) if isinstance(lines, list) else bool(lines)


def _imported(
    request: dict[str, Any] | str, *, name: str, folders: tuple[str, ...], notes: tuple[Note, ...]
) -> Imported:
    sent: dict[str, Any] = {"url": request} if isinstance(request, str) else request
    path, query = _address(sent.get("url"))
    headers, about_headers = stripped_headers(_pairs(sent.get("header")))
    query, about_query = stripped_query(query)
    body, content_type, about_body = _body(sent.get("body"))
    if body is not None and content_type and "content-type" not in {key.lower() for key, _ in headers}:
        headers = (*headers, ("Content-Type", content_type))
    method = str(sent.get("method") or "GET").upper()
    found = ApiRequest(
        method=method if is_method(method) else "GET", path=path, query=query, headers=headers, body=body
    )
    about = [*notes, *_left_out(sent), *about_headers, *about_query, *about_body, *_variables(found)]
    if not is_method(method):
        about.append(Note(kind=LeftOut.OPTIONS, names=(printable(method),)))
    return Imported(request=found, name=name, folder="/".join(folders), notes=merged_notes(about))


def _address(url: object) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The path without a base that is a variable of its own, such as ``{{baseUrl}}``."""
    raw = url.get("raw", "") if isinstance(url, dict) else url
    plain, query = split_address(raw if isinstance(raw, str) else "")
    if isinstance(url, dict) and isinstance(url.get("query"), list):
        query = tuple(_pairs(url["query"]))
    plain = _BASE.sub("", plain)
    return _PATH_VARIABLE.sub(r"{\1}", plain), query


def _body(body: object) -> tuple[Body | None, str, tuple[Note, ...]]:
    """The body, its Content-Type where the body does not say it itself, and what is left out of it."""
    if not isinstance(body, dict) or body.get("disabled"):
        return None, "", ()
    match body.get("mode"):
        case "raw" if isinstance(body.get("raw"), str) and body["raw"]:
            return body["raw"].encode("utf-8", "replace"), _raw_type(body), ()
        case "urlencoded":
            fields, notes = stripped_query(_pairs(body.get("urlencoded")))
            return UrlEncoded(fields=fields), "", notes
        case "formdata":
            return _parts(body.get("formdata"))
        case "file":
            return _file(body.get("file"))
        case "graphql":
            return _query_body(body.get("graphql")), JSON, ()
    return None, "", ()


def _parts(rows: object) -> tuple[Body, str, tuple[Note, ...]]:
    """The parts; files that the collection does not name are still to be chosen."""
    shown = rows if isinstance(rows, list) else []
    parts, notes = stripped_parts(
        part for row in shown if isinstance(row, dict) and not row.get("disabled") for part in _part(row)
    )
    missing = tuple(printable(part.name) for part in parts if part.file == "")
    files = (Note(kind=LeftOut.FILES, names=missing),) if missing else ()
    return Multipart(parts=parts), "", (*notes, *files)


def _part(row: dict[str, Any]) -> Iterator[Part]:
    """A row as parts: several files under one name are several."""
    name, content_type = row.get("key"), row.get("contentType")
    if not isinstance(name, str) or not name:
        return
    part = Part(name=name, content_type=content_type if isinstance(content_type, str) else "")
    if row.get("type") != "file":
        yield replace(part, value=str(row.get("value") or ""))
        return
    found = row.get("src")
    paths = found if isinstance(found, list) else [found]
    filename = row.get("fileName")
    for path in paths or [""]:
        file = path if isinstance(path, str) else ""
        yield replace(part, file=file, filename=filename if isinstance(filename, str) else "")


def _file(file: object) -> tuple[Body | None, str, tuple[Note, ...]]:
    """A file that is the body, or what the collection holds of it."""
    found = file if isinstance(file, dict) else {}
    if isinstance(found.get("content"), str):
        return found["content"].encode("utf-8", "replace"), "text/plain", ()
    path = found.get("src")
    if isinstance(path, str) and path:
        return FileBody(path=path), "", ()
    return FileBody(path=""), "", (Note(kind=LeftOut.FILES),)


def _query_body(asked: object) -> bytes:
    """A GraphQL query as the JSON that carries it; variables that are no JSON are left as their text."""
    found = asked if isinstance(asked, dict) else {}
    members = {"query": str(found.get("query") or "")}
    variables = str(found.get("variables") or "").strip()
    if not variables:
        return json.dumps(members, ensure_ascii=False, indent=2).encode("utf-8", "replace")
    text = json.dumps(members["query"], ensure_ascii=False)
    return f'{{\n  "query": {text},\n  "variables": {variables}\n}}'.encode("utf-8", "replace")


def _raw_type(body: dict[str, Any]) -> str:
    options = body.get("options")
    raw = options.get("raw") if isinstance(options, dict) else None
    language = raw.get("language") if isinstance(raw, dict) else None
    kinds = {"json": "application/json", "xml": "application/xml", "html": "text/html", "text": "text/plain"}
    guessed = "json" if body["raw"].lstrip()[:1] in ("{", "[") else "text"
    return kinds.get(str(language or guessed), "")


def _variables(request: ApiRequest) -> Iterator[Note]:
    """The names in ``{{…}}`` that must get a value before it can be sent."""
    texts = [request.path, *(part for pair in (*request.query, *request.headers) for part in pair)]
    found = _VARIABLE.findall("\n".join([*texts, *texts_of(request.body)]))
    if found:
        yield Note(kind=LeftOut.VARIABLES, names=tuple(dict.fromkeys(found)))


def _pairs(rows: object) -> list[tuple[str, str]]:
    """``[{key, value}, …]`` without those that are switched off."""
    if not isinstance(rows, list):
        return []
    shown = [row for row in rows if isinstance(row, dict) and not row.get("disabled")]
    return [
        (row["key"], str(row.get("value") or ""))
        for row in shown
        if isinstance(row.get("key"), str) and row["key"]
    ]
