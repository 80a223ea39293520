import io
import json
import socket
from dataclasses import replace
from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter
from urllib3.response import HTTPResponse

from tests.fakes.hostile_provider import HostileProvider
from xena_desktop.auth.authorization import authorization_request
from xena_desktop.auth.discovery import Provider, check_response_type, discover, uses_pkce
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import (
    AnswerTooLarge,
    ConnectionBroken,
    DiscoveryInvalid,
    HostUnreachable,
    InsecureAddress,
    IssuerMismatch,
    PkceUnsupported,
    ResponseTypeUnsupported,
)
from xena_desktop.network.transport import Hardened


def test_a_good_document_is_read(server: HostileProvider, provider: Provider) -> None:
    assert provider.issuer == server.issuer
    assert provider.token_endpoint == f"{server.issuer}/connect/token"
    assert provider.end_session_endpoint == f"{server.issuer}/connect/endsession"
    assert provider.signs_challenge_s256
    assert not provider.states_issuer
    assert [request.headers["Accept"] for request in server.asked("discovery")] == ["application/json"]


@pytest.mark.parametrize(
    "issuer", ["https://elsewhere.example", None, 5, ["{issuer}"], "{issuer}/", "{issuer}1", "HTTP{rest}"]
)
def test_an_issuer_that_is_not_the_authority(
    server: HostileProvider, connection: Connection, session: Hardened, issuer: Any
) -> None:
    if isinstance(issuer, str):
        issuer = issuer.format(issuer=server.issuer, rest=server.issuer.removeprefix("http"))
    server.change("discovery", issuer=issuer)
    with pytest.raises(IssuerMismatch) as raised:
        discover(session, connection)
    assert raised.value.details["expected"] == server.issuer


def test_a_default_port_that_is_spelled_out_is_another_issuer(
    server: HostileProvider, connection: Connection, session: Hardened
) -> None:
    server.change("discovery", issuer="http://127.0.0.1:80")
    with pytest.raises(IssuerMismatch):
        discover(session, connection)


@pytest.mark.parametrize("authority", ["http://xena.example", "file:///etc/passwd", "https://a@b.example"])
def test_an_authority_that_is_not_safe(connection: Connection, session: Hardened, authority: str) -> None:
    with pytest.raises(InsecureAddress):
        discover(session, replace(connection, authority=authority))


ENDPOINTS = [
    "authorization_endpoint",
    "token_endpoint",
    "jwks_uri",
    "userinfo_endpoint",
    "revocation_endpoint",
]


@pytest.mark.parametrize("name", ENDPOINTS)
@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("http://xena.example/x", "is not https"),
        ("/connect/x", "is not https"),
        ("file:///x", "is not https"),
        ("https://name:word@xena.example/x", "is not https"),
        ("https://xena.example\\@evil.example/", "is not https"),
        ("https://xena.example/x y", "is not https"),
        ("https://xena.example:port/", "is not https"),
        ("", "is not https"),
        ("https://xena.example/x#part", "is no address"),
        (["https://xena.example/x"], "is no address"),
        (True, "is no address"),
    ],
)
def test_an_endpoint_that_is_no_safe_address(
    server: HostileProvider, connection: Connection, session: Hardened, name: str, value: Any, reason: str
) -> None:
    server.change("discovery", **{name: value})
    with pytest.raises(DiscoveryInvalid) as raised:
        discover(session, connection)
    assert raised.value.details["reason"] == f"{name} {reason}"


class Canned(BaseAdapter):
    """Answers for a host that is not on this computer."""

    def __init__(self, document: dict[str, Any]) -> None:
        super().__init__()
        self._body = json.dumps(document).encode()

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:  # type: ignore[override] # all the same
        response = requests.Response()
        response.status_code, response.request, response.url = 200, request, request.url or ""
        response.raw = HTTPResponse(io.BytesIO(self._body), preload_content=False)
        return response

    def close(self) -> None:
        """Nothing is open."""


def test_only_a_server_here_may_have_endpoints_here(
    server: HostileProvider, connection: Connection, session: Hardened
) -> None:
    issuer = "https://xena.example"
    endpoints = {name: f"{issuer}/{name}" for name in ENDPOINTS}
    remote = replace(connection, authority=issuer)
    session.mount(issuer, Canned({"issuer": issuer, **endpoints}))
    assert discover(session, remote).token_endpoint == f"{issuer}/token_endpoint"
    session.mount(
        issuer, Canned({"issuer": issuer, **endpoints, "token_endpoint": f"{server.issuer}/connect/token"})
    )
    with pytest.raises(DiscoveryInvalid) as raised:
        discover(session, remote)
    assert raised.value.details["reason"] == "token_endpoint is not https"


@pytest.mark.parametrize("name", ENDPOINTS[:3])
def test_a_missing_endpoint(
    server: HostileProvider, connection: Connection, session: Hardened, name: str
) -> None:
    server.change("discovery", **{name: None})
    with pytest.raises(DiscoveryInvalid) as raised:
        discover(session, connection)
    assert raised.value.details["reason"] == f"{name} is missing"


