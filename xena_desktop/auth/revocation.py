"""Revoking a refresh token (RFC 7009) and the address that ends the browser's session (RP-Initiated Logout 1.0)."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

import requests

from xena_desktop.auth.busy import unexpected_answer
from xena_desktop.auth.discovery import Provider
from xena_desktop.auth.token_endpoint import client_authentication
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.redaction import Secret

_DONE: Final = 200
_CANNOT: Final = 400
"""The server names an error: unsupported_token_type, invalid_client (RFC 7009 §2.2.1)."""


def revoke(
    session: requests.Session,
    provider: Provider,
    connection: Connection,
    *,
    refresh_token: Secret,
    client_secret: Secret | None,
) -> bool:
    """Whether the server took the refresh token back; False when it has no such endpoint or says that it cannot.

    A server answers 200 also for a token it does not know (RFC 7009 §2.2). Raises NetworkError where asking
    again later may help.
    """
    if provider.revocation_endpoint is None:
        return False
    form = {"token": refresh_token.reveal(), "token_type_hint": "refresh_token"}
    auth, members = client_authentication(connection, client_secret)
    response = session.post(provider.revocation_endpoint, data={**form, **members}, auth=auth)
    if response.status_code in (_DONE, _CANNOT):
        return response.status_code == _DONE
    raise unexpected_answer(response)


def end_session_url(provider: Provider, *, id_token: Secret | None) -> str | None:
    """The address at which a browser ends its own session, or None when the server has none (§2)."""
    if provider.end_session_endpoint is None:
        return None
    if id_token is None:
        return provider.end_session_endpoint
    return f"{provider.end_session_endpoint}?{urlencode({'id_token_hint': id_token.reveal()})}"
