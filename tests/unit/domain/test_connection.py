import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xena_desktop.domain import built_in
from xena_desktop.domain.connection import (
    AUTH_METHODS,
    DEFAULT_REDIRECT_URIS,
    DEFAULT_SCOPES,
    FORMAT,
    GRANTS,
    PKCE_POLICIES,
    RESPONSE_MODES,
    RESPONSE_TYPES,
    Connection,
    parse_connection_file,
    render_connection_file,
    with_member,
)
from xena_desktop.domain.errors import ConnectionFileInvalid

LEAST: dict[str, Any] = {
    "format": FORMAT,
    "name": "Xena test",
    "authority": "https://logintest.xena.biz",
    "api_base_url": "https://test.xena.biz/Api",
    "client_id": "a1b2.xena.biz",
}


def parsed(**members: Any) -> Connection:
    return parse_connection_file(json.dumps(LEAST | members), id="own-1")


def refused(member: str, value: Any) -> ConnectionFileInvalid:
    with pytest.raises(ConnectionFileInvalid) as caught:
        parsed(**{member: value})
    assert caught.value.details["member"] == member
    assert caught.value.details["expected"]
    return caught.value


def test_defaults() -> None:
    connection = parsed()
    assert connection == Connection(
        id="own-1", **{name: value for name, value in LEAST.items() if name != "format"}
    )
    assert (connection.grant, connection.response_type, connection.response_mode) == (
        "hybrid",
        "code id_token",
        "form_post",
    )
    assert connection.scopes == DEFAULT_SCOPES == ("openid", "profile", "email", "testapi", "offline_access")
    assert connection.redirect_uris == DEFAULT_REDIRECT_URIS
    assert connection.token_endpoint_auth_method == "client_secret_post"
    assert (connection.pkce, connection.read_only, connection.color) == ("auto", True, "#7fb800")
    assert (connection.openapi_url, connection.extra_ca_file) == (None, None)
    assert connection.is_configured
    assert connection.needs_client_secret


def test_defaults_of_the_plain_code_grant() -> None:
    connection = parsed(grant="authorization_code")
    assert (connection.response_type, connection.response_mode) == ("code", "query")
    assert parsed(grant="authorization_code", response_mode="form_post").response_mode == "form_post"


def test_service_account() -> None:
    connection = parsed(grant="client_credentials", scopes=["testapi"])
    assert connection.scopes == ("testapi",)
    assert connection.needs_client_secret


@pytest.mark.parametrize("member", ["name", "authority", "api_base_url", "client_id"])
def test_required_members(member: str) -> None:
    members = {name: value for name, value in LEAST.items() if name != member}
    with pytest.raises(ConnectionFileInvalid) as caught:
        parse_connection_file(json.dumps(members), id="own-1")
    assert caught.value.details == {"member": member, "expected": "present"}


@pytest.mark.parametrize(
    ("text", "member", "expected"),
    [
        ("", "", "json"),
        ("{", "", "json"),
        ("[" * 100_000, "", "json"),
        ("[]", "", "object"),
        ('"text"', "", "object"),
        ("null", "", "object"),
        ("{}", "format", FORMAT),
        ('{"format": "xena-connection/2"}', "format", FORMAT),
        ('{"format": 1}', "format", FORMAT),
    ],
)
def test_texts_that_are_no_connection_file(text: str, member: str, expected: str) -> None:
    with pytest.raises(ConnectionFileInvalid) as caught:
        parse_connection_file(text, id="own-1")
    assert caught.value.details == {"member": member, "expected": expected}


NOT_TEXTS: list[Any] = [None, 1, True, [], {}, ["a"]]


@pytest.mark.parametrize("value", [*NOT_TEXTS, "", "   ", "a\nb", "a\x00", "a\u202eb", "a" * 301])
@pytest.mark.parametrize("member", ["name", "client_id"])
def test_wrong_texts(member: str, value: Any) -> None:
    refused(member, value)


def test_texts_at_their_bounds() -> None:
    assert parsed(name="a" * 300).name == "a" * 300
    assert parsed(name=" Sørens forbindelse nr. 2 ").name == "Sørens forbindelse nr. 2"


WRONG_ADDRESSES = [
    *NOT_TEXTS[1:],
    "",
    "login.xena.biz",
    "http://login.xena.biz",
    "ftp://login.xena.biz",
    "file:///etc/passwd",
    "https://",
    "https://user@login.xena.biz",
    "https://login.xena.biz@evil.test",
    "https://login.xena.biz\\@evil.test",
    "https://login.xena.biz?x=1",
    "https://login.xena.biz#x",
    "https://løgin.xena.biz",
    "https://login.xena.biz:65536",
    "http://127.0.0.1.evil.test",
]


@pytest.mark.parametrize("value", WRONG_ADDRESSES)
@pytest.mark.parametrize("member", ["authority", "api_base_url", "openapi_url"])
def test_wrong_addresses(member: str, value: Any) -> None:
    assert refused(member, value).details["expected"] in ("https address", "text")