def test_what_is_optional_may_be_missing(
    server: HostileProvider, connection: Connection, session: Hardened
) -> None:
    optional = (
        "userinfo_endpoint",
        "revocation_endpoint",
        "end_session_endpoint",
        "response_types_supported",
    )
    server.change("discovery", **dict.fromkeys((*optional, "response_modes_supported")))
    found = discover(session, connection)
    assert (found.userinfo_endpoint, found.revocation_endpoint, found.end_session_endpoint) == (None,) * 3
    check_response_type(found, connection)


@pytest.mark.parametrize("status", [201, 204, 301, 302, 303, 307, 308, 401, 404, 500, 503])
def test_a_status_that_is_not_200_and_no_redirect_is_followed(
    server: HostileProvider,
    elsewhere: HostileProvider,
    connection: Connection,
    session: Hardened,
    status: int,
) -> None:
    target = f"{elsewhere.issuer}/.well-known/openid-configuration"
    server.answer("discovery", status=status, headers=(("Location", target),), body=b"")
    with pytest.raises(DiscoveryInvalid) as raised:
        discover(session, connection)
    assert raised.value.details["reason"] == f"status {status}"
    assert not elsewhere.received


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not JSON"),
        (b"<html>", "not JSON"),
        (b"{}{}", "not JSON"),
        (b'{"a": NaN}', "not JSON"),
        (b'{"a": Infinity}', "not JSON"),
        (b'{"a": 1', "not JSON"),
        (b"\xef\xbb\xbf{}", "not JSON"),
        ("{}".encode("utf-16"), "not JSON"),
        (b'{"a": "\xff"}', "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "not JSON"),
        (b'{"issuer": "a", "issuer": "b"}', "not JSON"),
        (b'{"a": {"b": 1, "b": 1}}', "not JSON"),
        (b"[]", "not an object"),
        (b"null", "not an object"),
        (b'"text"', "not an object"),
        (b"5", "not an object"),
    ],
)
def test_a_body_that_is_no_document(
    server: HostileProvider, connection: Connection, session: Hardened, body: bytes, reason: str
) -> None:
    server.answer("discovery", body=body)
    with pytest.raises(DiscoveryInvalid) as raised:
        discover(session, connection)
    assert raised.value.details["reason"] == reason


def test_a_document_of_more_than_a_megabyte(
    server: HostileProvider, connection: Connection, session: Hardened
) -> None:
    server.answer("discovery", body=b" " * (1 << 20) + b"{}")
    with pytest.raises(AnswerTooLarge):
        discover(session, connection)


def test_a_document_that_breaks_off(
    server: HostileProvider, connection: Connection, session: Hardened
) -> None:
    server.answer("discovery", cut=20)
    with pytest.raises(ConnectionBroken):
        discover(session, connection)


def test_a_server_that_is_not_there(connection: Connection, session: Hardened) -> None:
    with socket.socket() as taken:  # bound, so that nobody else gets the port, and not listening
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(HostUnreachable):
            discover(session, replace(connection, authority=f"http://127.0.0.1:{taken.getsockname()[1]}"))


@pytest.mark.parametrize(
    ("offered", "wanted", "accepted"),
    [
        (["code", "id_token code"], "code id_token", True),
        (["code"], "code id_token", False),
        (["code id_token token"], "code id_token", False),
        (["token id_token code"], "code id_token token", True),
        ([], "code id_token", True),
        (None, "code id_token", True),
        ("code id_token", "code id_token", True),  # not a list: says nothing
    ],
)
def test_response_types_are_compared_as_sets(
    server: HostileProvider,
    connection: Connection,
    session: Hardened,
    offered: Any,
    wanted: str,
    accepted: bool,
) -> None:
    server.change("discovery", response_types_supported=offered)
    connection = replace(connection, response_type=wanted)
    found = discover(session, connection)
    if accepted:
        check_response_type(found, connection)
        return
    with pytest.raises(ResponseTypeUnsupported) as raised:
        check_response_type(found, connection)
    assert raised.value.details["wanted"] == wanted


def test_a_server_without_form_post(
    server: HostileProvider, connection: Connection, session: Hardened
) -> None:
    server.change("discovery", response_modes_supported=["query", "fragment"])
    found = discover(session, connection)
    with pytest.raises(ResponseTypeUnsupported) as raised:
        authorization_request(found, connection, redirect_uri="http://127.0.0.1:1/callback", random_text=str)
    assert raised.value.details == {"wanted": "form_post", "offered": "query, fragment"}


@pytest.mark.parametrize(
    ("methods", "policy", "used"),
    [
        (["S256"], "auto", True),
        (["S256"], "off", False),
        (["plain", "S256"], "require", True),
        (["plain"], "auto", False),
        (None, "auto", False),
        (None, "off", False),
        (["plain"], "require", None),
        (None, "require", None),
        ("S256", "require", None),
    ],
)
def test_pkce_follows_the_policy_and_never_falls_back(
    server: HostileProvider,
    connection: Connection,
    session: Hardened,
    methods: Any,
    policy: str,
    used: bool | None,
) -> None:
    server.change("discovery", code_challenge_methods_supported=methods)
    connection = replace(connection, pkce=policy)
    found = discover(session, connection)
    if used is not None:
        assert uses_pkce(found, connection) is used
        return
    with pytest.raises(PkceUnsupported):
        uses_pkce(found, connection)
