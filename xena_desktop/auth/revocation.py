"""Revoking a refresh token (RFC 7009) and the address that ends the browser's session (RP-Initiated Logout 1.0)."""

from __future__ import annotations

from urllib.parse import urlencode

import requests

from xena_desktop.auth.discovery import Provider
from xena_desktop.auth.token_endpoint import client_authentication
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.redaction import Secret


def revoke(
    session: requests.Session,
    provider: Provider,
    connection: Connection,
    *,
    refresh_token: Secret,
    client_secret: Secret | None,
) -> bool:
    """Whether the server took the refresh token back; False when it has no such endpoint or says no.

    A server answers 200 also for a token it does not know (RFC 7009 §2.2). Raises NetworkError.
    """
    if provider.revocation_endpoint is None:
        return False
    form = {"token": refresh_token.reveal(), "token_type_hint": "refresh_token"}
    auth, members = client_authentication(connection, client_secret)
    response = session.post(provider.revocation_endpoint, data={**form, **members}, auth=auth)
    return response.status_code == 200


def end_session_url(provider: Provider, *, id_token: Secret | None) -> str | None:
    """The address at which a browser ends its own session, or None when the server has none (§2)."""
    if provider.end_session_endpoint is None:
        return None
    if id_token is None:
        return provider.end_session_endpoint
    return f"{provider.end_session_endpoint}?{urlencode({'id_token_hint': id_token.reveal()})}"
