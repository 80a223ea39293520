"""Exactly what arrives at the server, for each way in which a client says who it is."""

import base64
from dataclasses import replace

import pytest

from tests.fakes.hostile_provider import HostileProvider
from xena_desktop.auth.authorization import authorization_request
from xena_desktop.auth.discovery import Provider
from xena_desktop.auth.revocation import end_session_url, revoke
from xena_desktop.auth.token_endpoint import TokenEndpoint
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import UnexpectedAnswer
from xena_desktop.domain.redaction import Secret
from xena_desktop.network.transport import Hardened, Transport

REDIRECT_URI = "http://127.0.0.1:51789/callback"
WORD = "a+b/c=:%ø&d"
BASIC = base64.b64encode(b"client%3A1:a%2Bb%2Fc%3D%3A%25%C3%B8%26d").decode()

POST = ("client_secret_post", WORD, {"client_id": "client:1", "client_secret": WORD}, None)
ENCODED = ("client_secret_basic", WORD, dict[str, str](), f"Basic {BASIC}")
PUBLIC = ("none", None, {"client_id": "client:1"}, None)
# what was kept for a client that is public now, and a client whose secret is lost
LEFT_OVER = ("none", WORD, {"client_id": "client:1"}, None)
LOST_POST = ("client_secret_post", None, {"client_id": "client:1"}, None)
LOST_BASIC = ("client_secret_basic", None, {"client_id": "client:1"}, None)

METHODS = pytest.mark.parametrize(
    ("method", "secret", "in_body", "header"), [POST, ENCODED, PUBLIC, LEFT_OVER, LOST_POST, LOST_BASIC]
)


def as_client(connection: Connection, method: str) -> Connection:
    return replace(connection, client_id="client:1", token_endpoint_auth_method=method)


def endpoint_of(provider: Provider, connection: Connection, secret: str | None) -> TokenEndpoint:
    return TokenEndpoint(
        provider=provider,
        connection=connection,
        client_secret=Secret(secret) if secret else None,
        transport=Transport(),
    )


def arrived(server: HostileProvider, endpoint: str) -> tuple[dict[str, str], str | None]:
    """The one request's form and Authorization header."""
    (request,) = server.asked(endpoint)
    assert (request.method, request.path.partition("?")[1]) == ("POST", "")
    assert request.headers.get_all("Content-Type") == ["application/x-www-form-urlencoded"]
    assert len(request.headers.get_all("Authorization", [])) < 2
    return request.form, request.headers["Authorization"]


@METHODS
@pytest.mark.parametrize("pkce", ["require", "off"])
def test_a_code(
    server: HostileProvider,
    provider: Provider,
    connection: Connection,
    method: str,
    secret: str | None,
    in_body: dict[str, str],
    header: str | None,
    pkce: str,
) -> None:
    connection = replace(as_client(connection, method), pkce=pkce)
    made = authorization_request(
        provider, connection, redirect_uri=REDIRECT_URI, random_text=lambda: "v" * 43
    )
    endpoint_of(provider, connection, secret).exchange_code(Secret("code+/=1"), made)
    form = {"grant_type": "authorization_code", "code": "code+/=1", "redirect_uri": REDIRECT_URI, **in_body}
    if pkce == "require":
        form["code_verifier"] = "v" * 43
    assert arrived(server, "token") == (form, header)
    assert server.asked("token")[0].headers["Accept"] == "application/json"


@METHODS
def test_a_refresh_token(
    server: HostileProvider,
    provider: Provider,
    connection: Connection,
    method: str,
    secret: str | None,
    in_body: dict[str, str],
    header: str | None,
) -> None:
    endpoint_of(provider, as_client(connection, method), secret).refresh(Secret("refresh+/=1"))
    form = {"grant_type": "refresh_token", "refresh_token": "refresh+/=1", **in_body}
    assert arrived(server, "token") == (form, header)


@METHODS
def test_client_credentials(
    server: HostileProvider,
    provider: Provider,
    connection: Connection,
    method: str,
    secret: str | None,
    in_body: dict[str, str],
    header: str | None,
) -> None:
    endpoint_of(provider, as_client(connection, method), secret).client_credentials()
    assert arrived(server, "token") == (
        {"grant_type": "client_credentials", "scope": "testapi", **in_body},
        header,
    )


@METHODS
def test_a_revocation(
    server: HostileProvider,
    provider: Provider,
    connection: Connection,
    session: Hardened,
    method: str,
    secret: str | None,
    in_body: dict[str, str],
    header: str | None,
) -> None:
    assert revoke(
        session,
        provider,
        as_client(connection, method),
        refresh_token=Secret("refresh-1"),
        client_secret=Secret(secret) if secret else None,
    )
    form = {"token": "refresh-1", "token_type_hint": "refresh_token", **in_body}
    assert arrived(server, "revocation") == (form, header)


@pytest.mark.parametrize("status", [302, 307, 400, 401, 404, 503])
def test_a_revocation_that_is_refused(
    server: HostileProvider,
    elsewhere: HostileProvider,
    provider: Provider,
    connection: Connection,
    session: Hardened,
    status: int,
) -> None:
    target = f"{elsewhere.issuer}/connect/revocation"
    server.answer("revocation", status=status, headers=(("Location", target),))
    secrets = {"refresh_token": Secret("r"), "client_secret": Secret("s")}
    if status == 400:
        assert not revoke(session, provider, connection, **secrets)
    else:  # asking again later may help
        with pytest.raises(UnexpectedAnswer):
            revoke(session, provider, connection, **secrets)
    assert not elsewhere.received


def test_a_server_that_revokes_nothing_is_not_asked(
    server: HostileProvider, provider: Provider, connection: Connection, session: Hardened
) -> None:
    without = replace(provider, revocation_endpoint=None)
    assert not revoke(session, without, connection, refresh_token=Secret("r"), client_secret=None)
    assert not server.asked("revocation")


def test_the_address_that_ends_the_browsers_session(provider: Provider) -> None:
    ends = f"{provider.issuer}/connect/endsession"
    assert end_session_url(provider, id_token=None) == ends
    assert end_session_url(provider, id_token=Secret("a.b.c")) == f"{ends}?id_token_hint=a.b.c"
    assert end_session_url(replace(provider, end_session_endpoint=None), id_token=Secret("a.b.c")) is None
