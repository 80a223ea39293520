import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.certificates import Authority
from tests.fakes.hostile_provider import HostileProvider
from xena_desktop.auth.authorization import AuthorizationRequest, authorization_request
from xena_desktop.auth.discovery import Provider, discover
from xena_desktop.auth.token_endpoint import TokenEndpoint
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import (
    AnswerTooLarge,
    ClientRefused,
    ConnectionBroken,
    InsecureAddress,
    NetworkError,
    NetworkTimeout,
    TlsFailed,
    TokenRequestRefused,
    TokenResponseInvalid,
    UnexpectedAnswer,
    XenaError,
)
from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.tokens import TokenResponse
from xena_desktop.network.receiving import Limits
from xena_desktop.network.transport import Transport, hardened_session

CODE = Secret("code-1")
CLIENT_SECRET = Secret("the-client-secret")
JSON = (("Content-Type", "application/json"),)
HTML = (("Content-Type", "text/html"),)


@pytest.fixture
def endpoint(provider: Provider, connection: Connection, transport: Transport) -> TokenEndpoint:
    return TokenEndpoint(
        provider=provider, connection=connection, client_secret=CLIENT_SECRET, transport=transport
    )


@pytest.fixture
def request_made(provider: Provider, connection: Connection) -> AuthorizationRequest:
    return authorization_request(
        provider, connection, redirect_uri="http://127.0.0.1:1/callback", random_text=lambda: "r" * 43
    )


def refused(endpoint: TokenEndpoint, made: AuthorizationRequest, raises: type[XenaError]) -> dict[str, Any]:
    """What the error says; neither it nor what it came from shows a secret."""
    with pytest.raises(raises) as raised:
        endpoint.exchange_code(CODE, made)
    assert CLIENT_SECRET.reveal() not in f"{raised.value} {raised.value.__cause__!r}"
    return raised.value.details


def test_tokens_are_read(
    server: HostileProvider, endpoint: TokenEndpoint, request_made: AuthorizationRequest
) -> None:
    response = endpoint.exchange_code(CODE, request_made)
    assert response.access_token == Secret(server.access_token)
    assert response.refresh_token == Secret(server.refresh_token)
    assert response.expires_in == 3600
    assert response.scopes == frozenset({"openid", "profile", "testapi", "offline_access"})
    assert response.id_token is not None


# --- the transport ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("grant", ["code", "refresh", "client_credentials"])
def test_nothing_is_posted_to_where_a_redirect_points(
    server: HostileProvider,
    elsewhere: HostileProvider,
    endpoint: TokenEndpoint,
    request_made: AuthorizationRequest,
    status: int,
    grant: str,
) -> None:
    target = f"{elsewhere.issuer}/connect/token"
    server.answer(
        "token", status=status, headers=(*JSON, ("Location", target)), body=b'{"error": "invalid_grant"}'
    )
    with pytest.raises(UnexpectedAnswer) as raised:
        {
            "code": lambda: endpoint.exchange_code(CODE, request_made),
            "refresh": lambda: endpoint.refresh(Secret("refresh-1")),
            "client_credentials": endpoint.client_credentials,
        }[grant]()
    assert raised.value.details["status"] == status
    assert len(server.asked("token")) == 1
    assert not elsewhere.received


@pytest.mark.parametrize("status", [401, 400, 403, 404, 429, 500, 502, 503, 204])
@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"[]"])
def test_an_answer_that_says_nothing_leaves_the_outcome_unknown(
    server: HostileProvider,
    endpoint: TokenEndpoint,
    request_made: AuthorizationRequest,
    status: int,
    body: bytes,
) -> None:
    server.answer("token", status=status, headers=JSON if body == b"{}" else HTML, body=body)
    host = server.issuer.removeprefix("http://")
    assert refused(endpoint, request_made, UnexpectedAnswer) == {"host": host, "status": status}
    assert len(server.asked("token")) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_an_error_of_a_server_in_trouble_is_not_the_grants(
    server: HostileProvider, endpoint: TokenEndpoint, request_made: AuthorizationRequest, status: int
) -> None:
    server.answer("token", status=status, body=b'{"error": "invalid_grant"}')
    refused(endpoint, request_made, UnexpectedAnswer)


