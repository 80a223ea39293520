"""The userinfo endpoint (OpenID Connect Core §5.3); what it says is shown, never trusted further."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from xena_desktop.auth.discovery import Provider
from xena_desktop.auth.documents import NotAnObject, is_json, strict_object
from xena_desktop.domain.errors import IdentityMismatch, UnexpectedAnswer
from xena_desktop.domain.redaction import Secret


def fetch_userinfo(
    session: requests.Session, provider: Provider, *, access_token: Secret, subject: str
) -> Mapping[str, Any]:
    """The claims about ``subject``; none when the server has no such endpoint.

    Raises IdentityMismatch when they are about somebody else (§5.3.2), UnexpectedAnswer and NetworkError.
    """
    if provider.userinfo_endpoint is None:
        return {}
    headers = {"Authorization": f"Bearer {access_token.reveal()}", "Accept": "application/json"}
    response = session.get(provider.userinfo_endpoint, headers=headers)
    unexpected = UnexpectedAnswer(host=provider.userinfo_endpoint.split("/")[2], status=response.status_code)
    if response.status_code != 200 or not is_json(response):
        raise unexpected
    try:
        claims = strict_object(response.content)
    except NotAnObject as error:
        raise unexpected from error
    if claims.get("sub") != subject:
        raise IdentityMismatch(claim="sub")
    return claims
