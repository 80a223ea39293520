"""Between a request in its tab and the same request in its file."""

from __future__ import annotations

from types import MappingProxyType

from xena_desktop.domain.saved import SavedFile, SavedRequest, request_of
from xena_desktop.domain.settings import Draft


def saved_draft(file: SavedFile) -> Draft:
    """A saved request as it stands in a tab."""
    saved = request_of(file)
    return Draft(
        method=saved.method,
        path=saved.path,
        values=tuple(saved.values.items()),
        query=saved.query,
        headers=saved.headers,
        body=saved.body,
        variables=tuple(saved.variables.items()),
        notes=saved.notes,
        saved_as=file.name,
        saved_digest=file.digest,
    )


def saved_request(draft: Draft) -> SavedRequest:
    """What of a tab is kept in its file."""
    return SavedRequest(
        method=draft.method,
        path=draft.path,
        values=MappingProxyType(dict(draft.values)),
        query=draft.query,
        headers=draft.headers,
        body=draft.body,
        notes=draft.notes,
        variables=MappingProxyType(dict(draft.variables)),
    )
