"""Requests from other programs, as a draft of the form."""

from __future__ import annotations

from xena_desktop.domain.body_draft import drafted
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.settings import Draft


def draft_of_request(request: ApiRequest) -> Draft:
    """The request as the form shows it, everything switched on; a body that is no text is left out."""
    body, headers = drafted(request)
    return Draft(
        method=request.method,
        path=request.path,
        query=tuple((True, name, value) for name, value in request.query),
        headers=tuple((True, name, value) for name, value in headers),
        body=body,
    )
