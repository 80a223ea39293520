"""What a Swagger 2.0 or OpenAPI 3.x document lists, whatever is wrong with the rest of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

from xena_desktop.catalogue.changes import changes_between, references_in
from xena_desktop.catalogue.description import Description, Head, dumped, packed
from xena_desktop.catalogue.parsing import parsed
from xena_desktop.domain.addresses import printable
from xena_desktop.domain.errors import DescriptionInvalid
from xena_desktop.domain.operation import LeftOut, Operation, Source, operation_name

METHODS: Final = frozenset({"get", "put", "post", "delete", "options", "head", "patch"})
_SECTIONS: Final = {
    "swagger": ("definitions", "parameters", "responses"),
    "openapi": tuple(
        f"components/{name}" for name in ("schemas", "parameters", "requestBodies", "responses")
    ),
}
_LONGEST: Final = 4000


def read(data: bytes, *, source: Source, before: Description | None = None) -> bytes:
    """The compact file of the document in ``data``, with the differences from the one ``before``.

    Raises DescriptionTooLarge and DescriptionInvalid; what is wrong below the top is left out and listed.
    """
    document = parsed(data, place=source.place)
    try:
        return _Reader(document, source=source).packed(before)
    except RecursionError as error:
        raise DescriptionInvalid(place=source.place, reason="too_deep") from error


class _Reader:
    def __init__(self, document: Mapping[str, Any], *, source: Source) -> None:
        self._document, self._dialect = document, "openapi" if "openapi" in document else "swagger"
        info = _object(document.get("info"))
        self._source = Source(
            place=source.place,
            title=_text(info.get("title")),
            version=_text(info.get("version")),
            etag=source.etag,
            read_at=source.read_at,
        )
        self._left_out: list[LeftOut] = []
        self._names: set[str] = set()
        self._keys: set[str] = set()

    def packed(self, before: Description | None) -> bytes:
        listed = list(self._operations())
        operations, parts = [one for one, _ in listed], [dumped(part) for _, part in listed]
        components = {name: dumped(value) for name, value in self._components().items()}
        self._note_references([*parts, *components.values()], known=components)
        head = Head(
            source=self._source,
            dialect=self._dialect,
            content_types=_texts(self._document.get("consumes")),
            left_out=tuple(self._left_out),
        )
        data = packed(head, operations=operations, parts=parts, components=components)
        if before is None:
            return data
        changes = changes_between(before, Description(data)) or before.changes
        head = replace(head, changes=changes)
        return packed(head, operations=operations, parts=parts, components=components)

    def _operations(self) -> Iterator[tuple[Operation, dict[str, Any]]]:
        base = self._base_path()
        for path, item in self._document["paths"].items():
            if path.startswith("x-"):
                continue
            if not isinstance(item, dict):
                self._leave_out(path, "not_an_object")
                continue
            whole = _joined(base, path)
            shared = self._parameters(item.get("parameters"), place=path)
            for method, described in item.items():
                if method.lower() not in METHODS:
                    continue
                place = f"{method.upper()} {whole}"
                if not isinstance(described, dict):
                    self._leave_out(place, "not_an_object")
                elif place in self._keys:
                    self._leave_out(place, "twice")
                else:
                    self._keys.add(place)
                    yield (
                        self._operation(method.upper(), whole, described),
                        self._part(described, shared=shared, place=place),
                    )

    def _operation(self, method: str, path: str, described: dict[str, Any]) -> Operation:
        return Operation(
            method=method,
            path=path,
            name=self._unique(operation_name(method, path)),
            tag=next(iter(_texts(described.get("tags"))), "") or path.strip("/").partition("/")[0],
            title=_text(described.get("summary")),
            purpose=_text(described.get("description")),
            operation_id=_text(described.get("operationId")),
            is_deprecated=described.get("deprecated") is True,
        )

    def _unique(self, name: str) -> str:
        found, number = name, 1
        while found in self._names:
            number += 1
            found = f"{name}.{number}"
        self._names.add(found)
        return found

    def _part(self, described: dict[str, Any], *, shared: list[Any], place: str) -> dict[str, Any]:
        own = self._parameters(described.get("parameters"), place=place)
        replaced = {_identity(one) for one in own}
        parameters = [*(one for one in shared if _identity(one) not in replaced), *own]
        return {**described, "parameters": parameters} if parameters else described

    def _parameters(self, listed: Any, *, place: str) -> list[Any]:
        if listed is None:
            return []
        if not isinstance(listed, list):
            self._leave_out(place, "not_an_object")
            return []
        return [one for one in listed if self._is_usable(one, place=place)]

    def _is_usable(self, parameter: Any, *, place: str) -> bool:
        """Whether a form can show it. A parameter that is an object is one of .NET's own that leaked out."""
        if not isinstance(parameter, dict):
            return self._leave_out(place, "not_an_object")
        if isinstance(parameter.get("$ref"), str):
            return True
        name, where = parameter.get("name"), parameter.get("in")
        if not isinstance(name, str) or not name:
            return self._leave_out(place, "no_parameter_name")
        if where not in ("path", "query", "header", "cookie", "formData", "body"):
            return self._leave_out(f"{place}: {name}", "unknown_place")
        if where == "query" and parameter.get("type") == "object" and parameter.get("required") is not True:
            return self._leave_out(f"{place}: {name}", "object_in_query")
        return True

    def _components(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for section in _SECTIONS[self._dialect]:
            holder: Any = self._document
            for step in section.split("/"):
                holder = _object(holder).get(step)
            for name, value in _object(holder).items():
                if isinstance(value, dict | bool):
                    found[f"#/{section}/{name.replace('~', '~0').replace('/', '~1')}"] = value
                else:
                    self._leave_out(f"#/{section}/{name}", "not_an_object")
        return found

    def _note_references(self, parts: list[bytes], *, known: Mapping[str, bytes]) -> None:
        for reference in sorted(references_in(b"".join(parts))):
            if not reference.startswith("#/"):
                self._leave_out(reference, "other_file")
            elif reference not in known and not any(reference.startswith(f"{name}/") for name in known):
                self._leave_out(reference, "unknown_reference")

    def _base_path(self) -> str:
        if self._dialect == "swagger":
            return _text(self._document.get("basePath"))
        servers = self._document.get("servers")
        server = _object(servers[0]) if isinstance(servers, list) and servers else {}
        url = _text(server.get("url"))
        for name, variable in _object(server.get("variables")).items():
            url = url.replace("{" + str(name) + "}", _text(_object(variable).get("default")))
        try:
            return urlsplit(url).path
        except ValueError:
            return ""

    def _leave_out(self, place: str, reason: str) -> bool:
        self._left_out.append(LeftOut(printable(place), reason))
        return False


def _identity(parameter: Any) -> tuple[Any, Any]:
    return parameter.get("$ref") or parameter.get("name"), parameter.get("in")


def _joined(base: str, path: str) -> str:
    return "/".join(("", *(part for part in (base.strip("/"), path.lstrip("/")) if part)))


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    """A text on one line, fit to be shown."""
    if not isinstance(value, str):
        return ""
    if value.isprintable() and len(value) <= _LONGEST:
        return value
    return printable(" ".join(value.split()), limit=_LONGEST)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
