"""Requests from an API's own document: one for each operation, with what it needs to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xena_desktop import translation
from xena_desktop.domain.errors import DescriptionInvalid, DescriptionTooLarge, ImportUnreadable
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.form import Place
from xena_desktop.domain.interchange import Imported
from xena_desktop.domain.operation import Operation, Source

if TYPE_CHECKING:
    from xena_desktop.services.shelf import Catalogue


def read_import(path: Path) -> tuple[Imported, ...]:
    """The requests of a HAR file, a Postman collection, or an API document in JSON or YAML.

    Raises FileUnreadable, and ImportUnreadable (large, version, empty, json, api_document).
    """
    from xena_desktop.interchange.files import read_file

    try:
        return read_file(path)
    except ImportUnreadable as error:
        if error.details["reason"] not in ("version", "json"):
            raise
        found = _described(path)
        if found is None and path.suffix.lower() in (".yaml", ".yml"):
            raise ImportUnreadable(reason="api_document") from error
        if found is None:
            raise
        return found


def _described(path: Path) -> tuple[Imported, ...] | None:
    """The operations of the document; None where it is none."""
    from xena_desktop.catalogue.description import Description
    from xena_desktop.catalogue.document import read
    from xena_desktop.services.shelf import Catalogue

    try:
        packed = read(path.read_bytes(), source=Source(place=path.name))
    except DescriptionTooLarge as error:
        raise ImportUnreadable(reason="large") from error
    except DescriptionInvalid:
        return None
    catalogue = Catalogue(Description(packed), language=translation.current_language())
    if not catalogue.operations:
        raise ImportUnreadable(reason="empty")
    return tuple(_request(operation, catalogue) for operation in catalogue.operations)


def _request(operation: Operation, catalogue: Catalogue) -> Imported:
    """What must be given stands there, with the document's own examples."""
    draft, form = catalogue.draft(operation), catalogue.plain_form(operation)
    needed = [one for one in form.fields if one.is_required]
    body = draft.body.body()
    request = ApiRequest(
        method=draft.method,
        path=draft.path,
        query=tuple((one.name, one.example or one.default) for one in needed if one.place is Place.QUERY),
        headers=tuple((one.name, one.example or one.default) for one in needed if one.place is Place.HEADER),
        body=body,
    )
    return Imported(request=request, name=operation.title or operation.operation_id, folder=operation.group)