@pytest.mark.parametrize("status", [400, 401, 403, 200])
@pytest.mark.parametrize(
    ("error", "raises", "shown"),
    [
        ("invalid_grant", TokenRequestRefused, "invalid_grant"),
        ("invalid_scope", TokenRequestRefused, "invalid_scope"),
        ("of_its_own\u202e", TokenRequestRefused, "of_its_own\ufffd"),
        ("x" * 100, TokenRequestRefused, "x" * 59 + "…"),
        (5, TokenRequestRefused, "5"),
        ("invalid_client", ClientRefused, "invalid_client"),
        ("unauthorized_client", ClientRefused, "unauthorized_client"),
    ],
)
def test_an_error_has_its_name_even_beside_a_token(
    server: HostileProvider,
    endpoint: TokenEndpoint,
    request_made: AuthorizationRequest,
    status: int,
    error: Any,
    raises: type[XenaError],
    shown: str,
) -> None:
    server.change("token", error=error, error_description="why")
    server.answer("token", status=status)
    assert refused(endpoint, request_made, raises) == {"error": shown}
    assert len(server.asked("token")) == 1


GOOD = json.dumps({"access_token": "a", "token_type": "Bearer"}).encode()
NO_JSON: list[tuple[tuple[tuple[str, str], ...], bytes]] = [
    (HTML, b"<html>"),
    (HTML, GOOD),
    ((), GOOD),
    ((("Content-Type", "text/plain"),), GOOD),
    ((("Content-Type", "application/json-seq"),), GOOD),
    ((("Content-Type", "application/x-www-form-urlencoded"),), b"access_token=a&token_type=bearer"),
    (JSON, b"access_token=a&token_type=bearer"),
    (JSON, b""),
    (JSON, GOOD[:-1]),
    (JSON, GOOD + b"x"),
    (JSON, b"\xef\xbb\xbf" + GOOD),
    (JSON, GOOD.decode().encode("utf-16")),
    (JSON, b'{"access_token": "a", "token_type": "Bearer", "expires_in": NaN}'),
    (JSON, b'{"access_token": "a", "token_type": "Bearer", "access_token": "b"}'),
    (JSON, b"[]"),
    (JSON, b'"text"'),
    (JSON, b"null"),
]


@pytest.mark.parametrize(("headers", "body"), NO_JSON)
def test_a_200_that_is_no_json_object(
    server: HostileProvider,
    endpoint: TokenEndpoint,
    request_made: AuthorizationRequest,
    headers: tuple[tuple[str, str], ...],
    body: bytes,
) -> None:
    server.answer("token", headers=headers, body=body)
    assert refused(endpoint, request_made, TokenResponseInvalid) == {"reason": "no JSON object"}


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", "Application/JSON ;charset=UTF-8"]
)
def test_json_with_a_charset(
    server: HostileProvider, endpoint: TokenEndpoint, request_made: AuthorizationRequest, content_type: str
) -> None:
    server.answer("token", headers=(("Content-Type", content_type), ("Set-Cookie", "a=b")))
    assert endpoint.exchange_code(CODE, request_made).access_token
    endpoint.refresh(Secret("refresh-1"))
    assert "Cookie" not in server.asked("token")[1].headers


@pytest.mark.parametrize("zipped", [False, True])
def test_ten_megabytes(
    server: HostileProvider, endpoint: TokenEndpoint, request_made: AuthorizationRequest, zipped: bool
) -> None:
    body = b" " * 10_000_000 + GOOD
    headers = (*JSON, ("Content-Encoding", "gzip")) if zipped else JSON
    server.answer("token", headers=headers, body=gzip.compress(body, 1) if zipped else body)
    refused(endpoint, request_made, AnswerTooLarge)


@pytest.mark.parametrize(
    ("reply", "raises"), [({"cut": 10}, ConnectionBroken), ({"silent": True}, NetworkTimeout)]
)
def test_an_answer_that_is_lost_is_not_asked_for_again(
    server: HostileProvider,
    endpoint: TokenEndpoint,
    request_made: AuthorizationRequest,
    reply: dict[str, Any],
    raises: type[NetworkError],
) -> None:
    server.answer("token", **reply)
    impatient = Transport(limits=Limits(connect_seconds=1, read_seconds=0.2))
    refused(replace(endpoint, transport=impatient), request_made, raises)
    assert len(server.asked("token")) == 1