@pytest.mark.parametrize("member", ["authority", "api_base_url"])
def test_addresses_that_must_not_be_null(member: str) -> None:
    refused(member, None)


@pytest.mark.parametrize("member", ["authority", "api_base_url", "openapi_url"])
def test_addresses_lose_their_last_slash(member: str) -> None:
    assert getattr(parsed(**{member: "https://a.test/x/"}), member) == "https://a.test/x"
    assert getattr(parsed(**{member: "http://127.0.0.1:80/x"}), member) == "http://127.0.0.1:80/x"


@pytest.mark.parametrize(
    ("member", "allowed"),
    [
        ("grant", GRANTS),
        ("response_mode", RESPONSE_MODES),
        ("token_endpoint_auth_method", AUTH_METHODS),
        ("pkce", PKCE_POLICIES),
    ],
)
def test_choices(member: str, allowed: tuple[str, ...]) -> None:
    for value in (*NOT_TEXTS, "", "unheard-of", allowed[0].upper()):
        assert refused(member, value).details["expected"] == " | ".join(allowed)
    for value in allowed:
        assert getattr(with_member(parsed(), member, value), member) == value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("code id_token", "code id_token"),
        ("id_token code", "code id_token"),
        ("id_token token code", "code id_token token"),
    ],
)
def test_response_types_in_any_order(value: str, expected: str) -> None:
    assert parsed(response_type=value).response_type == expected
    assert expected in RESPONSE_TYPES


@pytest.mark.parametrize("value", [*NOT_TEXTS, "", "token", "id_token", "code token", "codeid_token"])
def test_wrong_response_types(value: Any) -> None:
    refused("response_type", value)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "openid",
        [],
        {},
        [1],
        [None],
        [""],
        ["a b"],
        ['a"'],
        ["a\\"],
        ["æ"],
        ["a\x7f"],
        ["openid", ["profile"]],
    ],
)
def test_wrong_scopes(value: Any) -> None:
    refused("scopes", value)


def test_scopes_stand_once() -> None:
    assert parsed(scopes=["openid", "testapi", "openid"]).scopes == ("openid", "testapi")
    assert parsed(scopes=["openid", "!~[]"]).scopes == ("openid", "!~[]")


@pytest.mark.parametrize(
    "uri",
    [
        "http://127.0.0.1:51789/callback",
        "http://127.0.0.1:0/callback",
        "http://127.0.0.1:65535/",
        "http://[::1]:8080/callback",
        "http://localhost:1/callback",
    ],
)
def test_redirect_uris(uri: str) -> None:
    assert parsed(redirect_uris=[uri]).redirect_uris == (uri,)


@pytest.mark.parametrize(
    "uri",
    [
        *NOT_TEXTS,
        "http://127.0.0.1/callback",
        "https://127.0.0.1:51789/callback",
        "http://0.0.0.0:51789/callback",
        "http://192.168.1.2:51789/callback",
        "http://127.0.0.1:65536/callback",
        "http://127.0.0.1:x/callback",
        "http://127.0.0.2:51789/callback",
        "http://localhost.evil.test:1/callback",
        "http://a@localhost:1/callback",
        "http://127.0.0.1:1/callback?x=1",
        "http://127.0.0.1:1/callback#x",
        "xena-desktop://callback",
        "urn:ietf:wg:oauth:2.0:oob",
    ],
)
def test_wrong_redirect_uris(uri: Any) -> None:
    refused("redirect_uris", [DEFAULT_REDIRECT_URIS[0], uri])


@pytest.mark.parametrize("value", [None, [], {}, "http://127.0.0.1:1/callback"])
def test_redirect_uris_that_are_no_list(value: Any) -> None:
    refused("redirect_uris", value)


@pytest.mark.parametrize("value", [None, 0, 1, "true", []])
def test_wrong_booleans(value: Any) -> None:
    refused("read_only", value)
    assert parsed(read_only=False).read_only is False


@pytest.mark.parametrize(
    "value",
    [*NOT_TEXTS, "", "red", "#fff", "7fb800#", "#7fb80g", "#7fb8000", "#+12345", "#1_2345", "#１２３４５６"],
)
def test_wrong_colors(value: Any) -> None:
    refused("color", value)
    assert parsed(color="#ABCDEF").color == "#abcdef"


@pytest.mark.parametrize("value", [*NOT_TEXTS[1:], "", " "])
def test_wrong_ca_file(value: Any) -> None:
    refused("extra_ca_file", value)
    assert parsed(extra_ca_file="C:\\Søren K\\ca.pem").extra_ca_file == "C:\\Søren K\\ca.pem"
    assert parsed(extra_ca_file=None).extra_ca_file is None


