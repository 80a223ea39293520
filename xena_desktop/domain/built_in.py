"""The connections every copy of the program has."""

from __future__ import annotations

from typing import Final

from xena_desktop.domain.connection import Connection

PRODUCTION_ID: Final = "xena-production"
TEST_ID: Final = "xena-test"
SANDBOX_ID: Final = "sandbox"
SANDBOX_CLIENT_ID: Final = "3f1c7a52-8d0e-4b6f-9c41-6a2be0d95f17.sandbox.localhost"
"""The client that the Sandbox knows this program as."""


def xena_production() -> Connection:
    """Xena itself; the client ID is the person's own and read-only is on, for the books there are real."""
    return Connection(
        id=PRODUCTION_ID,
        name="Xena",
        authority="https://login.xena.biz",
        api_base_url="https://my.xena.biz/Api",
        client_id="",
        color="#c2570c",
        openapi_url="https://my.xena.biz/api/swagger/docs/v1",
    )


def xena_test() -> Connection:
    """Xena's test environment; the client ID is the person's own."""
    return Connection(
        id=TEST_ID,
        name="Xena test",
        authority="https://logintest.xena.biz",
        api_base_url="https://test.xena.biz/Api",
        client_id="",
        read_only=False,
        color="#1b66a6",
        openapi_url="https://test.xena.biz/api/swagger/docs/v1",
    )


def sandbox(*, authority: str) -> Connection:
    """The Sandbox at ``authority`` on this computer; any free port serves as redirect URI there."""
    return Connection(
        id=SANDBOX_ID,
        name="Sandbox",
        authority=authority,
        api_base_url=f"{authority}/Api",
        client_id=SANDBOX_CLIENT_ID,
        redirect_uris=("http://127.0.0.1:0/callback",),
        read_only=False,
        color="#7fb800",
        openapi_url=f"{authority}/api/swagger/docs/v1",
    )
