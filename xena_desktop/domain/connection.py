"""A connection: an authority, an API base address and one registered client."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from xena_desktop.domain.addresses import LOOPBACK_HOSTS, printable, require_secure
from xena_desktop.domain.errors import ConnectionFileInvalid, InsecureAddress

FORMAT: Final = "xena-connection/1"
SUFFIX: Final = ".xenaconnection"

GRANTS: Final = ("hybrid", "authorization_code", "client_credentials")
RESPONSE_TYPES: Final = ("code id_token", "code id_token token", "code")
RESPONSE_MODES: Final = ("form_post", "query")
AUTH_METHODS: Final = ("client_secret_post", "client_secret_basic", "none")
PKCE_POLICIES: Final = ("auto", "require", "off")

API_SCOPE: Final = "testapi"
"""The one scope that opens Xena's API."""
DEFAULT_SCOPES: Final = ("openid", "profile", "email", API_SCOPE, "offline_access")
DEFAULT_REDIRECT_URIS: Final = tuple(f"http://127.0.0.1:{port}/callback" for port in (51789, 51790, 51791))
DEFAULT_COLOR: Final = "#7fb800"
_COLOR: Final = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One way to Xena. ``id`` is this computer's own name for it; all else can be shared as a file.

    ``authority`` is the issuer's base address without a trailing slash, ``api_base_url`` the address that
    API paths hang on, ``redirect_uris`` are tried in order, ``extra`` keeps members unknown to this version.
    """

    id: str
    name: str
    authority: str
    api_base_url: str
    client_id: str
    grant: str = "hybrid"
    response_type: str = "code id_token"
    response_mode: str = "form_post"
    scopes: tuple[str, ...] = DEFAULT_SCOPES
    redirect_uris: tuple[str, ...] = DEFAULT_REDIRECT_URIS
    token_endpoint_auth_method: str = "client_secret_post"  # noqa: S105 - the standard's name, not a secret
    pkce: str = "auto"
    read_only: bool = True
    color: str = DEFAULT_COLOR
    openapi_url: str | None = None
    extra_ca_file: str | None = None
    extra: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), compare=False)

    @property
    def is_configured(self) -> bool:
        """Whether a client ID is there, so that a sign-in can be tried."""
        return bool(self.client_id)

    @property
    def needs_client_secret(self) -> bool:
        """Whether the client authenticates with a secret (RFC 6749 §2.3.1)."""
        return self.token_endpoint_auth_method != "none"  # noqa: S105 - the standard's name


def parse_connection_file(text: str, *, id: str) -> Connection:  # noqa: A002 - the field's name
    """The connection in a connection file.

    Raises ConnectionFileInvalid (``member``, ``expected``) for the first member that is missing or wrong.
    """
    try:
        members = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConnectionFileInvalid(member="", expected="json") from error
    if not isinstance(members, dict):
        raise ConnectionFileInvalid(member="", expected="object")
    if members.get("format") != FORMAT:
        raise ConnectionFileInvalid(member="format", expected=FORMAT)
    return _from_members(members, id=id)


def render_connection_file(connection: Connection) -> str:
    """The connection as the text of a connection file, unknown members included."""
    members: dict[str, Any] = {"format": FORMAT}
    for name in _READERS:
        value = getattr(connection, name)
        members[name] = list(value) if isinstance(value, tuple) else value
    members.update(connection.extra)
    return json.dumps(members, indent=2, ensure_ascii=False) + "\n"


def with_member(connection: Connection, member: str, value: Any) -> Connection:
    """The connection with one member changed, checked as in a file; raises ConnectionFileInvalid."""
    return replace(connection, **{member: _READERS[member](member, value)})


# --- members ---------------------------------------------------------------------------------------------


def _from_members(members: dict[str, Any], *, id: str) -> Connection:  # noqa: A002 - the field's name
    values: dict[str, Any] = {}
    for name, read in _READERS.items():
        if name in members:
            values[name] = read(name, members[name])
        elif name in ("name", "authority", "api_base_url", "client_id"):
            raise ConnectionFileInvalid(member=name, expected="present")
    if values.get("grant") == "authorization_code":
        values.setdefault("response_type", "code")
        values.setdefault("response_mode", "query")
    extra = {name: value for name, value in members.items() if name not in _READERS and name != "format"}
    connection = Connection(id=id, **values, extra=MappingProxyType(extra))
    _check_together(connection)
    return connection


def _check_together(connection: Connection) -> None:
    """Refuse combinations the standards refuse (OAuth 2.0 Multiple Response Types §5)."""
    if connection.grant == "hybrid" and "id_token" not in connection.response_type.split():
        raise ConnectionFileInvalid(member="response_type", expected="code id_token | code id_token token")
    if connection.grant == "authorization_code" and connection.response_type != "code":
        raise ConnectionFileInvalid(member="response_type", expected="code")
    if connection.grant == "hybrid" and connection.response_mode == "query":
        raise ConnectionFileInvalid(member="response_mode", expected="form_post")
    if connection.grant == "client_credentials" and not connection.needs_client_secret:
        raise ConnectionFileInvalid(member="token_endpoint_auth_method", expected="client_secret_post")
    if connection.grant != "client_credentials" and "openid" not in connection.scopes:
        raise ConnectionFileInvalid(member="scopes", expected="openid")


def _text(member: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or printable(value) != value:
        raise ConnectionFileInvalid(member=member, expected="text")
    return value.strip()


def _optional_text(member: str, value: object) -> str | None:
    return None if value is None else _text(member, value)


def _address(member: str, value: object) -> str:
    text = _text(member, value)
    try:
        parts = urlsplit(require_secure(text))
    except InsecureAddress as error:
        raise ConnectionFileInvalid(member=member, expected="https address") from error
    if parts.query or parts.fragment:
        raise ConnectionFileInvalid(member=member, expected="https address")
    return text.rstrip("/")


def _optional_address(member: str, value: object) -> str | None:
    return None if value is None else _address(member, value)


def _one_of(*allowed: str) -> Callable[[str, object], str]:
    def read(member: str, value: object) -> str:
        if value not in allowed:
            raise ConnectionFileInvalid(member=member, expected=" | ".join(allowed))
        return str(value)

    return read


def _response_type(member: str, value: object) -> str:
    """The order of the words is free (OAuth 2.0 Multiple Response Types §3)."""
    words = set(value.split()) if isinstance(value, str) else set()
    for known in RESPONSE_TYPES:
        if words == set(known.split()):
            return known
    raise ConnectionFileInvalid(member=member, expected=" | ".join(RESPONSE_TYPES))


def _scopes(member: str, value: object) -> tuple[str, ...]:
    """Scope tokens without white space or quotes (RFC 6749 §3.3)."""
    if not isinstance(value, list) or not value:
        raise ConnectionFileInvalid(member=member, expected="list of scopes")
    for scope in value:
        if not isinstance(scope, str) or not scope or any(c in ' "\\' or not " " < c < "\x7f" for c in scope):
            raise ConnectionFileInvalid(member=member, expected="list of scopes")
    return tuple(dict.fromkeys(value))


def _redirect_uris(member: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ConnectionFileInvalid(member=member, expected="list of loopback addresses")
    return tuple(_redirect_uri(member, uri) for uri in value)


def _redirect_uri(member: str, value: object) -> str:
    """A loopback redirect URI with a port (RFC 8252 §7.3); port 0 means any free port."""
    expected = "http://127.0.0.1:PORT/callback"
    text = _text(member, value)
    try:
        parts = urlsplit(require_secure(text))
    except InsecureAddress as error:
        raise ConnectionFileInvalid(member=member, expected=expected) from error
    if parts.scheme != "http" or parts.hostname not in LOOPBACK_HOSTS or parts.port is None:
        raise ConnectionFileInvalid(member=member, expected=expected)
    if parts.query or parts.fragment:
        raise ConnectionFileInvalid(member=member, expected=expected)
    return text


def _boolean(member: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ConnectionFileInvalid(member=member, expected="true | false")
    return value


def _color(member: str, value: object) -> str:
    if not isinstance(value, str) or not _COLOR.fullmatch(value):
        raise ConnectionFileInvalid(member=member, expected="#rrggbb")
    return value.lower()


_READERS: Final[Mapping[str, Callable[[str, Any], Any]]] = MappingProxyType(
    {
        "name": _text,
        "authority": _address,
        "api_base_url": _address,
        "client_id": _text,
        "grant": _one_of(*GRANTS),
        "response_type": _response_type,
        "response_mode": _one_of(*RESPONSE_MODES),
        "scopes": _scopes,
        "redirect_uris": _redirect_uris,
        "token_endpoint_auth_method": _one_of(*AUTH_METHODS),
        "pkce": _one_of(*PKCE_POLICIES),
        "read_only": _boolean,
        "color": _color,
        "openapi_url": _optional_address,
        "extra_ca_file": _optional_text,
    }
)