@pytest.mark.parametrize(
    ("member", "members"),
    [
        ("response_type", {"grant": "hybrid", "response_type": "code"}),
        ("response_type", {"grant": "authorization_code", "response_type": "code id_token"}),
        ("response_mode", {"grant": "hybrid", "response_mode": "query"}),
        (
            "token_endpoint_auth_method",
            {"grant": "client_credentials", "token_endpoint_auth_method": "none"},
        ),
        ("scopes", {"scopes": ["testapi"]}),
        ("scopes", {"grant": "authorization_code", "scopes": ["testapi"]}),
    ],
)
def test_members_that_do_not_go_together(member: str, members: dict[str, Any]) -> None:
    with pytest.raises(ConnectionFileInvalid) as caught:
        parsed(**members)
    assert caught.value.details["member"] == member


def test_unknown_members_are_kept() -> None:
    connection = parsed(comment={"by": "Søren", "stars": [1, 2.5, None]}, extra="x")
    assert dict(connection.extra) == {"comment": {"by": "Søren", "stars": [1, 2.5, None]}, "extra": "x"}
    again = json.loads(render_connection_file(connection))
    assert (again["comment"], again["extra"]) == (connection.extra["comment"], "x")
    assert again["format"] == FORMAT


def test_a_file_holds_every_member_and_no_id() -> None:
    members = json.loads(render_connection_file(parsed()))
    assert set(members) == {"format", *(f.name for f in fields(Connection))} - {"id", "extra"}


def test_letters_stand_as_they_are() -> None:
    assert "Sørens regnskab" in render_connection_file(parsed(name="Sørens regnskab"))


_NAME = st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs"), include_characters=" "), min_size=1, max_size=40
).filter(lambda text: bool(text.strip()) and text.isprintable())
_SCOPE = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters='"\\'), min_size=1, max_size=9
)
_LOOPBACK = st.builds(
    lambda host, port: f"http://{host}:{port}/callback",
    st.sampled_from(["127.0.0.1", "[::1]", "localhost"]),
    st.integers(0, 65535),
)


@st.composite
def connections(draw: st.DrawFn) -> Connection:
    grant = draw(st.sampled_from(GRANTS))
    plain = grant == "authorization_code"
    types = ("code",) if plain else RESPONSE_TYPES[:2]
    methods = AUTH_METHODS[:2] if grant == "client_credentials" else AUTH_METHODS
    return Connection(
        id="own-1",
        name=draw(_NAME).strip(),
        authority=draw(
            st.sampled_from(["https://a.test", "https://a.test:1/b", "http://[::1]:5", "http://localhost"])
        ),
        api_base_url="https://a.test/Api",
        client_id=draw(_NAME).strip(),
        grant=grant,
        response_type=draw(st.sampled_from(types)),
        response_mode=draw(st.sampled_from(RESPONSE_MODES)) if plain else "form_post",
        scopes=(
            "openid",
            *draw(st.lists(_SCOPE.filter(lambda scope: scope != "openid"), unique=True, max_size=4)),
        ),
        redirect_uris=tuple(draw(st.lists(_LOOPBACK, min_size=1, max_size=3))),
        token_endpoint_auth_method=draw(st.sampled_from(methods)),
        pkce=draw(st.sampled_from(PKCE_POLICIES)),
        read_only=draw(st.booleans()),
        color=f"#{draw(st.integers(0, 0xFFFFFF)):06x}",
        openapi_url=draw(st.sampled_from([None, "https://a.test/docs"])),
        extra_ca_file=draw(st.none() | _NAME.map(str.strip)),
        extra=draw(
            st.dictionaries(
                st.text(min_size=1).map(lambda name: f"x-{name}"), st.none() | st.text(), max_size=3
            )
        ),
    )


@given(connections())
def test_round_trip(connection: Connection) -> None:
    again = parse_connection_file(render_connection_file(connection), id="own-1")
    assert again == connection
    assert dict(again.extra) == dict(connection.extra)


@given(
    st.dictionaries(
        st.sampled_from([f.name for f in fields(Connection)]),
        st.none() | st.integers() | st.text() | st.lists(st.text()),
        max_size=4,
    )
)
def test_whatever_stands_in_a_file_it_is_read_or_refused(members: dict[str, Any]) -> None:
    try:
        connection = parsed(**members)
    except ConnectionFileInvalid:
        return
    assert parse_connection_file(render_connection_file(connection), id="own-1") == connection


def test_one_member_changed() -> None:
    assert with_member(parsed(), "name", " Ny ").name == "Ny"
    with pytest.raises(ConnectionFileInvalid):
        with_member(parsed(), "authority", "http://evil.test")


def test_built_in_connections() -> None:
    production, test = built_in.xena_production(), built_in.xena_test()
    assert (production.is_configured, production.read_only) == (False, True)
    assert (test.is_configured, test.read_only) == (False, False)
    sandbox = built_in.sandbox(authority="http://127.0.0.1:51780")
    assert sandbox.is_configured
    assert sandbox.api_base_url == "http://127.0.0.1:51780/Api"
    assert parse_connection_file(render_connection_file(sandbox), id=sandbox.id) == sandbox
    assert not with_member(sandbox, "token_endpoint_auth_method", "none").needs_client_secret