def test_plain_http_elsewhere_is_never_sent_to(
    provider: Provider, endpoint: TokenEndpoint, request_made: AuthorizationRequest
) -> None:
    plain = replace(provider, token_endpoint="http://xena.example/connect/token")
    refused(replace(endpoint, provider=plain), request_made, InsecureAddress)


def test_https_stays_https(connection: Connection, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    transport = Transport(extra_ca_file=str(authority.file))
    with HostileProvider(tls=authority.server("127.0.0.1")) as server, hardened_session(transport) as session:
        secure = replace(connection, authority=server.issuer)
        endpoint = TokenEndpoint(
            provider=discover(session, secure),
            connection=secure,
            client_secret=CLIENT_SECRET,
            transport=transport,
        )
        assert endpoint.refresh(Secret("refresh-1")).access_token == Secret("access-1")
        stranger = replace(endpoint, transport=Transport())
        with pytest.raises(TlsFailed):
            stranger.refresh(Secret("refresh-1"))
        assert len(server.asked("token")) == 1


# --- the members -----------------------------------------------------------------------------------------


def each(member: str, values: list[Any]) -> list[tuple[str, Any]]:
    """Rows in which one member has each of these values."""
    return [(member, value) for value in values]


REFUSED_MEMBERS: list[tuple[str, Any]] = [
    *each("access_token", [None, "", 5, True, ["a"], "a\r\nb", "a b", "tøken", "x" * 64_000]),
    *each("token_type", [None, "", "mac", "DPoP", "N_A", 5, ["Bearer"]]),
    *each("expires_in", [0, -5, "soon", "", "-5", "3.5", "²", True, False, [3600], {}]),
    *each("refresh_token", ["", 5, ["r"], "r\0", "x" * 64_000]),
    *each("id_token", ["", 5, "a b"]),
    *each("scope", [5, ["openid"], {}]),
]  # fmt: skip


@pytest.mark.parametrize(("member", "value"), REFUSED_MEMBERS)
def test_a_member_that_is_wrong(
    server: HostileProvider,
    endpoint: TokenEndpoint,
    request_made: AuthorizationRequest,
    member: str,
    value: Any,
) -> None:
    server.change("token", **{member: value})
    assert refused(endpoint, request_made, TokenResponseInvalid) == {"reason": member}


def test_a_member_that_is_null_is_not_there(
    server: HostileProvider, endpoint: TokenEndpoint, request_made: AuthorizationRequest
) -> None:
    null = dict.fromkeys(("refresh_token", "id_token", "scope", "expires_in"))
    server.hooks["token"] = lambda right: {**right, **null}
    expected = TokenResponse(
        access_token=Secret("access-1"), expires_in=None, refresh_token=None, id_token=None, scopes=None
    )
    assert endpoint.exchange_code(CODE, request_made) == expected
    assert endpoint.refresh(Secret("refresh-1")) == expected


@pytest.mark.parametrize(
    ("member", "value", "field", "read"),
    [
        ("token_type", "BEARER", "access_token", Secret("access-1")),
        ("token_type", "bearer", "access_token", Secret("access-1")),
        ("expires_in", None, "expires_in", None),
        ("expires_in", "3600", "expires_in", 3600),
        ("expires_in", 3600.0, "expires_in", 3600),
        ("expires_in", 1, "expires_in", 1),
        ("expires_in", 10**30, "expires_in", 10**9),
        ("expires_in", "9" * 30, "expires_in", 10**9),
        ("expires_in", 1e300, "expires_in", 10**9),
        ("scope", None, "scopes", None),
        ("scope", "", "scopes", None),
        ("scope", "openid", "scopes", frozenset({"openid"})),
        ("scope", "testapi more openid", "scopes", frozenset({"openid", "testapi", "more"})),
        ("refresh_token", None, "refresh_token", None),
        ("refresh_token", "r" * 2000, "refresh_token", Secret("r" * 2000)),
        ("id_token", None, "id_token", None),
        ("unknown", {"a": 1}, "access_token", Secret("access-1")),
    ],
)
def test_members_that_are_understood(
    server: HostileProvider,
    endpoint: TokenEndpoint,
    request_made: AuthorizationRequest,
    member: str,
    value: Any,
    field: str,
    read: Any,
) -> None:
    server.change("token", **{member: value})
    assert getattr(endpoint.exchange_code(CODE, request_made), field) == read
    assert getattr(endpoint.refresh(Secret("refresh-1")), field) == read
